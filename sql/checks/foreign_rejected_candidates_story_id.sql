-- check: foreign_rejected_candidates_story_id
-- asset: event_mentions
-- severity: ERROR
-- about: rejected_candidates.story_id is the story_id of a row of stories.
SELECT
    child.start_char,
    child.event_type,
    child.story_id
FROM rejected_candidates AS child
LEFT JOIN stories AS parent ON child.story_id = parent.story_id
WHERE parent.story_id IS NULL;
