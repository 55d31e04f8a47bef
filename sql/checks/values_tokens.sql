-- check: values_tokens
-- asset: annotations
-- severity: ERROR
-- about: upos of a token is one of Universal Dependencies'.
SELECT
    sentence_id,
    token_no,
    upos
FROM tokens
WHERE
    upos NOT IN (
        'ADJ', 'ADP', 'ADV', 'AUX', 'CCONJ', 'DET', 'INTJ', 'NOUN', 'NUM', 'PART', 'PRON', 'PROPN', 'PUNCT', 'SCONJ',
        'SYM', 'VERB', 'X'
    );
