-- name: figures
-- about: The figures at the head of the page, and the span of publication days within which the plots are drawn.
SELECT
    (SELECT count(DISTINCT partition_key) FROM files) AS n_partitions,
    (SELECT count(*) FROM files) AS n_files,
    (SELECT count(*) FILTER (WHERE status = 'quarantined') FROM files) AS n_quarantined,
    (SELECT count(*) FROM stories) AS n_stories,
    (SELECT count(*) FILTER (WHERE status <> 'ok') FROM stories) AS n_not_ok,
    (SELECT count(*) FROM unique_stories) AS n_unique,
    (SELECT count(DISTINCT source) FROM stories) AS n_sources,
    (SELECT count(*) FROM sentences) AS n_sentences,
    (SELECT count(*) FROM event_mentions) AS n_mentions,
    (SELECT count(*) FROM events) AS n_events,
    (SELECT count(*) FROM entities) AS n_entities,
    (SELECT count(DISTINCT group_id) FROM duplicate_groups) AS n_groups,
    (SELECT count(*) FILTER (WHERE NOT is_canonical) FROM duplicate_groups) AS n_copies,
    (SELECT count(*) FILTER (WHERE NOT passed) FROM quality_checks) AS n_failed_checks,
    (SELECT quantile_disc(published_at, 0.005) FROM stories) AS first_day,
    (SELECT quantile_disc(published_at, 0.995) FROM stories) AS last_day,
    (SELECT min(build_id) FROM build) AS build_id,
    (SELECT min(rasid_version) FROM build) AS rasid_version,
    (SELECT min(model_id) FROM build) AS model_id,
    (SELECT min(lexicon_id) FROM build) AS lexicon_id;
