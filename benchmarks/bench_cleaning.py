"""Cleaning on real furniture, real dates and 31,030 stories.

    python -m benchmarks.bench_cleaning SHARED [--bodies N] [--only furniture|dates|speed]

Furniture: real bodies (SaudiNewsNet) are poured into the six real HTML pages in place of the page's own article, so
that menus, tickers, related stories, forms and footers are those of six sites of five countries. The page is given (a)
as HTML to the extractors and to ingest + cleaning, and (b) as a plain-text dump, every visible block on a line of its
own, to the line rules and to cleaning. (c) are dumps in the layout of the seeds, with their own furniture. Precision and
recall count words inside a common run of four words, so order and neighbourhood matter, not only vocabulary.

Dates: the day that cleaning finds with the metadata field and with the text alone, against a day known from elsewhere
(the address for SaudiNewsNet, the file name for antcorpus, an own reading of the field for Hespress).

The peers are for this bench only: pip install justext readability-lxml resiliparse
"""

import argparse
import concurrent.futures
import datetime as dt
import multiprocessing
import re
import resource
import shutil
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from pipeline import schema
from pipeline.clean import body_of, clean
from pipeline.clean.fold import key_text
from pipeline.ingest import inventory, read_files
from pipeline.settings import CleanSettings, IngestSettings

RUN = 4
SETTINGS = CleanSettings()
TERMINAL = '.!?؟…»"”'


def _print(title: str, rows: list[dict[str, object]]) -> None:
    print(f"\n{title}")
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=160, tbl_hide_dataframe_shape=True, float_precision=3,
                   tbl_hide_column_data_types=True):  # fmt: skip
        print(pl.DataFrame(rows))


# --- scoring ---


def _covered(words: list[str], runs: Counter[tuple[str, ...]]) -> int:
    """Words of a text that lie in a run of RUN words which the other text has too, as often as it has it."""
    left = Counter(runs)
    inside = [False] * len(words)
    for at in range(len(words) - RUN + 1):
        run = tuple(words[at : at + RUN])
        if left[run] > 0:
            left[run] -= 1
            inside[at : at + RUN] = [True] * RUN
    return sum(inside)


class Score:
    """Precision and recall of body words over many documents, and documents that lost a sentence or kept furniture."""

    def __init__(self) -> None:
        self.kept = self.right = self.gold = self.found = self.exact = self.documents = 0

    def add(self, output: str, gold: str) -> None:
        out, want = key_text(output).split(), key_text(gold).split()
        runs_out = Counter(tuple(out[at : at + RUN]) for at in range(len(out) - RUN + 1))
        runs_want = Counter(tuple(want[at : at + RUN]) for at in range(len(want) - RUN + 1))
        self.kept += len(out)
        self.right += _covered(out, runs_want)
        self.gold += len(want)
        self.found += _covered(want, runs_out)
        self.exact += out == want
        self.documents += 1

    def row(self) -> dict[str, object]:
        p, r = self.right / max(self.kept, 1), self.found / max(self.gold, 1)
        return {
            "precision": p,
            "recall": r,
            "F": 2 * p * r / max(p + r, 1e-9),
            "exact bodies": self.exact / max(self.documents, 1),
            "documents": self.documents,
        }


# --- material ---


def bodies(shared: Path, n: int) -> list[tuple[str, list[str]]]:
    """Title and paragraphs of n stories whose paragraphs are all full sentences, spread evenly over SaudiNewsNet."""
    raw = shared / "data" / "news" / "SaudiNewsNet" / "dataset"
    _, records = read_files(raw, inventory(raw), IngestSettings())
    chosen: list[tuple[str, list[str]]] = []
    seen: set[str] = set()
    rows = records.filter(~pl.col("meta_source").is_in(["3alyoum", "was", "alweeam", "sabq"])).sort("story_id")
    for title, text in rows.select("meta_title", "raw_text").iter_rows():
        paragraphs = [" ".join(p.split()) for p in text.split("\n") if p.strip()]
        whole = all(len(p.split()) >= 12 and p[-1] in ".؟!" for p in paragraphs)
        if title and 3 <= len(paragraphs) <= 12 and whole and paragraphs[0] not in seen and len(title.split()) <= 20:
            seen.add(paragraphs[0])
            chosen.append((title, paragraphs))
    return chosen[:: max(1, len(chosen) // n)][:n]


def _article(tree: Any, page_text: str) -> Any:
    """The element of a page that holds its article: the smallest one with most of the text that trafilatura finds."""
    lines = [" ".join(line.split()) for line in page_text.split("\n") if len(line.split()) >= 8]
    total = sum(map(len, lines))
    best = tree
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "head", "html"):
            continue
        text = " ".join(" ".join(element.itertext()).split())
        if sum(len(line) for line in lines if line in text) >= 0.8 * total and len(text) <= len(
            " ".join(best.itertext())
        ):
            best = element
    return best


def _is_of(text: str, runs: set[tuple[str, ...]]) -> bool:
    words = key_text(text).split()
    common = [at for at in range(len(words) - RUN + 1) if tuple(words[at : at + RUN]) in runs]
    return len(words) >= RUN and len({at + n for at in common for n in range(RUN)}) >= 0.6 * len(words)


class Template:
    """A real page with a hole where its article stood."""

    def __init__(self, path: Path) -> None:
        import trafilatura
        from lxml import html

        source = path.read_text(encoding="utf-8", errors="replace")
        self.name = path.stem
        self._tree = html.fromstring(source.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
        text = trafilatura.extract(source, favor_precision=True, include_comments=False) or ""
        article = _article(self._tree, text)
        wide = trafilatura.extract(source, favor_recall=True, include_comments=False) or ""
        metadata = trafilatura.extract_metadata(source)
        words = key_text(f"{text}\n{wide}\n{metadata.description or ''}").split()
        runs = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
        for element in list(self._tree.body.iter()):
            # The page's own article goes, element by element and with the text between its elements.
            if not isinstance(element.tag, str) or element is article or article in element.iterdescendants():
                continue
            if _is_of(" ".join(element.itertext()), runs):
                element.drop_tree()
            elif _is_of(element.tail or "", runs):
                element.tail = None
        if _is_of(article.text or "", runs):
            article.text = None
        article.set("data-hole", "1")
        headings = [metadata.title or "", self._tree.findtext(".//h1") or ""]
        self._titles = {" ".join(heading.split()) for heading in headings if len(heading.split()) >= 4}

    def html(self, title: str, paragraphs: list[str]) -> str:
        """The page with this article in the hole and this title in place of its own."""
        import copy

        from lxml import html

        tree = copy.deepcopy(self._tree)
        hole = tree.xpath("//*[@data-hole]")[0]
        del hole.attrib["data-hole"]
        for at, paragraph in enumerate(paragraphs):
            element = html.Element("p")
            element.text = paragraph
            hole.insert(at, element)
        page = str(html.tostring(tree, encoding="unicode"))
        for own in sorted(self._titles):
            page = page.replace(own, title)
        return page


_BLOCKS = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 td tr table section article header footer nav aside form figure figcaption option label button title".split()
)


def dump(page: str) -> str:
    """A page's visible text as careless dumps hold it: one line for each block, in order."""
    from lxml import html

    tree = html.fromstring(page)
    pieces: list[str] = []

    def walk(element: Any) -> None:
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript", "head", "svg"):
            pieces.append(element.tail or "")
            return
        block = element.tag in _BLOCKS
        pieces.append("\n" if block else "")
        pieces.append((element.text or "").replace("\n", " "))
        for child in element:
            walk(child)
        pieces.append("\n" if block else "")
        pieces.append((element.tail or "").replace("\n", " "))

    walk(tree)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def seed_layouts(shared: Path) -> list[Callable[[str, list[str]], str]]:
    """The seeds with their body lines cut out: functions from title and paragraphs to a dump."""
    layouts: list[Callable[[str, list[str]], str]] = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        prose = [at for at, line in enumerate(lines) if 12 <= len(line.split()) < 200 and line.strip()[-1:] in TERMINAL]
        prose = [
            at for at in prose if "الإبلاغ" not in lines[at] and "تعليق" not in lines[at] and "الحقول" not in lines[at]
        ]
        counts = Counter(line.strip() for line in lines if 5 <= len(line.split()) <= 20)
        title = next((line for line, n in counts.items() if n > 1), None)
        first, last = prose[0], prose[-1]
        middle = [
            at for at in range(first, last) if at not in prose and lines[at].strip() and len(lines[at].split()) <= 12
        ]

        def pour(
            new_title: str, paragraphs: list[str], lines: list[str] = lines, title: str | None = title,
            first: int = first, last: int = last, middle: list[int] = middle,
        ) -> str:  # fmt: skip
            head = [new_title if title and line.strip() == title else line for line in lines[:first]]
            inside = [
                paragraphs[0],
                *[lines[at] for at in middle[:2] if "ذات صلة" in lines[middle[0]]],
                *paragraphs[1:],
            ]
            return "\n".join([*head, *inside, *lines[last + 1 :]])

        layouts.append(pour)
    return layouts


# --- who is compared ---


def _records(texts: Iterable[str]) -> pl.DataFrame:
    empty = dict.fromkeys(schema.STORY_RECORDS.schema)
    rows = [
        empty | {"story_id": f"{at:06d}", "file_id": "f", "partition_key": "p", "record_no": at, "raw_text": text}
        for at, text in enumerate(texts)
    ]
    return schema.STORY_RECORDS.frame(rows)


def bodies_of(records: pl.DataFrame) -> dict[str, str]:
    """story_id → body text as cleaning sees it."""
    stories, lines = clean(records, SETTINGS)
    raw = dict(stories.select("story_id", "raw_text").iter_rows())
    found: dict[str, list[str]] = {}
    for story_id, _, start, end in body_of(stories, lines).iter_rows():
        found.setdefault(story_id, []).append(raw[story_id][start:end])
    return {story_id: "\n".join(found.get(story_id, [])) for story_id in raw}


def html_tools() -> dict[str, Callable[[str], str]]:
    """Extractors by name; one that is not installed is left out with a word on stderr."""
    import trafilatura

    tools: dict[str, Callable[[str], str]] = {
        "trafilatura, as it comes": lambda page: trafilatura.extract(page, include_comments=False) or "",
        "trafilatura, precision": lambda page: (
            trafilatura.extract(page, favor_precision=True, include_comments=False) or ""
        ),
    }
    try:
        import justext

        stop = justext.get_stoplist("Arabic")
        tools["jusText (Arabic)"] = lambda page: "\n".join(
            p.text for p in justext.justext(page.encode("utf-8"), stop, encoding="utf-8") if not p.is_boilerplate
        )
    except ImportError:
        print("jusText is not installed: pip install justext", file=sys.stderr)
    try:
        from lxml import html
        from readability import Document

        tools["readability-lxml"] = lambda page: html.fromstring(Document(page).summary()).text_content()
    except ImportError:
        print("readability is not installed: pip install readability-lxml", file=sys.stderr)
    try:
        from resiliparse.extract.html2text import extract_plain_text

        tools["resiliparse, main content"] = lambda page: extract_plain_text(page, main_content=True)
    except ImportError:
        print("resiliparse is not installed: pip install resiliparse", file=sys.stderr)
    return tools


def c4(text: str) -> str:
    """C4's line rules as published: a line ends in . ! ? or a quote and has at least five words."""
    return "\n".join(x for x in text.split("\n") if x.strip()[-1:] in tuple('.!?"') and len(x.split()) >= 5)


def c4_arabic(text: str) -> str:
    """The same with the Arabic marks."""
    return "\n".join(x for x in text.split("\n") if x.strip()[-1:] in tuple(TERMINAL) and len(x.split()) >= 5)


def gopher(text: str) -> str:
    """Gopher's and FineWeb's rules on lines: no bullet, no final ellipsis, no repeated line, at least 30 characters."""
    seen: set[str] = set()
    kept: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        if len(bare) >= 30 and bare[0] not in "•-*" and not bare.endswith(("...", "…")) and bare not in seen:
            seen.add(bare)
            kept.append(bare)
    return "\n".join(kept)


def furniture(shared: Path, n: int) -> None:
    """Tables (a), (b) and (c)."""
    stories = bodies(shared, n)
    templates = [Template(path) for path in sorted((shared / "data" / "html" / "pages").glob("*.html"))]
    pages = [(t.html(title, paragraphs), "\n".join(paragraphs)) for title, paragraphs in stories for t in templates]
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        (raw / "html").mkdir(parents=True)
        for at, (page, _) in enumerate(pages):
            (raw / "html" / f"{at:06d}.html").write_text(page, encoding="utf-8")
        files, records = read_files(raw, inventory(raw), IngestSettings())
        names = dict(files.select("file_id", pl.col("path").str.extract(r"(\d+)\.html")).iter_rows())
        ours = {int(names[r["file_id"]]): r["story_id"] for r in records.iter_rows(named=True)}
        found = bodies_of(records)
    score = Score()
    for at, (_, gold) in enumerate(pages):
        score.add(found.get(ours.get(at, ""), ""), gold)
    rows: list[dict[str, object]] = [{"HTML pages": "rasid (ingest + cleaning)"} | score.row()]
    for name, tool in html_tools().items():
        score = Score()
        for page, gold in pages:
            score.add(tool(page), gold)
        rows.append({"HTML pages": name} | score.row())
    _print(f"(a) {len(stories)} bodies in {len(templates)} real pages, as HTML", rows)
    layouts = seed_layouts(shared)
    seeds = [(pour(t, p), "\n".join(p)) for t, p in stories for pour in layouts]
    dumps = [(dump(page), gold) for page, gold in pages]
    for title, material in (
        ("(b) the same pages as plain-text dumps", dumps),
        ("(c) dumps in the layout of the seeds", seeds),
    ):
        found = bodies_of(_records(text for text, _ in material))
        score = Score()
        for at, (_, gold) in enumerate(material):
            score.add(found[f"{at:06d}"], gold)
        rows = [{"line rules": "rasid (cleaning)"} | score.row()]
        rules: dict[str, Callable[[str], str]] = {
            "all lines": str,
            "C4": c4,
            "C4 with Arabic marks": c4_arabic,
            "Gopher/FineWeb": gopher,
        }
        for name, rule in rules.items():
            score = Score()
            for text, gold in material:
                score.add(rule(text), gold)
            rows.append({"line rules": name} | score.row())
        _print(title, rows)


# --- dates ---

_MOROCCAN = {
    name: number + 1
    for number, name in enumerate("يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split())
}


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:  # some file names hold no date
        return None


def _known_days(shared: Path, raw: Path) -> dict[str, tuple[pl.DataFrame, dict[str, dt.date]]]:
    """Corpus → records and the day that something else than the date field tells."""
    corpora: dict[str, tuple[pl.DataFrame, dict[str, dt.date]]] = {}
    for folder in ("SaudiNewsNet", "hespress-6000", "antcorpus"):
        files, records = read_files(raw / folder, inventory(raw / folder), IngestSettings())
        paths = dict(files.select("file_id", "path").iter_rows())
        days: dict[str, dt.date] = {}
        for row in records.iter_rows(named=True):
            if folder == "SaudiNewsNet":
                match = re.search(r"/(2015)/?(0[78])/?([0-3]\d)", row["meta_url"] or "")
                numbers = tuple(map(int, match.groups())) if match else None
            elif folder == "antcorpus":
                match = re.search(r"-(20\d\d)(\d\d)(\d\d)\.txt$", paths[row["file_id"]])
                numbers = tuple(map(int, match.groups())) if match else None
            else:
                words = (row["meta_published"] or "").split()
                known = len(words) > 3 and words[2] in _MOROCCAN
                numbers = (int(words[3]), _MOROCCAN[words[2]], int(words[1])) if known else None
            if numbers is not None and (day := _day(*numbers)) is not None:
                days[row["story_id"]] = day
        corpora[folder] = (records, days)
    return corpora


def dates(shared: Path) -> None:
    """Share of stories with the right day, with the metadata field and from the text alone."""
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder)
        news = shared / "data" / "news"
        shutil.copytree(news / "SaudiNewsNet" / "dataset", raw / "SaudiNewsNet")
        shutil.copytree(news / "hespress-6000", raw / "hespress-6000")
        with tarfile.open(news / "antcorpus.tar.gz") as archive:
            archive.extractall(
                raw / "antcorpus", members=[m for m in archive if m.isfile() and m.name.count("/") > 1], filter="data"
            )
        for corpus, (records, days) in _known_days(shared, raw).items():
            hidden = records.with_columns(meta_published=pl.lit(None, pl.String), meta_basis=pl.lit(None, pl.String))
            bare = hidden.with_columns(meta_url=pl.lit(None, pl.String))
            cases = {"field": records, "text alone": bare}
            if corpus == "SaudiNewsNet":  # its field is the day of the crawl; the address is what the day is known from
                cases = {"field": records.with_columns(meta_url=pl.lit(None, pl.String)), "field and address": records,
                         "text alone": bare}  # fmt: skip
            if corpus == "hespress-6000":  # as the site prints it: title, writer, date, story
                lines = pl.concat_str(
                    ["meta_title", "meta_author", "meta_published", pl.lit(""), "raw_text"], separator="\n"
                )
                printed = records.with_columns(
                    raw_text=lines, meta_published=pl.lit(None, pl.String), meta_title=pl.lit(None, pl.String)
                )
                cases["page text"] = printed
            if corpus == "antcorpus":
                content = pl.col("raw_text").str.slice(
                    pl.col("content_start"), pl.col("content_end") - pl.col("content_start")
                )
                cases["text alone"] = bare.with_columns(
                    raw_text=content, content_start=pl.lit(None, pl.Int64), content_end=pl.lit(None, pl.Int64)
                )
            for name, case in cases.items():
                stories, _ = clean(case.filter(pl.col("story_id").is_in(list(days))), SETTINGS)
                found = stories.filter(pl.col("published_at").is_not_null())
                distance = [
                    abs((day - days[i]).days) for i, day in found.select("story_id", "published_at").iter_rows()
                ]
                n = max(len(distance), 1)
                rows.append(
                    {"corpus": corpus, "from": name, "stories with a known day": len(stories), "dated": len(found) / len(stories),
                     "right, of the dated": sum(d == 0 for d in distance) / n, "within a day": sum(d <= 1 for d in distance) / n,
                     "basis": ", ".join(f"{b} {c}" for b, c in sorted(Counter(found["published_basis"]).items()))}
                )  # fmt: skip
    _print("Publication dates", rows)


# --- speed ---


class _Job(NamedTuple):
    """What reading and cleaning one file took; peak is the process's in MiB, since it began."""

    stories: int
    megabytes: float
    ingest_cpu: float
    clean_cpu: float
    peak: float


def _job(raw: Path, part: pl.DataFrame) -> _Job:
    start = time.process_time()
    _, records = read_files(raw, part, IngestSettings())
    read = time.process_time()
    clean(records, SETTINGS)
    done = time.process_time()
    megabytes = float(records["raw_text"].str.len_bytes().sum()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return _Job(len(records), megabytes, read - start, done - read, peak)


def speed(shared: Path) -> None:
    """Ingest and cleaning of all of SaudiNewsNet, a file (a day) at a time, with one process and with two."""
    raw = shared / "data" / "news" / "SaudiNewsNet" / "dataset"
    parts = inventory(raw).sort("path").partition_by("path", maintain_order=True)
    rows: list[dict[str, object]] = []
    for n in (1, 2):
        with concurrent.futures.ProcessPoolExecutor(n, mp_context=multiprocessing.get_context("spawn")) as pool:
            list(pool.map(_job, [raw] * n, [min(parts, key=lambda part: int(part["size_bytes"][0]))] * n))
            start = time.perf_counter()
            jobs = list(pool.map(_job, [raw] * len(parts), parts))
            wall = time.perf_counter() - start
        stories, megabytes = sum(job.stories for job in jobs), sum(job.megabytes for job in jobs)
        ingest, cleaning = sum(job.ingest_cpu for job in jobs), sum(job.clean_cpu for job in jobs)
        rows.append(
            {"processes": n, "stories": stories, "MB of text": megabytes, "seconds": wall, "stories/s": stories / wall,
             "MB/s": megabytes / wall, "stories/CPU s": stories / (ingest + cleaning), "ingest alone": stories / ingest,
             "cleaning alone": stories / cleaning, "peak MiB, a quarter in": max(j.peak for j in jobs[: len(jobs) // 4]),
             "peak MiB, all": max(j.peak for j in jobs)}
        )  # fmt: skip
    _print("Ingest and cleaning of SaudiNewsNet, a day's file at a time", rows)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--bodies", type=int, default=60, help="stories poured into every page and layout")
    parser.add_argument("--only", choices=("furniture", "dates", "speed"), help="this part alone")
    arguments = parser.parse_args()
    if arguments.only in (None, "furniture"):
        furniture(arguments.shared, arguments.bodies)
    if arguments.only in (None, "dates"):
        dates(arguments.shared)
    if arguments.only in (None, "speed"):
        speed(arguments.shared)
    return 0


if __name__ == "__main__":
    sys.exit(main())
