-- check: candidates_in_sentence
-- asset: event_mentions
-- severity: ERROR
-- about: A rejected candidate lies inside its sentence, which belongs to its story.
SELECT
    c.story_id,
    c.sentence_id,
    c.start_char
FROM rejected_candidates AS c
INNER JOIN sentences AS t ON c.sentence_id = t.sentence_id
WHERE c.story_id <> t.story_id OR c.start_char < t.start_char OR c.end_char > t.end_char;
