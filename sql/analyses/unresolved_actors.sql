-- name: unresolved_actors
-- title: Sides that the lexicon does not know
-- about: Which names and titles should be added to the lexicon first? Named sides without a country or without a sector.
SELECT
    p.text,
    count(*) AS n_mentions,
    count(DISTINCT m.story_id) AS n_stories,
    count(*) FILTER (WHERE p.side = 'actor') AS n_as_actor,
    count(*) FILTER (WHERE p.country IS NULL) AS n_without_country,
    count(*) FILTER (WHERE p.sector IS NULL) AS n_without_sector,
    list_sort(list_distinct(list(m.event_type))) AS event_types,
    min_by(m.evidence, m.mention_id) AS example
FROM event_participants AS p
INNER JOIN mentions_wide AS m ON p.mention_id = m.mention_id
WHERE p.text IS NOT NULL AND (p.country IS NULL OR p.sector IS NULL)
GROUP BY p.text
ORDER BY n_mentions DESC, n_stories DESC, p.text ASC
LIMIT 100;
