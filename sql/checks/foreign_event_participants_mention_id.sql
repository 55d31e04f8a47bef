-- check: foreign_event_participants_mention_id
-- asset: event_mentions
-- severity: ERROR
-- about: event_participants.mention_id is the mention_id of a row of event_mentions.
SELECT
    child.participant_no,
    child.mention_id
FROM event_participants AS child
LEFT JOIN event_mentions AS parent ON child.mention_id = parent.mention_id
WHERE parent.mention_id IS NULL;
