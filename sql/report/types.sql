-- name: types
-- about: Happenings by type, those said to have taken place apart from those only announced, conditional or denied.
WITH asserted AS (
    SELECT
        k.event_id,
        bool_or(m.modality = 'asserted' AND NOT m.negated) AS is_asserted
    FROM event_links AS k
    INNER JOIN event_mentions AS m ON k.mention_id = m.mention_id
    GROUP BY k.event_id
)

SELECT
    e.event_type,
    coalesce(a.is_asserted, FALSE) AS is_asserted,
    count(*) AS n_events
FROM events AS e
LEFT JOIN asserted AS a ON e.event_id = a.event_id
GROUP BY ALL
ORDER BY e.event_type ASC, is_asserted DESC;
