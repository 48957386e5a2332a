"""Do statements of rise and fall hold?

    python -m bench.trends [DATA]

DATA is a data folder with a library of one's own; without it one is made of the weekly list of 2023 and 2024 and of the
documents in ../shared (or ALMANAC_SHARED), in half a minute.

Two questions, for each kind and length of time, over all months that have the time before them. *By chance*: the
documents of each source change their months at random, so that nothing rises; how often is anything claimed all the
same, and how many claims a table? *Afterwards*: is what was claimed to rise (fade) still above (below) its earlier share
in as many months again? Asked for is that few tables claim anything where nothing rises, and that more do in truth.
"""

from __future__ import annotations

import argparse
import gzip
import html
import os
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from app import parts_of, settings_from
from bench import needs, verdict
from bench.categories import LISTS, SHARED
from graph.model import Month, NodeId, NodeKind, SourceId
from graph.months import shift
from graph.ports import Brought, Library
from graph.stores.sqlite import SqliteLibrary
from graph.trends import Share
from graph.views.trend import KINDS, MONTHS
from graph.views.trend_shares import Base, Found, Spans, base_of, found_in, run_of

SHUFFLES = 20
SEED = 5
WEEKLY = "AI-Papers-of-the-Week"
BY_CHANCE = 0.1
"""The most tables that may claim anything where nothing rises: false discoveries are held at one in ten."""
HELD = 0.5
"""The least share of claims that hold afterwards: a coin says as much."""


class Work(Struct, frozen=True):
    """A work at its first mention."""

    key: NodeId
    document: str
    source: SourceId
    month: Month


class Sums(Struct):
    """What was tested and claimed, and of the claims what held afterwards, of those that could be followed."""

    tables: int = 0
    tested: int = 0
    claims: int = 0
    with_any: int = 0
    held: int = 0
    followed: int = 0

    def plus(self, other: Sums) -> Sums:
        """Return both together."""
        return Sums(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    def told(self) -> str:
        """Return the sums in a line."""
        after = f", held afterwards {self.held} of {self.followed}" if self.followed else ""
        return f"{self.tables} tables, {self.tested} tests, {self.claims} claims in {self.with_any} tables{after}"


def first_mentions(library: Library, named: dict[NodeId, set[NodeId]]) -> list[Work]:
    """Return the works that name anything, at their first mention; picks aside."""
    earliest: dict[NodeId, Work] = {}
    for one in sorted(library.chronicle.tellings(set().union(*named.values())), key=lambda one: one.until or "~"):
        if one.month and one.source:
            work = Work(one.work, one.document, one.source, one.month)
            held = earliest.get(one.work)
            earliest[one.work] = work if held is None or work.month < held.month else held
    return list(earliest.values())


def shuffled(works: list[Work], chance: random.Random) -> list[Work]:
    """Return the works with the months of each source's documents exchanged at random: works of one stay together."""
    months: defaultdict[SourceId, dict[str, Month]] = defaultdict(dict)
    for work in works:
        months[work.source].setdefault(work.document, work.month)
    new: dict[tuple[SourceId, str], Month] = {}
    for source, held in months.items():
        mixed = list(held.values())
        chance.shuffle(mixed)
        new |= {(source, document): month for document, month in zip(held, mixed, strict=True)}
    return [Work(one.key, one.document, one.source, new[one.source, one.document]) for one in works]


def found_at(works: list[Work], named: dict[NodeId, set[NodeId]], spans: Spans) -> tuple[Base, list[Found]]:
    """Return what is found when these are all the works there are."""
    place = {work.key: (work.month, work.source) for work in works}
    counts: dict[NodeId, dict[Brought, int]] = {
        concept: dict(Counter(place[key] for key in keys if key in place)) for concept, keys in named.items()
    }
    heard: defaultdict[Month, set[SourceId]] = defaultdict(set)
    for work in works:
        heard[work.month].add(work.source)
    base = base_of(dict(Counter(place.values())), {month: frozenset(some) for month, some in heard.items()}, spans)
    return base, found_in(base, counts)


def add(sums: Sums, base: Base, found: list[Found], months: int) -> None:
    """Count what a table claims, and what became of it."""
    claims = [one for one in found if one.rises or one.fades]
    sums.tables += 1
    sums.tested += len(found)
    sums.claims += len(claims)
    sums.with_any += bool(claims)
    after = run_of(shift(base.spans.recent[-1], 1), months)
    for one in claims:
        later: Share = base.share(one.own, after)
        if later.of:
            sums.followed += 1
            sums.held += later.ratio > one.earlier.ratio if one.rises else later.ratio < one.earlier.ratio


def weekly() -> str:
    """Return the weekly list as a feed, an entry a week, each work with its comment."""
    weeks: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in gzip.decompress(LISTS.read_bytes()).splitlines():
        row = msgspec.json.decode(line)
        if WEEKLY in row["list"]:
            link = f'<a href="{html.escape(row["url"] or "")}">{html.escape(row["title"])}</a>'
            weeks[row["date"], row["week"]].append(f"<li>{link} - {row['comment'] or ''}</li>")
    entries = (
        f"<entry><title>{html.escape(week)}</title><id>urn:bench:{date}</id><published>{date}T00:00:00Z</published>"
        f'<updated>{date}T00:00:00Z</updated><content type="html">{html.escape("<ol>" + "".join(works) + "</ol>")}'
        "</content></entry>"
        for (date, week), works in sorted(weeks.items())
    )
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><title>The weekly list</title><id>urn:bench</id>'
    return f"{feed}{''.join(entries)}</feed>"


def made(folder: Path) -> Path:
    """Make a library of the weekly list and the shared documents; return its data folder."""
    for needed in (LISTS, SHARED / "seeds"):
        needs(needed)
    ingestor = parts_of(settings_from({**os.environ, "ALMANAC_DATA": str(folder), "ALMANAC_MODEL": "hashing"})).ingestor
    (folder / "weekly.xml").write_text(weekly(), encoding="utf-8")
    for file in (folder / "weekly.xml", *sorted((SHARED / "seeds").iterdir())):
        report = ingestor.ingest(str(file))
        print(f"{report.items:6,} items of {file.name}")
    ingestor.extract()
    return folder


def tables(library: Library, kind: NodeKind) -> Iterator[tuple[int, Sums, Sums]]:
    """Yield for each length of time what is claimed of a kind, and what by chance."""
    chance = random.Random(SEED)  # noqa: S311 - a bench, no secret
    keys = list(library.chronicle.naming(kind))
    named = {key: set(works) for key, works in library.chronicle.works_naming(keys).items()}
    works = first_mentions(library, named)
    newest = max((work.month for work in works), default="")
    oldest = min((work.month for work in works), default="")
    for months in MONTHS:
        true, null = Sums(), Sums()
        ends = [
            end
            for end in (run_of(oldest, 600) if works else ())
            if shift(end, 1 - 4 * months) >= oldest and end <= newest
        ]
        mixes = [shuffled(works, chance) for _ in range(SHUFFLES)]
        for end in ends:
            add(true, *found_at(works, named, Spans.at(end, months)), months)
            for mixed in mixes[:: max(1, len(ends) // 4)]:
                add(null, *found_at(mixed, named, Spans.at(end, months)), months)
        yield months, true, null


def measure(library: Library) -> int:
    """Print the figures of each kind and length, and of all; return the exit code."""
    true, null = Sums(), Sums()
    for kind in KINDS:
        for months, truly, by_chance in tables(library, NodeKind(kind)):
            print(
                f"{kind}, {months} month{'s' * (months > 1)}: {truly.told()}\n  by chance: {by_chance.told().split(', held')[0]}"
            )
            true, null = true.plus(truly), null.plus(by_chance)
    if not null.tables or not true.followed:
        print("not measured: too few months, or nothing claimed that could be followed", file=sys.stderr)
        return 2
    chance, truth, held = null.with_any / null.tables, true.with_any / true.tables, true.held / true.followed
    return verdict(
        [
            (
                f"{chance:.3f} of {null.tables:,} tables claim anything by chance, at most {BY_CHANCE}",
                chance <= BY_CHANCE,
            ),
            (f"{truth:.3f} of {true.tables:,} true tables do, more than by chance", truth > chance),
            (f"{held:.3f} of {true.followed} claims held afterwards, more than {HELD}", held > HELD),
        ]
    )


def main() -> int:
    """Measure on the library that is asked for, or on one made for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="a data folder with a library in it")
    data = parser.parse_args().data
    if data and not (data / "almanac.sqlite").is_file():
        parser.error(f"no library is in {data}")
    with tempfile.TemporaryDirectory(prefix="almanac-bench-") as folder:
        return measure(SqliteLibrary((data or made(Path(folder))) / "almanac.sqlite"))


if __name__ == "__main__":
    sys.exit(main())
