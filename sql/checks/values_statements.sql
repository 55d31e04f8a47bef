-- check: values_statements
-- asset: event_mentions
-- severity: ERROR
-- about: style of a statement is one of the contract's.
SELECT
    story_id,
    start_char,
    style
FROM statements
WHERE
    style NOT IN ('direct', 'indirect', 'according_to', 'carried');
