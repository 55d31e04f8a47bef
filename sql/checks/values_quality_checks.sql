-- check: values_quality_checks
-- asset: warehouse
-- severity: ERROR
-- about: severity of a check is ERROR or WARN.
SELECT
    check_name,
    partition_key,
    severity
FROM quality_checks
WHERE
    severity NOT IN ('ERROR', 'WARN');
