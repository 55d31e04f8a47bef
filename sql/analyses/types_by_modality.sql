-- name: types_by_modality
-- title: Event types by modality
-- about: How much of each type happened, how much is announced, conditional or denied, and how much is only said by somebody?
SELECT
    event_type,
    count(*) AS n_mentions,
    count(DISTINCT event_id) AS n_events,
    count(*) FILTER (WHERE is_asserted) AS n_asserted,
    count(*) FILTER (WHERE modality = 'future') AS n_future,
    count(*) FILTER (WHERE modality = 'hypothetical') AS n_hypothetical,
    count(*) FILTER (WHERE modality = 'denied') AS n_denied,
    count(*) FILTER (WHERE negated) AS n_negated,
    count(*) FILTER (WHERE attribution IS NOT NULL) AS n_attributed,
    count(*) FILTER (WHERE date_start IS NOT NULL) AS n_dated
FROM mentions_wide
GROUP BY event_type
ORDER BY n_mentions DESC, event_type ASC;
