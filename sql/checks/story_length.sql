-- check: story_length
-- asset: clean_stories
-- severity: ERROR
-- about: n_chars counts the code points of raw_text.
SELECT
    story_id,
    n_chars,
    length(raw_text) AS counted
FROM stories
WHERE n_chars <> length(raw_text);
