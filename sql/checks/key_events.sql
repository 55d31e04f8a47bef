-- check: key_events
-- asset: events
-- severity: ERROR
-- about: A row of events is the only one with its event_id.
SELECT
    event_id,
    count(*) AS n_rows
FROM events
GROUP BY event_id
HAVING count(*) > 1;
