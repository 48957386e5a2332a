"""How often a paper's ten nearest share its human category.

    python -m bench.linking [--papers N | --full] [--usual]

The nearest by tf-idf, by the model's plain vectors, by txtai's semantic graph (where `txtai[graph]` is installed) and by
ours, all of the same papers in one run: a human list on agents (a paper under several headings shares each of them; the
list itself is no evidence), one on language models, and arXiv's primary subjects. Ours is learned of these papers alone
and in a library of N more (5,000; `--full`: all there are). `--usual` writes which terms are common. How sure links are:
`bench.links`. Needs ../shared (or ALMANAC_SHARED); vectors are cached where `ALMANAC_CACHE` says.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bench import cache, needs, positive, verdict
from bench.abstracts import SNAPSHOT
from bench.categories import LISTS, ROOT
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.link import Gist
from graph.linking import Seen, learn
from graph.linking.lexicon import unit
from graph.names import FUNCTION_WORDS, words
from graph.ports import Embedder, Vectors
from graph.tokens import tokenise
from graph.wording import Wording, whole

LEARNED = ROOT / "graph" / "linking"
NEAREST = 10
USUAL = 0.005  # of all papers: a term that fewer have is not usual
PASSING = 1.15  # times a paper that has it: a word that nobody comes back to
SUBJECTS = 3_000  # papers compared by arXiv's subject: a coarse check
AGENTS = 0.43
"""The share that is asked for on the list on agents."""
TFIDF, MODEL, TXTAI, ALONE = "tf-idf", "the model alone", "txtai's semantic graph", "ours, learned of these alone"


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


def evenly(known: Mapping[str, Paper], count: int) -> list[Paper]:
    """Return so many of the papers, at even distances."""
    every = list(known.values())
    return [every[row] for row in np.linspace(0, len(every) - 1, min(count, len(every))).astype(int).tolist()]


def measure(name: str, papers: Sequence[Paper], embedder: Embedder, others: Sequence[Paper]) -> dict[str, float]:
    """Print the share of the ten nearest under a common heading by each method, with its standard error; return it."""
    own = seen(papers, embedder)
    plain = unit(own.titles + own.texts)
    print(f"{name}: {len(papers)} papers, {len({each for paper in papers for each in paper.headings})} headings")
    methods = {TFIDF: by_wording(papers), MODEL: by_vectors(plain)}
    if (theirs := by_txtai(plain)) is not None:
        methods[TXTAI] = theirs
    methods[ALONE] = by_vectors(learn(own).see(own).meanings)
    among = {paper.id for paper in papers}
    library = [*papers, *(paper for paper in others if paper.id not in among)]
    sense = learn(seen(library, embedder), range(len(papers)))
    methods[f"ours, among {len(library):,}"] = by_vectors(sense.see(own).meanings)
    shares = {method: shared(papers, nearest) for method, nearest in methods.items()}
    for method, share in shares.items():
        print(f"  {method:30} {share.mean():.3f} ±{share.std() / np.sqrt(len(share)):.3f}")
    return {method: float(share.mean()) for method, share in shares.items()}


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


def compare(known: Mapping[str, Paper], library: Sequence[Paper], embedder: Embedder) -> list[tuple[str, bool]]:
    """Print how often the nearest share a heading, on all lists; return the limits and whether they hold."""
    agents = measure("papers on agents", listed("LLM-Agents", known), embedder, library)
    measure("papers on language models", listed("Awesome-LLM", known), embedder, library)
    subjects = [paper for paper in known.values() if paper.headings]
    measure("papers by arXiv's primary subject", subjects[:: len(subjects) // SUBJECTS][:SUBJECTS], embedder, library)
    others = [name for name in (TFIDF, MODEL, TXTAI) if name in agents]
    ours = min(share for name, share in agents.items() if name not in others)
    limits = [(f"on agents {ours:.3f}, {AGENTS} asked for", ours >= AGENTS)]
    return limits + [
        (f"on agents {ours:.3f}, more than {name}: {agents[name]:.3f}", ours > agents[name]) for name in others
    ]


def main() -> int:
    """Measure, or write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.linking", description="What is near, measured.")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--papers", type=positive, default=5_000, help="papers of the library around the lists")
    size.add_argument("--full", action="store_true", help="all papers of the snapshot")
    parser.add_argument("--usual", action="store_true", help="write usual.json from the snapshot, and nothing else")
    asked = parser.parse_args()
    for file in (SNAPSHOT, LISTS):
        needs(file)
    known = snapshot()
    if asked.usual:
        write_usual(list(known.values()))
        return 0
    library = evenly(known, len(known) if asked.full else asked.papers)
    return verdict(compare(known, library, CachedEmbedder(MiniLmEmbedder(), cache())))


if __name__ == "__main__":
    sys.exit(main())
