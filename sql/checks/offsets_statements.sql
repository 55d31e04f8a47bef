-- check: offsets_statements
-- asset: event_mentions
-- severity: ERROR
-- about: An attributed span lies inside its story and is not empty.
SELECT
    c.story_id,
    c.start_char,
    c.end_char,
    s.n_chars
FROM statements AS c
INNER JOIN stories AS s ON c.story_id = s.story_id
WHERE c.start_char < 0 OR c.end_char <= c.start_char OR c.end_char > s.n_chars;
