-- check: sentence_order
-- asset: sentences
-- severity: ERROR
-- about: Sentences of a story are numbered from 0 without a gap, in the order of the text, and do not overlap.
SELECT
    story_id,
    sentence_no,
    start_char,
    end_char
FROM sentences
QUALIFY
    sentence_no <> row_number() OVER (PARTITION BY story_id ORDER BY sentence_no) - 1
    OR start_char < lag(end_char) OVER (PARTITION BY story_id ORDER BY sentence_no);
