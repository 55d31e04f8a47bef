-- check: key_duplicate_groups
-- asset: duplicate_stories
-- severity: ERROR
-- about: A row of duplicate_groups is the only one with its story_id.
SELECT
    story_id,
    count(*) AS n_rows
FROM duplicate_groups
GROUP BY story_id
HAVING count(*) > 1;
