-- check: foreign_event_links_event_id
-- asset: events
-- severity: ERROR
-- about: event_links.event_id is the event_id of a row of events.
SELECT
    child.mention_id,
    child.event_id
FROM event_links AS child
LEFT JOIN events AS parent ON child.event_id = parent.event_id
WHERE parent.event_id IS NULL;
