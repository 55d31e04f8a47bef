-- check: foreign_duplicate_groups_group_id
-- asset: duplicate_stories
-- severity: ERROR
-- about: duplicate_groups.group_id is the story_id of a row of stories.
SELECT
    child.story_id,
    child.group_id
FROM duplicate_groups AS child
LEFT JOIN stories AS parent ON child.group_id = parent.story_id
WHERE parent.story_id IS NULL;
