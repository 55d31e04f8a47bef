-- name: most_reported
-- title: Happenings told by the most independent stories
-- about: What was news? Copies of one story count once. Only happenings with a political actor.
SELECT
    n_independent_stories,
    n_stories,
    event_type,
    mode,
    actors,
    recipients,
    coalesce(date_start, first_published) AS day,
    location,
    is_asserted,
    evidence,
    source,
    url,
    event_id
FROM events_wide
WHERE is_codable
ORDER BY n_independent_stories DESC, n_stories DESC, n_mentions DESC, event_id ASC
LIMIT 50;
