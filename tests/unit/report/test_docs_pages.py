"""The pages of documentation are those that the declarations give today."""

from pathlib import Path
from types import ModuleType

import pytest

from pipeline import queries, schema
from pipeline.report import analyses_page, tables_page


@pytest.mark.parametrize("module", [tables_page, analyses_page])
def test_the_page_is_up_to_date(module: ModuleType) -> None:
    assert module.PAGE.read_text(encoding="utf-8") == module.render(), f"run: python -m {module.__name__}"


def test_every_published_column_and_every_view_is_described() -> None:
    page = tables_page.render()
    for table in schema.TABLES.values():
        assert (f"### {table.name}\n" in page) == table.published
        if table.published:
            for column in table.columns:
                assert column.doc.replace("|", "\\|").replace("<", "&lt;") in page
    for path in (queries.SQL_FOLDER / "views").glob("*.sql"):
        assert f"### {path.stem.partition('_')[2]}\n" in page
    assert "| None |" not in page


def test_every_query_and_check_is_described() -> None:
    page = analyses_page.render()
    assert all(f"### {query.name}\n" in page and query.about in page for query in queries.load("analyses"))
    assert all(f"| {check.name} |" in page for check in queries.load("checks"))
    assert "Variables: `country_a`, `country_b`." in page


@pytest.mark.parametrize("module", [tables_page, analyses_page])
def test_the_command_writes_the_page(module: ModuleType, tmp_path: Path) -> None:
    module.main(tmp_path / "docs" / "page.md")
    assert (tmp_path / "docs" / "page.md").read_text(encoding="utf-8") == module.render()
