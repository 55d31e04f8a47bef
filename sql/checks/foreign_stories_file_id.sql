-- check: foreign_stories_file_id
-- asset: clean_stories
-- severity: ERROR
-- about: stories.file_id is the file_id of a row of files.
SELECT
    child.story_id,
    child.file_id
FROM stories AS child
LEFT JOIN files AS parent ON child.file_id = parent.file_id
WHERE parent.file_id IS NULL;
