-- check: foreign_tokens_sentence_id
-- asset: annotations
-- severity: ERROR
-- about: tokens.sentence_id is the sentence_id of a row of sentences.
SELECT
    child.token_no,
    child.sentence_id
FROM tokens AS child
LEFT JOIN sentences AS parent ON child.sentence_id = parent.sentence_id
WHERE parent.sentence_id IS NULL;
