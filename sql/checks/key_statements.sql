-- check: key_statements
-- asset: event_mentions
-- severity: ERROR
-- about: A row of statements is the only one with its story_id, start_char, end_char, cue.
SELECT
    story_id,
    start_char,
    end_char,
    cue,
    count(*) AS n_rows
FROM statements
GROUP BY story_id, start_char, end_char, cue
HAVING count(*) > 1;
