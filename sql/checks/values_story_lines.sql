-- check: values_story_lines
-- asset: clean_stories
-- severity: ERROR
-- about: label of a line is one of the contract's.
SELECT
    story_id,
    line_no,
    label
FROM story_lines
WHERE
    label NOT IN (
        'title', 'byline', 'body', 'heading', 'caption', 'ticker', 'related', 'navigation', 'comment_form',
        'subscribe', 'share', 'copyright', 'source_link', 'other'
    );
