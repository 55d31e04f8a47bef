-- check: pairs_ordered
-- asset: duplicate_stories
-- severity: ERROR
-- about: story_a of a pair is smaller than story_b: no pair stands twice and none is with itself.
SELECT
    story_a,
    story_b,
    relation
FROM duplicate_pairs
WHERE story_a >= story_b;
