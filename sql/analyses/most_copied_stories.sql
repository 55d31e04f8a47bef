-- name: most_copied_stories
-- title: Stories with the most copies
-- about: Which story was carried most, by which sources, and within how many days?
SELECT
    g.n_members AS n_copies,
    c.title,
    c.source AS canonical_source,
    c.published_at AS first_published,
    count(DISTINCT s.source) AS n_sources,
    list_sort(list_distinct(list(s.source))) AS sources,
    count(DISTINCT s.partition_key) AS n_partitions,
    date_diff('day', min(s.published_at), max(s.published_at)) AS days_between,
    g.group_id
FROM duplicate_groups AS g
INNER JOIN stories AS s ON g.story_id = s.story_id
INNER JOIN duplicate_groups AS k ON g.group_id = k.group_id AND k.is_canonical
INNER JOIN stories AS c ON k.story_id = c.story_id
GROUP BY g.group_id, g.n_members, c.title, c.source, c.published_at
ORDER BY n_copies DESC, n_sources DESC, g.group_id ASC
LIMIT 50;
