-- check: ok_stories_have_sentences
-- asset: sentences
-- severity: ERROR
-- about: Every story whose status is ok has a sentence, and no other story has one.
SELECT
    s.story_id,
    s.partition_key,
    s.status,
    count(t.sentence_id) AS n_sentences
FROM stories AS s
LEFT JOIN sentences AS t ON s.story_id = t.story_id
GROUP BY s.story_id, s.partition_key, s.status
HAVING (s.status = 'ok') <> (count(t.sentence_id) > 0);
