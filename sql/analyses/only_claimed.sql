-- name: only_claimed
-- title: Happenings that nobody reports in their own name
-- about: Which happenings stand only in somebody's reported speech, and whose?
SELECT
    w.event_type,
    w.mode,
    w.actors,
    w.recipients,
    coalesce(w.date_start, w.first_published) AS day,
    list_sort(list_distinct(list(m.attribution))) AS speakers,
    w.n_independent_stories,
    w.evidence,
    w.source,
    w.event_id
FROM events_wide AS w
INNER JOIN mentions_wide AS m ON w.event_id = m.event_id
WHERE w.attributed_only
GROUP BY ALL
ORDER BY w.n_independent_stories DESC, day ASC NULLS LAST, w.event_id ASC
LIMIT 100;
