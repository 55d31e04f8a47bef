CREATE OR REPLACE VIEW mentions_wide AS
WITH members AS (
    SELECT
        p.mention_id,
        p.side,
        p.country,
        p.sector,
        -- An entity known from the context only has no names, and its name is a description of it.
        coalesce(CASE WHEN len(e.names) > 0 THEN e.name END, p.text) AS name
    FROM event_participants AS p
    LEFT JOIN entities AS e ON p.entity_id = e.entity_id
),

sides AS (
    SELECT
        p.mention_id,
        list(DISTINCT p.name ORDER BY p.name) FILTER (WHERE p.side = 'actor' AND p.name IS NOT NULL) AS actors,
        list(DISTINCT p.country ORDER BY p.country)
        FILTER (WHERE p.side = 'actor' AND p.country IS NOT NULL) AS actor_countries,
        list(DISTINCT p.sector ORDER BY p.sector)
        FILTER (WHERE p.side = 'actor' AND p.sector IS NOT NULL) AS actor_sectors,
        list(DISTINCT p.name ORDER BY p.name) FILTER (WHERE p.side = 'recipient' AND p.name IS NOT NULL) AS recipients,
        list(DISTINCT p.country ORDER BY p.country)
        FILTER (WHERE p.side = 'recipient' AND p.country IS NOT NULL) AS recipient_countries,
        list(DISTINCT p.sector ORDER BY p.sector)
        FILTER (WHERE p.side = 'recipient' AND p.sector IS NOT NULL) AS recipient_sectors
    FROM members AS p
    GROUP BY p.mention_id
)

SELECT
    m.mention_id,
    m.event_id,
    m.event_type,
    m.mode,
    m.contexts,
    m.modality = 'asserted' AND NOT m.negated AS is_asserted,
    m.modality,
    m.negated,
    m.codable,
    coalesce(p.actors, []) AS actors,
    coalesce(p.actor_countries, []) AS actor_countries,
    coalesce(p.actor_sectors, []) AS actor_sectors,
    coalesce(p.recipients, []) AS recipients,
    coalesce(p.recipient_countries, []) AS recipient_countries,
    coalesce(p.recipient_sectors, []) AS recipient_sectors,
    m.date_text,
    m.date_start,
    m.date_end,
    m.date_precision,
    m.date_basis,
    m.location,
    m.location_country,
    m.attribution,
    m.trigger,
    m.construction,
    m.rule_id,
    m.probability,
    t.text AS evidence,
    m.start_char - t.start_char AS trigger_start,
    m.end_char - t.start_char AS trigger_end,
    m.sentence_id,
    t.sentence_no,
    m.story_id,
    coalesce(g.group_id, m.story_id) AS independent_id,
    coalesce(g.is_canonical, TRUE) AS is_canonical,
    s.title,
    s.source,
    s.published_at,
    s.url,
    s.partition_key,
    f.path
FROM event_mentions AS m
INNER JOIN sentences AS t ON m.sentence_id = t.sentence_id
INNER JOIN stories AS s ON m.story_id = s.story_id
INNER JOIN files AS f ON s.file_id = f.file_id
LEFT JOIN sides AS p ON m.mention_id = p.mention_id
LEFT JOIN duplicate_groups AS g ON m.story_id = g.story_id;

COMMENT ON VIEW mentions_wide IS
'One row a mention: who does what to whom in one sentence, with the sentence and its story.';
COMMENT ON COLUMN mentions_wide.mention_id IS 'The mention.';
COMMENT ON COLUMN mentions_wide.event_id IS 'The happening it reports.';
COMMENT ON COLUMN mentions_wide.event_type IS 'PLOVER type.';
COMMENT ON COLUMN mentions_wide.mode IS 'PLOVER mode, or null.';
COMMENT ON COLUMN mentions_wide.contexts IS 'PLOVER contexts.';
COMMENT ON COLUMN mentions_wide.is_asserted IS 'Said to have happened: modality is asserted and the event is not negated.';
COMMENT ON COLUMN mentions_wide.modality IS 'asserted, future, hypothetical or denied.';
COMMENT ON COLUMN mentions_wide.negated IS 'The event is said not to have happened.';
COMMENT ON COLUMN mentions_wide.codable IS 'At least one side is a political actor.';
COMMENT ON COLUMN mentions_wide.actors IS
'Names on the acting side: the entity''s fullest name, else the words of the text. Empty when known from the context only.';
COMMENT ON COLUMN mentions_wide.actor_countries IS 'Countries on the acting side, sorted.';
COMMENT ON COLUMN mentions_wide.actor_sectors IS 'Main sectors on the acting side, sorted.';
COMMENT ON COLUMN mentions_wide.recipients IS 'Names on the receiving side, likewise.';
COMMENT ON COLUMN mentions_wide.recipient_countries IS 'Countries on the receiving side, sorted.';
COMMENT ON COLUMN mentions_wide.recipient_sectors IS 'Main sectors on the receiving side, sorted.';
COMMENT ON COLUMN mentions_wide.date_text IS 'The phrase in the sentence that dates the event.';
COMMENT ON COLUMN mentions_wide.date_start IS 'First day the event can have happened on.';
COMMENT ON COLUMN mentions_wide.date_end IS 'Last day the event can have happened on.';
COMMENT ON COLUMN mentions_wide.date_precision IS 'day, month, year or interval.';
COMMENT ON COLUMN mentions_wide.date_basis IS 'absolute, publication or conflict.';
COMMENT ON COLUMN mentions_wide.location IS 'The place phrase.';
COMMENT ON COLUMN mentions_wide.location_country IS 'ISO 3166 alpha-3 of the place.';
COMMENT ON COLUMN mentions_wide.attribution IS 'Speaker whose words the mention stands in, or null: the source says it itself.';
COMMENT ON COLUMN mentions_wide.trigger IS 'The word that names the action.';
COMMENT ON COLUMN mentions_wide.construction IS 'verb, masdar, light_verb or passive.';
COMMENT ON COLUMN mentions_wide.rule_id IS 'Trigger entry and frame rule that made the mention.';
COMMENT ON COLUMN mentions_wide.probability IS 'Of being an event, by weighed evidence.';
COMMENT ON COLUMN mentions_wide.evidence IS 'The sentence, exactly as found.';
COMMENT ON COLUMN mentions_wide.trigger_start IS 'First code point of the trigger in evidence, counted from 0.';
COMMENT ON COLUMN mentions_wide.trigger_end IS 'Code point after the trigger in evidence.';
COMMENT ON COLUMN mentions_wide.sentence_id IS 'The sentence.';
COMMENT ON COLUMN mentions_wide.sentence_no IS 'Position of the sentence in the body, from 0.';
COMMENT ON COLUMN mentions_wide.story_id IS 'The story.';
COMMENT ON COLUMN mentions_wide.independent_id IS
'The duplicate group of the story, else the story itself: count these to count copies once.';
COMMENT ON COLUMN mentions_wide.is_canonical IS 'The story is no copy, or stands for its group of copies.';
COMMENT ON COLUMN mentions_wide.title IS 'Title of the story.';
COMMENT ON COLUMN mentions_wide.source IS 'Who published the story.';
COMMENT ON COLUMN mentions_wide.published_at IS 'Day of publication.';
COMMENT ON COLUMN mentions_wide.url IS 'Address of the story.';
COMMENT ON COLUMN mentions_wide.partition_key IS 'The drop the story belongs to.';
COMMENT ON COLUMN mentions_wide.path IS 'File of the story, relative to RAW.';
