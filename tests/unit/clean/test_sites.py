"""Pages laid out as sites of ten more countries and agencies print them; every sentence is written for these tests."""

import pytest

from tests.unit.clean.test_labels import label
from tests.unit.clean.texts import OTHER_TITLES, PARAGRAPHS, TITLE

P = PARAGRAPHS
BODY = "\n\n".join(P)

SITES = {
    "gulf_channel": f"""الرئيسية
العرب والعالم
{TITLE}
نواكشوط - القناة.نت
نُشر: 14 مارس ,2024: 06:30 ص GST
آخر تحديث: 14 مارس ,2024: 07:00 ص GST
3 دقائق للقراءة
100%
حجم الخط
مشاركة
نسخ الرابط
مادة إعلانية
{BODY}
تابعوا آخر أخبار القناة عبر Google News
مواضيع
الصيد
اخترنا لك
{OTHER_TITLES[0]}
{OTHER_TITLES[1]}
إعلان
الأكثر قراءة
{OTHER_TITLES[2]}
{OTHER_TITLES[3]}""",
    "gulf_news_channel": f"""أخبار
{TITLE}
القناة الإخبارية - نواكشوط
14 مارس 2024 - 18:05 بتوقيت أبوظبي
تم نسخ الرابط
{P[0]}
{P[1]}
أخبار ذات صلة
{OTHER_TITLES[0]}
{OTHER_TITLES[1]}
{P[2]}
{P[3]}
كلمات دلالية
وزارة الخارجية
نهر السنغال
شارك
فيسبوك
تويتر
واتساب""",
    "cairo_daily": f"""اشترك لتصلك أهم الأخبار
{TITLE}
الخميس 14-03-2024 18:05 | كتب: هاني منصور |
الوزيران خلال لقائهما في العاصمة - صورة أرشيفية
تصوير : سالم الشريف
{BODY}
اقرأ أيضًا: {OTHER_TITLES[4]}
مشاركة
أخبار متعلقة
{OTHER_TITLES[0]}
{OTHER_TITLES[1]}
التعليقات
لا توجد تعليقات على الخبر
هل تؤيد تقنين رخص الصيد التقليدي؟
نعم
لا
عرض النتائج""",
    "cairo_portal": f"""{TITLE}
الخميس، 14 مارس 2024 06:05 م
كتبت سعاد الهاشمي
استطلاع الرأي
هل تؤيد إقامة سوق جديدة للسمك في العاصمة؟
نعم
لا
عرض النتائج
{BODY}
موضوعات متعلقة
{OTHER_TITLES[0]}
{OTHER_TITLES[1]}
مشاركة
التعليقات 0
اضف تعليق
الاسم
البريد الالكترونى
عنوان التعليق
التعليق""",
    "beirut_daily": f"""النهار السياسي
{TITLE}
المصدر: الجريدة
14-03-2024 | 18:05
A+ A-
الوزيران خلال لقائهما في العاصمة (أ ف ب/أرشيف)
{BODY}
الكلمات الدالة
اشترك في نشرتنا الإخبارية
أدخل بريدك الإلكتروني
إشترك
جميع الحقوق محفوظة""",
    "london_daily": f"""{TITLE}
14 - مارس - 2024
0
حجم الخط
لندن- "الجريدة العربية":
{BODY}
كلمات مفتاحية
نهر السنغال
اترك تعليقاً إلغاء الرد
لن يظهر بريدك الإلكتروني للعموم. الحقول المطلوبة مشار إليها بعلامة *
(3) تعليقات
أبو سالم
أتمنى أن يطبق الاتفاق على أرض الواقع هذه المرة.""",
    "moscow_channel": f"""أخبار العالم العربي
{TITLE}
تاريخ النشر: 14.03.2024 | 15:05 GMT
آخر تحديث: 14.03.2024 | 15:20 GMT
{TITLE}
© Reuters
انسخوا الرابط
تابعوا القناة على
{P[0]}
{P[1]}
إقرأ المزيد
{OTHER_TITLES[0]}
{P[2]}
{P[3]}
المصدر: تاس + وكالات
التعليقات
{OTHER_TITLES[1]}
{OTHER_TITLES[2]}""",
    "london_radio": f"""{TITLE}
صدر الصورة، Getty Images
التعليق على الصورة، الوزيران خلال لقائهما في العاصمة
14 مارس/ آذار 2024
آخر تحديث قبل 3 ساعة
مدة القراءة: 4 دقائق
{P[0]}
{P[1]}
تخطى قصص مقترحة وواصل القراءة
قصص مقترحة
{OTHER_TITLES[0]}
{OTHER_TITLES[1]}
قصص مقترحة نهاية
{P[2]}
{P[3]}
مواضيع قد تهمك
تخطى مواضيع قد تهمك وواصل القراءة
{OTHER_TITLES[2]}
{OTHER_TITLES[3]}
مواضيع قد تهمك نهاية""",
    "turkish_agency": f"""{TITLE}
سالم الشريف
14 مارس 2024•تحديث: 15 مارس 2024
نواكشوط / سالم الشريف / الأناضول
{BODY}
الأخبار المنشورة على الصفحة الرسمية للوكالة هي اختصار لجزء من الأخبار التي تعرض للمشتركين. من أجل الاشتراك لدينا يرجى الاتصال بالرابط التالي.
الموضوعات ذات الصلة
{OTHER_TITLES[0]}
{OTHER_TITLES[1]}""",
    "green_daily": f"""{TITLE}
نواكشوط: «الجريدة»
نواكشوط: «الجريدة»
نُشر: 18:05-14 مارس 2024 م ـ 04 رَمضان 1445 هـ
TT
استمع إلى المقالة
{BODY}
اقرأ أيضاً
{OTHER_TITLES[0]}
مواضيع
موريتانيا
السنغال""",
    "saudi_agency": f"""سياسي / {TITLE}
الخميس 1445/9/4 هـ الموافق 2024/03/14 م واس
نواكشوط 04 رمضان 1445 هـ الموافق 14 مارس 2024 م واس
{BODY}
// انتهى //
18:05 ت مـ
0012""",
    "rabat_agency": f"""{TITLE}
الخميس, 14 مارس, 2024 على 18:05
{BODY}
مواضيع ذات صلة
{OTHER_TITLES[0]}
{OTHER_TITLES[1]}
جميع الحقوق محفوظة © وكالة الأنباء 2024""",
    "emirates_agency": f"""{TITLE}
الخميس ١٤ مارس ٢٠٢٤ - ٦:٠٥ م
{BODY}
وام/سالم الشريف/هاني منصور
مشاركة""",
    "jordan_agency": f"""{TITLE}
{BODY}
--(بترا)
م ق/ ف ق
14/03/2024 18:05:33""",
    "tehran_agency": f"""١٤ مارس ٢٠٢٤، ٦:٠٥ م
رمز الخبر: 85414222
{TITLE}
{BODY}
انتهى**1453
تابعونا على التلغرام
تعليقك
لن يتم نشر التعليقات التي تحتوي على إساءة أو تحريض.""",
    "cookies": f"""يستخدم هذا الموقع ملفات تعريف الارتباط لتحسين تجربتك.
قبول الكل
رفض
سياسة الخصوصية
{TITLE}
الكاتب: هاني منصور
عدد المشاهدات: 1520
{BODY}
نستخدم ملفات تعريف الارتباط (الكوكيز) لنقدم لك أفضل تجربة على موقعنا.
موافق
شاهد أيضا
{OTHER_TITLES[2]}""",
    "moroccan_portal": f"""{TITLE}
الخميس 14 مارس 2024 - 18:05
الجريدة من نواكشوط
{BODY}
الصيد موريتانيا نهر السنغال
تابعوا آخر الأخبار عبر Google News
النشرة الإخبارية
اشترك الآن في النشرة البريدية للجريدة، لتصلك آخر الأخبار يوميا
اشترك
يرجى التحقق من البريد الإلكتروني
لإتمام عملية الاشتراك .. اتبع الخطوات المذكورة في البريد الإلكتروني لتأكيد الاشتراك.
آخر الأخبار
18:00
{OTHER_TITLES[0]}
17:45
{OTHER_TITLES[1]}""",
}


@pytest.mark.parametrize("site", sorted(SITES))
def test_only_the_article_is_body(site: str) -> None:
    raw = SITES[site]
    found = [raw[line.start : line.end].strip() for line in label(raw) if line.label == "body"]
    assert found == list(P)


@pytest.mark.parametrize("site", sorted(set(SITES) - {"saudi_agency"}))
def test_the_title_is_the_title(site: str) -> None:
    raw = SITES[site]
    assert {raw[line.start : line.end].strip() for line in label(raw) if line.label == "title"} == {TITLE}


@pytest.mark.parametrize(
    "dateline", ["القاهرة (رويترز) - ", "عمان 14 آذار (بترا)- ", "تونس 14 مارس 2024 (وات) - ", "أبوظبي في 14 مارس / وام / ", "طهران/ 14 مارس/ إرنا- "]
)  # fmt: skip
def test_an_agencys_dateline_does_not_hide_the_first_sentence(dateline: str) -> None:
    raw = f"{TITLE}\n{dateline}{P[0]}\n{P[1]}"
    found = [raw[line.start : line.end] for line in label(raw) if line.label == "body"]
    assert found == [dateline + P[0], P[1]]


@pytest.mark.parametrize(
    "sentence",
    [
        "ودعا الوزير الصيادين إلى التعليق على مشروع القانون قبل نهاية الشهر الجاري عبر موقع الوزارة.",
        "وقال المتحدث إن اللجنة ستواصل عملها، مضيفا: شارك الجميع في النقاش ولم يعترض أحد على المقترح.",
        "وتابعونا الوزيران حديثهما عن النهر وسط حضور كبير من الصحفيين الذين سألوا عن رخص الصيد.",
        "المصدر ذاته أكد أن القوارب أعيدت إلى أصحابها بعد دفع الغرامات المستحقة عليهم.",
        "آخر تحديث للقانون كان قبل عشرين عاما، ولم يعد يلائم ما تعرفه المنطقة من صيد جائر.",
        "وأكد الوزير أن جميع الحقوق محفوظة للصيادين المسجلين في الضفتين بموجب الاتفاق.",
        "الأكثر قراءة للمشهد بين الخبراء يرى أن الاتفاق لن يصمد طويلا أمام شح الأسماك.",
        "وبلغ عدد المشاهدات التي حققها المقطع مليونا في يوم واحد، بحسب صاحبة الحساب.",
        "واشترك في الحملة عشرون مركبا من البلدين، كما جاء في بيان صدر عن قيادة البحرية.",
        "وينص القانون على أن الشركات تستخدم ملفات تعريف الارتباط بعد موافقة صريحة من المستخدم.",
        "استطلاع رأي أجرته الجامعة أظهر أن أغلب الصيادين يؤيدون اتفاق الصيد الجديد.",
        "وأفادت وكالة الأنباء الموريتانية بأن اللقاء انتهى بعد منتصف الليل. (رويترز)",
        "وجاء ذلك في تقرير مطول نشرته مساء الأربعاء وكالة الأنباء السعودية (واس)",
    ],
)
def test_a_sentence_that_only_holds_such_words_stays(sentence: str) -> None:
    raw = f"{TITLE}\n{P[0]}\n{P[1]}\n{sentence}\n{P[2]}\n{P[3]}"
    found = [raw[line.start : line.end] for line in label(raw) if line.label == "body"]
    assert sentence in found


@pytest.mark.parametrize(
    "signature", ["- سالم بن هاني الشريف", "* كاتب وباحث موريتاني", "• أستاذة القانون في جامعة العاصمة"]
)
def test_a_signature_under_the_article_is_no_body(signature: str) -> None:
    raw = f"{TITLE}\n{BODY}\n{signature}"
    assert [raw[line.start : line.end] for line in label(raw) if line.label == "byline"] == [signature]


@pytest.mark.parametrize(
    "line", ["- قال الشاعر في ذلك اليوم", "والنهر يجري في المساء وحيدا", "* توسيع ميناء الصيد في العاصمة"]
)
def test_verse_and_items_under_the_article_are_body(line: str) -> None:
    raw = f"{TITLE}\n{BODY}\n{line}"
    assert line in [raw[found.start : found.end] for found in label(raw) if found.label == "body"]


@pytest.mark.parametrize(
    "caption",
    [
        "الوزيران خلال لقائهما في العاصمة (أرشيف)",
        "الوزيران خلال لقائهما في العاصمة «أرشيفية»",
        "الوزيران خلال لقائهما في العاصمة - أرشيف",
        "الوزيران خلال لقائهما في العاصمة (رويترز)",
        "الوزيران خلال لقائهما في العاصمة (أرشيف – رويترز)",
        "الوزيران خلال لقائهما في العاصمة (غيتي إيميجز)",
        "الوزيران خلال لقائهما في العاصمة [أ ف ب]",
        "الوزيران خلال لقائهما في العاصمة (صفحة الوزارة على فيسبوك)",
    ],
)
def test_a_caption_is_told_by_its_credit(caption: str) -> None:
    raw = f"{TITLE}\n{P[0]}\n{caption}\n{P[1]}\n{P[2]}"
    assert [raw[line.start : line.end] for line in label(raw) if line.label == "caption"] == [caption]
