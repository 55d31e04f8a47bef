-- name: timeline
-- about: Happenings by day and type. Only what is dated to a month or better, else by the day it was first published.
SELECT
    CASE WHEN date_precision IN ('day', 'month') THEN date_start ELSE first_published END AS day,
    event_type,
    count(*) AS n_events
FROM events
GROUP BY ALL
ORDER BY day ASC NULLS LAST, event_type ASC;
