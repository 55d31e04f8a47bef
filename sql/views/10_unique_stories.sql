CREATE OR REPLACE VIEW unique_stories AS
SELECT
    s.story_id,
    s.partition_key,
    f.path,
    s.record_no,
    s.source,
    s.title,
    s.author,
    s.url,
    s.published_at,
    s.published_basis,
    s.language,
    s.raw_text,
    s.n_chars,
    g.group_id,
    coalesce(g.n_members, 1) AS n_copies
FROM stories AS s
INNER JOIN files AS f ON s.file_id = f.file_id
LEFT JOIN duplicate_groups AS g ON s.story_id = g.story_id
WHERE s.status = 'ok' AND coalesce(g.is_canonical, TRUE);

COMMENT ON VIEW unique_stories IS
'Every story whose status is ok, copies counted once: of a duplicate group only the canonical member is kept.';
COMMENT ON COLUMN unique_stories.story_id IS 'The story.';
COMMENT ON COLUMN unique_stories.partition_key IS 'The drop it belongs to.';
COMMENT ON COLUMN unique_stories.path IS 'The file it was read from, relative to RAW.';
COMMENT ON COLUMN unique_stories.record_no IS 'Position in that file, from 0.';
COMMENT ON COLUMN unique_stories.source IS 'Who published it.';
COMMENT ON COLUMN unique_stories.title IS 'Title.';
COMMENT ON COLUMN unique_stories.author IS 'Author as given or read from the byline.';
COMMENT ON COLUMN unique_stories.url IS 'Address of the story, as given.';
COMMENT ON COLUMN unique_stories.published_at IS 'Day of publication.';
COMMENT ON COLUMN unique_stories.published_basis IS
'Where published_at comes from: metadata, sidecar, byline or inferred.';
COMMENT ON COLUMN unique_stories.language IS 'ISO 639 code of the body.';
COMMENT ON COLUMN unique_stories.raw_text IS 'The decoded story exactly as found.';
COMMENT ON COLUMN unique_stories.n_chars IS 'Code points in raw_text.';
COMMENT ON COLUMN unique_stories.group_id IS 'Its duplicate group, or null when it has no copy.';
COMMENT ON COLUMN unique_stories.n_copies IS 'Stories it stands for, itself included.';
