"""How Arabic a text looks: the evidence for choosing an encoding.

Belongs here: counts over letters and a short list of the commonest words of Arabic news. Does not belong here: the
language of a story, or any folding of letters (`pipeline.clean`).
"""

import re

_LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a]+")
_OTHER = re.compile("[\u00aa\u00b5\u00ba\u00c0-\u024f\u0370-\u05ff\u0671-\u06d3]")
_RUNS = re.compile("[^\\W\\d_]+")
_SAMPLE = 20_000

_COMMON_TEXT = """
من في على إلى الى عن أن ان إن التي الذي الذين هذا هذه ذلك تلك كان كانت قال قالت وقال وقالت أكد وأكد بعد قبل مع بين كل أو او ثم لا لم
لن ما قد هو هي هم كما حيث خلال عند منذ حتى غير أي اي أحد عام يوم اليوم أمس سنة شهر مدينة رئيس وزير الرئيس الوزير وزارة مجلس دولة
الدولة الدول حكومة الحكومة الشعب بلاده العام الماضي الجاري المقبل الأول الأولى الثاني عدد عدة أكثر اكثر جديدة جديد وفي ومن وعلى وأن
وان وهو وهي ولا وكان وكانت بأن بان لأن فيها فيه عليه عليها منها منه به بها له لها لهم إنه أنه انه بعض جميع يتم تم وتم مليون ألف خبر
صحيفة قناة وكالة الأنباء تصريح بيان
"""
_COMMON = frozenset(_COMMON_TEXT.split())
_ARTICLES = ("ال", "وال", "بال", "لل", "فال", "كال")


def letters(text: str) -> tuple[int, int]:
    """(letters of Arabic proper, letters that betray a wrong decoder: accented Latin, Greek, Hebrew, Persian extras)."""
    return sum(map(len, _LETTERS.findall(text))), len(_OTHER.findall(text))


def arabic_score(text: str) -> float:
    """Between 0 and 2: the share of words that are common, plus the share that begin with the article."""
    words = _RUNS.findall(text[:_SAMPLE])
    if not words:
        return 0.0
    common = sum(word in _COMMON for word in words)
    article = sum(len(word) > 3 and word.startswith(_ARTICLES) for word in words)
    return float(common + article) / len(words)
