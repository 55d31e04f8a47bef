-- check: modes_events
-- asset: events
-- severity: ERROR
-- about: A mode is one that the codebook has for its type; other types have none.
WITH modes (event_type, allowed) AS (
    VALUES
    ('CONSULT', ['visit', 'multilateral', 'third-party', 'phone']),
    ('COERCE', ['arrest', 'seize', 'deport', 'restrict', 'censor', 'curfew', 'martial-law', 'withhold', 'misinformation', 'cyber']),
    ('REQUEST', ['assist', 'change', 'yield', 'meet']),
    ('REJECT', ['assist', 'change', 'yield', 'meet']),
    ('SANCTION', ['expel', 'withdraw', 'discontinue']),
    ('PROTEST', ['demo', 'riot', 'strike', 'hunger', 'boycott', 'obstruct']),
    ('ASSAULT', ['beat', 'torture', 'execute', 'sexual', 'firearms', 'explosives', 'suicide-attack', 'heavy-weapons', 'crowd-control', 'abduct', 'other']),
    ('MOBILIZE', ['troops', 'weapons', 'police', 'militia'])
)

SELECT
    m.event_id,
    m.event_type,
    m.mode
FROM events AS m
LEFT JOIN modes AS k ON m.event_type = k.event_type
WHERE m.mode IS NOT NULL AND NOT coalesce(list_contains(k.allowed, m.mode), FALSE);
