-- check: offsets_event_mentions
-- asset: event_mentions
-- severity: ERROR
-- about: The characters of raw_text from start_char to end_char are the mention's trigger.
SELECT
    m.mention_id,
    m.story_id,
    m.start_char,
    m.end_char,
    m.trigger
FROM event_mentions AS m
INNER JOIN stories AS s ON m.story_id = s.story_id
WHERE
    m.start_char < 0
    OR m.end_char <= m.start_char
    OR substr(s.raw_text, m.start_char + 1, m.end_char - m.start_char) <> m.trigger
    OR length(m.trigger) <> m.end_char - m.start_char;
