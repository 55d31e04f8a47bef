-- check: foreign_rejected_candidates_sentence_id
-- asset: event_mentions
-- severity: ERROR
-- about: rejected_candidates.sentence_id is the sentence_id of a row of sentences.
SELECT
    child.story_id,
    child.start_char,
    child.sentence_id
FROM rejected_candidates AS child
LEFT JOIN sentences AS parent ON child.sentence_id = parent.sentence_id
WHERE parent.sentence_id IS NULL;
