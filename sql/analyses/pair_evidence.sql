-- name: pair_evidence
-- title: Everything between two countries, with the Arabic evidence
-- about: What is reported between two countries, in order of time? Without variables: the pair with the most happenings.
-- variables: country_a, country_b
WITH busiest AS (
    SELECT
        d.country_a,
        d.country_b
    FROM dyad_month AS d
    WHERE d.country_a <> d.country_b
    GROUP BY d.country_a, d.country_b
    ORDER BY sum(d.n_events) DESC, d.country_a ASC, d.country_b ASC
    LIMIT 1
),

pair AS (
    SELECT
        coalesce(getvariable('country_a'), b.country_a) AS one,
        coalesce(getvariable('country_b'), b.country_b) AS two
    FROM (VALUES (TRUE)) AS always (is_so)
    LEFT JOIN busiest AS b ON always.is_so
)

SELECT
    coalesce(w.date_start, w.first_published) AS day,
    w.event_type,
    w.mode,
    w.actors,
    w.actor_countries,
    w.recipients,
    w.recipient_countries,
    w.location,
    w.is_asserted,
    w.attribution,
    w.n_independent_stories,
    w.evidence,
    w.source,
    w.url,
    w.event_id
FROM events_wide AS w
INNER JOIN pair AS p
    ON
        list_contains(list_concat(w.actor_countries, w.recipient_countries), p.one)
        AND list_contains(list_concat(w.actor_countries, w.recipient_countries), p.two)
ORDER BY day ASC NULLS LAST, w.event_id ASC;
