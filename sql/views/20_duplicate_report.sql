CREATE OR REPLACE VIEW duplicate_report AS
SELECT
    p.relation,
    p.jaccard,
    p.containment_a,
    p.containment_b,
    p.longest_run,
    p.new_a,
    p.new_b,
    p.merges,
    p.basis,
    coalesce(ga.group_id = gb.group_id, FALSE) AS is_same_group,
    CASE WHEN ga.group_id = gb.group_id THEN ga.group_id END AS group_id,
    coalesce(sa.source = sb.source, FALSE) AS is_same_source,
    abs(date_diff('day', sa.published_at, sb.published_at)) AS days_apart,
    p.story_a,
    sa.title AS title_a,
    sa.source AS source_a,
    sa.partition_key AS partition_a,
    sa.published_at AS published_a,
    fa.path AS path_a,
    sa.url AS url_a,
    p.story_b,
    sb.title AS title_b,
    sb.source AS source_b,
    sb.partition_key AS partition_b,
    sb.published_at AS published_b,
    fb.path AS path_b,
    sb.url AS url_b
FROM duplicate_pairs AS p
INNER JOIN stories AS sa ON p.story_a = sa.story_id
INNER JOIN stories AS sb ON p.story_b = sb.story_id
INNER JOIN files AS fa ON sa.file_id = fa.file_id
INNER JOIN files AS fb ON sb.file_id = fb.file_id
LEFT JOIN duplicate_groups AS ga ON p.story_a = ga.story_id
LEFT JOIN duplicate_groups AS gb ON p.story_b = gb.story_id;

COMMENT ON VIEW duplicate_report IS
'Two stories that share text, with titles, sources and the measured evidence. Links that are no copies are listed too.';
COMMENT ON COLUMN duplicate_report.relation IS 'exact_bytes, exact_text, near_dup, contained, reuse or update.';
COMMENT ON COLUMN duplicate_report.jaccard IS 'Jaccard similarity of the word-5 shingle sets.';
COMMENT ON COLUMN duplicate_report.containment_a IS 'Share of story_a''s shingles found in story_b.';
COMMENT ON COLUMN duplicate_report.containment_b IS 'Share of story_b''s shingles found in story_a.';
COMMENT ON COLUMN duplicate_report.longest_run IS 'Words in the longest common run.';
COMMENT ON COLUMN duplicate_report.new_a IS 'Share of story_a''s words in passages that story_b has not.';
COMMENT ON COLUMN duplicate_report.new_b IS 'Share of story_b''s words in passages that story_a has not.';
COMMENT ON COLUMN duplicate_report.merges IS 'The two count as one copy of a story; groups are made of such pairs.';
COMMENT ON COLUMN duplicate_report.basis IS
'Why the two were compared: text (shared shingles) or title (equal titles of short stories).';
COMMENT ON COLUMN duplicate_report.is_same_group IS 'Both are members of one duplicate group: they count as one story.';
COMMENT ON COLUMN duplicate_report.group_id IS 'That group, or null.';
COMMENT ON COLUMN duplicate_report.is_same_source IS
'Both name the same source: a story crawled twice rather than syndication. False when a source is unknown.';
COMMENT ON COLUMN duplicate_report.days_apart IS 'Days between the publication days, or null when one is unknown.';
COMMENT ON COLUMN duplicate_report.story_a IS 'The story with the smaller id.';
COMMENT ON COLUMN duplicate_report.title_a IS 'Title of story_a.';
COMMENT ON COLUMN duplicate_report.source_a IS 'Source of story_a.';
COMMENT ON COLUMN duplicate_report.partition_a IS 'Drop of story_a.';
COMMENT ON COLUMN duplicate_report.published_a IS 'Day of publication of story_a.';
COMMENT ON COLUMN duplicate_report.path_a IS 'File of story_a, relative to RAW.';
COMMENT ON COLUMN duplicate_report.url_a IS 'Address of story_a.';
COMMENT ON COLUMN duplicate_report.story_b IS 'The other story.';
COMMENT ON COLUMN duplicate_report.title_b IS 'Title of story_b.';
COMMENT ON COLUMN duplicate_report.source_b IS 'Source of story_b.';
COMMENT ON COLUMN duplicate_report.partition_b IS 'Drop of story_b.';
COMMENT ON COLUMN duplicate_report.published_b IS 'Day of publication of story_b.';
COMMENT ON COLUMN duplicate_report.path_b IS 'File of story_b, relative to RAW.';
COMMENT ON COLUMN duplicate_report.url_b IS 'Address of story_b.';
