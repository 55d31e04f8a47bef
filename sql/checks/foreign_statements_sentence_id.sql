-- check: foreign_statements_sentence_id
-- asset: event_mentions
-- severity: ERROR
-- about: statements.sentence_id is the sentence_id of a row of sentences.
SELECT
    child.story_id,
    child.start_char,
    child.sentence_id
FROM statements AS child
LEFT JOIN sentences AS parent ON child.sentence_id = parent.sentence_id
WHERE parent.sentence_id IS NULL;
