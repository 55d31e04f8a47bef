-- check: foreign_duplicate_pairs_story_a
-- asset: duplicate_stories
-- severity: ERROR
-- about: duplicate_pairs.story_a is the story_id of a row of stories.
SELECT
    child.story_b,
    child.story_a
FROM duplicate_pairs AS child
LEFT JOIN stories AS parent ON child.story_a = parent.story_id
WHERE parent.story_id IS NULL;
