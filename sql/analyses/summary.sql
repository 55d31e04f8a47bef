-- name: summary
-- title: Summary
-- about: What does this build hold, in one row?
SELECT
    (SELECT count(DISTINCT partition_key) FROM stories) AS partitions,
    (SELECT count(*) FROM files) AS files,
    (SELECT count(*) FROM stories) AS stories,
    (SELECT count(*) FROM sentences) AS sentences,
    (SELECT count(*) FROM event_mentions) AS event_mentions,
    (SELECT count(*) FROM events) AS events,
    (SELECT count(DISTINCT group_id) FROM duplicate_groups) AS duplicate_groups,
    (SELECT count(*) FILTER (WHERE status = 'quarantined') FROM files) AS quarantined_files,
    (SELECT count(*) FILTER (WHERE NOT passed) FROM quality_checks) AS failed_checks;
