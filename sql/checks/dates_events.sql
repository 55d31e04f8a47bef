-- check: dates_events
-- asset: events
-- severity: ERROR
-- about: A date has a first and a last day in that order and a precision; a day is one day.
SELECT
    event_id,
    date_start,
    date_end,
    date_precision
FROM events
WHERE
    (date_start IS NULL) <> (date_end IS NULL)
    OR (date_start IS NULL) <> (date_precision IS NULL)
    OR date_start > date_end
    OR (date_precision = 'day' AND date_start <> date_end);
