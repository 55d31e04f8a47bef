"""Calls of the command that show why: a story as Rasid sees it, a mention's reasons, two copies side by side, the lexicon's gaps."""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from assets.console import Home, fail, load_settings, out, published
from pipeline.settings import Settings

lexicon_app = typer.Typer(help="Look after the lexicon of triggers and actors.", no_args_is_help=True)


def inspect(
    file: Annotated[Path, typer.Argument(help="A raw file of any supported format.")],
    record: Annotated[int | None, typer.Option(help="Only this story of the file, from 0.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page instead of printing.")] = None,
) -> None:
    """Show a raw file as Rasid sees it: every line with its label and rule, sentences, triggers and sides."""
    settings = load_settings()
    if not file.is_file():
        fail(f"{file}: no such file")
    with tempfile.TemporaryDirectory() as folder:
        _lay(file, Path(folder))
        files, tables = _read(Path(folder), settings)
    problem = files.filter(files["status"] == "quarantined")["reason"].to_list()
    if problem:
        fail(f"{file}: {problem[0]}", 1)
    rows = [s for s in tables["stories"].sort("record_no").to_dicts() if record in (None, s["record_no"])]
    if not rows:
        fail(f"{file}: has {files['n_stories'].sum()} stories, none with the number {record}")
    pages = [_inspection(story, tables) for story in rows]
    if html is not None:
        html.write_text("\n".join(p.html for p in pages), encoding="utf-8")
        out.print(f"written: {html}")
        return
    for page in pages:
        out.print(page.terminal)


def _lay(file: Path, folder: Path) -> None:
    drop = folder / "inspected"
    drop.mkdir()
    for path in (file, file.with_name(file.name + ".meta.json")):
        if path.exists():
            shutil.copyfile(path, drop / path.name)


def _read(raw: Path, settings: Settings) -> tuple[Any, dict[str, Any]]:
    """One file through every stage of a partition, in memory."""
    from pipeline import stages
    from pipeline.ingest import inventory
    from pipeline.plan import World
    from pipeline.progress import quiet

    world = World(settings.model_copy(update={"raw": raw}))
    files, records = stages.stories(world.settings, inventory(raw), None, quiet)
    stories, lines = stages.clean_stories(settings, (records,), None, quiet)
    (sentences,) = stages.sentences(settings, (stories, lines), None, quiet)
    needed = stages.with_needed(world, sentences)
    (tokens,) = stages.annotations(settings, (stories, needed), None, quiet)
    told = (stories, lines, sentences, stages.with_story(tokens, sentences))
    mentions, participants, *_ = stages.event_mentions(settings, told, None, quiet)
    found = {
        "stories": stories,
        "lines": lines,
        "sentences": sentences,
        "mentions": mentions,
        "participants": participants,
    }
    return files, found


def _inspection(story: dict[str, Any], tables: dict[str, Any]) -> Any:
    from pipeline.clean.inspect import inspect_story

    return inspect_story(story, tables["lines"], tables["sentences"], tables["mentions"], tables["participants"])


def explain(
    mention_id: Annotated[str, typer.Argument(help="mention_id, or a beginning of it that no other shares.")],
    home: Home = None,
) -> None:
    """Show why a mention was coded: its sentence and tree, the rule, the sides, who says so."""
    from pipeline.events.explain import UnknownMentionError
    from pipeline.events.explain import explain as why

    settings = load_settings(home=home)
    try:
        out.print(why(mention_id, published(settings), settings.events.lexicon), markup=False, highlight=False)
    except UnknownMentionError as error:
        fail(str(error))


def duplicates(
    story_id: Annotated[str | None, typer.Argument(help="A story: it is shown beside each of its copies.")] = None,
    largest: Annotated[int, typer.Option(help="Instead: the largest groups of copies.")] = 0,
    home: Home = None,
) -> None:
    """Show two copies side by side with what they share marked, or the largest groups."""
    import duckdb
    from rich.table import Table

    path = published(load_settings(home=home))
    with duckdb.connect(str(path), read_only=True) as db:
        if story_id is None:
            from pipeline.duplicates.checks import largest_groups

            stories = db.sql("FROM stories").pl()
            groups = largest_groups(stories, db.sql("FROM duplicate_groups").pl(), largest or 20)
            titles = stories.select("story_id", "title")
            groups = groups.join(titles, left_on="canonical", right_on="story_id", how="left", maintain_order="left")
            table = Table()
            groups = groups.drop("group_id", "n_partitions")
            for name in groups.columns:  # the id to ask for next stays whole in a narrow terminal
                table.add_column(name, min_width=16 if name == "canonical" else None)
            for row in groups.iter_rows():
                table.add_row(*(str(v) if v is not None else "" for v in row))
            out.print(table)
            return
        pairs = db.execute(
            "SELECT relation, CASE WHEN story_a = ? THEN story_b ELSE story_a END FROM duplicate_pairs "
            "WHERE ? IN (story_a, story_b) ORDER BY ALL",
            [story_id, story_id],
        ).fetchall()
        if not pairs:
            fail(f"{story_id}: has no copy in {path} (or is no story of it)")
        bodies = _bodies(db, [story_id, *(other for _, other in pairs)])
    from pipeline.duplicates.compare import side_by_side

    for relation, other in pairs:
        compared = side_by_side(*bodies[story_id], *bodies[other])
        out.print(relation, style="bold")
        out.print(
            compared if out.is_terminal else str(compared), markup=False, highlight=False, soft_wrap=not out.is_terminal
        )


def _bodies(db: Any, ids: list[str]) -> dict[str, tuple[str, str]]:
    """story_id → heading and body."""
    from pipeline.duplicates import body_texts

    told = db.sql("FROM stories WHERE list_contains(?, story_id)", params=[ids]).pl()
    lines = db.sql("FROM story_lines WHERE list_contains(?, story_id)", params=[ids]).pl()
    texts = dict(body_texts(told, lines).select("story_id", "body").iter_rows())
    headings = {
        s["story_id"]: " · ".join(str(s[k]) for k in ("story_id", "source", "published_at", "title") if s[k])
        for s in told.to_dicts()
    }
    return {i: (headings[i], texts.get(i, "")) for i in ids}


@lexicon_app.command("check")
def lexicon_check(
    folder: Annotated[Path | None, typer.Argument(help="A lexicon folder; default: the one in use.")] = None,
) -> None:
    """Validate a lexicon; errors name file and line."""
    from pipeline.events import LexiconError, load_lexicon

    try:
        lexicon = load_lexicon(folder or load_settings().events.lexicon)
    except LexiconError as error:
        fail(str(error))
    out.print(f"sound, id {lexicon.lexicon_id}", highlight=False)


@lexicon_app.command("unknown")
def lexicon_unknown(home: Home = None, limit: Annotated[int, typer.Option(help="How many.")] = 50) -> None:
    """Print actors and titles of the last build that the lexicon does not know, the most told first, as a patch to fill in."""
    from pipeline.events.unknown import unknown_actors

    out.print(unknown_actors(published(load_settings(home=home)), limit), markup=False, highlight=False, soft_wrap=True)
