-- check: mentions_are_linked
-- asset: events
-- severity: ERROR
-- about: The happening of a mention is one of those it is linked to, and a link of a mention without happening does not exist.
SELECT
    m.mention_id,
    m.event_id,
    count(k.event_id) AS n_links
FROM event_mentions AS m
LEFT JOIN event_links AS k ON m.mention_id = k.mention_id
GROUP BY m.mention_id, m.event_id
HAVING
    (m.event_id IS NULL AND count(k.event_id) > 0)
    OR (m.event_id IS NOT NULL AND NOT coalesce(bool_or(k.event_id = m.event_id), FALSE));
