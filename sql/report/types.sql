-- name: types
-- about: Happenings by type, those said to have taken place apart from those only announced, conditional or denied.
SELECT
    e.event_type,
    a.is_asserted,
    count(*) AS n_events
FROM events AS e
INNER JOIN event_status AS a ON e.event_id = a.event_id
GROUP BY ALL
ORDER BY e.event_type ASC, a.is_asserted DESC;
