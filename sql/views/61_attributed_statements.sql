CREATE OR REPLACE VIEW attributed_statements AS
SELECT
    c.speaker,
    c.style,
    c.cue,
    substr(s.raw_text, c.start_char + 1, c.end_char - c.start_char) AS text,
    t.text AS sentence,
    count(m.mention_id) AS n_mentions,
    list(DISTINCT m.event_type ORDER BY m.event_type) FILTER (WHERE m.event_type IS NOT NULL) AS event_types,
    c.start_char,
    c.end_char,
    c.sentence_id,
    c.story_id,
    s.title,
    s.source,
    s.published_at,
    s.url,
    s.partition_key
FROM statements AS c
INNER JOIN stories AS s ON c.story_id = s.story_id
INNER JOIN sentences AS t ON c.sentence_id = t.sentence_id
LEFT JOIN event_mentions AS m
    ON
        c.story_id = m.story_id
        AND c.start_char <= m.start_char
        AND c.end_char >= m.end_char
GROUP BY ALL;

COMMENT ON VIEW attributed_statements IS 'Who says what: an attributed span with its words, its story and the events told in it.';
COMMENT ON COLUMN attributed_statements.speaker IS 'The speaker as written, or null when unnamed.';
COMMENT ON COLUMN attributed_statements.style IS 'direct, indirect, according_to or carried.';
COMMENT ON COLUMN attributed_statements.cue IS 'The speech verb, participle or preposition that attributes.';
COMMENT ON COLUMN attributed_statements.text IS 'The words attributed, exactly as found.';
COMMENT ON COLUMN attributed_statements.sentence IS 'The sentence they stand in.';
COMMENT ON COLUMN attributed_statements.n_mentions IS 'Event mentions inside those words.';
COMMENT ON COLUMN attributed_statements.event_types IS 'Their PLOVER types, or null.';
COMMENT ON COLUMN attributed_statements.start_char IS 'First code point of text in stories.raw_text, counted from 0.';
COMMENT ON COLUMN attributed_statements.end_char IS 'Code point after it.';
COMMENT ON COLUMN attributed_statements.sentence_id IS 'The sentence.';
COMMENT ON COLUMN attributed_statements.story_id IS 'The story.';
COMMENT ON COLUMN attributed_statements.title IS 'Title of the story.';
COMMENT ON COLUMN attributed_statements.source IS 'Who published it.';
COMMENT ON COLUMN attributed_statements.published_at IS 'Day of publication.';
COMMENT ON COLUMN attributed_statements.url IS 'Address of the story.';
COMMENT ON COLUMN attributed_statements.partition_key IS 'The drop it belongs to.';
