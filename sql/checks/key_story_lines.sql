-- check: key_story_lines
-- asset: clean_stories
-- severity: ERROR
-- about: A row of story_lines is the only one with its story_id, line_no.
SELECT
    story_id,
    line_no,
    count(*) AS n_rows
FROM story_lines
GROUP BY story_id, line_no
HAVING count(*) > 1;
