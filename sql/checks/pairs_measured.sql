-- check: pairs_measured
-- asset: duplicate_stories
-- severity: ERROR
-- about: Similarity, containments and new text are shares, the run is not negative, and exact copies are wholly alike.
SELECT
    story_a,
    story_b,
    relation,
    jaccard,
    containment_a,
    containment_b,
    longest_run,
    new_a,
    new_b
FROM duplicate_pairs
WHERE
    jaccard NOT BETWEEN 0 AND 1
    OR containment_a NOT BETWEEN 0 AND 1
    OR containment_b NOT BETWEEN 0 AND 1
    OR new_a NOT BETWEEN 0 AND 1
    OR new_b NOT BETWEEN 0 AND 1
    OR longest_run < 0
    OR isnan(jaccard)
    OR (relation IN ('exact_bytes', 'exact_text') AND jaccard < 1);
