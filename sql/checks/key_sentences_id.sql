-- check: key_sentences_id
-- asset: sentences
-- severity: ERROR
-- about: A row of sentences is the only one with its sentence_id.
SELECT
    sentence_id,
    count(*) AS n_rows
FROM sentences
GROUP BY sentence_id
HAVING count(*) > 1;
