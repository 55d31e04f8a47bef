-- check: foreign_event_links_mention_id
-- asset: events
-- severity: ERROR
-- about: event_links.mention_id is the mention_id of a row of event_mentions.
SELECT
    child.event_id,
    child.mention_id
FROM event_links AS child
LEFT JOIN event_mentions AS parent ON child.mention_id = parent.mention_id
WHERE parent.mention_id IS NULL;
