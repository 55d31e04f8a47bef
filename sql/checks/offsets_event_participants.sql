-- check: offsets_event_participants
-- asset: event_mentions
-- severity: ERROR
-- about: A participant with text has the offsets of that text in the story of its mention; one without text has none.
SELECT
    p.mention_id,
    p.participant_no,
    p.start_char,
    p.end_char
FROM event_participants AS p
INNER JOIN event_mentions AS m ON p.mention_id = m.mention_id
INNER JOIN stories AS s ON m.story_id = s.story_id
WHERE
    (p.text IS NULL) <> (p.start_char IS NULL)
    OR (p.text IS NULL) <> (p.end_char IS NULL)
    OR p.start_char < 0
    OR p.end_char <= p.start_char
    OR substr(s.raw_text, p.start_char + 1, p.end_char - p.start_char) <> p.text
    OR length(p.text) <> p.end_char - p.start_char;
