"""Do statements of rise and fall hold? On a library of one's own: `python -m bench.trends DATA`.

Two questions, for each kind and length of time, over all months that have the time before them. *By chance*: the
documents of each source change their months at random, so that nothing rises; how often is anything claimed all the
same, and how many claims a table? *Afterwards*: is what was claimed to rise (fade) still above (below) its earlier share
in as many months again?
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from pathlib import Path

from msgspec import Struct

from graph.model import Month, NodeId, NodeKind, SourceId
from graph.months import shift
from graph.ports import Brought, Library
from graph.stores.sqlite import SqliteLibrary
from graph.trends import Share
from graph.views.trend import KINDS, MONTHS
from graph.views.trend_shares import Base, Found, Spans, base_of, found_in, run_of

SHUFFLES = 20
SEED = 5


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


def main() -> None:
    """Print the figures of each kind and length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a data folder with a library in it")
    library = SqliteLibrary(parser.parse_args().data / "almanac.sqlite")
    chance = random.Random(SEED)  # noqa: S311 - a bench, no secret
    for kind in KINDS:
        keys = list(library.chronicle.naming(NodeKind(kind)))
        named = {key: set(works) for key, works in library.chronicle.works_naming(keys).items()}
        works = first_mentions(library, named)
        newest = max((work.month for work in works), default="")
        oldest = min((work.month for work in works), default="")
        for months in MONTHS:
            true, null = Sums(), Sums()
            ends = [end for end in run_of(oldest, 600) if shift(end, 1 - 4 * months) >= oldest and end <= newest]
            mixes = [shuffled(works, chance) for _ in range(SHUFFLES)]
            for end in ends:
                add(true, *found_at(works, named, Spans.at(end, months)), months)
                for mixed in mixes[:: max(1, len(ends) // 4)]:
                    add(null, *found_at(mixed, named, Spans.at(end, months)), months)
            print(f"{kind}, {months} months: {true.told()}")
            print(f"  by chance: {null.told().split(', held')[0]}")


if __name__ == "__main__":
    main()
