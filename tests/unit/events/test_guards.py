"""What is an event and what only looks like one: triggers in their frames, and each guard as a general statement."""

from datetime import date

import pytest

from tests.unit.events.world import coded, run


def _types(text: str, **options: date) -> list[tuple[str, str]]:
    return [(c.trigger, c.type) for c in coded(text, **options)]  # type: ignore[arg-type]


def _guards(text: str) -> set[tuple[str, str]]:
    rejected = run(text).rejected_candidates
    return set(rejected.select("text", "guard").rows())


@pytest.mark.parametrize(
    ("text", "trigger", "type_"),
    [
        ("قررت النيابة العامة الأردنية متابعة الشاب بتهمة التزوير.", "متابعة", "ACCUSE"),
        ("أصدرت محكمة تركية حكما بالسجن على كاتب كردي.", "حكما", "COERCE"),
        ("زجت السلطات المصرية بناشطين في السجن.", "زجت", "COERCE"),
        ("فرضت السلطات الأردنية الإقامة الجبرية على نائب سابق.", "الجبرية", "COERCE"),
        ("منعت الشرطة التونسية نائبا سابقا من السفر إلى باريس.", "منعت", "COERCE"),
        ("حل الرئيس الكويتي البرلمان أمس.", "حل", "COERCE"),
        ("قال الوزير إن سيطرة الجيش السوداني على المطار مستمرة.", "سيطرة", "COERCE"),
        ("سحبت الحكومة الكندية دعمها، وقررت سحب الدعم من المنظمة.", "سحب", "SANCTION"),
        ("أعلنت ألمانيا فرض عقوبات على إيران.", "فرض", "SANCTION"),
        ("صنفت كندا الحرس الثوري منظمة إرهابية.", "صنفت", "SANCTION"),
        ("حضت فرنسا إسرائيل على وقف القتال.", "حضت", "REQUEST"),
        ("أهابت الحكومة الأردنية بالسكان أن يبقوا في بيوتهم.", "أهابت", "REQUEST"),
        ("انسحب نواب المعارضة الأردنية من الجلسة.", "انسحب", "PROTEST"),
        ("فتح جنود إسرائيليون النار على مزارعين فلسطينيين.", "فتح", "ASSAULT"),
        ("اندلعت اشتباكات بين الجيش السوداني ومسلحين.", "اشتباكات", "ASSAULT"),
        ("بارك الرئيس التونسي للرئيس المصري فوزه وبارك الوزير التركي جهود قطر.", "بارك", "SUPPORT"),
        ("الاتفاقية الموقعة بين الأردن والعراق تشمل النقل.", "الموقعة", "SUPPORT"),
        ("أعربت اليابان عن عزمها فتح سفارة في عمان.", "عزمها", "AGREE"),
        ("جاءت الزيارة بطلب من الحكومة اللبنانية.", "طلب", "REQUEST"),
        ("رفعت المنظمة دعوى بعد اتهام الحكومة العراقية بالفساد.", "اتهام", "ACCUSE"),
    ],
)
def test_triggers_of_the_press(text: str, trigger: str, type_: str) -> None:
    assert (trigger, type_) in _types(text)


@pytest.mark.parametrize(
    ("text", "word", "guard"),
    [
        ("قال الخبير إن على الدولة أن تدعم جمعيات المغرب.", "تدعم", "duty"),
        ("يجب أن تفرج الحكومة التركية عن الصحفيين.", "تفرج", "duty"),
        ("تحدث الرئيس عن الإرهاب الذي يستهدف أمن مصر.", "يستهدف", "state"),
        ("تجري الشرطة البحث من أجل المطالبة بإغلاق المعبر.", "المطالبة", "purpose"),
        ("تواصل الشرطة الأردنية البحث قصد توقيف الشابين ومتابعتهما بتهمة السرقة.", "متابعتهما", "purpose"),
        ("تجري الشرطة الأردنية بحثا لتشخيص هوية الفار وتوقيفه.", "توقيفه", "purpose"),
        ("قال الوزير الأردني إن الجريمة تصل عقوبتها إلى الإعدام.", "الإعدام", "bar_penalty"),
        ("حث الرئيس التركي أنصاره على تنظيم مظاهرة.", "مظاهرة", "content_of_speech"),
        ("قال بيان صادر عن الخارجية المصرية إن الوزير بخير.", "صادر", "bar_عن|من"),
        ("قرأ الموظفون بيانا صادرا أمس.", "صادرا", "bar_document"),
        (
            "حذر الوزير المصري من حملات التصعيد الإسرائيلية التي تهدد بجر المنطقة إلى الحرب.",
            "تهدد",
            "inanimate_subject",
        ),
    ],
)
def test_each_guard_says_why(text: str, word: str, guard: str) -> None:
    assert (word, guard) in _guards(text) or (word, guard) in {(w.lstrip("و"), g) for w, g in _guards(text)}


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("رفض الوزير التركي، الذي قابل نظيره المصري أمس، التعليق على ذلك.", "قابل"),
        ("رفضت الحكومة التركية فتح تحقيق في مقتل المتظاهر العراقي برصاص الشرطة.", "مقتل"),
        ("أمر الملك بإعدام الوزير السعودي.", "إعدام"),
        ("قال شهود إن الصحفيين تعرضوا في جنين لإطلاق نار من الجيش الإسرائيلي.", "إطلاق"),
        ("أوقفت الشرطة الأردنية شابا وحجزت هواتف.", "حجزت"),
    ],
)
def test_what_stands_beside_a_demand_or_is_suffered_is_an_event(text: str, trigger: str) -> None:
    assert trigger in [t for t, _ in _types(text)]


def test_a_name_between_the_words_of_a_phrase_does_not_part_them() -> None:
    text = "نددت اليابان بإطلاق جمهورية كوريا الديمقراطية الشعبية عددا من الصواريخ."
    assert ("إطلاق", "MOBILIZE") in _types(text)


def test_an_order_to_arrest_is_told_by_the_arrest() -> None:
    assert _types("أمر وكيل الملك بإيداع المتهم السجن.") == [("إيداع", "COERCE")]


def test_a_meeting_without_sides_is_that_of_who_speaks_there() -> None:
    event = next(c for c in coded("قال الرئيس التركي عقب الاجتماع إن بلاده بخير.") if c.type == "CONSULT")
    assert event.actors == {"TUR"}


def test_a_minister_s_tour_at_home_is_no_visit_but_a_guest_s_is() -> None:
    assert _types("قام وزير الصحة الأردني بزيارة إلى مدينة الزرقاء.") == []
    assert ("زيارة", "CONSULT") in _types("قام الوزير التركي بزيارة إلى عمان.")


def test_what_is_decided_is_not_yet_done() -> None:
    event = next(c for c in coded("قررت نقابة المعلمين الأردنية خوض إضراب وطني.") if c.type == "PROTEST")
    assert event.row["modality"] == "future"


def test_a_denial_reaches_across_an_aside() -> None:
    event = next(c for c in coded("نفت الشرطة التونسية، بشكل قاطع، استخدام القوة ضد محتجين.") if c.type == "ASSAULT")
    assert (event.row["modality"], event.row["negated"]) == ("denied", True)


def test_what_is_only_possible_is_hypothetical() -> None:
    event = next(c for c in coded("تحدث الجيش الإسرائيلي عن احتمال قتل جندي صحفية فلسطينية.") if c.type == "ASSAULT")
    assert event.row["modality"] == "hypothetical"


def test_the_law_one_acts_by_is_no_source() -> None:
    event = next(c for c in coded("دعا الرئيس التونسي حكومته إلى العمل وفقا لأحكام الدستور.") if c.type == "REQUEST")
    assert event.row["attribution"] is None


def test_one_s_own_words_are_not_another_s() -> None:
    event = next(c for c in coded("استنكرت الحكومة اليمنية هجوم الحوثيين وفق تعبيرها.") if c.trigger == "استنكرت")
    assert event.row["attribution"] is None


def test_a_source_between_commas_vouches_for_the_sentence() -> None:
    text = "أوقفت الشرطة الأردنية ثلاثة أشخاص، يوضح المصدر ذاته، مبرزا أن البحث مستمر."
    assert coded(text)[0].row["attribution"] == "المصدر ذاته"


def test_a_lone_year_dates_an_event() -> None:
    event = next(c for c in coded("انسحبت القوات الأمريكية من العراق في 2011.") if c.type == "RETREAT")
    assert (event.row["date_start"], event.row["date_end"]) == (date(2011, 1, 1), date(2011, 12, 31))


def test_last_year_in_the_words_of_the_maghreb() -> None:
    event = next(
        c
        for c in coded("زار الوزير التونسي فرنسا خلال السنة الفارطة.", published=date(2019, 5, 2))
        if c.type == "CONSULT"
    )
    assert event.row["date_start"] == date(2018, 1, 1)


def test_a_visit_joined_to_another_has_no_share_in_its_date() -> None:
    text = "بعد زيارة الرئيس التركي إلى العراق سنة 2016، وزيارة الرئيس المصري إلى السودان، تحسنت العلاقات."
    first, second = [c for c in coded(text) if c.type == "CONSULT"]
    assert first.row["date_start"] == date(2016, 1, 1) and second.row["date_start"] is None


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("دعت تونس أطراف النزاع الليبي إلى حوار شامل.", "meet"),
        ("طالبت كندا إيران بإطلاق سراح المعتقلين.", "yield"),
        ("طالبت كندا إيران بالشفافية.", None),
    ],
)
def test_what_is_asked_for_gives_the_mode(text: str, mode: str | None) -> None:
    assert next(c for c in coded(text) if c.type == "REQUEST").mode == mode


def test_a_visit_called_off_did_not_happen() -> None:
    text = "أرجأت السلطات الجزائرية، للمرة الثانية، زيارة وزيرة الخارجية الإسبانية إلى الجزائر."
    events = {c.trigger: c for c in coded(text)}
    assert (events["زيارة"].row["modality"], events["زيارة"].row["negated"]) == ("hypothetical", True)
    assert events["أرجأت"].type == "SANCTION"


def test_a_verb_takes_up_the_subject_of_the_main_clause() -> None:
    text = "انتقد الوزير العراقي العقود التي أبرمها الإقليم، ودعا إلى تأسيس شركة."
    event = next(c for c in coded(text) if c.trigger == "دعا")
    assert event.actors == {"IRQ"}


def test_a_vigil_is_told_by_its_cause() -> None:
    assert ("وقفة", "PROTEST") in _types("خرج السكان الأردنيون في وقفة أخرى للتنديد بالغلاء.")
    assert _types("كانت وقفة قصيرة في الطريق.") == []


def test_who_does_not_obey_defies_the_police() -> None:
    event = next(c for c in coded("قالت الشرطة الأردنية إن السائق رفض الامتثال لدورية في عمان.") if c.trigger == "رفض")
    assert (event.type, event.recipients) == ("REJECT", {"JOR"})


@pytest.mark.parametrize(
    ("text", "word", "guard"),
    [
        ("قال الرئيس اليمني إنه يأمل أن يستجيب الحوثيون لمطالب السكان.", "يستجيب", "duty"),
        ("للحكومة الأردنية الحق في أن ترفض المقترحات.", "ترفض", "duty"),
    ],
)
def test_hopes_and_rights_are_no_events(text: str, word: str, guard: str) -> None:
    assert (word, guard) in _guards(text)


def test_whoever_stands_in_brackets_is_not_taken_up() -> None:
    text = "أكد الوزير العراقي أهمية العمل في أربيل (مقر الحكومة)، ودعا إلى تأسيس شركة."
    event = next(c for c in coded(text) if c.trigger == "دعا")
    assert event.actors == {"IRQ"}


def test_a_date_behind_an_unmarked_relative_clause_dates_the_noun() -> None:
    text = "تحدث الوزير الأردني عن اجتماع عقدته الحكومة الأردنية، مساء الأحد، في عمان."
    event = next(c for c in coded(text, published=date(2021, 5, 5)) if c.trigger == "اجتماع")
    assert event.row["date_start"] == date(2021, 5, 2)


def test_a_visit_of_nobody_known_counts_when_it_is_told_as_done() -> None:
    assert ("زيارة", "CONSULT") in _types("قال المسؤول خلال زيارة إلى إيران إن البلدين بخير.")
    assert _types("يفكر السكان في السفر وفي زيارة المغرب.") == []


def test_a_weather_office_asks_nobody_for_anything() -> None:
    forecast = "توقعت الأرصاد الجوية رياحا قوية وأمطارا رعدية في السواحل، مع انخفاض في الحرارة وضباب كثيف."
    advice = "ودعت الإدارة المواطنين إلى لزوم بيوتهم."
    assert ("دعت", "weather") in _guards(f"{forecast}\n{advice}")
    assert ("دعت", "weather") not in _guards(f"أجرى الوزير زيارة للمدينة.\n{advice}")


def test_what_is_said_can_make_saying_it_an_accusation() -> None:
    assert ("اعتبرت", "ACCUSE") in _types("اعتبرت الخارجية الأردنية أن القرار الإسرائيلي عمل استفزازي.")
    assert _types("اعتبرت الخارجية الأردنية أن القرار الإسرائيلي عمل إداري.") == []


def test_a_word_without_its_strict_need_is_not_even_rejected() -> None:
    assert ("أغلق", "PROTEST") in _types("أغلق محتجون عراقيون الجسر.")
    assert not [g for g in _guards("عزز النادي دفاعه.") if g[0] == "عزز"]
    assert "شدد" not in {word for word, _ in _guards("شدد الوزير الأردني على أن الموسم جيد.")}


@pytest.mark.parametrize(
    ("text", "trigger", "type_"),
    [
        ("هوجمت قافلة تركية قرب الحدود العراقية.", "هوجمت", "ASSAULT"),
        ("أصيب ثلاثة فلسطينيين برصاص الجيش الإسرائيلي.", "أصيب", "ASSAULT"),
        ("توبع صحفي تونسي أمام المحكمة بتهمة القذف.", "توبع", "ACCUSE"),
    ],
)
def test_passives_of_verbs_with_a_long_vowel(text: str, trigger: str, type_: str) -> None:
    assert (trigger, type_) in _types(text)
