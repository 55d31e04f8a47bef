"""The page of documentation that lists the named queries and the checks: `python -m pipeline.report.analyses_page`.

Belongs here: arranging what the headers of `sql/analyses` and `sql/checks` say. Does not belong here: any meaning of its own.
"""

from pathlib import Path

from pipeline import queries
from pipeline.report.blank import blank_warehouse

PAGE = queries.SQL_FOLDER.parent / "docs" / "analyses.md"

_HEAD = """# Named queries and checks

<!-- Written by `python -m pipeline.report.analyses_page` from the headers under sql/. Do not edit. -->

## Named queries

`rasid query NAME` runs one on the published warehouse. In DuckDB itself paste the file from [sql/analyses](../sql/analyses). A query with
variables takes them from `SET VARIABLE name = 'value'` before it, and does something sensible without.
"""
_CHECKS = """## Checks of a build

Each file of [sql/checks](../sql/checks) is a query whose rows are failures. A build is published only when every check of severity ERROR
returns none; WARN informs. Results stand in `quality_checks`.
"""


def render() -> str:
    """The page as Markdown."""
    parts = [_HEAD]
    with blank_warehouse() as connection:
        for query in queries.load("analyses"):
            columns = ", ".join(f"`{column[0]}`" for column in connection.execute(query.sql).description or ())
            parts.append(f"### {query.name}\n\n**{query.header['title']}.** {query.about}\n")
            if "variables" in query.header:
                parts.append(
                    f"Variables: {', '.join(f'`{name.strip()}`' for name in query.header['variables'].split(','))}.\n"
                )
            parts.append(f"Columns: {columns}.\n")
    parts += [_CHECKS, "| check | asset | severity | what holds |", "| --- | --- | --- | --- |"]
    for check in queries.load("checks"):
        parts.append(f"| {check.name} | {check.header['asset']} | {check.header['severity']} | {check.about} |")
    return "\n".join(parts) + "\n"


def main(page: Path = PAGE) -> None:
    """Write the page."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
