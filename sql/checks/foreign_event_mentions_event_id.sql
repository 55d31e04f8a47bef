-- check: foreign_event_mentions_event_id
-- asset: event_mentions
-- severity: ERROR
-- about: event_mentions.event_id is the event_id of a row of events, or null.
SELECT
    child.mention_id,
    child.event_id
FROM event_mentions AS child
LEFT JOIN events AS parent ON child.event_id = parent.event_id
WHERE child.event_id IS NOT NULL AND parent.event_id IS NULL;
