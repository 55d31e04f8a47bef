CREATE OR REPLACE VIEW dyad_month AS
WITH directed AS (
    SELECT
        e.event_id,
        a.country AS actor_country,
        r.country AS recipient_country,
        FALSE AS is_mutual
    FROM events AS e
    CROSS JOIN unnest(e.actor_countries) AS a (country)
    CROSS JOIN unnest(e.recipient_countries) AS r (country)
    UNION ALL
    -- Talks without a host have all their sides among the actors: each pair is counted once, in alphabetical order.
    SELECT
        e.event_id,
        a.country AS actor_country,
        b.country AS recipient_country,
        TRUE AS is_mutual
    FROM events AS e
    CROSS JOIN unnest(e.actor_countries) AS a (country)
    CROSS JOIN unnest(e.actor_countries) AS b (country)
    WHERE len(e.recipient_countries) = 0 AND a.country < b.country
),

told AS (
    SELECT
        l.event_id,
        coalesce(g.group_id, m.story_id) AS independent_id
    FROM event_links AS l
    INNER JOIN event_mentions AS m ON l.mention_id = m.mention_id
    LEFT JOIN duplicate_groups AS g ON m.story_id = g.story_id
    GROUP BY ALL
)

SELECT
    a.month,
    least(d.actor_country, d.recipient_country) AS country_a,
    greatest(d.actor_country, d.recipient_country) AS country_b,
    d.actor_country,
    d.recipient_country,
    d.is_mutual,
    e.event_type,
    count(DISTINCT d.event_id) AS n_events,
    count(DISTINCT d.event_id) FILTER (WHERE a.is_asserted) AS n_asserted_events,
    count(DISTINCT t.independent_id) AS n_independent_stories
FROM directed AS d
INNER JOIN events AS e ON d.event_id = e.event_id
INNER JOIN event_status AS a ON d.event_id = a.event_id
LEFT JOIN told AS t ON d.event_id = t.event_id
GROUP BY ALL;

COMMENT ON VIEW dyad_month IS
'Country pairs by month and type, counted by happening and by independent story. One row a month, direction and type.';
COMMENT ON COLUMN dyad_month.month IS 'First day of the month (event_status.month); null when the dates span months.';
COMMENT ON COLUMN dyad_month.country_a IS 'The country of the pair that comes first in the alphabet.';
COMMENT ON COLUMN dyad_month.country_b IS 'The other one; the same for what happens inside a country.';
COMMENT ON COLUMN dyad_month.actor_country IS 'The country that acts.';
COMMENT ON COLUMN dyad_month.recipient_country IS 'The country that is acted upon.';
COMMENT ON COLUMN dyad_month.is_mutual IS 'Both act and nobody receives (talks without a host): the direction means nothing.';
COMMENT ON COLUMN dyad_month.event_type IS 'PLOVER type.';
COMMENT ON COLUMN dyad_month.n_events IS 'Happenings reported, also those only announced or denied.';
COMMENT ON COLUMN dyad_month.n_asserted_events IS 'Happenings that at least one mention says took place.';
COMMENT ON COLUMN dyad_month.n_independent_stories IS 'Stories that tell of them, copies counted once.';
