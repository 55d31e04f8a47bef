-- name: left_out
-- about: What was not used, by reason, with a few of the files.
SELECT
    level,
    status,
    reason,
    count(*) AS n,
    list(path ORDER BY path ASC)[1:3] AS paths
FROM quarantine
GROUP BY level, status, reason
ORDER BY level ASC, n DESC, status ASC, reason ASC
LIMIT 40;
