"""Words, sentences, lemmas, parts of speech, trees and names, from Stanza, offline.

Belongs here: loading models, the text view they read, segmentation, annotation, and what trained the bundled models
(`training`). Does not belong here: what the words mean (`pipeline.events`) or which lines are body (`pipeline.clean`).
Nothing here imports torch or stanza before a model is needed.
"""

from pipeline.nlp.annotate import annotate
from pipeline.nlp.annotator import Annotator, ModelError, load_annotator, model_id
from pipeline.nlp.segment import segment

__all__ = ["Annotator", "ModelError", "annotate", "load_annotator", "model_id", "segment"]
