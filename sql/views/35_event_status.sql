CREATE OR REPLACE VIEW event_status AS
SELECT
    e.event_id,
    cast(
        CASE
            WHEN e.date_start IS NULL THEN date_trunc('month', e.first_published)
            WHEN date_trunc('month', e.date_start) = date_trunc('month', coalesce(e.date_end, e.date_start))
                THEN date_trunc('month', e.date_start)
        END AS DATE
    ) AS month,
    coalesce(bool_or(m.modality = 'asserted' AND NOT m.negated), FALSE) AS is_asserted,
    coalesce(bool_or(m.codable), FALSE) AS is_codable
FROM events AS e
LEFT JOIN event_links AS k ON e.event_id = k.event_id
LEFT JOIN event_mentions AS m ON k.mention_id = m.mention_id
GROUP BY e.event_id, e.date_start, e.date_end, e.first_published;

COMMENT ON VIEW event_status IS 'When a happening is counted, whether anybody says that it took place, and whether it is political. Part of events_wide.';
COMMENT ON COLUMN event_status.event_id IS 'The happening.';
COMMENT ON COLUMN event_status.month IS
'First day of the month it is counted in: of its date; of first_published when undated; null when its dates span months.';
COMMENT ON COLUMN event_status.is_asserted IS
'At least one mention says that it happened. False: only announced, planned, conditional or denied.';
COMMENT ON COLUMN event_status.is_codable IS 'At least one mention has a political actor on a side.';
