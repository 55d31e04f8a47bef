-- check: offsets_sentences
-- asset: sentences
-- severity: ERROR
-- about: The characters of raw_text from start_char to end_char are the sentence's text (code points, counted from 0).
SELECT
    t.sentence_id,
    t.story_id,
    t.start_char,
    t.end_char
FROM sentences AS t
INNER JOIN stories AS s ON t.story_id = s.story_id
WHERE
    t.start_char < 0
    OR t.end_char <= t.start_char
    OR substr(s.raw_text, t.start_char + 1, t.end_char - t.start_char) <> t.text
    OR length(t.text) <> t.end_char - t.start_char;
