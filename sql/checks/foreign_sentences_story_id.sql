-- check: foreign_sentences_story_id
-- asset: sentences
-- severity: ERROR
-- about: sentences.story_id is the story_id of a row of stories.
SELECT
    child.sentence_no,
    child.story_id
FROM sentences AS child
LEFT JOIN stories AS parent ON child.story_id = parent.story_id
WHERE parent.story_id IS NULL;
