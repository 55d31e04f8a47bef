-- name: actor_history
-- title: What one actor did and what was done to it
-- about: What is reported of an actor, in order of time? Any part of a name will do; without a variable: the actor told of most.
-- variables: actor
WITH busiest AS (
    SELECT entity_id
    FROM actor_timeline
    GROUP BY entity_id
    ORDER BY count(*) DESC, entity_id ASC
    LIMIT 1
),

chosen AS (
    SELECT e.entity_id
    FROM entities AS e
    LEFT JOIN busiest AS b ON e.entity_id = b.entity_id
    WHERE
        (getvariable('actor') IS NULL AND b.entity_id IS NOT NULL)
        OR contains(array_to_string(e.names, '|'), getvariable('actor'))
)

SELECT
    t.name,
    t.day,
    t.day_basis,
    t.side,
    t.event_type,
    t.mode,
    t.counterparts,
    t.counterpart_countries,
    t.location,
    t.is_asserted,
    t.attribution,
    t.n_independent_stories,
    t.evidence,
    t.source,
    t.event_id
FROM actor_timeline AS t
INNER JOIN chosen AS c ON t.entity_id = c.entity_id
ORDER BY t.day ASC NULLS LAST, t.event_id ASC, t.side ASC, t.entity_id ASC;
