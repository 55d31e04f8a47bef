-- check: values_files
-- asset: stories
-- severity: ERROR
-- about: status of a file is one of the contract's.
SELECT
    path,
    status
FROM files
WHERE
    status NOT IN ('accepted', 'quarantined');
