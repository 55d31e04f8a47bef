-- check: mentions_have_sides
-- asset: event_mentions
-- severity: ERROR
-- about: A codable mention has a participant with a country, a sector or an entity; a mention without any is not codable.
SELECT
    m.mention_id,
    m.event_type,
    m.trigger
FROM event_mentions AS m
LEFT JOIN event_participants AS p
    ON m.mention_id = p.mention_id AND coalesce(p.country, p.sector, p.entity_id) IS NOT NULL
WHERE m.codable AND p.mention_id IS NULL;
