-- check: events_are_told
-- asset: events
-- severity: ERROR
-- about: A happening is named after one of the mentions that tell it.
SELECT
    e.event_id,
    e.event_type
FROM events AS e
LEFT JOIN event_links AS k ON e.event_id = k.event_id AND e.event_id = k.mention_id
WHERE k.mention_id IS NULL;
