"""How often a category is guessed right on works that were held out, beside simpler methods, and how sure the guesses are.

    python -m bench.categories

On the reviews by category in `examples/` and, where ../shared (or ALMANAC_SHARED) is, on a human list of papers on agents
under its own headings, by title alone and with abstracts. Five-fold: a paper that stands under two headings is held out
of both at once, and a guess of the one is wrong for the other. Vectors are cached where `ALMANAC_CACHE` says.
"""

from __future__ import annotations

import gzip
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from platformdirs import user_cache_path

from graph.categorise import WorkText, predict
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.ids import category_id
from graph.mention import Passage, Text
from graph.model import Node, NodeId, NodeKind
from graph.names import words
from graph.outline import Span
from graph.ports import Embedder
from graph.wording import Wording, whole
from ingest.entities.extractor import Entities
from ingest.items import items_of
from ingest.sources import read_source, reader_named

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ALMANAC_SHARED") or ROOT.parent / "shared")
LISTS = SHARED / "data" / "reading-lists" / "lists-dev.jsonl.gz"
SNAPSHOT = SHARED / "data" / "arxiv" / "snapshot-dev.jsonl.gz"
FOLDS = 5
SHUFFLES = 3
MARGIN = 0.05  # by which ours has to beat the nearest neighbour by tf-idf
SURE = 0.6  # a guess that a reader may take as it is
BINS = 10


class Sorted(Struct, frozen=True):
    """A work under a heading. `paper` is what it shares with the same work under other headings."""

    paper: str
    title: str
    text: str
    heading: str


class Tried(Struct, frozen=True):
    """The guesses of one method: right or not, and how sure (None where it does not say)."""

    right: list[bool]
    chances: list[float]


Guesses = dict[NodeId, tuple[NodeId, float]]
Method = Callable[[Sequence[WorkText], Mapping[NodeId, NodeId], Sequence[Node]], Guesses]
"""Works, the categories that are known, all categories → a category, and how likely it is, for each of the others."""


def example_works() -> list[Sorted]:
    """Return the works of the examples that a heading sorts."""
    source = ROOT / "examples" / "2024-by-category.xml"
    documents = read_source(source.read_bytes(), target=str(source)).documents
    items = [item for sent in documents for item in items_of(reader_named(sent.reader).document(sent))]
    return [
        Sorted(item.id, item.label, f"{item.label}. {item.comment or ''}", item.category)
        for item in items
        if item.category
    ]


def listed_papers() -> list[Sorted]:
    """Return the papers of the list on agents under its headings, by title alone."""
    rows = [msgspec.json.decode(line) for line in gzip.decompress(LISTS.read_bytes()).splitlines()]
    return [
        Sorted(row.get("arxiv_id") or row["title"], row["title"], row["title"], row["category"])
        for row in rows
        if "LLM-Agents" in row["list"]
    ]


def with_abstracts(papers: Sequence[Sorted]) -> list[Sorted]:
    """Return the papers with the abstracts that the snapshot has."""
    wanted, abstracts = {paper.paper for paper in papers}, dict[str, str]()
    with gzip.open(SNAPSHOT) as lines:
        for line in lines:
            row = msgspec.json.decode(line)
            if row["id"] in wanted:
                abstracts[row["id"]] = row["abstract"]
    return [replace(paper, text=f"{paper.title}. {abstracts.get(paper.paper, '')}") for paper in papers]


def named_in(papers: Sequence[Sorted]) -> list[tuple[str, ...]]:
    """Return the names of the concepts that each names."""
    texts = [
        Text(
            key=str(at),
            digest="",
            passages=(
                Passage(text=paper.title, labels=(Span(0, len(paper.title)),)),
                Passage(text=paper.text.removeprefix(paper.title).lstrip(". "), block=0),
            ),
        )
        for at, paper in enumerate(papers)
    ]
    return [tuple(sorted({one.name for one in found.mentions})) for found in Entities().read(texts)]


def measure(name: str, papers: Sequence[Sorted], embedder: Embedder) -> None:
    """Print the share guessed right by each method, how well ours knows how sure it is, and whether it is well ahead."""
    named = named_in(papers)
    works = [
        WorkText(f"work-{at}", paper.title, paper.text, concepts)
        for at, (paper, concepts) in enumerate(zip(papers, named, strict=True))
    ]
    print(f"{name}: {len(works)} works, {len({paper.heading for paper in papers})} categories")
    plain = [replace(work, concepts=()) for work in works]
    methods: list[tuple[str, Method, list[WorkText]]] = [
        ("largest", largest, plain),
        ("tf-idf neighbour", nearest_wording, plain),
        ("nearest centroid", partial(nearest_centroid, embedder), plain),
        ("ours, no names", partial(ours, embedder), plain),
        ("ours", partial(ours, embedder), works),
    ]
    tried = {label: cross_validated(papers, seen, method) for label, method, seen in methods}
    for label, one in tried.items():
        print(f"  {label:17}{_told(one)}")
    ahead = float(np.mean(tried["ours"].right) - np.mean(tried["tf-idf neighbour"].right))
    print("  within" if ahead >= MARGIN else "  NOT within", f"{MARGIN:.2f} above the tf-idf neighbour: {ahead:.3f}")


def cross_validated(papers: Sequence[Sorted], works: Sequence[WorkText], method: Method) -> Tried:
    """Guess each work from the other four fifths, in several shuffles."""
    labels = {work.id: category_id(paper.heading) for work, paper in zip(works, papers, strict=True)}
    names = {category_id(paper.heading): paper.heading.split(">")[-1].strip() for paper in papers}
    categories = [Node(id=key, kind=NodeKind.CATEGORY, name=name) for key, name in names.items()]
    tried = Tried([], [])
    for shuffle in range(SHUFFLES):
        for fold in range(FOLDS):
            out = {w.id for w, p in zip(works, papers, strict=True) if _fold(p.paper, shuffle) == fold}
            known = {work: label for work, label in labels.items() if work not in out}
            for work, (category, chance) in method(works, known, categories).items():
                tried.right.append(category == labels[work])
                tried.chances.append(chance)
    return tried


def ours(
    embedder: Embedder, works: Sequence[WorkText], known: Mapping[NodeId, NodeId], categories: Sequence[Node]
) -> Guesses:
    """Guess as the library does."""
    return {
        edge.source: (edge.target, edge.confidence or 0) for edge in predict(works, known, categories, embedder).edges
    }


def largest(works: Sequence[WorkText], known: Mapping[NodeId, NodeId], _categories: Sequence[Node]) -> Guesses:
    """Guess the largest category."""
    best = Counter(known.values()).most_common(1)[0][0]
    return {work.id: (best, 0.0) for work in works if work.id not in known}


def nearest_wording(works: Sequence[WorkText], known: Mapping[NodeId, NodeId], _categories: Sequence[Node]) -> Guesses:
    """Guess the category of the work whose words are most alike by tf-idf."""
    examples = [work for work in works if work.id in known]
    asked = [work for work in works if work.id not in known]
    wording = Wording([words(work.text) for work in examples], whole)
    like = (wording.rows_of([words(work.text) for work in asked]) @ wording.rows.T).toarray()
    return {work.id: (known[examples[at].id], 0.0) for work, at in zip(asked, like.argmax(axis=1), strict=True)}


def nearest_centroid(
    embedder: Embedder, works: Sequence[WorkText], known: Mapping[NodeId, NodeId], categories: Sequence[Node]
) -> Guesses:
    """Guess the category whose works and name are nearest on average."""
    sums = embedder.embed([category.name for category in categories]).copy()
    place = {category.id: at for at, category in enumerate(categories)}
    vectors = dict(zip([work.id for work in works], embedder.embed([work.text for work in works]), strict=True))
    for work, label in known.items():
        sums[place[label]] += vectors[work]
    centroids = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    asked = [work.id for work in works if work.id not in known]
    return {work: (categories[int((centroids @ vectors[work]).argmax())].id, 0.0) for work in asked}


def calibration_error(tried: Tried) -> float:
    """Return how far, on average, the chances told are from the shares that were right (ten bins)."""
    chances, right = np.array(tried.chances), np.array(tried.right)
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    return sum(
        float(abs(chances[bins == one].mean() - right[bins == one].mean()) * (bins == one).mean())
        for one in np.unique(bins)
    )


def _told(tried: Tried) -> str:
    told = f"{np.mean(tried.right):.3f}"
    if not any(tried.chances):
        return told
    sure = [right for right, chance in zip(tried.right, tried.chances, strict=True) if chance >= SURE]
    share = f"{len(sure) / len(tried.right):.2f} are {SURE} sure or more, {np.mean(sure):.2f} of those right"
    return f"{told}  calibration error {calibration_error(tried):.3f}; {share}"


def _fold(paper: str, shuffle: int) -> int:
    return crc32(f"{shuffle} {paper}".encode()) % FOLDS


def main() -> None:
    """Measure on what is there."""
    folder = Path(os.environ.get("ALMANAC_CACHE") or user_cache_path("almanac"))
    embedder = CachedEmbedder(MiniLmEmbedder(), folder)
    measure("examples/2024-by-category.xml", example_works(), embedder)
    if not LISTS.exists():
        print("papers on agents: left out, ../shared is absent")
        return
    papers = listed_papers()
    measure("papers on agents, every entry", papers, embedder)
    once = list({paper.paper: paper for paper in reversed(papers)}.values())
    measure("papers on agents, each once as in a library", once, embedder)
    if SNAPSHOT.exists():
        measure("the same with abstracts", with_abstracts(once), embedder)


if __name__ == "__main__":
    main()
