-- check: mentions_in_sentence
-- asset: event_mentions
-- severity: ERROR
-- about: A mention lies inside its sentence, which belongs to its story.
SELECT
    m.mention_id,
    m.story_id,
    m.sentence_id
FROM event_mentions AS m
INNER JOIN sentences AS t ON m.sentence_id = t.sentence_id
WHERE m.story_id <> t.story_id OR m.start_char < t.start_char OR m.end_char > t.end_char;
