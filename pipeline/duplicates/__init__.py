"""Duplicate stories: fingerprints per partition, pairs and groups over the corpus, checks and side-by-side views.

Belongs here: everything that decides whether two stories are one copy, and shows why. Does not belong here: assets,
commands and SQL views made of it.
"""

from pipeline.duplicates.find import find_duplicates, seen
from pipeline.duplicates.fingerprints import fingerprint
from pipeline.duplicates.printed import body_texts
from pipeline.duplicates.shelf import Shelf

__all__ = ["Shelf", "body_texts", "find_duplicates", "fingerprint", "seen"]
