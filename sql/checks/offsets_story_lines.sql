-- check: offsets_story_lines
-- asset: clean_stories
-- severity: ERROR
-- about: The lines of a story lie inside raw_text, in order, and do not overlap.
SELECT
    v.story_id,
    v.line_no,
    v.start_char,
    v.end_char,
    s.n_chars
FROM story_lines AS v
INNER JOIN stories AS s ON v.story_id = s.story_id
QUALIFY
    v.start_char < 0
    OR v.end_char < v.start_char
    OR v.end_char > s.n_chars
    OR v.start_char < lag(v.end_char) OVER (PARTITION BY v.story_id ORDER BY v.line_no);
