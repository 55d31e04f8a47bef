"""Original Arabic paragraphs and the furniture of several countries' sites, for the tests of this folder."""

import polars as pl

from pipeline import schema

TITLE = "وزيرا خارجية موريتانيا والسنغال يبحثان في نواكشوط مراقبة الحدود المشتركة"
PARAGRAPHS = (
    "أجرى وزير الخارجية الموريتاني محادثات مع نظيره السنغالي في نواكشوط، تناولت مراقبة الحدود المشتركة وتنظيم الصيد على ضفتي النهر.",
    "وقال الوزير الموريتاني في مؤتمر صحفي مشترك إن البلدين اتفقا على تشكيل لجنة دائمة تجتمع كل ثلاثة أشهر في إحدى العاصمتين.",
    "وأضاف نظيره السنغالي أن بلاده ستستضيف الاجتماع الأول للجنة، وستعرض خلاله مشروع اتفاق جديد حول رخص الصيد التقليدي.",
    "ويأتي اللقاء بعد أسابيع من توقيف قوارب صيد في مياه النهر، وهو ما أثار احتجاج نقابات الصيادين في المدن المجاورة.",
)
OTHER_TITLES = (
    "انطلاق موسم جني الزيتون في الشمال وسط توقعات بمحصول وفير",
    "المنتخب الأولمبي يفوز وديا على ضيفه بثلاثة أهداف",
    "أمطار متوقعة على المرتفعات نهاية الأسبوع",
    "افتتاح معرض الكتاب في دورته العشرين بمشاركة مئة ناشر",
    "شركة محلية تطلق تطبيقا لحجز سيارات الأجرة",
    "ارتفاع طفيف في أسعار الخضر بأسواق الجملة",
)

_DEFAULTS = dict.fromkeys(
    ("member", "problem", "meta_title", "meta_source", "meta_author", "meta_url", "meta_published", "meta_basis",
     "meta_language", "content_start", "content_end")
)  # fmt: skip


def records(*texts: str, **fields: object) -> pl.DataFrame:
    """Story records of these texts; `fields` go to all of them."""
    return schema.STORY_RECORDS.frame(
        {"story_id": f"{at:04d}", "file_id": "f", "partition_key": "p", "record_no": at, "raw_text": text}
        | _DEFAULTS
        | fields
        for at, text in enumerate(texts)
    )
