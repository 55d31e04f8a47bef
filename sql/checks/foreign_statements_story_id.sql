-- check: foreign_statements_story_id
-- asset: event_mentions
-- severity: ERROR
-- about: statements.story_id is the story_id of a row of stories.
SELECT
    child.start_char,
    child.end_char,
    child.story_id
FROM statements AS child
LEFT JOIN stories AS parent ON child.story_id = parent.story_id
WHERE parent.story_id IS NULL;
