"""The language of a body, from letters and, in doubt, a second vote."""

import pytest

from pipeline.clean.fold import key_text
from pipeline.clean.language import is_darija, language_of
from tests.unit.clean.texts import PARAGRAPHS

ARABIC = " ".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", ARABIC),
        ("ar", ARABIC.replace("ي", "ی").replace("ك", "ک")),  # Arabic typed on a Persian keyboard
        ("ar", "زار وفد من أگادير معرض ڤيينا برفقة ممثلين عن شركة پيجو وناقشوا اتفاق الاستثمار الجديد مع الوزارة"),
        ("fa", "وزیر امور خارجه ایران امروز در تهران با همتای خود دیدار کرد و درباره همکاری‌های منطقه‌ای گفت‌وگو کردند و پیمان چندجانبه را ستودند"),
        ("ur", "وزیر خارجہ نے آج اسلام آباد میں اپنے ہم منصب سے ملاقات کی اور دونوں ممالک کے تعلقات پر تبادلہ خیال کیا گیا ہے"),
        ("ckb", "وەزیری دەرەوە ئەمڕۆ لە هەولێر لەگەڵ هاوتاکەی کۆبووەوە و باسیان لە پەیوەندییەکانی نێوان هەردوو لا کرد"),
        ("fr", "Le ministre des affaires étrangères a reçu jeudi à Nouakchott son homologue pour parler de la frontière."),
        ("en", "The foreign minister met his counterpart in the capital on Thursday to discuss the common border."),
        (None, "نعم 12"),
        (None, ""),
    ],
)  # fmt: skip
def test_language_of(language: str | None, text: str) -> None:
    assert language_of(text).language == language


def test_share_of_arabic_letters() -> None:
    assert language_of(ARABIC).arabic_share == 1.0
    assert language_of("كلمة Latin words only here and there").arabic_share < 0.2


def test_darija_is_told_from_standard_arabic() -> None:
    darija = "واش كاين شي حد غادي يمشي دابا للسوق ديال السمك حيت بزاف ديال الناس قالوا راه الثمن ماشي مزيان هاد النهار"
    assert is_darija(key_text(darija).split())
    assert not is_darija(key_text(ARABIC).split())
