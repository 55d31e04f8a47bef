"""The plots: what they draw, that they carry no script or background, and that they are the same twice."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest

from pipeline.report import plots

DAY = dt.date(2024, 6, 3)


def rows(days: int) -> list[tuple[dt.date, str, int]]:
    return [(DAY + dt.timedelta(n * days // 20), plots.TYPES[n % 16], n % 3 + 1) for n in range(21)]


@pytest.mark.parametrize(
    ("days", "unit", "label"), [(20, "day", "2024"), (700, "month", "2025"), (9000, "year", "2040")]
)
def test_the_bars_fit_the_span(days: int, unit: str, label: str) -> None:
    svg = plots.timeline(rows(days))
    assert f"happenings a {unit}" in svg and label in svg
    assert all(f">{event_type}<" in svg for event_type in plots.TYPES)


def test_one_day_can_be_drawn() -> None:
    assert "ASSAULT" in plots.timeline([(DAY, "ASSAULT", 1)])


@pytest.mark.parametrize(
    "svg",
    [plots.timeline(rows(20)), plots.types([("AID", True, 3), ("AID", False, 1)]), plots.dyads([("MAR", "ESP", 1200)])],
)
def test_a_plot_is_plain_scalable_and_follows_the_ink_of_the_page(svg: str) -> None:
    root = ET.fromstring(svg)
    assert "viewBox" in root.attrib and "width" not in root.attrib
    assert "currentColor" in svg and plots._INK not in svg
    assert not re.search(r"<script|<image|href=|onload", svg)


def test_plots_share_no_id() -> None:
    ids = [
        re.findall(r'\bid="([^"]+)"', svg)
        for svg in (plots.timeline(rows(20)), plots.types([("AID", True, 3)]), plots.dyads([("A", "B", 1)]))
    ]
    assert not set(ids[0]) & set(ids[1]) and not set(ids[1]) & set(ids[2])


def test_twice_the_same() -> None:
    assert plots.timeline(rows(400)) == plots.timeline(rows(400))
    assert plots.dyads([("MAR", "ESP", 2), ("ESP", "MAR", 2)]) == plots.dyads([("MAR", "ESP", 2), ("ESP", "MAR", 2)])


def test_totals_stand_beside_the_bars() -> None:
    assert ">1,204<" in plots.types([("AID", True, 1200), ("AID", False, 4)])


def test_the_heat_map_shows_the_busiest_countries_only() -> None:
    many = [(f"A{chr(65 + n)}{chr(65 + n)}", "MAR", n + 1) for n in range(20)]
    svg = plots.dyads(many, size=5)
    assert "ATT" in svg and "AAA" not in svg
    assert plots.busiest(many, 2) == ["MAR", "ATT"]
    assert plots.busiest([("MAR", "MAR", 3), ("ESP", "FRA", 2)], 1) == ["MAR"], (
        "what happens inside a country counts once"
    )


def test_nothing_gives_nothing() -> None:
    assert plots.timeline([]) == plots.types([]) == plots.dyads([]) == ""


def test_every_type_has_one_class() -> None:
    assert len(plots.TYPES) == len(set(plots.TYPES)) == 16
    assert len(plots.COLOURS) == len(plots.QUADS) == 4
