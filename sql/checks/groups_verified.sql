-- check: groups_verified
-- asset: duplicate_stories
-- severity: ERROR
-- about: Every member of a duplicate group was itself verified against the canonical story: no chains.
SELECT
    g.group_id,
    g.story_id,
    c.story_id AS canonical
FROM duplicate_groups AS g
INNER JOIN duplicate_groups AS c ON g.group_id = c.group_id AND c.is_canonical
LEFT JOIN duplicate_pairs AS p
    ON
        least(g.story_id, c.story_id) = p.story_a
        AND greatest(g.story_id, c.story_id) = p.story_b
        AND p.relation IN ('exact_bytes', 'exact_text', 'near_dup', 'contained')
WHERE NOT g.is_canonical AND p.story_a IS NULL;
