-- check: key_quality_checks
-- asset: warehouse
-- severity: ERROR
-- about: A row of quality_checks is the only one with its check_name, partition_key.
SELECT
    check_name,
    partition_key,
    count(*) AS n_rows
FROM quality_checks
GROUP BY check_name, partition_key
HAVING count(*) > 1;
