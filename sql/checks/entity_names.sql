-- check: entity_names
-- asset: events
-- severity: ERROR
-- about: The name of an entity is one of its names.
SELECT
    entity_id,
    name,
    names
FROM entities
WHERE NOT list_contains(names, name);
