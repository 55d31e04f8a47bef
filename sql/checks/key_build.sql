-- check: key_build
-- asset: warehouse
-- severity: ERROR
-- about: A row of build is the only one with its build_id.
SELECT
    build_id,
    count(*) AS n_rows
FROM build
GROUP BY build_id
HAVING count(*) > 1;
