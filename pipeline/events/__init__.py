"""Events: from annotated sentences to who did what to whom, when, where and who says so."""

from pipeline.events.extract import Extraction, extract, may_hold_event
from pipeline.events.happenings import Happenings, merge
from pipeline.events.lexicon import Lexicon, LexiconError, load_lexicon

__all__ = ["Extraction", "Happenings", "Lexicon", "LexiconError", "extract", "load_lexicon", "may_hold_event", "merge"]
