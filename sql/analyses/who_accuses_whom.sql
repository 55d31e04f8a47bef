-- name: who_accuses_whom
-- title: Who accuses, rejects or threatens whom
-- about: Which actor speaks against which other one, how often, and in which words?
SELECT
    a.name AS actor,
    r.name AS recipient,
    count(*) AS n_events,
    count(*) FILTER (WHERE w.event_type = 'ACCUSE') AS n_accuse,
    count(*) FILTER (WHERE w.event_type = 'REJECT') AS n_reject,
    count(*) FILTER (WHERE w.event_type = 'THREATEN') AS n_threaten,
    sum(w.n_independent_stories) AS n_reports,
    min(coalesce(w.date_start, w.first_published)) AS first_day,
    max(coalesce(w.date_start, w.first_published)) AS last_day,
    min_by(w.evidence, w.event_id) AS evidence
FROM events_wide AS w
CROSS JOIN unnest(w.actors) AS a (name)
CROSS JOIN unnest(w.recipients) AS r (name)
WHERE w.event_type IN ('ACCUSE', 'REJECT', 'THREATEN')
GROUP BY a.name, r.name
ORDER BY n_events DESC, n_reports DESC, actor ASC, recipient ASC
LIMIT 50;
