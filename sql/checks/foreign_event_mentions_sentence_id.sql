-- check: foreign_event_mentions_sentence_id
-- asset: event_mentions
-- severity: ERROR
-- about: event_mentions.sentence_id is the sentence_id of a row of sentences.
SELECT
    child.mention_id,
    child.sentence_id
FROM event_mentions AS child
LEFT JOIN sentences AS parent ON child.sentence_id = parent.sentence_id
WHERE parent.sentence_id IS NULL;
