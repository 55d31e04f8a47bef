-- check: foreign_duplicate_pairs_story_b
-- asset: duplicate_stories
-- severity: ERROR
-- about: duplicate_pairs.story_b is the story_id of a row of stories.
SELECT
    child.story_a,
    child.story_b
FROM duplicate_pairs AS child
LEFT JOIN stories AS parent ON child.story_b = parent.story_id
WHERE parent.story_id IS NULL;
