-- check: reasons_given
-- asset: clean_stories
-- severity: ERROR
-- about: Whatever was not used says why: a quarantined file, a story that is not ok.
SELECT
    level,
    path,
    story_id,
    status
FROM quarantine
WHERE coalesce(trim(reason), '') = '';
