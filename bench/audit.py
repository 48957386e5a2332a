"""How often the audit finds a wrong link, and how often it accuses a right one, on labels of human reading lists.

    python -m bench.audit [--seeds 20] [--errors]

Of the labels whose arXiv id the snapshot has, 300 are drawn a seed; 60 of them are given another paper's id, half of them
one of the same category. Nicknames (labels that share no telling word with their paper's title) are counted apart, and
so are labels that name nothing ("paper"). Beside it, in the same run, the plain way: an accusation below a token-set
ratio, which is chosen on these very labels, and still loses. Needs ../shared (or ALMANAC_SHARED).
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace
from rapidfuzz import fuzz

from graph.audit import ACCUSING, Claim, Judgement, Rarity, judge, rarity_of, titles_like
from graph.names import is_generic, share_words
from graph.ports import Corpus, Library
from graph.record import Record
from graph.stores.sqlite import SqliteLibrary

SHARED = Path(os.environ.get("ALMANAC_SHARED") or Path(__file__).resolve().parents[2] / "shared")
LISTS = SHARED / "data" / "reading-lists" / "lists-dev.jsonl.gz"
SNAPSHOT = SHARED / "data" / "arxiv" / "snapshot-dev.jsonl.gz"
DRAWN, SWAPPED = 300, 60
RECALL, FALSE_ALARMS = 0.95, 0.03


class Row(msgspec.Struct):
    """A line of a reading list."""

    list: str
    title: str
    url: str
    arxiv_id: str | None = None
    comment: str | None = None
    category: str | None = None
    date: str | None = None


class Line(msgspec.Struct):
    """A line of the snapshot, as far as it is needed here."""

    id: str
    title: str
    abstract: str | None = None
    categories: str | None = None


class Case(msgspec.Struct, frozen=True):
    """A label with the link it is judged by, which is its own unless it was swapped."""

    claim: Claim
    own: Record
    linked: Record

    @property
    def swapped(self) -> bool:
        """Say whether the link leads elsewhere."""
        return self.linked.identity != self.own.identity


class Tally(msgspec.Struct):
    """How many links were accused, of how many, apart for wrong and right ones."""

    wrong: int = 0
    found: int = 0
    right: int = 0
    alarms: int = 0

    def add(self, swapped: bool, accused: bool) -> None:
        """Count one."""
        self.wrong += swapped
        self.found += swapped and accused
        self.right += not swapped
        self.alarms += accused and not swapped

    @property
    def recall(self) -> float:
        """Return the share of wrong links that were found."""
        return self.found / self.wrong if self.wrong else 1.0

    @property
    def false_alarms(self) -> float:
        """Return the share of right links that were accused."""
        return self.alarms / self.right if self.right else 0.0

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.3f} ({self.found} of {self.wrong}), "
            f"false alarms {self.false_alarms:.4f} ({self.alarms} of {self.right})"
        )


class World(msgspec.Struct):
    """The labels, the snapshot by identity and by category, and the corpus made of it."""

    cases: list[Case]
    records: dict[str, Record]
    by_category: dict[str, list[Record]]
    corpus: Corpus
    rarity: Rarity


def made_world(library: Library, *, comments: bool) -> World:
    """Return the world of the snapshot, which the library takes in as its corpus."""
    records = {record.identity: record for record in read_records()}
    by_category: dict[str, list[Record]] = {}
    for record in records.values():
        for category in record.categories[:1]:
            by_category.setdefault(category, []).append(record)
    with library.transaction():
        library.corpus.put(records.values())
    corpus = library.corpus
    return World(read_cases(records, comments=comments), records, by_category, corpus, rarity_of(corpus))


def read_records() -> Iterator[Record]:
    """Yield the snapshot's papers."""
    decoder = msgspec.json.Decoder(Line)
    with gzip.open(SNAPSHOT) as lines:
        for line in map(decoder.decode, lines):
            subjects = tuple((line.categories or "").split())
            yield Record(
                identity=f"arxiv:{line.id}",
                title=" ".join(line.title.split()),
                provider="arxiv-snapshot",
                abstract=line.abstract,
                categories=subjects,
            )


def read_cases(records: dict[str, Record], *, comments: bool) -> list[Case]:
    """Return the lists' labels whose paper the snapshot has."""
    rows = [msgspec.json.decode(line, type=Row) for line in gzip.decompress(LISTS.read_bytes()).splitlines()]
    return [
        Case(claim_of(number, row, comments=comments), record, record)
        for number, row in enumerate(rows)
        if (record := records.get(f"arxiv:{row.arxiv_id}"))
    ]


def claim_of(number: int, row: Row, *, comments: bool) -> Claim:
    """Return the row as an item of a document would claim it, with the last of its headings."""
    return Claim(
        item=f"item-{number}",
        document=row.list,
        block=number,
        label=row.title,
        url=row.url,
        identity=f"arxiv:{row.arxiv_id}",
        comment=row.comment if comments else None,
        section=(row.category or "").split(">")[-1].strip() or None,
        month=row.date[:7] if row.date else None,
    )


def drawn(world: World, seed: int) -> list[Case]:
    """Return this seed's labels, some of them with another paper's id."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    cases = chance.sample(world.cases, min(DRAWN, len(world.cases)))
    swapped = [swap(world, case, chance, near=at % 2 == 0) for at, case in enumerate(cases[:SWAPPED])]
    return [*swapped, *cases[SWAPPED:]]


def swap(world: World, case: Case, chance: random.Random, *, near: bool) -> Case:
    """Return the case linked to another paper: of the same first category, or any."""
    category = case.own.categories[0] if case.own.categories else None
    among = world.by_category[category] if near and category else list(world.records.values())
    other = chance.choice([record for record in among if record.title.casefold() != case.own.title.casefold()])
    return Case(replace(case.claim, identity=other.identity), case.own, other)


def judged(world: World, cases: Sequence[Case]) -> Iterator[tuple[Case, Judgement]]:
    """Yield each case with the audit's word on it."""
    for case in cases:
        yield case, judge(case.claim, case.linked, world.rarity, lambda label: titles_like(world.corpus, label))


def tallied(world: World, seed: int) -> Tally:
    """Return how well one seed's links are judged."""
    tally = Tally()
    for case, judgement in judged(world, drawn(world, seed)):
        tally.add(case.swapped, judgement.verdict in ACCUSING)
    return tally


def ratio(case: Case) -> float:
    """Return the plain way's likeness of label and title."""
    return fuzz.token_set_ratio(case.claim.label.casefold(), case.linked.title.casefold())


def best_ratio(cases: Sequence[Case]) -> float:
    """Return the ratio below which most wrong links lie while the false alarms are bearable."""
    right = sorted(ratio(case) for case in cases if not case.swapped and not is_generic(case.claim.label))
    return right[int(len(right) * FALSE_ALARMS)]


def kind_of(case: Case) -> str:
    """Say what the label is to its own paper."""
    if is_generic(case.claim.label):
        return "names nothing"
    return "named" if share_words(case.claim.label, case.own.title) else "nickname"


def measure(name: str, world: World, seeds: int, *, errors: bool) -> None:
    """Print the rates over the seeds, of the worst seed, by kind of label, and of the plain way."""
    whole, plain, worst = Tally(), Tally(), Tally()
    kinds: dict[str, Tally] = {}
    draws = [drawn(world, seed) for seed in range(seeds)]
    bar = best_ratio([case for cases in draws for case in cases])
    passed = 0
    for seed, cases in enumerate(draws):
        tally = Tally()
        for case, judgement in judged(world, cases):
            accused = judgement.verdict in ACCUSING
            for each in (tally, whole, kinds.setdefault(kind_of(case), Tally())):
                each.add(case.swapped, accused)
            plain.add(case.swapped, ratio(case) < bar and not is_generic(case.claim.label))
            if errors and accused != case.swapped:
                print(told(seed, case, judgement))
        passed += tally.recall >= RECALL and tally.false_alarms <= FALSE_ALARMS
        worst = min(worst if worst.wrong else tally, tally, key=lambda each: each.recall - each.false_alarms)
    print(f"{name}: {whole}; {passed} of {seeds} seeds pass")
    print(f"  worst seed      {worst}")
    for kind, tally in sorted(kinds.items()):
        print(f"  {kind:15} {tally}")
    print(f"  token-set < {bar:2.0f}  {plain}")


def told(seed: int, case: Case, judgement: Judgement) -> str:
    """Return an error in one line."""
    kind = "missed" if case.swapped else "accused"
    comment = (case.claim.comment or "")[:60]
    return f"  {seed} {kind}: {case.claim.label!r} → {case.linked.title!r} [{comment}] {judgement.reason}"


def main() -> None:
    """Measure with and without comments."""
    options = argparse.ArgumentParser(description="Measure the audit on labels of human reading lists.")
    options.add_argument("--seeds", type=int, default=20)
    options.add_argument("--errors", action="store_true", help="show every error")
    asked = options.parse_args()
    if not (LISTS.exists() and SNAPSHOT.exists()):
        print("left out: ../shared is absent")
        return
    with tempfile.TemporaryDirectory() as folder:
        world = made_world(SqliteLibrary(Path(folder) / "library.sqlite"), comments=True)
        measure(f"{len(world.cases)} labels with comments", world, asked.seeds, errors=asked.errors)
        alone = msgspec.structs.replace(world, cases=read_cases(world.records, comments=False))
        measure(f"{len(alone.cases)} labels alone", alone, asked.seeds, errors=asked.errors)


if __name__ == "__main__":
    main()
