-- check: build_described
-- asset: warehouse
-- severity: ERROR
-- about: build has one row, and its counts are those of the tables.
WITH counted AS (
    SELECT
        (SELECT count(*) FROM build) AS n_rows,
        (SELECT count(*) FROM files) AS n_files,
        (SELECT count(*) FROM stories) AS n_stories
)

SELECT
    c.n_rows,
    c.n_files,
    c.n_stories,
    b.n_files AS said_files,
    b.n_stories AS said_stories
FROM counted AS c
LEFT JOIN build AS b ON TRUE
WHERE c.n_rows <> 1 OR b.n_files IS DISTINCT FROM c.n_files OR b.n_stories IS DISTINCT FROM c.n_stories;
