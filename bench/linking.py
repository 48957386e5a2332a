"""How often a paper's ten nearest share its human category, and how sure the linker's links are.

    python -m bench.linking [--papers N | --full] [--learn] [--usual]

The nearest by tf-idf, by the model's plain vectors, by txtai's semantic graph (where `txtai[graph]` is installed) and by
ours, all of the same papers in one run: a human list on agents (a paper under several headings shares each of them; the
list itself is no evidence), one on language models, and arXiv's primary subjects. Ours is learned of these papers alone
and in a library of N more (5,000; `--full`: all there are). Then the labels in `bench/labels/`: each half of the papers is
judged by what the other half teaches, in that library and in one of the labelled papers alone, so that a chance means one
thing in both. `--learn` writes what all labels teach, `--usual` which terms are common. Needs ../shared (or
ALMANAC_SHARED); vectors are cached where `ALMANAC_CACHE` says.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from platformdirs import user_cache_path

from bench.abstracts import SNAPSHOT
from bench.categories import LISTS, ROOT
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.link import Gist
from graph.linking import BAR, FEATURES, Seen, Sides, crowding, features, learn, named
from graph.linking.lexicon import unit
from graph.mention import Passage, Text
from graph.names import FUNCTION_WORDS, words
from graph.outline import Span
from graph.ports import Embedder, Vectors
from graph.tokens import tokenise
from graph.uses import key_of_name
from graph.wording import Wording, whole
from ingest.entities.extractor import Entities
from ingest.entities.lexicon import load

LABELS = [ROOT / "bench" / "labels" / name for name in ("links.tsv", "links-strict.tsv", "links-drawn.tsv")]
PAPER = "paper-arxiv-"
LEARNED = ROOT / "graph" / "linking"
NEAREST = 10
CANDIDATES = 30
USUAL = 0.005  # of all papers: a term that fewer have is not usual
PASSING = 1.15  # times a paper that has it: a word that nobody comes back to
PENALTY = 0.01  # of the mean likelihood, a squared weight (features of unit spread): it only keeps rare features modest
BINS = 5
SUBJECTS = 3_000  # papers compared by arXiv's subject: a coarse check


class Paper(Struct, frozen=True):
    """A paper and what people put it under."""

    id: str
    title: str
    abstract: str
    headings: frozenset[str]


class Row(Struct):
    """A paper of the snapshot."""

    id: str
    title: str
    abstract: str | None = None
    categories: str | None = None


class Judged(Struct, frozen=True):
    """Two papers, and whether a reader would keep the link between them."""

    one: str
    other: str
    kept: bool


def snapshot() -> dict[str, Paper]:
    """Return the papers of the snapshot, each under its primary subject."""
    with gzip.open(SNAPSHOT) as lines:
        rows = [msgspec.json.decode(line, type=Row) for line in lines]
    return {
        row.id: Paper(
            row.id, _folded(row.title), _folded(row.abstract or ""), frozenset((row.categories or "").split()[:1])
        )
        for row in rows
    }


def listed(name: str, known: Mapping[str, Paper]) -> list[Paper]:
    """Return the papers of a human list under its headings, each once, with what the snapshot has of them."""
    headings: defaultdict[str, set[str]] = defaultdict(set)
    titles: dict[str, str] = {}
    for line in gzip.decompress(LISTS.read_bytes()).splitlines():
        row = msgspec.json.decode(line)
        if name in row["list"] and row["category"]:
            key = row["arxiv_id"] or row["title"]
            headings[key].add(row["category"])
            titles.setdefault(key, _folded(row["title"]))
    bare = {key: Paper(key, title, "", frozenset()) for key, title in titles.items()}
    found = ((known.get(key) or bare[key], frozenset(some)) for key, some in headings.items())
    return [Paper(paper.id, paper.title, paper.abstract, some) for paper, some in found]


def seen(papers: Sequence[Paper], embedder: Embedder) -> Seen:
    """Return the papers with their vectors."""
    gists = [Gist(key=paper.id, title=paper.title, text=paper.abstract or None) for paper in papers]
    titles = embedder.embed([gist.title for gist in gists])
    texts = np.zeros_like(titles)
    having = [row for row, gist in enumerate(gists) if gist.text]
    if having:
        texts[having] = embedder.embed([gists[row].text or "" for row in having])
    return Seen(gists, titles, texts)


def shared(papers: Sequence[Paper], nearest: Iterable[Sequence[int]]) -> NDArray[np.float64]:
    """Return the share of each paper's nearest that stand under a heading of its own."""
    return np.array(
        [
            np.mean([bool(paper.headings & papers[at].headings) for at in near])
            for paper, near in zip(papers, nearest, strict=True)
        ]
    )


def by_vectors(vectors: Vectors) -> list[list[int]]:
    """Return the ten nearest of each by cosine."""
    like = vectors @ vectors.T
    np.fill_diagonal(like, -np.inf)
    return np.argsort(-like, axis=1, kind="stable")[:, :NEAREST].tolist()  # type: ignore[no-any-return]


def by_wording(papers: Sequence[Paper]) -> list[list[int]]:
    """Return the ten nearest of each by tf-idf."""
    texts = [[word for word in words(f"{p.title} {p.abstract}") if word not in FUNCTION_WORDS] for p in papers]
    return by_vectors(Wording(texts, whole).rows.toarray())


def by_txtai(vectors: Vectors) -> list[list[int]] | None:
    """Return the ten nearest of each in txtai's semantic graph of the same vectors; None where txtai is not installed."""
    if not (find_spec("txtai") and find_spec("grandcypher")):
        return None
    from txtai import Embeddings  # its graph is no dependency of ours: pip install "txtai[graph]"

    theirs = Embeddings(
        method="external",
        transform=lambda texts: vectors[[int(text) for text in texts]],
        graph={"limit": NEAREST + 1, "minscore": 0.0, "approximate": False},
    )
    theirs.index((place, str(place), None) for place in range(len(vectors)))
    found = []
    for place in range(len(vectors)):
        edges = theirs.graph.edges(place) or {}
        found.append(sorted((at for at in edges if at != place), key=lambda at: -edges[at]["weight"])[:NEAREST])
    return found


def measure(name: str, papers: Sequence[Paper], embedder: Embedder, others: Sequence[Paper] = ()) -> None:
    """Print the share of the ten nearest under a common heading by each method, with its standard error."""
    own = seen(papers, embedder)
    plain = unit(own.titles + own.texts)
    print(f"{name}: {len(papers)} papers, {len({each for paper in papers for each in paper.headings})} headings")
    methods = {"tf-idf": by_wording(papers), "the model alone": by_vectors(plain)}
    if (theirs := by_txtai(plain)) is not None:
        methods["txtai's semantic graph"] = theirs
    methods["ours, learned of these alone"] = by_vectors(learn(own).see(own).meanings)
    if others:
        among = {paper.id for paper in papers}
        library = [*papers, *(paper for paper in others if paper.id not in among)]
        sense = learn(seen(library, embedder), range(len(papers)))
        methods[f"ours, among {len(library):,}"] = by_vectors(sense.see(own).meanings)
    for method, nearest in methods.items():
        share = shared(papers, nearest)
        print(f"  {method:30} {share.mean():.3f} ±{share.std() / np.sqrt(len(share)):.3f}")


def labels(known: Collection[str]) -> list[Judged]:
    """Return the judged pairs of papers that are known: all readers' together, as links are for all of them."""
    lines = [line for file in LABELS for line in file.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    rows = [line.replace(PAPER, "").split("\t") for line in lines]
    return [Judged(one, other, kept == "1") for one, other, kept in rows if one in known and other in known]


def names_of(papers: Sequence[Paper]) -> list[tuple[str, ...]]:
    """Return the keys of what each names."""
    texts = (
        Text(
            key=paper.id,
            digest="",
            passages=(
                Passage(text=paper.title, labels=(Span(0, len(paper.title)),)),
                Passage(text=paper.abstract, block=0),
            ),
        )
        for paper in papers
    )
    found = Entities(load()).skim(texts)
    return [tuple(sorted({key_of_name(one.name) for one in each.mentions} - {""})) for each in found]


def judged_features(pairs: Sequence[Judged], library: Sequence[Paper], embedder: Embedder, always: int) -> Vectors:
    """Return the features of the pairs as they are in this library; the first `always` papers are listed ones."""
    own = seen(library, embedder)
    sight = learn(own, range(always)).see(own)
    place = {paper.id: row for row, paper in enumerate(library)}
    near = np.stack([_best(sight.meanings, row) for row in range(len(library))])
    names = names_of(library)
    counts = Counter(name for some in names for name in some)
    rarity = {name: float(np.log((1 + len(library)) / (1 + count))) for name, count in sorted(counts.items())}
    sides = Sides(sight, named(names, rarity), crowding(near))
    ones, others = (np.array([place[getattr(pair, end)] for pair in pairs]) for end in ("one", "other"))
    return features(sides, ones, others)


def _best(meanings: Vectors, row: int) -> Vectors:
    like = meanings @ meanings[row]
    like[row] = -np.inf
    best: Vectors = -np.sort(-like)[: min(CANDIDATES, len(like) - 1)]
    return best


def logistic(rows: NDArray[np.float64], kept: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Return the weights of the features and the height under which the labels are likeliest (Newton's method)."""
    spread, seen_ = rows.std(axis=0), np.c_[rows / rows.std(axis=0), np.ones(len(rows))]
    penalty = PENALTY * len(rows) * np.diag([*np.ones(rows.shape[1]), 0])
    found = np.zeros(rows.shape[1] + 1)
    for _ in range(30):
        told = 1 / (1 + np.exp(-seen_ @ found))
        bend = (seen_.T * (told * (1 - told))) @ seen_ + penalty
        found = found - np.linalg.solve(bend, seen_.T @ (told - kept) + penalty @ found)
    return found[:-1] / spread, float(found[-1])


def judge(pairs: Sequence[Judged], rows: Vectors, taught: Sequence[Vectors], where: str) -> None:
    """Print how links fare that the labels of other papers taught: precision, calibration, what is found of those to keep.

    `rows` are the features in one library, `taught` those in all libraries that are learned from.
    """
    kept = np.array([pair.kept for pair in pairs])
    half = np.array([crc32(min(pair.one, pair.other).encode()) % 2 for pair in pairs])
    chances = np.zeros(len(pairs))
    for side in (0, 1):
        other = np.concatenate([some[half != side] for some in taught])
        weights, height = logistic(other.astype(np.float64), np.tile(kept[half != side], len(taught)))
        chances[half == side] = 1 / (1 + np.exp(-(rows[half == side] @ weights + height)))
    places = np.minimum((chances * BINS).astype(int), BINS - 1)
    error = sum(
        abs(chances[places == one].mean() - kept[places == one].mean()) * (places == one).mean()
        for one in np.unique(places)
    )
    order = np.argsort(-chances)
    area = (np.cumsum(~kept[order])[kept[order]] * -1.0 + (~kept).sum()).sum() / (kept.sum() * (~kept).sum())
    print(
        f"{len(pairs)} judged pairs {where}, {kept.mean():.2f} to keep; each half told by the other: "
        f"calibration error {error:.3f}, area under the curve {area:.3f}"
    )
    for bar in (0.5, 0.6, 0.7, 0.8, BAR, 0.9):
        over = chances >= bar
        share = f"{kept[over].mean():.3f}" if over.any() else "-"
        print(
            f"  at {bar:.2f}{' (the bar)' if bar == BAR else '':10} {over.sum():4} links, {share} to keep, "
            f"told {chances[over].mean():.3f}"
        )


def write_weights(pairs: Sequence[Judged], rows: Vectors) -> None:
    """Write what all labels teach."""
    weights, height = logistic(rows.astype(np.float64), np.array([pair.kept for pair in pairs]))
    held = {
        "what": "What each feature of a pair weighs (logistic regression), and the log odds of a pair that has nothing",
        "from": "bench/labels/links*.tsv: papers of arXiv's public metadata (CC0 1.0), read and judged for this project",
        "command": "python -m bench.linking --papers 20000 --learn",
        "weights": dict(zip(FEATURES, weights.round(3).tolist(), strict=True)),
        "height": round(height, 3),
    }
    (LEARNED / "weights.json").write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")


def write_usual(papers: Sequence[Paper]) -> None:
    """Write which terms are common in papers, and which of their words are passing."""
    counts: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for paper in papers:
        own = [word for word in tokenise(f"{paper.title} {paper.abstract}") if word not in FUNCTION_WORDS]
        counts.update({*own, *map(" ".join, pairwise(own))})
        times.update(own)
    usual = sorted(term for term, count in counts.items() if count >= USUAL * len(papers))
    held = {
        "what": "The share of papers, in percent, whose title and abstract have each term: those that one in 200 has; "
        f"and which of their words are passing ones, used less than {PASSING} times by a paper that uses them",
        "from": f"{len(papers):,} papers of arXiv's public metadata (titles and abstracts, CC0 1.0)",
        "command": "python -m bench.linking --usual",
        "percent": {term: round(100 * counts[term] / len(papers), 2) for term in usual},
        "passing": " ".join(term for term in usual if term in times and times[term] < PASSING * counts[term]),
    }
    (LEARNED / "usual.json").write_text(json.dumps(held, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def _folded(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    """Measure, and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.linking", description="What makes a link, measured.")
    parser.add_argument("--papers", type=int, default=5_000, help="papers of the library around the lists")
    parser.add_argument("--full", action="store_true", help="all papers of the snapshot")
    parser.add_argument("--learn", action="store_true", help="write weights.json from all labels, and compare nothing")
    parser.add_argument("--usual", action="store_true", help="write usual.json from the snapshot, and nothing else")
    asked = parser.parse_args()
    if not SNAPSHOT.exists():
        raise SystemExit(f"needs {SNAPSHOT.parent.parent}, or the folder that ALMANAC_SHARED names")
    known = snapshot()
    if asked.usual:
        write_usual(list(known.values()))
        return
    embedder = CachedEmbedder(MiniLmEmbedder(), Path(os.environ.get("ALMANAC_CACHE") or user_cache_path("almanac")))
    every = list(known.values())
    even = np.linspace(0, len(every) - 1, len(every) if asked.full else min(asked.papers, len(every))).astype(int)
    library = [every[row] for row in even.tolist()]
    if not asked.learn:
        compare(known, library, embedder)
    pairs = labels(known)
    ends = [known[key] for key in dict.fromkeys(end for pair in pairs for end in (pair.one, pair.other))]
    among = {paper.id for paper in ends}
    whole = [*ends, *(paper for paper in library if paper.id not in among)]
    rows = [judged_features(pairs, papers, embedder, len(ends)) for papers in (whole, ends)]
    for papers, some in zip((whole, ends), rows, strict=True):
        judge(pairs, some, rows, f"among {len(papers):,}")
    if asked.learn:
        write_weights([*pairs, *pairs], np.concatenate(rows))


def compare(known: Mapping[str, Paper], library: Sequence[Paper], embedder: Embedder) -> None:
    """Print how often the nearest share a heading, on all lists."""
    measure("papers on agents", listed("LLM-Agents", known), embedder, library)
    measure("papers on language models", listed("Awesome-LLM", known), embedder, library)
    subjects = [paper for paper in known.values() if paper.headings]
    measure("papers by arXiv's primary subject", subjects[:: len(subjects) // SUBJECTS][:SUBJECTS], embedder, library)


if __name__ == "__main__":
    main()
