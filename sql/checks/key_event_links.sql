-- check: key_event_links
-- asset: events
-- severity: ERROR
-- about: A row of event_links is the only one with its mention_id, event_id.
SELECT
    mention_id,
    event_id,
    count(*) AS n_rows
FROM event_links
GROUP BY mention_id, event_id
HAVING count(*) > 1;
