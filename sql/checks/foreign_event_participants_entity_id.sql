-- check: foreign_event_participants_entity_id
-- asset: event_mentions
-- severity: ERROR
-- about: event_participants.entity_id is the entity_id of a row of entities, or null.
SELECT
    child.mention_id,
    child.participant_no,
    child.entity_id
FROM event_participants AS child
LEFT JOIN entities AS parent ON child.entity_id = parent.entity_id
WHERE child.entity_id IS NOT NULL AND parent.entity_id IS NULL;
