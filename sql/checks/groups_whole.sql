-- check: groups_whole
-- asset: duplicate_stories
-- severity: ERROR
-- about: A duplicate group has at least two members, n_members of them, one canonical, and the smallest id as its name.
SELECT
    group_id,
    count(*) AS counted,
    min(n_members) AS n_members,
    count(*) FILTER (WHERE is_canonical) AS n_canonical,
    min(story_id) AS smallest
FROM duplicate_groups
GROUP BY group_id
HAVING
    count(*) < 2
    OR min(n_members) <> count(*)
    OR max(n_members) <> count(*)
    OR count(*) FILTER (WHERE is_canonical) <> 1
    OR min(story_id) <> group_id;
