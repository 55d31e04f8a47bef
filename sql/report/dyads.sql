-- name: dyads
-- about: Happenings by acting and receiving country. Where all sides act together, each pair stands in both directions.
WITH pairs AS MATERIALIZED (
    SELECT
        actor_country,
        recipient_country,
        is_mutual,
        sum(n_events)::BIGINT AS n_events
    FROM dyad_month
    GROUP BY actor_country, recipient_country, is_mutual
),

directed AS (
    SELECT
        actor_country,
        recipient_country,
        n_events
    FROM pairs
    UNION ALL
    SELECT
        recipient_country AS actor_country,
        actor_country AS recipient_country,
        n_events
    FROM pairs
    WHERE is_mutual
)

SELECT
    actor_country,
    recipient_country,
    sum(n_events)::BIGINT AS n_events
FROM directed
GROUP BY actor_country, recipient_country
ORDER BY n_events DESC, actor_country ASC, recipient_country ASC;
