-- check: dates_event_mentions
-- asset: event_mentions
-- severity: ERROR
-- about: A date has a first and a last day in that order and a precision; a day is one day.
SELECT
    mention_id,
    date_start,
    date_end,
    date_precision
FROM event_mentions
WHERE
    (date_start IS NULL) <> (date_end IS NULL)
    OR (date_start IS NULL) <> (date_precision IS NULL)
    OR date_start > date_end
    OR (date_precision = 'day' AND date_start <> date_end);
