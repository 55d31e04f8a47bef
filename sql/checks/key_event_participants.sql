-- check: key_event_participants
-- asset: event_mentions
-- severity: ERROR
-- about: A row of event_participants is the only one with its mention_id, participant_no.
SELECT
    mention_id,
    participant_no,
    count(*) AS n_rows
FROM event_participants
GROUP BY mention_id, participant_no
HAVING count(*) > 1;
