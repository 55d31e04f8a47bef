-- check: values_duplicate_pairs
-- asset: duplicate_stories
-- severity: ERROR
-- about: relation and basis of a pair are of the contract's.
SELECT
    story_a,
    story_b,
    relation,
    basis
FROM duplicate_pairs
WHERE
    relation NOT IN ('exact_bytes', 'exact_text', 'near_dup', 'contained', 'reuse', 'update')
    OR basis NOT IN ('text', 'title');
