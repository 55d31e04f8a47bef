-- check: values_events
-- asset: events
-- severity: ERROR
-- about: Type and date precision of a happening are of the codebook's.
SELECT
    event_id,
    event_type,
    date_precision
FROM events
WHERE
    event_type NOT IN (
        'AGREE', 'CONSULT', 'SUPPORT', 'COOPERATE', 'AID', 'CONCEDE', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT',
        'THREATEN', 'PROTEST', 'MOBILIZE', 'SANCTION', 'COERCE', 'ASSAULT'
    )
    OR date_precision NOT IN ('day', 'month', 'year', 'interval');
