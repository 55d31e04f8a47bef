-- check: token_trees
-- asset: annotations
-- severity: ERROR
-- about: Where a sentence is parsed, every token has a head inside the sentence other than itself, and exactly one is the root.
SELECT
    sentence_id,
    count(*) AS n_tokens,
    count(head) AS n_heads,
    count(*) FILTER (WHERE head = 0) AS n_roots
FROM tokens
GROUP BY sentence_id
HAVING
    count(head) > 0
    AND (
        count(head) <> count(*)
        OR count(*) FILTER (WHERE head = 0) <> 1
        OR min(head) < 0
        OR max(head) > count(*)
        OR bool_or(head = token_no)
    );
