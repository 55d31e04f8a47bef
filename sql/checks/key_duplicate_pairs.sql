-- check: key_duplicate_pairs
-- asset: duplicate_stories
-- severity: ERROR
-- about: A row of duplicate_pairs is the only one with its story_a, story_b.
SELECT
    story_a,
    story_b,
    count(*) AS n_rows
FROM duplicate_pairs
GROUP BY story_a, story_b
HAVING count(*) > 1;
