-- name: updated_stories
-- title: Stories that were updated
-- about: Which stories are the same text with other numbers, dates or names? Follow a toll as it rises.
SELECT
    is_same_source,
    days_apart,
    round(jaccard, 3) AS jaccard,
    least(published_a, published_b) AS first_day,
    title_a,
    source_a,
    title_b,
    source_b,
    story_a,
    story_b
FROM duplicate_report
WHERE relation = 'update'
ORDER BY jaccard DESC, story_a ASC, story_b ASC
LIMIT 100;
