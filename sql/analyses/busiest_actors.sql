-- name: busiest_actors
-- title: Actors told of most
-- about: Who makes the news, as the one who acts and as the one acted upon?
SELECT
    name,
    country,
    sector,
    count(DISTINCT event_id) AS n_events,
    count(DISTINCT event_id) FILTER (WHERE side = 'actor') AS n_as_actor,
    count(DISTINCT event_id) FILTER (WHERE side = 'recipient') AS n_as_recipient,
    mode(event_type ORDER BY event_type) AS most_frequent_type,
    min(day) AS first_day,
    max(day) AS last_day,
    entity_id
FROM actor_timeline
GROUP BY entity_id, name, country, sector
ORDER BY n_events DESC, name ASC, entity_id ASC
LIMIT 50;
