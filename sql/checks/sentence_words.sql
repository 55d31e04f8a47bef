-- check: sentence_words
-- asset: sentences
-- severity: ERROR
-- about: The words of a sentence lie inside it, in order, none empty and none overlapping.
SELECT
    sentence_id,
    start_char,
    end_char,
    word_starts,
    word_ends
FROM sentences
WHERE
    len(word_starts) <> len(word_ends)
    OR list_min(word_starts) < start_char
    OR list_max(word_ends) > end_char
    OR list_contains(list_transform(list_zip(word_starts, word_ends), LAMBDA w: w[1] < w[2]), FALSE)
    OR list_contains(list_transform(list_zip(list_slice(word_ends, 1, -2), list_slice(word_starts, 2, -1)), LAMBDA w: w[1] <= w[2]), FALSE);
