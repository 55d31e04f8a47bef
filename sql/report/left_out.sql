-- name: left_out
-- about: What was not used, by reason (reasons that differ in figures only count as one), with a few of the files.
SELECT
    level,
    status,
    min(reason) AS reason,
    count(*) AS n,
    list(path ORDER BY path ASC)[1:3] AS paths
FROM quarantine
GROUP BY level, status, regexp_replace(reason, '[0-9]+', '0', 'g')
ORDER BY level ASC, n DESC, status ASC, min(reason) ASC
LIMIT 40;
