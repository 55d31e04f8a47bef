-- name: visits_by_official
-- title: Visits by official
-- about: Who travelled, how often and where to? Announced visits stand apart, because their type is AGREE.
SELECT
    t.name,
    t.country,
    t.sector,
    count(*) FILTER (WHERE t.event_type = 'CONSULT' AND t.mode = 'visit') AS n_visits,
    count(*) FILTER (WHERE t.event_type = 'CONSULT' AND t.mode IS DISTINCT FROM 'visit') AS n_other_talks,
    count(*) FILTER (WHERE t.event_type = 'AGREE' AND NOT t.is_asserted) AS n_announced,
    list_sort(list_distinct(flatten(list(t.counterpart_countries)))) AS hosts,
    min(t.day) AS first_day,
    max(t.day) AS last_day
FROM actor_timeline AS t
WHERE t.side = 'actor' AND t.event_type IN ('CONSULT', 'AGREE')
GROUP BY t.entity_id, t.name, t.country, t.sector
ORDER BY n_visits DESC, n_other_talks DESC, n_announced DESC, t.name ASC, t.entity_id ASC
LIMIT 50;
