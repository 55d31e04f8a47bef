-- check: reasons_without_folders
-- asset: warehouse
-- severity: WARN
-- about: No reason or detail shows a folder of the machine it was built on.
-- Warns only: a file may quote such a folder itself.
WITH texts AS (
    SELECT
        'files.reason' AS place,
        reason AS text
    FROM files
    UNION ALL
    SELECT
        'stories.status_reason' AS place,
        status_reason AS text
    FROM stories
    UNION ALL
    SELECT
        'quality_checks.details' AS place,
        details AS text
    FROM quality_checks
)

SELECT
    place,
    text
FROM texts
WHERE regexp_matches(text, '(^|[^[:alnum:]_.~])/(home|root|tmp|var|mnt|opt|Users)/');
