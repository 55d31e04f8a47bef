-- check: values_event_mentions
-- asset: event_mentions
-- severity: ERROR
-- about: Types and attributes of a mention are of the codebook's.
SELECT
    mention_id,
    event_type,
    construction,
    modality,
    date_precision,
    date_basis
FROM event_mentions
WHERE
    event_type NOT IN (
        'AGREE', 'CONSULT', 'SUPPORT', 'COOPERATE', 'AID', 'CONCEDE', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT',
        'THREATEN', 'PROTEST', 'MOBILIZE', 'SANCTION', 'COERCE', 'ASSAULT'
    )
    OR construction NOT IN ('verb', 'masdar', 'light_verb', 'passive')
    OR modality NOT IN ('asserted', 'future', 'hypothetical', 'denied')
    OR date_precision NOT IN ('day', 'month', 'year', 'interval')
    OR date_basis NOT IN ('absolute', 'publication', 'conflict');
