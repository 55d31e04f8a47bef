-- check: country_codes
-- asset: events
-- severity: ERROR
-- about: A country is a code of three capital letters (ISO 3166 alpha-3, or an organisation's).
WITH codes AS (
    SELECT
        'event_participants' AS place,
        country
    FROM event_participants
    UNION ALL
    SELECT
        'event_mentions' AS place,
        location_country AS country
    FROM event_mentions
    UNION ALL
    SELECT
        'entities' AS place,
        country
    FROM entities
    UNION ALL
    SELECT
        'events' AS place,
        unnest(list_concat(actor_countries, recipient_countries, [location_country])) AS country
    FROM events
)

SELECT
    place,
    country,
    count(*) AS n_rows
FROM codes
WHERE NOT regexp_full_match(country, '[A-Z]{3}')
GROUP BY place, country;
