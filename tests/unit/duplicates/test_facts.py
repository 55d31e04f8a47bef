import pytest

from pipeline.duplicates.facts import Facts, days, numbers
from pipeline.duplicates.sketch import key_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قتل 12 شخصا", [12]),
        ("بقيمة ال174 مليونا و5 فرق", [174, 5]),
        ("اثنا عشر", [12]),
        ("خمسة وثلاثون", [35]),
        ("1 277 391", [1277391]),
        ("112 ألفا و686 مخالفا", [112686]),
        ("50 ألف ريال", [50000]),
        ("الدفعة الثالثة", [3]),
        ("الجلسة الثامنة والخمسون", [58]),
        ("الطائرة الخامسة عشرة", [15]),
        ("ولي العهد الثاني أمس الأول", []),
        ("12 مايو 2024", []),
    ],
)
def test_numbers(text: str, expected: list[int]) -> None:
    assert numbers(key_words(text)) == expected


def test_days_of_a_month() -> None:
    assert days(key_words("بين 7 و9 محرم، ثم 12 مايو 2024، لا 12/5")) == [(12, "مايو")]


def test_a_forecast_is_told_from_a_report_of_a_storm() -> None:
    forecast = "سماء غائمة ورياح شمالية غربية مع أمطار رعدية على مرتفعات الشرق وحرارة معتدلة وموج البحر مرتفع"
    report = "أنقذ رجال الدفاع المدني أسرة جرفت السيول سيارتها بعد أمطار غزيرة هطلت على القرية مساء أمس ونقلوا المصابين"
    assert Facts(key_words(forecast)).is_forecast and not Facts(key_words(report)).is_forecast
    assert not Facts([]).is_forecast
