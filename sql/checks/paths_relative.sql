-- check: paths_relative
-- asset: stories
-- severity: ERROR
-- about: The path of a file is relative to RAW and does not climb out of it.
SELECT
    partition_key,
    path
FROM files
WHERE path = '' OR path LIKE '/%' OR regexp_matches(path, '(^|/)\.\.(/|$)');
