-- check: key_event_mentions
-- asset: event_mentions
-- severity: ERROR
-- about: A row of event_mentions is the only one with its mention_id.
SELECT
    mention_id,
    count(*) AS n_rows
FROM event_mentions
GROUP BY mention_id
HAVING count(*) > 1;
