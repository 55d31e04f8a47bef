CREATE OR REPLACE VIEW plover AS
WITH members AS (
    SELECT
        p.mention_id,
        list(
            struct_pack(
                code := p.country,
                sector := p.sector,
                actor_text := p.text,
                identifier_id := p.entity_id,
                identifier_text := e.name
            )
            ORDER BY p.participant_no
        ) FILTER (WHERE p.side = 'actor') AS source,
        list(
            struct_pack(
                code := p.country,
                sector := p.sector,
                actor_text := p.text,
                identifier_id := p.entity_id,
                identifier_text := e.name
            )
            ORDER BY p.participant_no
        ) FILTER (WHERE p.side = 'recipient') AS recipient
    FROM event_participants AS p
    LEFT JOIN entities AS e ON p.entity_id = e.entity_id
    GROUP BY p.mention_id
)

SELECT
    w.event_id AS id,
    TRUE AS has_event,
    coalesce(w.date_start, w.first_published) AS date,
    coalesce(w.date_end, w.first_published) AS enddate,
    coalesce(m.source, []) AS source,
    coalesce(m.recipient, []) AS recipient,
    [w.event_type] AS event,
    CASE WHEN w.mode IS NULL THEN [] ELSE [w.mode] END AS mode,
    coalesce(w.contexts, []) AS context,
    CASE
        WHEN w.location IS NOT NULL OR w.location_country IS NOT NULL
            THEN struct_pack(name := w.location, cc3 := w.location_country)
    END AS event_loc,
    [w.trigger] AS event_text,
    CASE
        WHEN w.event_type IN ('AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE') THEN 1
        WHEN w.event_type IN ('COOPERATE', 'AID', 'RETREAT') THEN 2
        WHEN w.event_type IN ('REQUEST', 'ACCUSE', 'REJECT', 'SANCTION', 'THREATEN') THEN 3
        WHEN w.event_type IN ('PROTEST', 'MOBILIZE', 'COERCE', 'ASSAULT') THEN 4
    END AS quad_code,
    w.evidence AS text,
    { 'sequence': t.sentence_no, 'start': t.start_char, 'end': t.end_char } AS text_info,
    struct_pack(
        corpus := w.partition_key,
        citation := w.story_id,
        url := w.url,
        title := w.title,
        language := s.language,
        publication := w.source,
        coder := 'rasid ' || b.rasid_version,
        version := b.build_id
    ) AS cite_info,
    'rasid ' || b.rasid_version AS coder,
    concat_ws(
        '; ',
        CASE WHEN NOT w.is_asserted THEN 'not asserted: ' || CASE WHEN w.negated THEN 'negated' ELSE w.modality END END,
        CASE WHEN w.attributed_only THEN 'attributed' END,
        CASE WHEN w.date_start IS NULL AND w.first_published IS NOT NULL THEN 'date is the day of publication' END
    ) AS comment
FROM events_wide AS w
LEFT JOIN members AS m ON w.evidence_mention_id = m.mention_id
LEFT JOIN event_mentions AS x ON w.evidence_mention_id = x.mention_id
LEFT JOIN sentences AS t ON x.sentence_id = t.sentence_id
LEFT JOIN stories AS s ON w.story_id = s.story_id
LEFT JOIN build AS b ON TRUE
WHERE w.is_codable;

COMMENT ON VIEW plover IS
'One row a happening with a political actor, under the JSON field names of the PLOVER manual: COPY plover TO ''events.jsonl'' writes PLOVER records.';
COMMENT ON COLUMN plover.id IS 'Unique identifier: event_id.';
COMMENT ON COLUMN plover.has_event IS 'Always true: the record is coded.';
COMMENT ON COLUMN plover.date IS 'First possible day, else the day of first publication (comment says so).';
COMMENT ON COLUMN plover.enddate IS 'Last possible day, likewise.';
COMMENT ON COLUMN plover.source IS
'Actor objects: code (country), sector, actor_text (as written), identifier_id and identifier_text (the entity).';
COMMENT ON COLUMN plover.recipient IS 'Recipient objects, likewise. Empty when all sides act together.';
COMMENT ON COLUMN plover.event IS 'Event categories: one.';
COMMENT ON COLUMN plover.mode IS 'Modes: one or none.';
COMMENT ON COLUMN plover.context IS 'Contexts.';
COMMENT ON COLUMN plover.event_loc IS 'Location object: name (as written) and cc3 (ISO 3166 alpha-3); null when unknown.';
COMMENT ON COLUMN plover.event_text IS 'Texts of the event: the trigger.';
COMMENT ON COLUMN plover.quad_code IS
'1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.';
COMMENT ON COLUMN plover.text IS 'The sentence from which the record was coded.';
COMMENT ON COLUMN plover.text_info IS 'sequence (sentence number in the body, from 0), start and end (code points in stories.raw_text).';
COMMENT ON COLUMN plover.cite_info IS
'corpus (drop), citation (story_id), url, title, language, publication (source), coder, version (build_id).';
COMMENT ON COLUMN plover.coder IS 'Program and version.';
COMMENT ON COLUMN plover.comment IS 'Caveats: not asserted, attributed, date is the day of publication; empty when none.';
