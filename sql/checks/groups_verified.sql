-- check: groups_verified
-- asset: duplicate_stories
-- severity: ERROR
-- about: Every member of a duplicate group was itself verified against the text of the canonical story: no chains.
-- Stories of one text are paired with each other, or, when they are very many, with the first of them only.
WITH texts AS (
    SELECT
        g.story_id,
        g.group_id,
        g.is_canonical,
        least(g.story_id, coalesce(min(p.story_a), g.story_id)) AS first_of_text
    FROM duplicate_groups AS g
    LEFT JOIN duplicate_pairs AS p ON g.story_id = p.story_b AND (p.relation IN ('exact_bytes', 'exact_text') OR (p.relation = 'near_dup' AND p.jaccard = 1))
    GROUP BY g.story_id, g.group_id, g.is_canonical
),

verified AS (
    SELECT
        least(a.first_of_text, b.first_of_text) AS text_a,
        greatest(a.first_of_text, b.first_of_text) AS text_b
    FROM duplicate_pairs AS p
    INNER JOIN texts AS a ON p.story_a = a.story_id
    INNER JOIN texts AS b ON p.story_b = b.story_id
    WHERE p.relation IN ('near_dup', 'contained')
    GROUP BY ALL
)

SELECT
    t.group_id,
    t.story_id,
    c.story_id AS canonical
FROM texts AS t
INNER JOIN texts AS c ON t.group_id = c.group_id AND c.is_canonical
LEFT JOIN verified AS v
    ON
        least(t.first_of_text, c.first_of_text) = v.text_a
        AND greatest(t.first_of_text, c.first_of_text) = v.text_b
WHERE t.first_of_text <> c.first_of_text AND v.text_a IS NULL;
