-- check: offsets_rejected_candidates
-- asset: event_mentions
-- severity: ERROR
-- about: The characters of raw_text from start_char to end_char are the candidate's text.
SELECT
    c.story_id,
    c.start_char,
    c.end_char
FROM rejected_candidates AS c
INNER JOIN stories AS s ON c.story_id = s.story_id
WHERE
    c.start_char < 0
    OR c.end_char <= c.start_char
    OR substr(s.raw_text, c.start_char + 1, c.end_char - c.start_char) <> c.text
    OR length(c.text) <> c.end_char - c.start_char;
