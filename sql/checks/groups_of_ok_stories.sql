-- check: groups_of_ok_stories
-- asset: duplicate_stories
-- severity: ERROR
-- about: Only stories whose status is ok are compared and grouped.
SELECT
    g.story_id,
    g.group_id,
    s.status
FROM duplicate_groups AS g
INNER JOIN stories AS s ON g.story_id = s.story_id
WHERE s.status <> 'ok';
