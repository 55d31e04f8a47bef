-- check: token_order
-- asset: annotations
-- severity: ERROR
-- about: Tokens of a sentence are numbered from 1 without a gap and in the order of the text.
SELECT
    sentence_id,
    token_no,
    start_char
FROM tokens
QUALIFY
    token_no <> row_number() OVER (PARTITION BY sentence_id ORDER BY token_no)
    OR start_char < lag(start_char) OVER (PARTITION BY sentence_id ORDER BY token_no);
