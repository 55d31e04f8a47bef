"""How the bundled models were trained: converters, splits, and one command per model.

Belongs here: reading treebanks and NER corpora, turning their conventions into ours, training, scoring. Does not belong
here: anything that runs in the pipeline; no other part imports this package.

The conventions: clitics are words of their own (و ف ب ل ك س before, pronouns after), written without a space between;
there are no multi-word tokens. Where ل swallows the article («للحشد») the words are ل and لحشد, and the form of the
second is الحشد. Forms and lemmas have no diacritics and no tatweel. Labels follow UD v2.
"""
