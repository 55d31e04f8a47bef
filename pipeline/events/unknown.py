"""What the lexicon should learn next: actors and titles of the last build that have no country or no sector, ranked.

Belongs here: reading the published database and writing the queue as a patch an analyst fills in. Does not belong here:
changing the lexicon.
"""

from collections import Counter, defaultdict
from pathlib import Path

import duckdb
import yaml

from pipeline.events.lexicon import LexiconError, load_lexicon


def unknown_actors(warehouse: Path, limit: int = 50) -> str:
    """A YAML patch: actors without country or sector, the most frequent first, each with an example and empty fields to fill.

    Ranked by the number of distinct stories, then of mentions, then by name. What is filled in goes to people.csv (names),
    organisations.csv (bodies) or roles.csv (titles).
    """
    with duckdb.connect(str(warehouse), read_only=True) as db:
        rows = db.execute(
            """
            SELECT p.text, p.country, p.sector, p.resolution, m.story_id, m.event_type, s.text
            FROM event_participants AS p
            JOIN event_mentions AS m USING (mention_id)
            JOIN sentences AS s USING (sentence_id)
            WHERE p.text IS NOT NULL AND (p.country IS NULL OR p.sector IS NULL)
            ORDER BY p.text, m.mention_id, p.participant_no
            """
        ).fetchall()
    stories: dict[str, set[str]] = defaultdict(set)
    mentions: Counter[str] = Counter()
    missing: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    examples: dict[str, str] = {}
    for text, country, sector, resolution, story_id, _, sentence in rows:
        stories[text].add(story_id)
        mentions[text] += 1
        missing[text] |= {name for name, value in (("country", country), ("sector", sector)) if value is None}
        kinds.setdefault(text, resolution)
        examples.setdefault(text, sentence)
    ranked = sorted(mentions, key=lambda text: (-len(stories[text]), -mentions[text], text))[:limit]
    entries = [
        {
            "name": text, "file": "people.csv" if kinds[text] == "name" else "roles.csv", "missing": sorted(missing[text]),
            "country": None, "sector": None, "stories": len(stories[text]), "mentions": mentions[text], "example": examples[text][:200],
        }
        for text in ranked
    ]  # fmt: skip
    head = "# Actors the last build could not place. Fill in country and sector, then add the line to the file named.\n"
    return head + (yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=160) if entries else "[]\n")


def check_lexicon(folder: Path | None = None) -> list[str]:
    """Faults of a lexicon folder (default: the bundled one), one line each as `file:line: what is wrong`; empty when it is sound."""
    try:
        load_lexicon(folder)
    except LexiconError as error:
        return str(error).splitlines()
    return []
