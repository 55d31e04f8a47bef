"""The page of documentation that lists every table and view with every column: `python -m pipeline.report.tables_page`.

Belongs here: arranging what `pipeline.schema` and the comments of `sql/views` say. Does not belong here: any meaning of its own.
"""

from pathlib import Path

import duckdb

from pipeline import queries, schema
from pipeline.report.blank import blank_warehouse

PAGE = queries.SQL_FOLDER.parent / "docs" / "tables.md"

_HEAD = """# Tables and views

<!-- Written by `python -m pipeline.report.tables_page` from pipeline/schema.py and sql/views. Do not edit. -->

What `warehouse.duckdb` holds. The same words stand in the database itself: `SELECT * FROM duckdb_columns()`.

Offsets count Unicode code points, from 0: `raw_text[start_char:end_char]` in Python, `substr(raw_text, start_char + 1, end_char - start_char)`
in DuckDB. Ids are hex strings, the same on every machine and in every run. Columns marked • are never null.
"""


def render() -> str:
    """The page as Markdown."""
    published = [table for table in schema.TABLES.values() if table.published]
    with blank_warehouse() as connection:
        views = _views(connection)
    parts = [_HEAD, "## Tables\n", _contents([(table.name, table.doc) for table in published])]
    parts += [_table(table) for table in published]
    parts += ["## Views\n", _contents([(name, doc) for name, doc, _ in views])]
    parts += [_section(name, doc, "", [(c, kind, about) for c, kind, about in columns]) for name, doc, columns in views]
    return "\n".join(parts)


def _views(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    names = connection.execute(
        "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
    ).fetchall()
    columns = "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"
    return [(name, comment, connection.execute(columns, [name]).fetchall()) for name, comment in names]


def _contents(items: list[tuple[str, str]]) -> str:
    rows = "\n".join(f"| [{name}](#{name}) | {_cell(doc)} |" for name, doc in items)
    return f"| name | one row is |\n| --- | --- |\n{rows}\n"


def _table(table: schema.Table) -> str:
    keys = f"Key: {', '.join(f'`{column}`' for column in table.key)}."
    foreign = "".join(f" `{column}` → [{parent}](#{parent})." for column, parent in table.foreign)
    columns = [(c.name + ("" if c.nullable else " •"), c.duckdb_type, c.doc) for c in table.columns]
    return _section(table.name, table.doc, keys + foreign, columns)


def _section(name: str, doc: str, note: str, columns: list[tuple[str, str, str]]) -> str:
    rows = "\n".join(f"| {column} | {kind} | {_cell(about)} |" for column, kind, about in columns)
    middle = f"\n{note}\n" if note else ""
    return f"### {name}\n\n{doc}\n{middle}\n| column | type | meaning |\n| --- | --- | --- |\n{rows}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def main(page: Path = PAGE) -> None:
    """Write the page."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(render(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
