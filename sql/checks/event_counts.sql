-- check: event_counts
-- asset: events
-- severity: ERROR
-- about: n_mentions, n_stories and n_independent_stories are those of the mentions linked to the happening.
WITH counted AS (
    SELECT
        k.event_id,
        count(DISTINCT k.mention_id) AS n_mentions,
        count(DISTINCT m.story_id) AS n_stories,
        count(DISTINCT coalesce(g.group_id, m.story_id)) AS n_independent_stories
    FROM event_links AS k
    INNER JOIN event_mentions AS m ON k.mention_id = m.mention_id
    LEFT JOIN duplicate_groups AS g ON m.story_id = g.story_id
    GROUP BY k.event_id
)

SELECT
    e.event_id,
    e.n_mentions,
    c.n_mentions AS counted_mentions,
    e.n_stories,
    c.n_stories AS counted_stories,
    e.n_independent_stories,
    c.n_independent_stories AS counted_independent_stories
FROM events AS e
LEFT JOIN counted AS c ON e.event_id = c.event_id
WHERE
    e.n_mentions IS DISTINCT FROM c.n_mentions
    OR e.n_stories IS DISTINCT FROM c.n_stories
    OR e.n_independent_stories IS DISTINCT FROM c.n_independent_stories;
