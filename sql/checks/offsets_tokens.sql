-- check: offsets_tokens
-- asset: annotations
-- severity: ERROR
-- about: A token's text are the characters of its sentence at its offsets; offsets_sentences then ties both to raw_text.
-- Compared with the sentence, not the story: ten million tokens would each walk a story from its beginning.
SELECT
    w.sentence_id,
    w.token_no,
    w.start_char,
    w.end_char
FROM tokens AS w
INNER JOIN sentences AS t ON w.sentence_id = t.sentence_id
WHERE
    w.start_char < t.start_char
    OR w.end_char > t.end_char
    OR w.end_char <= w.start_char
    OR substr(t.text, w.start_char - t.start_char + 1, w.end_char - w.start_char) <> w.text;
