-- check: key_tokens
-- asset: annotations
-- severity: ERROR
-- about: A row of tokens is the only one with its sentence_id, token_no.
SELECT
    sentence_id,
    token_no,
    count(*) AS n_rows
FROM tokens
GROUP BY sentence_id, token_no
HAVING count(*) > 1;
