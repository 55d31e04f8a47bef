"""From a story as read to its labelled lines, body and metadata; and the views of text that all later stages share.

Belongs here: text folding with offsets, line labels, dates, titles, bylines, language. Does not belong here: opening
and decoding files (`pipeline.ingest`), sentences and words (`pipeline.nlp`).
"""

from pipeline.clean.stories import body_of, clean

__all__ = ["body_of", "clean"]
