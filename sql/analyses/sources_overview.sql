-- name: sources_overview
-- title: Sources
-- about: What does each source bring: stories, the days they cover, and happenings?
WITH told AS (
    SELECT
        source,
        count(*) AS n_mentions,
        count(DISTINCT event_id) AS n_events
    FROM mentions_wide
    GROUP BY source
)

SELECT
    s.source,
    count(*) AS n_stories,
    count(*) FILTER (WHERE s.status = 'ok') AS n_ok,
    count(*) FILTER (WHERE s.published_at IS NOT NULL) AS n_dated,
    min(s.published_at) AS first_published,
    max(s.published_at) AS last_published,
    count(DISTINCT s.partition_key) AS n_partitions,
    coalesce(any_value(t.n_mentions), 0) AS n_mentions,
    coalesce(any_value(t.n_events), 0) AS n_events
FROM stories AS s
LEFT JOIN told AS t ON s.source IS NOT DISTINCT FROM t.source
GROUP BY s.source
ORDER BY n_stories DESC, s.source ASC;
