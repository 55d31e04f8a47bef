CREATE OR REPLACE VIEW quarantine AS
SELECT
    'file' AS level,
    f.partition_key,
    f.path,
    cast(NULL AS VARCHAR) AS story_id,
    cast(NULL AS BIGINT) AS record_no,
    cast(NULL AS VARCHAR) AS title,
    f.format,
    f.encoding,
    f.size_bytes AS size,
    f.status,
    f.reason
FROM files AS f
WHERE f.status = 'quarantined'
UNION ALL
SELECT
    'story' AS level,
    s.partition_key,
    f.path,
    s.story_id,
    s.record_no,
    s.title,
    f.format,
    f.encoding,
    s.n_chars AS size,
    s.status,
    s.status_reason AS reason
FROM stories AS s
INNER JOIN files AS f ON s.file_id = f.file_id
WHERE s.status <> 'ok';

COMMENT ON VIEW quarantine IS 'Everything found that was not used, and why: quarantined files, and stories that are not ok.';
COMMENT ON COLUMN quarantine.level IS 'file: nothing of it could be read; story: it was read but is not an Arabic article.';
COMMENT ON COLUMN quarantine.partition_key IS 'The drop it belongs to.';
COMMENT ON COLUMN quarantine.path IS 'The file, relative to RAW.';
COMMENT ON COLUMN quarantine.story_id IS 'The story; null for a file.';
COMMENT ON COLUMN quarantine.record_no IS 'Position of the story in its file, from 0; null for a file.';
COMMENT ON COLUMN quarantine.title IS 'Title of the story, when it has one.';
COMMENT ON COLUMN quarantine.format IS 'Format of the file, with its containers.';
COMMENT ON COLUMN quarantine.encoding IS 'Character encoding that was used.';
COMMENT ON COLUMN quarantine.size IS 'Bytes of a file, code points of a story.';
COMMENT ON COLUMN quarantine.status IS 'quarantined for a file; empty, too_short, not_arabic or unreadable for a story.';
COMMENT ON COLUMN quarantine.reason IS 'Why, and what to do.';
