-- check: key_sentences
-- asset: sentences
-- severity: ERROR
-- about: A row of sentences is the only one with its story_id, sentence_no.
SELECT
    story_id,
    sentence_no,
    count(*) AS n_rows
FROM sentences
GROUP BY story_id, sentence_no
HAVING count(*) > 1;
