-- name: happenings
-- about: The happenings told by the most independent stories, with the sentence that tells them.
SELECT
    event_type,
    mode,
    actors[1:4] AS actors,
    actor_countries,
    recipients[1:4] AS recipients,
    recipient_countries,
    date_start,
    date_end,
    first_published,
    location,
    location_country,
    is_asserted,
    modality,
    negated,
    attribution,
    attributed_only,
    n_independent_stories,
    n_stories,
    evidence,
    trigger_start,
    trigger_end,
    title,
    source,
    published_at,
    url,
    event_id
FROM events_wide
WHERE evidence IS NOT NULL AND is_codable
ORDER BY n_independent_stories DESC, n_stories DESC, n_mentions DESC, is_asserted DESC, event_id ASC
LIMIT 20;
