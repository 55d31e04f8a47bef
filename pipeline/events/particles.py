"""Closed classes of function words that grammar, not the lexicon, fixes: prepositions, relatives, clause openers, date words.

Belongs here: word lists no analyst needs to edit. Does not belong here: anything that decides what an event is (lexicon).
"""

from pipeline.events.morphology import fold

PREPOSITIONS = {
    "من": "from", "الى": "to", "إلى": "to", "على": "on", "عن": "about", "في": "in", "فى": "in", "مع": "with", "بين": "between",
    "ضد": "on", "لدى": "in", "تجاه": "on", "نحو": "to", "إزاء": "on", "ازاء": "on", "رفقة": "with", "برفقة": "with",
    "حول": "topic", "بشأن": "topic", "بخصوص": "topic", "خلال": "time", "بعد": "time", "قبل": "time", "منذ": "time",
    "حتى": "time", "عقب": "time", "أثناء": "time", "عبر": "through", "دون": "without", "بدون": "without", "ضمن": "in",
    "داخل": "in", "قرب": "in", "وسط": "in", "شمال": "in", "جنوب": "in", "شرق": "in", "غرب": "in", "بحق": "on", "أمام": "on",
    "بحضور": "with", "بمشاركة": "with", "بقيادة": "agent", "برئاسة": "agent", "بواسطة": "agent", "لصالح": "to",
    "لفائدة": "to", "باسم": "of", "بسبب": "cause", "رغم": "cause", "تحت": "under", "حسب": "source", "وفق": "source",
    "بحسب": "source", "وفقا": "source", "نقلا": "source", "مثل": "like", "سوى": "like", "عدا": "like", "بفضل": "cause", "غير": "like",
    "برصاص": "agent", "بنيران": "agent", "بقذائف": "agent", "برصاصات": "agent",
}  # fmt: skip
CLITIC_PREPOSITIONS = {"ب": "by", "ل": "to", "ك": "like"}
FILLERS = frozenset(
    "كل كلا كلتا عدد بعض مختلف جميع كافة مجموعة حوالي نحو أزيد أكثر أغلب معظم أحد إحدى احد عدة أبرز أهم أعضاء عضو كبار أطراف قيادة ممثلي ممثلين ممثلون "
    "وفود أفراد عناصر مئات عشرات آلاف العديد كثير دفعة موجة ثلة فئة شريحة جزء نحو واحد اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة ثلاث أربع خمس ست سبع ثمان تسع عشر بضعة".split()
)


HONORIFICS = frozenset(
    "الشيخ الشيخة السيد السيدة الدكتور الدكتورة الأستاذ الأستاذة المهندس الحاج الأمير الأميرة اللواء العميد العقيد الفريق الجنرال المقدم الرائد الشهيد "
    "سمو معالي فخامة جلالة سعادة فضيلة صاحب السمو الملكي مولاي سيدي لالة الناشط الناشطة المحامي المحامية المناضل الراحل الزعيم".split()
)
"""Between a title and its bearer's name."""


def is_filler(bare: str) -> bool:
    """A word of quantity or membership, with its proclitics («العشرات»، «بعدد»)."""
    return bare in FILLERS or bare.lstrip("وفبل") in FILLERS or bare.removeprefix("و").removeprefix("ال") in FILLERS


CLAUSE_WORDS = frozenset(
    "حيث فيما بينما لكن ولكن إذ بعدما قبلما عندما حين حينما كما أن إن بأن وأن أنه إنه أنها إنها بأنه بأنها بينهم لأن كي لكي إلا ذلك وذلك مما ما فإن وإن إذا لو".split()
)
RELATIVES = frozenset("الذي التي الذين اللذان اللذين اللتان اللتين اللواتي اللائي والذي والتي".split())
HARD = frozenset("؛;:.!?؟…")
STOP_WORDS = frozenset(
    "أن إن الذي التي الذين قد كان كانت كما لم لن لا ما هو هي هذا هذه ذلك تلك ثم أو و حيث اليوم أمس غدا أول مساء صباح زوال عقب بعد قبل خلال "
    "عند منذ حتى لدى ليس ليست كل بعض غير أي إلا سوى بل لكن حول دون ضد فيما بينما مما حين عندما أيضا كذلك قال قالت بها به لها له فيها فيه عليها عليه إليه إليها معه معها منه منها عنه عنها لهم بهم فيهم عليهم إليهم منهم معهم لديه لديها بينهما بينهم ضده ضدها حوله حولها خلاله خلالها وهو وهي وهم فهو فهي انه أنه إنه أنها إنها".split()
)
DAY_WORDS = frozenset(
    "الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الماضي المقبل الجاري الحالي الأسبوع الشهر العام السنة".split()
)

_MONTHS_BY_NUMBER = (
    "يناير جانفي كانون_الثاني", "فبراير فيفري شباط", "مارس آذار", "أبريل أفريل نيسان ابريل إبريل", "مايو ماي أيار", "يونيو جوان حزيران يونيه",
    "يوليو جويلية تموز يوليوز يوليه", "أغسطس أوت آب غشت", "سبتمبر أيلول شتنبر", "أكتوبر تشرين_الأول", "نوفمبر تشرين_الثاني نونبر", "ديسمبر كانون_الأول دجنبر",
)  # fmt: skip
MONTHS = {fold(name): n for n, names in enumerate(_MONTHS_BY_NUMBER, 1) for name in names.split()}
WEEKDAYS = {
    fold(name): n
    for n, names in enumerate(
        ("الاثنين الإثنين", "الثلاثاء", "الأربعاء الاربعاء", "الخميس", "الجمعة", "السبت", "الأحد الاحد")
    )
    for name in names.split()
}
DATE_ORDINALS = {
    fold(w): n for n, w in enumerate("الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر".split(), 1)
}
_DATE_STARTS = (
    {part for month in MONTHS for part in month.split("_")} | WEEKDAYS.keys() | DATE_ORDINALS.keys()
    | {fold(w) for w in "اليوم أمس غدا حاليا أول بعد سنة عام العام السنة الأسبوع الشهر يوم".split()}
)  # fmt: skip


def may_start_date(folded: str) -> bool:
    """Whether the core of a date phrase can begin with the word."""
    if folded[:1].isdigit() or folded in _DATE_STARTS:
        return True
    return folded[:1] in ("و", "ف", "ب", "ل") and folded[1:] in _DATE_STARTS


AUXILIARIES = frozenset(
    "كان كانت كانوا كانا يكون تكون وكان وكانت ليس ليست يزال تزال زال زالت لازال لازالت ظل ظلت بات باتت أصبح أصبحت أضحى يكاد تكاد كاد كادت وكانوا سيكون ستكون".split()
)

SPEECH_PARTICIPLES = frozenset(
    "مؤكدا مؤكدة مضيفا مضيفة مشيرا مشيرة لافتا لافتة مشددا مشددة موضحا موضحة مبرزا مبرزة معتبرا معتبرة مستدلا موردا موردة قائلا قائلة مبينا مبينة  مردفا مسترسلا كاشفا مستطردا متابعا معلنا معربا زاعما مذكرا محذرا متهما مطالبا مؤكدين مشيرين معتبرين مضيفين قائلاً مضيفاً مؤكداً مشيراً موضحاً معتبراً مشدداً مبرزاً لافتاً مُضيفا".split()
)
"""Participles that report speech («مؤكدا أن»)."""
