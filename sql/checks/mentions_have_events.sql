-- check: mentions_have_events
-- asset: events
-- severity: ERROR
-- about: Every codable mention of a published story belongs to a happening.
SELECT
    mention_id,
    event_type,
    trigger
FROM event_mentions
WHERE codable AND event_id IS NULL;
