-- name: rejected_by_guard
-- title: Lexicon hits that were not coded, by guard
-- about: Which guard rejects what, and does it look right? One example each.
SELECT
    r.guard,
    r.event_type,
    count(*) AS n_candidates,
    count(DISTINCT r.text) AS n_words,
    mode(r.text ORDER BY r.text) AS most_frequent_word,
    min_by(t.text, r.sentence_id) AS example
FROM rejected_candidates AS r
INNER JOIN sentences AS t ON r.sentence_id = t.sentence_id
GROUP BY r.guard, r.event_type
ORDER BY n_candidates DESC, r.guard ASC, r.event_type ASC;
