-- check: key_rejected_candidates
-- asset: event_mentions
-- severity: ERROR
-- about: A row of rejected_candidates is the only one with its story_id, start_char, event_type.
SELECT
    story_id,
    start_char,
    event_type,
    count(*) AS n_rows
FROM rejected_candidates
GROUP BY story_id, start_char, event_type
HAVING count(*) > 1;
