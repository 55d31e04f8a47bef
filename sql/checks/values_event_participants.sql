-- check: values_event_participants
-- asset: event_mentions
-- severity: ERROR
-- about: side, sector and resolution of a participant are of the codebook's.
SELECT
    mention_id,
    participant_no,
    side,
    sector,
    resolution
FROM event_participants
WHERE
    side NOT IN ('actor', 'recipient')
    OR sector NOT IN (
        'GOV', 'LEG', 'JUD', 'MIL', 'COP', 'SPY', 'PTY', 'OPP', 'REB', 'CRM', 'CVL', 'BUS', 'EDU', 'MED', 'NGO',
        'LAB', 'REL', 'REF', 'IGO', 'ELI'
    )
    OR resolution NOT IN (
        'name', 'title', 'nisba', 'metonym', 'pronoun', 'dropped_subject', 'description', 'location'
    );
