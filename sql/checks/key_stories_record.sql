-- check: key_stories_record
-- asset: clean_stories
-- severity: ERROR
-- about: A row of stories is the only one with its file_id, record_no.
SELECT
    file_id,
    record_no,
    count(*) AS n_rows
FROM stories
GROUP BY file_id, record_no
HAVING count(*) > 1;
