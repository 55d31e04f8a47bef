-- name: sources
-- about: Stories, events and copies of each source, the largest first.
WITH told AS (
    SELECT
        s.source,
        count(DISTINCT m.event_id) AS n_events
    FROM event_mentions AS m
    INNER JOIN stories AS s ON m.story_id = s.story_id
    GROUP BY s.source
)

SELECT
    s.source,
    count(*) AS n_stories,
    count(*) FILTER (WHERE s.status = 'ok') AS n_ok,
    coalesce(any_value(t.n_events), 0) AS n_events,
    count(*) FILTER (WHERE NOT g.is_canonical) AS n_copies,
    count(*) FILTER (WHERE g.is_canonical) AS n_copied_by_others,
    count(*) FILTER (WHERE NOT g.is_canonical) / greatest(count(*) FILTER (WHERE s.status = 'ok'), 1) AS copy_rate,
    min(s.published_at) AS first_day,
    max(s.published_at) AS last_day
FROM stories AS s
LEFT JOIN duplicate_groups AS g ON s.story_id = g.story_id
LEFT JOIN told AS t ON s.source IS NOT DISTINCT FROM t.source
GROUP BY s.source
ORDER BY n_stories DESC, s.source ASC
LIMIT 25;
