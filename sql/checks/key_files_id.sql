-- check: key_files_id
-- asset: stories
-- severity: ERROR
-- about: A row of files is the only one with its file_id.
SELECT
    file_id,
    count(*) AS n_rows
FROM files
GROUP BY file_id
HAVING count(*) > 1;
