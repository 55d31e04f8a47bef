-- check: values_duplicate_pairs
-- asset: duplicate_stories
-- severity: ERROR
-- about: relation of a pair is one of the contract's.
SELECT
    story_a,
    story_b,
    relation
FROM duplicate_pairs
WHERE
    relation NOT IN ('exact_bytes', 'exact_text', 'near_dup', 'contained', 'reuse', 'update');
