-- Mentions with the happening they belong to: coreference runs over all partitions and is stored apart, in event_links.
-- A summary mention links to several happenings; it carries the smallest id.
INSERT INTO event_mentions
WITH happening AS (
    SELECT
        mention_id,
        min(event_id) AS event_id
    FROM event_links
    GROUP BY mention_id
)

SELECT stored.* REPLACE (happening.event_id AS event_id)
FROM stored
LEFT JOIN happening ON stored.mention_id = happening.mention_id
ORDER BY stored.story_id, stored.start_char, stored.mention_id;
