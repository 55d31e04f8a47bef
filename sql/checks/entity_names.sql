-- check: entity_names
-- asset: events
-- severity: ERROR
-- about: The name of an entity is one of its names, unless it is known from the context only and has none.
SELECT
    entity_id,
    name,
    names
FROM entities
WHERE len(names) > 0 AND NOT list_contains(names, name);
