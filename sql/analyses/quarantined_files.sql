-- name: quarantined_files
-- title: What was not used, and why
-- about: Which files and stories were left out, for which reason, and what is to be done?
SELECT
    level,
    partition_key,
    path,
    record_no,
    format,
    encoding,
    size,
    status,
    reason
FROM quarantine
ORDER BY level ASC, partition_key ASC, path ASC, record_no ASC;
