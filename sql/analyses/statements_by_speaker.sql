-- name: statements_by_speaker
-- title: Statements by speaker
-- about: Whose words fill the news, and which events do they tell? Unnamed speakers stand in the row without a name.
SELECT
    speaker,
    count(*) AS n_statements,
    count(DISTINCT story_id) AS n_stories,
    count(*) FILTER (WHERE n_mentions > 0) AS n_with_events,
    count(*) FILTER (WHERE style = 'direct') AS n_direct,
    list_sort(list_distinct(flatten(list(event_types)))) AS event_types,
    min_by(text, story_id || lpad(start_char::VARCHAR, 9, '0')) AS example
FROM attributed_statements
GROUP BY speaker
ORDER BY n_statements DESC, speaker ASC
LIMIT 50;
