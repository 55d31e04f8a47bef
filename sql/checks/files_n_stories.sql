-- check: files_n_stories
-- asset: stories
-- severity: ERROR
-- about: n_stories of a file is the number of its stories; a quarantined file has none.
SELECT
    f.path,
    f.status,
    f.n_stories,
    count(s.story_id) AS counted
FROM files AS f
LEFT JOIN stories AS s ON f.file_id = s.file_id
GROUP BY f.path, f.status, f.n_stories
HAVING f.n_stories <> count(s.story_id) OR (f.status = 'quarantined' AND count(s.story_id) > 0);
