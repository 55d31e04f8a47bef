-- check: foreign_event_links_via_mention_id
-- asset: events
-- severity: ERROR
-- about: event_links.via_mention_id is the mention_id of a row of event_mentions, or null.
SELECT
    child.mention_id,
    child.event_id,
    child.via_mention_id
FROM event_links AS child
LEFT JOIN event_mentions AS parent ON child.via_mention_id = parent.mention_id
WHERE child.via_mention_id IS NOT NULL AND parent.mention_id IS NULL;
