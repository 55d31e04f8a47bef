-- check: key_files
-- asset: stories
-- severity: ERROR
-- about: A row of files is the only one with its path.
SELECT
    path,
    count(*) AS n_rows
FROM files
GROUP BY path
HAVING count(*) > 1;
