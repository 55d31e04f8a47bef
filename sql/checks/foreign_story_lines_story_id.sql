-- check: foreign_story_lines_story_id
-- asset: clean_stories
-- severity: ERROR
-- about: story_lines.story_id is the story_id of a row of stories.
SELECT
    child.line_no,
    child.story_id
FROM story_lines AS child
LEFT JOIN stories AS parent ON child.story_id = parent.story_id
WHERE parent.story_id IS NULL;
