-- check: key_entities
-- asset: events
-- severity: ERROR
-- about: A row of entities is the only one with its entity_id.
SELECT
    entity_id,
    count(*) AS n_rows
FROM entities
GROUP BY entity_id
HAVING count(*) > 1;
