-- name: sources_that_copy
-- title: Sources by share of copies
-- about: How much of a source is its own? From whom does it copy most, and how much does it carry twice itself?
WITH copies AS (
    SELECT
        s.source,
        c.source AS copied_from,
        g.story_id
    FROM duplicate_groups AS g
    INNER JOIN stories AS s ON g.story_id = s.story_id
    INNER JOIN duplicate_groups AS k ON g.group_id = k.group_id AND k.is_canonical
    INNER JOIN stories AS c ON k.story_id = c.story_id
    WHERE NOT g.is_canonical
),

counted AS (
    SELECT
        s.source,
        count(*) AS n_stories,
        count(*) FILTER (WHERE g.is_canonical) AS n_copied_by_others,
        count(*) FILTER (WHERE NOT g.is_canonical) AS n_copies
    FROM stories AS s
    LEFT JOIN duplicate_groups AS g ON s.story_id = g.story_id
    WHERE s.status = 'ok'
    GROUP BY s.source
),

origins AS (
    SELECT
        source,
        copied_from,
        count(*) AS n
    FROM copies
    GROUP BY source, copied_from
),

first_origins AS (
    SELECT
        source,
        copied_from AS copies_most_from,
        n AS n_from_there
    FROM origins
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY n DESC, copied_from ASC) = 1
),

own AS (
    SELECT
        source,
        count(*) AS n_own_copies
    FROM copies
    WHERE source IS NOT DISTINCT FROM copied_from
    GROUP BY source
)

SELECT
    c.source,
    c.n_stories,
    c.n_copies,
    round(c.n_copies / c.n_stories, 4) AS copy_rate,
    c.n_copied_by_others,
    f.copies_most_from,
    f.n_from_there,
    coalesce(o.n_own_copies, 0) AS n_own_copies
FROM counted AS c
LEFT JOIN first_origins AS f ON c.source IS NOT DISTINCT FROM f.source
LEFT JOIN own AS o ON c.source IS NOT DISTINCT FROM o.source
ORDER BY copy_rate DESC, c.n_stories DESC, c.source ASC;
