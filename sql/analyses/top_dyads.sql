-- name: top_dyads
-- title: Country pairs with the most happenings
-- about: Which two countries deal with each other most, and is it talk or conflict? Pairs inside one country are left out.
SELECT
    country_a,
    country_b,
    sum(n_events) AS n_events,
    sum(n_asserted_events) AS n_asserted_events,
    sum(n_independent_stories) AS n_reports,
    coalesce(sum(n_events) FILTER (WHERE event_type IN ('AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE')), 0) AS n_verbal_cooperation,
    coalesce(sum(n_events) FILTER (WHERE event_type IN ('COOPERATE', 'AID', 'RETREAT')), 0) AS n_material_cooperation,
    coalesce(sum(n_events) FILTER (WHERE event_type IN ('REQUEST', 'ACCUSE', 'REJECT', 'SANCTION', 'THREATEN')), 0) AS n_verbal_conflict,
    coalesce(sum(n_events) FILTER (WHERE event_type IN ('PROTEST', 'MOBILIZE', 'COERCE', 'ASSAULT')), 0) AS n_material_conflict,
    min(month) AS first_month,
    max(month) AS last_month
FROM dyad_month
WHERE country_a <> country_b
GROUP BY country_a, country_b
ORDER BY n_events DESC, n_reports DESC, country_a ASC, country_b ASC
LIMIT 50;
