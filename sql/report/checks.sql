-- name: checks
-- about: Every quality check on this build, those that did not hold first.
SELECT
    check_name,
    asset,
    partition_key,
    passed,
    severity,
    value,
    threshold,
    details
FROM quality_checks
ORDER BY passed ASC, severity ASC, check_name ASC, partition_key ASC;
