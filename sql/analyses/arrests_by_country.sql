-- name: arrests_by_country
-- title: Arrests by country and agency
-- about: Where are people arrested, by which agency, and whom? Only what at least one mention says took place.
SELECT
    coalesce(w.location_country, w.actor_countries[1], w.recipient_countries[1]) AS country,
    a.name AS agency,
    count(DISTINCT w.event_id) AS n_arrests,
    sum(w.n_independent_stories) AS n_reports,
    list_sort(list_distinct(flatten(list(w.recipients)))) AS arrested,
    min(coalesce(w.date_start, w.first_published)) AS first_day,
    max(coalesce(w.date_start, w.first_published)) AS last_day
FROM events_wide AS w
LEFT JOIN unnest(w.actors) AS a (name) ON TRUE
WHERE w.event_type = 'COERCE' AND w.mode = 'arrest' AND w.is_asserted
GROUP BY country, a.name
ORDER BY n_arrests DESC, n_reports DESC, country ASC, agency ASC
LIMIT 100;
