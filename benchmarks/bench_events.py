"""Event extraction on the development gold and the GSR half, with baselines and what each part is worth.

    python -m benchmarks.bench_events SHARED [--model bundled|none]

Gold: `gold/dev`, sentences as annotated, words and trees by the bundled models. The ablation adds one part at a time:
lexicon hits alone; part-of-speech agreement; guards; slots and frames with trees; implicit sides (pro-drop of definite
nouns, hosts, defaults by type, pairs); weighed evidence. Unseen: the coded test sets, found again in the corpora. GSR: `data/events/arabic_event_gsr_dev`, sentences labelled yes or easy no; a
sentence counts as coded when a mention of its type is. The GSR asks for sentences that report an event as news, the
codebook for every mention, references included; "told as news" keeps what a verb, a light verb or a date tells as a fact.
Baselines: any lexicon hit of the type; only its finite verbs with an actor (as PETRARCH-style coders do). Spans: token F of verb, source and target against one coder, beside the other
coders' F against the same one.
"""

import argparse
import csv
import gzip
import json
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipeline import schema
from pipeline.evaluate import evaluate, render
from pipeline.events import Extraction, Lexicon, extract, load_lexicon
from pipeline.events.coder import Parts, code_story
from pipeline.events.mention import Coded, Mention
from pipeline.events.roles import Sides
from pipeline.events.story import WORD, Story, words_of
from pipeline.events.training.coded import read_coded, recover, write_gold
from pipeline.events.training.corpus import annotated, coded_frames, sentence_row, story_row
from pipeline.events.training.gold_format import read_gold
from pipeline.events.training.learn import TEST_SETS
from pipeline.ids import short_id
from pipeline.settings import EventSettings

TYPES = {"ASSAULT": "assault", "PROTEST": "protest"}


def gold_frames(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """FILES-like, STORIES and SENTENCES of a gold folder, with the annotated sentence spans."""
    return coded_frames(read_gold(folder))


def without(tokens: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Tokens with some annotation taken away."""
    return tokens.with_columns(pl.lit(None).cast(tokens.schema[c]).alias(c) for c in columns)


def scored(
    files: pl.DataFrame, stories: pl.DataFrame, sentences: pl.DataFrame, made: Extraction, gold: Path
) -> dict[str, Any]:
    """Figures of an extraction, through a database as published."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gold.duckdb"
        with duckdb.connect(str(path)) as db:
            for name, frame in {"files": files, "stories": stories, "sentences": sentences, **made._asdict()}.items():
                db.register("frame", frame)
                db.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
        return evaluate(path, gold)


def extract_with(
    parts: Parts | None, stories: pl.DataFrame, sentences: pl.DataFrame, tokens: pl.DataFrame, lexicon: Lexicon
) -> Extraction:
    """Extraction with some parts of the coder off; None: every lexicon hit is a mention."""

    def coder(story: Story, lexicon: Lexicon) -> Coded:
        return every_hit(story) if parts is None else code_story(story, lexicon, parts)

    return extract(stories, schema.STORY_LINES.empty(), sentences, tokens, lexicon, EventSettings(), coder=coder)


def every_hit(story: Story) -> Coded:
    """A mention for each word that is a trigger by its letters, without sides."""
    from pipeline.events.candidates import Candidate

    mentions = []
    for sentence in story.sentences:
        for word in sentence.words:
            if word.info.triggers:
                trigger, form, split = word.info.triggers[0]
                candidate = Candidate(
                    word.index, trigger, form, split, word.start, word.end, "verb" if form.pos == "V" else "masdar"
                )
                mentions.append(
                    Mention(
                        sentence,
                        candidate,
                        trigger.event_type,
                        trigger.mode,
                        Sides(),
                        None,
                        None,
                        None,
                        None,
                        "asserted",
                        False,
                        [],
                        trigger.key,
                        False,
                    )
                )
    return Coded(mentions, [], [], [])


def gold_section(shared: Path, lexicon: Lexicon, model: str) -> None:
    """The figures, then the ablation."""
    gold = shared / "gold" / "dev"
    files, stories, sentences = gold_frames(gold)
    tokens = annotated(stories, sentences, lexicon, model)
    started = time.perf_counter()
    made = extract(stories, schema.STORY_LINES.empty(), sentences, tokens, lexicon, EventSettings())
    seconds = time.perf_counter() - started
    print(render(scored(files, stories, sentences, made, gold)))
    print(
        f"\n{made.event_mentions.height} mentions of {stories.height} stories in {seconds:.2f} s: {made.event_mentions.height / seconds:.0f} mentions/s"
    )
    letters = without(tokens, "lemma", "upos", "head", "deprel", "ner")
    tagged = without(tokens, "head", "deprel", "ner")
    steps: list[tuple[str, Parts | None, pl.DataFrame]] = [
        ("lexicon", None, letters),
        ("+ part of speech", Parts(guards=False, implicit=False), tagged),
        ("+ guards", Parts(implicit=False, weights=False), tagged),
        ("+ trees and names", Parts(implicit=False, weights=False), tokens),
        ("+ implicit sides", Parts(weights=False), tokens),
        ("+ weighed evidence", Parts(), tokens),
        ("all, letters only", Parts(), letters),
    ]
    print(f"\n{'ablation':24}{'detection':>12}{'typed':>8}{'who_whom':>10}{'roles':>8}{'P':>8}{'R':>8}")
    for name, parts, words in steps:
        s = scored(files, stories, sentences, extract_with(parts, stories, sentences, words, lexicon), gold)
        print(
            f"{name:24}{s['detection']['F']:12.3f}{s['typed']['F']:8.3f}{s['who_whom']['F']:10.3f}{s['roles']['F']:8.3f}"
            f"{s['detection']['P']:8.3f}{s['detection']['R']:8.3f}"
        )


def unseen_section(shared: Path, lexicon: Lexicon, model: str) -> None:
    """The test sets: coded twice, by coders who saw no output, and never read by who writes rules; weights never saw them."""
    print(f"\n{'unseen stories':24}{'detection':>12}{'typed':>8}{'who_whom':>10}{'roles':>8}{'P':>8}{'R':>8}")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name in TEST_SETS:
        stories = recover(read_coded(name), shared / "data")
        with tempfile.TemporaryDirectory() as folder:
            gold = Path(folder)
            write_gold(stories, gold)
            files, rows, sentences = coded_frames(stories)
            tokens = annotated(rows, sentences, lexicon, model)
            for how, parts in (("rules alone", Parts(weights=False)), ("weighed evidence", Parts())):
                s = scored(files, rows, sentences, extract_with(parts, rows, sentences, tokens, lexicon), gold)
                print(
                    f"{f'{name}, {how}':24}{s['detection']['F']:12.3f}{s['typed']['F']:8.3f}{s['who_whom']['F']:10.3f}"
                    f"{s['roles']['F']:8.3f}{s['detection']['P']:8.3f}{s['detection']['R']:8.3f}"
                )
                for figure in _FIGURES:
                    counts[how].update({f"{figure} {part}": s[figure][part] for part in ("tp", "pred", "gold")})
    for how, sums in counts.items():
        tp, predicted, gold_events = (sums[f"detection {part}"] for part in ("tp", "pred", "gold"))
        pooled = (2 * sums[f"{f} tp"] / max(1, sums[f"{f} pred"] + sums[f"{f} gold"]) for f in _FIGURES)
        detection, typed, who_whom, roles = pooled
        print(
            f"{f'all, {how}':24}{detection:12.3f}{typed:8.3f}{who_whom:10.3f}{roles:8.3f}{tp / predicted:8.3f}{tp / gold_events:8.3f}"
        )


_FIGURES = ("detection", "typed", "who_whom", "roles")
RARE = 1 / 50_000
"""Entries with a smaller share of the words of unlabelled news are rare."""


def lists_section(shared: Path, lexicon: Lexicon, model: str) -> None:
    """Were the lists fitted to the gold? Each story coded without the entries that only it may have called for.

    An entry of triggers.csv or phrases.csv is withheld from a story when it codes something there and no other gold story
    has an event that it codes. Half of any news vocabulary is met once in thirty stories, so the drop without all of these
    is a bound; entries that are also rare in unlabelled news are the ones that a look at the gold may have added.
    """
    gold = shared / "gold" / "dev"
    files, stories, sentences = gold_frames(gold)
    tokens = annotated(stories, sentences, lexicon, model)
    settings = EventSettings()
    whole = extract(stories, schema.STORY_LINES.empty(), sentences, tokens, lexicon, settings)
    supported = supported_entries(whole, stories, files, gold)
    share = shares_of_news(shared, lexicon)
    print(f"\n{'lists':54}{'detection':>12}{'typed':>8}{'who_whom':>10}{'withheld':>10}")
    rules: list[tuple[str, float | None]] = [
        ("every entry", None),
        ("without what no other story supports, rare in news", RARE),
        ("without what no other story supports", 1.0),
    ]
    for name, limit in rules:
        made, withheld = [], 0
        for story_id in stories["story_id"].to_list():
            mine = pl.col("story_id") == story_id
            used = {rule.split("/")[0] for rule in whole.event_mentions.filter(mine)["rule_id"].to_list()}
            others = {key for other, keys in supported.items() if other != story_id for key in keys}
            gone = {k for k in used - others if limit is not None and share.get(k, 0.0) < limit}
            withheld += len(gone)
            part = sentences.filter(mine)
            made.append(
                extract(
                    stories.filter(mine), schema.STORY_LINES.empty(), part,
                    tokens.filter(pl.col("sentence_id").is_in(part["sentence_id"].implode())), without_entries(lexicon, gone), settings,
                )
            )  # fmt: skip
        joined = Extraction(*(pl.concat(frames) for frames in zip(*made, strict=True)))
        s = scored(files, stories, sentences, joined, gold)
        print(f"{name:54}{s['detection']['F']:12.3f}{s['typed']['F']:8.3f}{s['who_whom']['F']:10.3f}{withheld:10}")


def supported_entries(
    made: Extraction, stories: pl.DataFrame, files: pl.DataFrame, gold: Path
) -> dict[str, frozenset[str]]:
    """For each story the lexicon entries whose mentions overlap an event of its gold, optional ones included."""
    path_of = dict(stories.join(files, on="file_id").select("story_id", "path").iter_rows())
    found: dict[str, frozenset[str]] = {}
    for story_id, path in path_of.items():
        coded = json.loads((gold / path).with_suffix(".json").read_text(encoding="utf-8"))
        spans = [e["trigger_span"] for e in (*coded["events"], *coded.get("optional_events", []))]
        rows = made.event_mentions.filter(pl.col("story_id") == story_id).select("rule_id", "start_char", "end_char")
        found[story_id] = frozenset(
            rule.split("/")[0] for rule, start, end in rows.iter_rows() if any(start < b and a < end for a, b in spans)
        )
    return found


def shares_of_news(shared: Path, lexicon: Lexicon) -> dict[str, float]:
    """The share of words in unlabelled news that can be each entry's trigger."""
    words: Counter[str] = Counter()
    for path in sorted((shared / "data" / "news" / "hespress-6000").glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                words.update(WORD.findall(row["story"]))
    entries: Counter[str] = Counter()
    for surface, n in words.items():
        info = lexicon.word(surface)
        for key in {t.key for t, _, _ in info.triggers} | {p.trigger.key for p, _, _ in info.phrases}:
            entries[key] += n
    return {key: n / words.total() for key, n in entries.items()}


def without_entries(lexicon: Lexicon, keys: set[str]) -> Lexicon:
    """A lexicon that lacks some entries."""
    return replace(
        lexicon,
        triggers={w: [o for o in options if o[0].key not in keys] for w, options in lexicon.triggers.items()},
        phrases={w: [o for o in options if o[0].trigger.key not in keys] for w, options in lexicon.phrases.items()},
    )


def gsr_frames(rows: list[dict[str, str]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Each GSR sentence as a story of its own."""
    stories, sentences = {}, {}
    for row in rows:
        text = row["text"].strip()
        story_id = short_id("gsr", text)
        stories[story_id] = story_row(story_id, short_id("gsr-file", text), text, None, None)
        sentences[story_id] = sentence_row(story_id, 0, 0, text)
    return schema.STORIES.frame(list(stories.values())), schema.SENTENCES.frame(list(sentences.values()))


def gsr_section(shared: Path, lexicon: Lexicon, model: str) -> None:
    """Yes against easy no, and spans."""
    folder = shared / "data" / "events" / "arabic_event_gsr_dev"
    print(f"\n{'GSR':10}{'coder':24}{'P':>8}{'R':>8}{'F':>8}{'false positives on easy no':>30}")
    for event_type, name in TYPES.items():
        with (folder / f"{name}_gsr.csv").open(encoding="utf-8") as file:
            rows = [r for r in csv.DictReader(file) if r["label"] in ("yes", "easy no")]
        stories, sentences = gsr_frames(rows)
        tokens = annotated(stories, sentences, lexicon, model)
        made = extract(stories, schema.STORY_LINES.empty(), sentences, tokens, lexicon, EventSettings())
        ours = made.event_mentions.filter(pl.col("event_type") == event_type)
        news = ours.filter(
            ((pl.col("construction") != "masdar") | pl.col("date_text").is_not_null())
            & (pl.col("modality") == "asserted")
            & ~pl.col("negated")
        )
        for coder, found in (
            ("this", set(ours["story_id"])),
            ("this, told as news", set(news["story_id"])),
            (
                "lexicon only",
                {
                    i
                    for i, t in sentences.select("story_id", "text").iter_rows()
                    if hits(t, event_type, lexicon, verbs=False)
                },
            ),
            (
                "finite verbs only",
                {
                    i
                    for i, t in sentences.select("story_id", "text").iter_rows()
                    if hits(t, event_type, lexicon, verbs=True)
                },
            ),
        ):
            report(event_type, coder, rows, found)
        spans(folder / f"{name}_spans.json", event_type, lexicon, model)


def hits(text: str, event_type: str, lexicon: Lexicon, *, verbs: bool) -> bool:
    """Baselines: a trigger of the type stands in the sentence (as a finite verb, with some actor behind it)."""
    words = words_of(text, 0, lexicon)
    for word in words:
        for trigger, form, _ in word.info.triggers:
            if trigger.event_type == event_type and (
                not verbs or (form.pos == "V" and any(w.info.names or w.info.nisba for w in words[word.index + 1 :]))
            ):
                return True
        if not verbs and any(p.trigger.event_type == event_type for p, _, _ in word.info.phrases):
            return True
    return False


def report(event_type: str, coder: str, rows: list[dict[str, str]], found: set[str]) -> None:
    """One line of the GSR table."""
    yes = [r for r in rows if r["label"] == "yes"]
    no = [r for r in rows if r["label"] != "yes"]
    tp = sum(short_id("gsr", r["text"].strip()) in found for r in yes)
    fp = sum(short_id("gsr", r["text"].strip()) in found for r in no)
    p, r = tp / (tp + fp) if tp + fp else 0.0, tp / len(yes)
    print(f"{event_type:10}{coder:24}{p:8.3f}{r:8.3f}{2 * p * r / (p + r) if p + r else 0.0:8.3f}{fp / len(no):30.3f}")


def tokens_of(text: str) -> set[str]:
    """Words for span comparison."""
    return set(re.findall(r"\w+", text))


def spans(path: Path, event_type: str, lexicon: Lexicon, model: str) -> None:
    """Token F of the spans: this coder and the other people, each against the first person of a sentence."""
    items = [i for i in json.loads(path.read_text(encoding="utf-8")) if len(i["spans"]) > 1]
    stories, sentences = gsr_frames(items)
    tokens = annotated(stories, sentences, lexicon, model)
    made = extract(stories, schema.STORY_LINES.empty(), sentences, tokens, lexicon, EventSettings())
    mentions: dict[str, dict[str, Any]] = {}
    for row in made.event_mentions.filter(pl.col("event_type") == event_type).iter_rows(named=True):
        mentions.setdefault(row["story_id"], row)
    sides: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in made.event_participants.iter_rows(named=True):
        if row["text"]:
            sides[row["mention_id"], row["side"]] |= tokens_of(row["text"])
    keys = (("verb", None), ("source_actor", "actor"), ("target_actor", "recipient"))
    for key, side in keys:
        machine, people = [0, 0, 0], [0, 0, 0]
        for item in items:
            first = tokens_of(" ".join(item["spans"][0][key]))
            if not tokens_of(" ".join(item["spans"][0]["verb"])):
                continue
            for other in item["spans"][1:]:
                count(people, tokens_of(" ".join(other[key])), first)
            mention = mentions.get(short_id("gsr", item["text"].strip()))
            mine = (
                set()
                if mention is None
                else tokens_of(mention["trigger"])
                if side is None
                else sides[mention["mention_id"], side]
            )
            count(machine, mine, {w.lstrip("وف") for w in first} | first if side is None else first)
        print(
            f"{event_type:10}span {key:19}{'':16}{fscore(machine):8.3f}   (coders among themselves {fscore(people):.3f})"
        )


def count(totals: list[int], mine: set[str], theirs: set[str]) -> None:
    """Add right, found and wanted tokens."""
    totals[0] += len(mine & theirs)
    totals[1] += len(mine)
    totals[2] += len(theirs)


def fscore(totals: list[int]) -> float:
    """F of [right, found, wanted]."""
    return 2 * totals[0] / (totals[1] + totals[2]) if totals[1] + totals[2] else 0.0


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--model", default="bundled", help="bundled, official, a folder, or none: letters only")
    arguments = parser.parse_args()
    lexicon = load_lexicon()
    gold_section(arguments.shared, lexicon, arguments.model)
    unseen_section(arguments.shared, lexicon, arguments.model)
    lists_section(arguments.shared, lexicon, arguments.model)
    gsr_section(arguments.shared, lexicon, arguments.model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
