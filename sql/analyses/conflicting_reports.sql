-- name: conflicting_reports
-- title: Happenings that some assert and others deny
-- about: Where do stories disagree on whether something happened?
SELECT
    event_type,
    count(*) FILTER (WHERE is_asserted) AS n_asserting,
    count(*) FILTER (WHERE negated OR modality = 'denied') AS n_denying,
    min_by(evidence, mention_id) FILTER (WHERE is_asserted) AS asserted_in,
    min_by(source, mention_id) FILTER (WHERE is_asserted) AS asserted_by,
    min_by(evidence, mention_id) FILTER (WHERE negated OR modality = 'denied') AS denied_in,
    min_by(coalesce(attribution, source), mention_id) FILTER (WHERE negated OR modality = 'denied') AS denied_by,
    event_id
FROM mentions_wide
WHERE event_id IS NOT NULL
GROUP BY event_id, event_type
HAVING bool_or(is_asserted) AND bool_or(negated OR modality = 'denied')
ORDER BY n_denying DESC, n_asserting DESC, event_id ASC;
