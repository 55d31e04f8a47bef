-- check: values_stories
-- asset: clean_stories
-- severity: ERROR
-- about: status and published_basis of a story are of the contract's.
SELECT
    story_id,
    status,
    published_basis
FROM stories
WHERE
    status NOT IN ('ok', 'empty', 'too_short', 'not_arabic', 'unreadable')
    OR published_basis NOT IN ('metadata', 'sidecar', 'byline', 'inferred');
