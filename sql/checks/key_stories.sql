-- check: key_stories
-- asset: clean_stories
-- severity: ERROR
-- about: A row of stories is the only one with its story_id.
SELECT
    story_id,
    count(*) AS n_rows
FROM stories
GROUP BY story_id
HAVING count(*) > 1;
