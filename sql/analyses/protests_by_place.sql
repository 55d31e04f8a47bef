-- name: protests_by_place
-- title: Protests by place
-- about: Where do people protest, who, against whom, and in which form?
SELECT
    location_country,
    location,
    count(*) AS n_protests,
    count(*) FILTER (WHERE mode = 'demo') AS n_demonstrations,
    count(*) FILTER (WHERE mode = 'strike') AS n_strikes,
    count(*) FILTER (WHERE mode = 'riot') AS n_riots,
    list_sort(list_distinct(flatten(list(actors)))) AS who,
    list_sort(list_distinct(flatten(list(recipients)))) AS against,
    sum(n_independent_stories) AS n_reports,
    min(coalesce(date_start, first_published)) AS first_day,
    max(coalesce(date_start, first_published)) AS last_day
FROM events_wide
WHERE event_type = 'PROTEST'
GROUP BY location_country, location
ORDER BY n_protests DESC, n_reports DESC, location_country ASC, location ASC
LIMIT 100;
