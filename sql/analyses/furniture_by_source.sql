-- name: furniture_by_source
-- title: Tickers and furniture by source
-- about: How much of what a source delivers is not the article, and what is it? A jump shows that a page template changed.
SELECT
    s.source,
    count(DISTINCT s.story_id) AS n_stories,
    round(sum(n.end_char - n.start_char) FILTER (WHERE n.label = 'body') / sum(n.end_char - n.start_char), 4) AS body_share,
    count(*) FILTER (WHERE n.label = 'ticker') AS n_ticker_lines,
    count(*) FILTER (WHERE n.label = 'related') AS n_related_lines,
    count(*) FILTER (WHERE n.label IN ('comment_form', 'subscribe', 'share')) AS n_form_lines,
    count(*) FILTER (WHERE n.label = 'navigation') AS n_navigation_lines,
    count(*) FILTER (WHERE n.label = 'copyright') AS n_copyright_lines,
    count(*) FILTER (WHERE n.label = 'caption') AS n_caption_lines,
    count(*) FILTER (WHERE n.label = 'other') AS n_other_lines
FROM story_lines AS n
INNER JOIN stories AS s ON n.story_id = s.story_id
GROUP BY s.source
HAVING sum(n.end_char - n.start_char) > 0
ORDER BY body_share ASC, n_stories DESC, s.source ASC;
