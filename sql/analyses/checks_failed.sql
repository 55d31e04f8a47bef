-- name: checks_failed
-- title: Quality checks that did not hold
-- about: What should a data engineer look at before the figures are used?
SELECT
    severity,
    check_name,
    asset,
    partition_key,
    value,
    threshold,
    details
FROM quality_checks
WHERE NOT passed
ORDER BY severity ASC, check_name ASC, partition_key ASC;
