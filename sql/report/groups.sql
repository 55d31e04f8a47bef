-- name: groups
-- about: The largest duplicate groups, with their members in order of publication.
SELECT
    g.group_id,
    g.n_members,
    min(s.title) FILTER (WHERE g.is_canonical) AS title,
    count(DISTINCT s.source) AS n_sources,
    min(s.published_at) AS first_day,
    max(s.published_at) AS last_day,
    list(
        struct_pack(
            title := s.title,
            source := s.source,
            published_at := s.published_at,
            partition_key := s.partition_key,
            path := f.path,
            url := s.url,
            is_canonical := g.is_canonical
        )
        ORDER BY g.is_canonical DESC, s.published_at ASC NULLS LAST, s.story_id ASC
    )[1:12] AS members
FROM duplicate_groups AS g
INNER JOIN stories AS s ON g.story_id = s.story_id
INNER JOIN files AS f ON s.file_id = f.file_id
GROUP BY g.group_id, g.n_members
ORDER BY g.n_members DESC, n_sources DESC, g.group_id ASC
LIMIT 15;
