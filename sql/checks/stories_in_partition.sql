-- check: stories_in_partition
-- asset: clean_stories
-- severity: ERROR
-- about: A story belongs to the drop of its file.
SELECT
    s.story_id,
    s.partition_key,
    f.partition_key AS file_partition
FROM stories AS s
INNER JOIN files AS f ON s.file_id = f.file_id
WHERE s.partition_key <> f.partition_key;
