CREATE OR REPLACE VIEW events_wide AS
WITH mentions AS (
    SELECT * EXCLUDE (event_id)
    FROM mentions_wide
),

linked AS (
    SELECT
        l.event_id,
        l.is_summary,
        m.*
    FROM event_links AS l
    INNER JOIN mentions AS m ON l.mention_id = m.mention_id
),

evidence AS (
    SELECT linked.*
    FROM linked
    QUALIFY row_number() OVER (
        PARTITION BY linked.event_id
        ORDER BY
            linked.is_summary ASC,
            linked.is_asserted DESC,
            linked.published_at ASC NULLS LAST,
            linked.is_canonical DESC,
            linked.story_id ASC,
            linked.sentence_no ASC,
            linked.trigger_start ASC,
            linked.mention_id ASC
    ) = 1
),

named AS (
    SELECT
        l.event_id,
        p.side,
        coalesce(CASE WHEN len(e.names) > 0 THEN e.name END, p.text) AS name,
        count(*) AS n
    FROM event_links AS l
    INNER JOIN event_participants AS p ON l.mention_id = p.mention_id
    LEFT JOIN entities AS e ON p.entity_id = e.entity_id
    WHERE coalesce(CASE WHEN len(e.names) > 0 THEN e.name END, p.text) IS NOT NULL
    GROUP BY ALL
),

names AS (
    SELECT
        named.event_id,
        list(named.name ORDER BY named.n DESC, named.name ASC) FILTER (WHERE named.side = 'actor') AS actors,
        list(named.name ORDER BY named.n DESC, named.name ASC) FILTER (WHERE named.side = 'recipient') AS recipients
    FROM named
    GROUP BY named.event_id
)

SELECT
    e.event_id,
    e.event_type,
    e.mode,
    x.contexts,
    coalesce(n.actors, []) AS actors,
    e.actor_countries,
    x.actor_sectors,
    coalesce(n.recipients, []) AS recipients,
    e.recipient_countries,
    x.recipient_sectors,
    e.date_start,
    e.date_end,
    e.date_precision,
    a.month,
    x.location,
    e.location_country,
    a.is_asserted,
    a.is_codable,
    x.modality,
    x.negated,
    e.attributed_only,
    x.attribution,
    e.n_mentions,
    e.n_stories,
    e.n_independent_stories,
    e.first_published,
    x.evidence,
    x.trigger,
    x.trigger_start,
    x.trigger_end,
    x.mention_id AS evidence_mention_id,
    x.story_id,
    x.title,
    x.source,
    x.published_at,
    x.url,
    x.partition_key,
    x.path
FROM events AS e
LEFT JOIN evidence AS x ON e.event_id = x.event_id
LEFT JOIN event_status AS a ON e.event_id = a.event_id
LEFT JOIN names AS n ON e.event_id = n.event_id;

COMMENT ON VIEW events_wide IS
'One row a happening: who did what to whom, when and where, how often it is told, with one Arabic sentence as evidence.';
COMMENT ON COLUMN events_wide.event_id IS 'The happening.';
COMMENT ON COLUMN events_wide.event_type IS 'PLOVER type.';
COMMENT ON COLUMN events_wide.mode IS 'PLOVER mode, or null.';
COMMENT ON COLUMN events_wide.contexts IS 'PLOVER contexts of the evidence.';
COMMENT ON COLUMN events_wide.actors IS
'Names on the acting side over all mentions, the most frequent first: the entity''s fullest name, else the words of the text.';
COMMENT ON COLUMN events_wide.actor_countries IS 'Countries on the acting side, sorted.';
COMMENT ON COLUMN events_wide.actor_sectors IS 'Main sectors on the acting side of the evidence, sorted.';
COMMENT ON COLUMN events_wide.recipients IS 'Names on the receiving side, likewise.';
COMMENT ON COLUMN events_wide.recipient_countries IS 'Countries on the receiving side, sorted.';
COMMENT ON COLUMN events_wide.recipient_sectors IS 'Main sectors on the receiving side of the evidence, sorted.';
COMMENT ON COLUMN events_wide.date_start IS 'First possible day.';
COMMENT ON COLUMN events_wide.date_end IS 'Last possible day.';
COMMENT ON COLUMN events_wide.date_precision IS 'day, month, year or interval.';
COMMENT ON COLUMN events_wide.month IS
'First day of the month it is counted in: of its date; of first_published when undated; null when its dates span months.';
COMMENT ON COLUMN events_wide.location IS 'The place phrase of the evidence.';
COMMENT ON COLUMN events_wide.location_country IS 'ISO 3166 alpha-3 of the place.';
COMMENT ON COLUMN events_wide.is_asserted IS
'At least one mention says that it happened. False: only announced, planned, conditional or denied.';
COMMENT ON COLUMN events_wide.is_codable IS
'At least one mention has a political actor on a side. False: crime, sport or business that uses the words of politics.';
COMMENT ON COLUMN events_wide.modality IS 'Modality of the evidence: asserted, future, hypothetical or denied.';
COMMENT ON COLUMN events_wide.negated IS 'The evidence says that it did not happen.';
COMMENT ON COLUMN events_wide.attributed_only IS 'Every mention stands inside somebody''s reported speech.';
COMMENT ON COLUMN events_wide.attribution IS 'Speaker whose words the evidence stands in, or null.';
COMMENT ON COLUMN events_wide.n_mentions IS 'Mentions of it.';
COMMENT ON COLUMN events_wide.n_stories IS 'Stories that mention it.';
COMMENT ON COLUMN events_wide.n_independent_stories IS 'The same with the copies of one story counted once.';
COMMENT ON COLUMN events_wide.first_published IS 'Earliest publication day among its stories.';
COMMENT ON COLUMN events_wide.evidence IS
'The sentence that tells it: asserted before not, earliest published, a canonical story before a copy, then by story and position.';
COMMENT ON COLUMN events_wide.trigger IS 'The word of the evidence that names the action.';
COMMENT ON COLUMN events_wide.trigger_start IS 'First code point of the trigger in evidence, counted from 0.';
COMMENT ON COLUMN events_wide.trigger_end IS 'Code point after the trigger in evidence.';
COMMENT ON COLUMN events_wide.evidence_mention_id IS 'The mention that the evidence is.';
COMMENT ON COLUMN events_wide.story_id IS 'Story of the evidence.';
COMMENT ON COLUMN events_wide.title IS 'Title of that story.';
COMMENT ON COLUMN events_wide.source IS 'Who published that story.';
COMMENT ON COLUMN events_wide.published_at IS 'Day of publication of that story.';
COMMENT ON COLUMN events_wide.url IS 'Address of that story.';
COMMENT ON COLUMN events_wide.partition_key IS 'Drop of that story.';
COMMENT ON COLUMN events_wide.path IS 'File of that story, relative to RAW.';
