"""The plots of the page, as SVG text without scripts.

Belongs here: Vega-Lite specifications and their rendering. Does not belong here: what is counted (`sql/report`), the page.

Colours: ink and grid are drawn in `currentColor`, so that a plot follows the page's light or dark scheme; the four classes of
events have the colours of Okabe and Ito, which the colour-blind can tell apart. Shades are opacities, for the same reason.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

# PLOVER's four classes of events, in the order of their quad codes, with the types of each.
QUADS = {
    "Verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "Material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "Verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"),
    "Material conflict": ("PROTEST", "MOBILIZE", "COERCE", "ASSAULT"),
}
COLOURS = ("#009E73", "#0072B2", "#E69F00", "#D55E00")
QUAD_OF = {event_type: quad for quad, types in QUADS.items() for event_type in types}
TYPES = tuple(QUAD_OF)

COUNTRIES_SHOWN = 16
_INK = "#010203"  # replaced by currentColor
_SHADE = "#0072B2"
_LABELS = {"day": "%-d %b %Y", "month": "%b %Y", "year": "%Y"}
_DAYS_A_BAR_IS_A_DAY = 62
_DAYS_A_BAR_IS_A_MONTH = 3700


def timeline(rows: Iterable[tuple[dt.date, str, int]]) -> str:
    """Happenings over time: bars stacked by class, and under them a row of shaded cells for each type.

    Args:
        rows: day, event type, happenings.

    Returns:
        SVG, or "" when there are no rows.
    """
    import altair as alt

    rows = list(rows)
    if not rows:
        return ""
    days = [day for day, _, _ in rows]
    span = (max(days) - min(days)).days
    unit, step = (
        ("day", 1)
        if span <= _DAYS_A_BAR_IS_A_DAY
        else ("month", 31)
        if span <= _DAYS_A_BAR_IS_A_MONTH
        else ("year", 366)
    )
    counts: Counter[tuple[dt.date, str]] = Counter()
    for day, event_type, n in rows:
        counts[_floor(day, unit), event_type] += n
    data = _data(
        {
            "from": day,
            "to": _floor(day + dt.timedelta(step), unit),
            "type": kind,
            "class": QUAD_OF.get(kind, "Other"),
            "n": n,
        }
        for (day, kind), n in sorted(counts.items())
    )
    first, last = min(day for day, _ in counts), max(day for day, _ in counts)
    scale = alt.Scale(
        type="utc", padding=0, domain=[first.isoformat(), _floor(last + dt.timedelta(step), unit).isoformat()]
    )
    bare = alt.X("from:T", title=None, scale=scale, axis=alt.Axis(labels=False, ticks=False, tickCount=8))
    dated = alt.X(
        "from:T",
        title=None,
        scale=scale,
        axis=alt.Axis(format=_LABELS[unit], labelOverlap=True, grid=False, tickCount=8),
    )
    bars = (
        alt.Chart(data, width=760, height=190)
        .mark_bar(binSpacing=1)
        .encode(
            x=bare,
            x2="to:T",
            y=alt.Y("sum(n):Q", title=f"happenings a {unit}", axis=alt.Axis(format=",d", tickMinStep=1, tickCount=5)),
            color=_by_class(alt, legend=alt.Legend(title=None, orient="top", columns=4)),
            order=alt.Order("class:N", sort="ascending"),
        )
    )
    seen = [event_type for event_type in TYPES if any(kind == event_type for _, kind in counts)]
    cells = (
        alt.Chart(data, width=760, height=alt.Step(17))
        .mark_rect()
        .encode(
            x=dated,
            x2="to:T",
            y=alt.Y("type:N", title=None, sort=seen, axis=alt.Axis(grid=False, ticks=False)),
            color=_by_class(alt, legend=None),
            opacity=_opacity(alt, "n", max(counts.values())),
        )
    )
    return _svg(alt.vconcat(bars, cells, spacing=14), "timeline")


def types(rows: Iterable[tuple[str, bool, int]]) -> str:
    """Happenings by type: full colour for what is said to have taken place, pale for what is not.

    Args:
        rows: event type, whether any mention asserts it, happenings.

    Returns:
        SVG, or "" when there are no rows.
    """
    import altair as alt

    rows = list(rows)
    if not rows:
        return ""
    totals: Counter[str] = Counter()
    for event_type, _, n in rows:
        totals[event_type] += n
    order = sorted(totals, key=lambda event_type: (-totals[event_type], event_type))
    data = _data({"type": t, "class": QUAD_OF.get(t, "Other"), "asserted": 1 if a else 0, "n": n} for t, a, n in rows)
    y = alt.Y("type:N", title=None, sort=order, axis=alt.Axis(ticks=False))
    bars = (
        alt.Chart(data)
        .mark_bar(height=12)
        .encode(
            x=alt.X("n:Q", title="happenings", axis=alt.Axis(format=",d", tickCount=min(6, max(totals.values())))),
            y=y,
            color=_by_class(alt, legend=alt.Legend(title=None, orient="top", columns=4)),
            opacity=alt.Opacity("asserted:O", scale=alt.Scale(domain=[0, 1], range=[0.35, 1]), legend=None),
            order=alt.Order("asserted:O", sort="descending"),
        )
    )
    labels = (
        alt.Chart(_data({"type": t, "n": n} for t, n in sorted(totals.items())))
        .mark_text(align="left", dx=5, fontSize=11)
        .encode(x="n:Q", y=y, text=alt.Text("n:Q", format=","))
    )
    return _svg(alt.layer(bars, labels).properties(width=700, height=alt.Step(20)), "types")


def dyads(rows: Iterable[tuple[str, str, int]], size: int = COUNTRIES_SHOWN) -> str:
    """A heat map of who acts towards whom: countries that act down the side, those acted upon along the top.

    Args:
        rows: acting country, receiving country, happenings.
        size: countries shown, those with the most happenings.

    Returns:
        SVG, or "" when there are no rows.
    """
    import altair as alt

    rows = list(rows)
    shown = busiest(rows, size)
    cells = [(a, b, n) for a, b, n in rows if a in shown and b in shown]
    if not cells:
        return ""
    top = max(n for _, _, n in cells)
    data = _data({"actor": a, "recipient": b, "n": n, "strong": n > 0.55 * top} for a, b, n in cells)
    base = alt.Chart(data, width=alt.Step(34), height=alt.Step(28)).encode(
        x=alt.X(
            "recipient:N",
            title="is acted upon",
            sort=shown,
            scale=alt.Scale(domain=shown),
            axis=alt.Axis(orient="top", labelAngle=0, ticks=False),
        ),
        y=alt.Y("actor:N", title="acts", sort=shown, scale=alt.Scale(domain=shown), axis=alt.Axis(ticks=False)),
    )
    rects = base.mark_rect(color=_SHADE, cornerRadius=2).encode(opacity=_opacity(alt, "n", top))
    numbers = base.mark_text(fontSize=11).encode(
        text=alt.Text("n:Q", format=","), color=alt.condition("datum.strong", alt.value("#ffffff"), alt.value(_INK))
    )
    return _svg(rects + numbers, "dyads")


def busiest(rows: Sequence[tuple[str, str, int]], size: int) -> list[str]:
    """The countries with the most happenings on either side, most first."""
    totals: Counter[str] = Counter()
    for actor, recipient, n in rows:
        totals[actor] += n
        if recipient != actor:
            totals[recipient] += n
    return sorted(totals, key=lambda country: (-totals[country], country))[:size]


def _floor(day: dt.date, unit: str) -> dt.date:
    return day if unit == "day" else day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _data(rows: Iterable[dict[str, Any]]) -> Any:
    import altair as alt

    values = [{k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()} for row in rows]
    return alt.InlineData(values=values)


def _by_class(alt: Any, legend: Any) -> Any:
    return alt.Color("class:N", scale=alt.Scale(domain=list(QUADS), range=list(COLOURS)), legend=legend)


def _opacity(alt: Any, field: str, top: int) -> Any:
    # A square root keeps the rare visible beside the frequent.
    return alt.Opacity(f"{field}:Q", scale=alt.Scale(type="sqrt", domain=[0, top], range=[0.1, 1]), legend=None)


def _svg(chart: Any, name: str) -> str:
    """The chart as an SVG element that scales with the page, takes the page's ink, and shares no id with another plot."""
    import vl_convert

    config = {
        "background": None,
        "font": "Liberation Sans, Arial, sans-serif",
        "view": {"stroke": None},
        "axis": {"labelColor": _INK, "titleColor": _INK, "domainColor": _INK, "tickColor": _INK, "gridColor": _INK, "gridOpacity": 0.15,
                 "domainOpacity": 0.4, "tickOpacity": 0.4, "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"},
        "legend": {"labelColor": _INK, "labelFontSize": 12, "symbolType": "square"},
        "text": {"color": _INK},
    }  # fmt: skip
    spec = {**chart.to_dict(), "config": config}
    svg = str(vl_convert.vegalite_to_svg(spec))
    svg = svg.replace(_INK, "currentColor")
    svg = re.sub(r'(\bid="|url\(#)', rf"\g<1>{name}-", svg)
    head = r'<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" style="max-width:\2px;min-width:min(34rem,\2px)" \1>'
    return re.sub(r'^<svg [^>]*?(viewBox="0 0 ([0-9.]+) [0-9.]+")[^>]*>', head, svg)
