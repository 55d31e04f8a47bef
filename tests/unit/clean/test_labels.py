"""Line labels on pages laid out as sites of several countries do, in original words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import furniture, labels, lines
from tests.unit.clean.texts import OTHER_TITLES, PARAGRAPHS, TITLE

BODY = "\n\n".join(PARAGRAPHS)


def label(raw: str, title: str | None = None, content: tuple[int, int] | None = None) -> list[lines.Line]:
    phrases = furniture.load()
    cut = lines.cut(raw, content or (0, len(raw)), phrases)
    labels.label(raw, cut, phrases, title, lambda tokens: False)
    return cut


def texts(raw: str, name: str, title: str | None = None) -> list[str]:
    return [raw[line.start : line.end].strip() for line in label(raw, title) if line.label == name]


def assert_body_is_exact(raw: str, title: str | None = None) -> None:
    assert texts(raw, "body", title) == list(PARAGRAPHS)


def test_plain_story_with_title_byline_and_date() -> None:
    raw = f"{TITLE}\nنواكشوط - مراسل الجريدة\nالخميس 14 مارس 2024 - 18:05\n\n{BODY}\n"
    assert_body_is_exact(raw)
    assert texts(raw, "title") == [TITLE]
    assert len(texts(raw, "byline")) == 2


LAYOUTS = {
    "ticker_row": f"{'    '.join(OTHER_TITLES)}    \n\n\n{TITLE}\n\n{BODY}",
    "ticker_row_nbsp": "\xa0\xa0\xa0\xa0".join(OTHER_TITLES) + f"\n{TITLE}\n{BODY}",
    "ticker_bars": f"عاجل: {' | '.join(OTHER_TITLES)}\n{TITLE}\n{BODY}",
    "ticker_lines": "أحدث الأخبار\n" + "\n".join(f"• 07:0{n} . {t}... المزيد" for n, t in enumerate(OTHER_TITLES)) + f"\n\n{TITLE}\n{BODY}",
    "breaking": f"عاجل\n\n{OTHER_TITLES[0]}\n\nlogo\nالعالم العربي\n\n{TITLE}\n\n{TITLE}\n28 يونيو 2024، 7:58 ص\n\n{BODY}",
    "menu": f"الرئيسية\nسياسة\nاقتصاد\nرياضة\nثقافة وفنون\n{TITLE}\n{BODY}",
    "menu_row": f"الرئيسية | سياسة | اقتصاد | رياضة | ثقافة | صحة\n{TITLE}\n{BODY}",
    "masthead_egypt": f"رئيس مجلسي الإدارة والتحرير\nسالم الشريف\n{TITLE}\nكتب: هاني منصور\n{BODY}",
    "caption_twice": f"{TITLE}\n\nالوزيران خلال لقائهما في العاصمة (أ ف ب)\nالوزيران خلال لقائهما في العاصمة (أ ف ب)\n\n{BODY}",
    "caption_lead": f"{TITLE}\nصورة أرشيفية للنهر\n{BODY}",
    "newsletter_between": f"{TITLE}\n\nالقائمة البريدية\n\nاشترك في قائمتنا البريدية ليصلك جديد الموقع .\n\n{BODY}",
    "related_inside": "\n\n".join(
        [TITLE, *PARAGRAPHS[:2], "أخبار ذات صلة", OTHER_TITLES[1], "لجنة مشتركة", *PARAGRAPHS[2:]]
    ),
    "read_also_inside": "\n".join([TITLE, PARAGRAPHS[0], f"اقرأ أيضا: {OTHER_TITLES[2]}", *PARAGRAPHS[1:]]),
    "read_also_next_line": "\n".join([TITLE, *PARAGRAPHS[:3], "اقرأ أيضاً:", OTHER_TITLES[0], PARAGRAPHS[3]]),
    "wordpress_comments": f"{TITLE}\n{BODY}\n\nاترك تعليقاً\n\nلن يتم نشر عنوان بريدك الإلكتروني. الخانات الضرورية مشار إليها بـ *\nالاسم *\nالبريد الإلكتروني *\nإرسال التعليق",
    "reader_comments": f"{TITLE}\n{BODY}\nتعليقات القراء\nأبو سالم\nأتمنى أن يطبق الاتفاق على أرض الواقع هذه المرة.\nمنذ ساعتين\nزائر\nكلام جميل لكن ماذا عن الصيادين الصغار؟",
    "blogger_end": f"{TITLE}\n{BODY}\n\nإرسال تعليق\n\nأحدث أقدم",
    "share_row": f"{TITLE}\nشارك\nفيسبوك\nتويتر\nواتساب\nنسخ الرابط\n{BODY}\nطباعة\nأرسل إلى صديق",
    "share_levant": f"{TITLE}\nحجم الخط\n{BODY}\nشارك هذا الخبر\nالمصدر: وكالات",
    "channels_gulf": f"{TITLE}\n{BODY}\nتابعونا على\nلمتابعة آخر الأخبار اشترك في قناتنا على واتساب\nحمل تطبيق الجريدة الآن",
    "google_news": f"{TITLE}\n{BODY}\nتابعوا آخر الأخبار عبر Google News",
    "copyright_end": f"{TITLE}\n{BODY}\nجميع الحقوق محفوظة © 2024 المؤسسة الإعلامية\nسياسة الخصوصية\nمن نحن",
    "report_image": f"شكرا على الإبلاغ!\nسيتم حجب هذه الصورة تلقائيا بعد الإبلاغ عنها من طرف عدة أشخاص.\n{TITLE}\n{BODY}\nانقر هنا لقراءة الخبر من مصدره.",
    "most_read_end": f"{TITLE}\n{BODY}\nالأكثر قراءة\n" + "\n".join(OTHER_TITLES),
    "tags_end": f"{TITLE}\n{BODY}\nالكلمات الدلالية: موريتانيا السنغال الحدود الصيد",
    "agency_end": f"{TITLE}\n{BODY}\n// انتهى //\n15:40 ت م",
    "writer_contact": f"{TITLE}\n{BODY}\nلمراسلة الكاتب: writer@example.org\n@writer",
    "glued_tags": f"{TITLE}\n{BODY} سمات موريتانيا السنغال الصيد",
    "glued_read_also": f"{TITLE}\n{BODY} اقرأ أيضا: {OTHER_TITLES[4]}",
    "glued_copyright": f"{TITLE}\n{BODY} جميع الحقوق محفوظة للمؤسسة 2024",
    "title_everywhere": f"{TITLE}\n{TITLE}\n{BODY}\n{TITLE}",
    "hijri_dateline_line": f"{TITLE}\nنواكشوط 04 رمضان 1445 هـ الموافق 14 مارس 2024 م واس\n{BODY}",
    "separators": f"{TITLE}\n***\n{BODY}\n* * *\n-----",
    "french_translation": f"{TITLE}\n{BODY}\nLes deux ministres se sont entretenus jeudi à Nouakchott de la frontière commune.",
}  # fmt: skip


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_furniture_of_a_layout_stays_out_and_the_whole_body_stays_in(layout: str) -> None:
    assert_body_is_exact(LAYOUTS[layout])


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_the_title_is_found_in_a_layout(layout: str) -> None:
    assert TITLE in texts(LAYOUTS[layout], "title")


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_the_title_of_the_metadata_is_recognised(layout: str) -> None:
    raw = LAYOUTS[layout]
    assert_body_is_exact(raw, TITLE)
    assert set(texts(raw, "title", TITLE)) == {TITLE}


def test_content_field_without_title_is_all_body() -> None:
    assert_body_is_exact(BODY, "عنوان آخر لا يرد في النص إطلاقا")
    assert_body_is_exact(BODY)


def test_rules_say_why() -> None:
    rules = {line.rule for line in label(LAYOUTS["breaking"])}
    assert {
        "furniture:ticker.breaking",
        "after:ticker.breaking",
        "title_line",
        "title_repeated",
        "date",
        "prose",
    } <= rules


def test_short_line_above_a_paragraph_is_a_heading() -> None:
    raw = f"{TITLE}\n\n{PARAGRAPHS[0]}\n\nلجنة دائمة\n\n{PARAGRAPHS[1]}"
    assert texts(raw, "heading") == ["لجنة دائمة"]


def test_a_sentence_over_a_line_break_is_one_paragraph() -> None:
    raw = f"{TITLE}\n{PARAGRAPHS[0]}\nوفي تعليقه على اللقاء،\nقال خبير في شؤون الصيد إن الاتفاق خطوة أولى فقط.\n{PARAGRAPHS[1]}"
    body = [line for line in label(raw) if line.label == "body"]
    assert [line.paragraph for line in body] == [1, 2, 2, 3]


def test_text_wrapped_at_a_fixed_width_is_joined() -> None:
    words = PARAGRAPHS[0].split()
    wrapped = "\n".join(" ".join(words[n : n + 5]) for n in range(0, len(words), 5))
    body = [line for line in label(f"{TITLE}\n\n{wrapped}\n\n{PARAGRAPHS[1]}") if line.label == "body"]
    assert len({line.paragraph for line in body}) == 2


def test_prose_with_wide_gaps_is_no_ticker() -> None:
    gaps = " \xa0 ".join(PARAGRAPHS * 2)
    assert texts(f"{TITLE}\n{gaps}", "ticker") == []
    stray = PARAGRAPHS[0].replace(" ", "  ") + "\n" + PARAGRAPHS[1].replace(" ", " \xa0", 6)
    assert texts(f"{TITLE}\n{stray}", "ticker") == []


def test_a_ticker_glued_before_the_article_is_cut_off() -> None:
    raw = "    ".join((*OTHER_TITLES, *PARAGRAPHS))
    assert "".join(texts(raw, "body")).replace("    ", " ") == " ".join(PARAGRAPHS)
    assert len(texts(raw, "ticker")) == 1


def test_a_long_question_on_the_first_line_is_the_title() -> None:
    title = "بعد أسابيع من التوتر على ضفتي النهر.. هل ينهي اتفاق الصيد الجديد بين موريتانيا والسنغال خلافات الصيادين القديمة؟"
    assert texts(f"{title}\n{BODY}", "title") == [title]
    assert_body_is_exact(f"{title}\n{BODY}")


def test_a_long_exclamation_between_headlines_is_a_headline_too() -> None:
    shout = "رئيس النادي يهاجم الحكم والاتحاد واللجنة المنظمة ويصف قراراتهم بأنها الأسوأ في تاريخ المسابقة الوطنية منذ إحداثها قبل عقود !!!"
    raw = "    ".join((*OTHER_TITLES, shout, OTHER_TITLES[0])) + f"\n{TITLE}\n{BODY}"
    assert_body_is_exact(raw)
    assert texts(raw, "title") == [TITLE]


def test_tags_of_a_trec_file_are_outside() -> None:
    raw = f"<DOC>\n<TITLE>{TITLE}</TITLE>\n<TEXT>\n{BODY}\n</TEXT>\n</DOC>"
    start = raw.index("<TEXT>") + 6
    end = raw.index("</TEXT>")
    cut = label(raw, TITLE, (start, end))
    assert [raw[line.start : line.end] for line in cut if line.label == "body"] == list(PARAGRAPHS)
    assert {line.rule for line in cut if not start <= line.start < end} == {"outside_content"}


def test_content_may_begin_inside_a_line() -> None:
    raw = f"<TEXT>{PARAGRAPHS[0]}</TEXT>"
    cut = label(raw, TITLE, (6, len(raw) - 7))
    assert [(line.label, raw[line.start : line.end]) for line in cut] == [
        ("other", "<TEXT>"),
        ("body", PARAGRAPHS[0]),
        ("other", "</TEXT>"),
    ]


def test_frequent_lines_are_left_out() -> None:
    stock = "موعد أسبوعي مع حديث الصيادين"
    raw = f"{TITLE}\n{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}\n{stock}"
    phrases = furniture.load()
    cut = lines.cut(raw, (0, len(raw)), phrases)
    labels.label(raw, cut, phrases, None, lambda tokens: tokens[:2] == ("موعد", "اسبوعي"))
    assert cut[-1].rule == "frequent_line"


LINE = st.sampled_from(
    [*PARAGRAPHS, *OTHER_TITLES, TITLE, "", "   ", "عاجل", "اترك تعليقا", "أخبار ذات صلة", "18/07/2016", "لجنة"]
)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(st.lists(LINE | st.text(max_size=30), max_size=14), st.sampled_from(["\n", "\r\n", "\n\n", "\u2028"]))
def test_every_character_but_line_breaks_lies_in_exactly_one_line(parts: list[str], separator: str) -> None:
    raw = separator.join(parts)
    cut = label(raw)
    covered = [0] * len(raw)
    for line in cut:
        assert line.label in furniture.LABELS
        assert line.rule
        assert line.paragraph >= 0
        for at in range(line.start, line.end):
            covered[at] += 1
    assert covered == [0 if c in "\n\r\v\f\x85\u2028\u2029" else 1 for c in raw]
    assert [line.start for line in cut] == sorted(line.start for line in cut)
