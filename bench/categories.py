"""How often a category is guessed right, each work held out once, beside the majority and the nearest neighbours.

    python -m bench.categories

On the reviews by category in `examples/` and, where ../shared (or ALMANAC_SHARED) is, on a human list of papers on agents
under its own headings (by title alone). Vectors are cached where `ALMANAC_CACHE` says.
"""

from __future__ import annotations

import gzip
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
from platformdirs import user_cache_path

from graph.categorise import WorkText, leave_one_out
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.ids import category_id
from graph.model import Node, NodeKind
from graph.ports import Embedder
from ingest.items import items_of
from ingest.sources import read_source, reader_named

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ALMANAC_SHARED") or ROOT.parent / "shared")
LISTS = SHARED / "data" / "reading-lists" / "lists-dev.jsonl.gz"
NEIGHBOURS = 5

Labelled = list[tuple[str, str]]
"""(text, category) of each work."""


def example_works() -> Labelled:
    """Return the works of the examples that a heading sorts."""
    source = ROOT / "examples" / "2024-by-category.xml"
    documents = read_source(source.read_bytes(), target=str(source)).documents
    items = [item for sent in documents for item in items_of(reader_named(sent.reader).document(sent))]
    return [(f"{item.label}. {item.comment or ''}", item.category) for item in items if item.category]


def listed_papers() -> Labelled:
    """Return the papers of the list on agents, each under the last of its headings."""
    rows = [msgspec.json.decode(line) for line in gzip.decompress(LISTS.read_bytes()).splitlines()]
    return [(row["title"], row["category"].split(">")[-1].strip()) for row in rows if "LLM-Agents" in row["list"]]


def measure(name: str, labelled: Labelled, embedder: Embedder) -> None:
    """Print the share guessed right by each method."""
    works = [WorkText(id=f"work-{n}", name=text, text=text) for n, (text, _) in enumerate(labelled)]
    labels = {work.id: category_id(category) for work, (_, category) in zip(works, labelled, strict=True)}
    names = {category_id(category): category for _, category in labelled}
    categories = [Node(id=key, kind=NodeKind.CATEGORY, name=name) for key, name in names.items()]
    majority = max(Counter(labels.values()).values()) / len(works)
    print(f"{name}: {len(works)} works, {len(categories)} categories")
    print(f"  majority        {majority:.2f}")
    print(f"  {NEIGHBOURS} neighbours    {neighbours_right(works, labels, embedder):.2f}")
    print(f"  centroid (ours) {leave_one_out(works, labels, categories, embedder):.2f}")


def neighbours_right(works: Sequence[WorkText], labels: Mapping[str, str], embedder: Embedder) -> float:
    """Return the share whose category is the commonest among their nearest neighbours."""
    vectors = embedder.embed([work.text for work in works])
    near = vectors @ vectors.T
    np.fill_diagonal(near, -1)
    right = 0
    for work, row in zip(works, near, strict=True):
        nearest = [labels[works[at].id] for at in np.argsort(-row, kind="stable")[:NEIGHBOURS]]
        right += Counter(nearest).most_common(1)[0][0] == labels[work.id]
    return right / len(works)


def main() -> None:
    """Measure on what is there."""
    folder = Path(os.environ.get("ALMANAC_CACHE") or user_cache_path("almanac"))
    embedder = CachedEmbedder(MiniLmEmbedder(), folder)
    measure("examples/2024-by-category.xml", example_works(), embedder)
    if LISTS.exists():
        measure("papers on agents", listed_papers(), embedder)
    else:
        print("papers on agents: left out, ../shared is absent")


if __name__ == "__main__":
    main()
