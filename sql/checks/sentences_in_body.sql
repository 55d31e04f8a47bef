-- check: sentences_in_body
-- asset: sentences
-- severity: ERROR
-- about: A sentence begins and ends in lines labelled body: nothing foreign is coded.
SELECT
    t.story_id,
    t.sentence_no
FROM sentences AS t
LEFT JOIN story_lines AS a
    ON t.story_id = a.story_id AND a.label = 'body' AND t.start_char >= a.start_char AND t.start_char < a.end_char
LEFT JOIN story_lines AS b
    ON t.story_id = b.story_id AND b.label = 'body' AND t.end_char > b.start_char AND t.end_char <= b.end_char
WHERE a.story_id IS NULL OR b.story_id IS NULL;
