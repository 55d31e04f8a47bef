-- name: events_by_day
-- title: Happenings a day by type
-- about: When did what happen? Days known from the text; a happening without a dated day stands on the day it was first published.
SELECT
    CASE WHEN date_precision = 'day' THEN date_start ELSE first_published END AS day,
    event_type,
    count(*) AS n_events,
    count(*) FILTER (WHERE is_asserted) AS n_asserted_events,
    count(*) FILTER (WHERE date_precision = 'day') AS n_dated_to_the_day,
    sum(n_independent_stories) AS n_reports
FROM events_wide
GROUP BY day, event_type
ORDER BY day ASC NULLS LAST, n_events DESC, event_type ASC;
