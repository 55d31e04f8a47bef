-- check: foreign_event_mentions_story_id
-- asset: event_mentions
-- severity: ERROR
-- about: event_mentions.story_id is the story_id of a row of stories.
SELECT
    child.mention_id,
    child.story_id
FROM event_mentions AS child
LEFT JOIN stories AS parent ON child.story_id = parent.story_id
WHERE parent.story_id IS NULL;
