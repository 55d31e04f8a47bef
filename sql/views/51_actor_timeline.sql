CREATE OR REPLACE VIEW actor_timeline AS
WITH part AS (
    SELECT
        p.entity_id,
        p.side,
        l.event_id
    FROM event_participants AS p
    INNER JOIN event_links AS l ON p.mention_id = l.mention_id
    WHERE p.entity_id IS NOT NULL
    GROUP BY ALL
)

SELECT
    a.entity_id,
    a.name,
    a.country,
    a.sector,
    coalesce(w.date_start, w.first_published) AS day,
    CASE
        WHEN w.date_start IS NOT NULL THEN 'event'
        WHEN w.first_published IS NOT NULL THEN 'publication'
    END AS day_basis,
    p.side,
    w.event_type,
    w.mode,
    CASE WHEN p.side = 'actor' THEN w.recipients ELSE w.actors END AS counterparts,
    CASE WHEN p.side = 'actor' THEN w.recipient_countries ELSE w.actor_countries END AS counterpart_countries,
    w.location,
    w.is_asserted,
    w.attribution,
    w.n_independent_stories,
    w.evidence,
    w.source,
    w.event_id
FROM part AS p
INNER JOIN entities AS a ON p.entity_id = a.entity_id
INNER JOIN events_wide AS w ON p.event_id = w.event_id
WHERE len(a.names) > 0;

COMMENT ON VIEW actor_timeline IS 'What each actor with a name did and what was done to it, day by day. One row an actor, side and happening.';
COMMENT ON COLUMN actor_timeline.entity_id IS 'The actor.';
COMMENT ON COLUMN actor_timeline.name IS 'Its fullest name.';
COMMENT ON COLUMN actor_timeline.country IS 'ISO 3166 alpha-3 or an organisation''s code.';
COMMENT ON COLUMN actor_timeline.sector IS 'Main sector.';
COMMENT ON COLUMN actor_timeline.day IS 'First possible day of the happening, else the day it was first published.';
COMMENT ON COLUMN actor_timeline.day_basis IS 'What day is: event or publication; null when neither is known.';
COMMENT ON COLUMN actor_timeline.side IS 'actor: it acts; recipient: it is acted upon.';
COMMENT ON COLUMN actor_timeline.event_type IS 'PLOVER type.';
COMMENT ON COLUMN actor_timeline.mode IS 'PLOVER mode, or null.';
COMMENT ON COLUMN actor_timeline.counterparts IS 'Names on the other side.';
COMMENT ON COLUMN actor_timeline.counterpart_countries IS 'Countries on the other side.';
COMMENT ON COLUMN actor_timeline.location IS 'The place phrase.';
COMMENT ON COLUMN actor_timeline.is_asserted IS 'At least one mention says that it happened.';
COMMENT ON COLUMN actor_timeline.attribution IS 'Speaker whose words the evidence stands in, or null.';
COMMENT ON COLUMN actor_timeline.n_independent_stories IS 'Stories that mention it, copies counted once.';
COMMENT ON COLUMN actor_timeline.evidence IS 'The sentence that tells it.';
COMMENT ON COLUMN actor_timeline.source IS 'Who published that sentence.';
COMMENT ON COLUMN actor_timeline.event_id IS 'The happening (events_wide).';
