"""How quickly and how well search finds, over all real papers: words, titles with a typo, topics; in process and by REST.

    python -m bench.search [--data FOLDER] [--queries 500] [--seed 1] [--words]

Makes a library of the snapshot in ../shared (or ALMANAC_SHARED), kept in `--data`, with the vectors that the cache has
(`ALMANAC_CACHE`; `flask embed` fills it); `--words` leaves meaning out. Times are of the wall clock and, since other
programs lengthen those, of the processor (all its cores). Topics are the headings of a human list of papers on agents,
ranked over the papers of that list: one half of the headings was there to choose weights by, the other counts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sqlite3
import string
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from api import create_app
from api.parts import Parts
from app import parts_of, settings_from
from bench.categories import LISTS
from bench.corpus import default_snapshot
from graph.corpus import node_of
from graph.embedders.asking import LoadedMeaning
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.gists import every_gist
from graph.link import Facet, space_of
from graph.model import NodeId
from graph.names import FUNCTION_WORDS
from graph.ports import Library, Meaning
from graph.record import Record
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite.connection import connect
from graph.tokens import tokenise
from graph.views.search import Finder

WORDS_MS, HYBRID_MS, FOUND = 10, 40, 0.97
DEPTH = 20
FEWEST = 5
"""Papers that a heading must have in the corpus to be a topic."""
_TYPO_FROM = 4
_HOST = "http://127.0.0.1:8000"

Asked = Sequence[tuple[str, Collection[NodeId]]]
"""Queries, each with what is right."""


def main() -> int:
    """Measure and print; the exit code is 1 where a limit is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description="Search over real papers.")
    parser.add_argument("--data", type=Path, help="a data folder to keep the library in for the next run")
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", action="store_true", help="by words alone, without a model")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        parts = made(options.data or Path(folder), words=options.words)
        return measure(parts, options.queries, random.Random(options.seed), words=options.words)  # noqa: S311 - no secret


def made(data: Path, *, words: bool) -> Parts:
    """Return the app's parts over a library of the snapshot, the cached vectors in it unless by `words` alone."""
    parts = parts_of(settings_from({**os.environ, "ALMANAC_DATA": str(data)}))
    if not parts.library.corpus.count():
        parts.ingestor.ingest(str(default_snapshot()))
    if not words:
        print(f"{embedded(parts):,} vectors taken over from the cache")
    return parts


def embedded(parts: Parts) -> int:
    """Give the library the vectors that the cache has and it has not; return how many those were."""
    embedder = CachedEmbedder(MiniLmEmbedder(parts.settings.model), parts.settings.cache)
    known, taken = cached(parts.settings.cache / "vectors.sqlite", embedder.name), 0
    for page in every_gist(parts.library):
        titles = {gist.key: gist.title for gist in page}
        texts = {gist.key: gist.text for gist in page if gist.text}
        for facet, some in ((Facet.TITLE, titles), (Facet.TEXT, texts)):
            space = space_of(embedder.name, facet)
            held = parts.library.vectors.digests(space, list(some))
            new = {key: text for key, text in some.items() if key not in held and digest(text) in known}
            if new:
                parts.library.vectors.put(space, list(new), embedder.embed(list(new.values())))
            taken += len(new)
    return taken


def digest(text: str) -> bytes:
    """Return what the cache knows a text by."""
    return sha256(text.encode()).digest()


def cached(file: Path, model: str) -> set[bytes]:
    """Return the digests of the texts whose vectors the cache has."""
    if not file.is_file():
        return set()
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as cache:
        return {digest for (digest,) in cache.execute("SELECT text FROM vectors WHERE model = ?", (model,))}


def measure(parts: Parts, queries: int, chance: random.Random, *, words: bool) -> int:
    """Print all figures; return 1 where a limit is broken."""
    records = list(every_record(parts.library))
    plain, meaning = Finder(parts.library), None if words else loaded(parts)
    start = time.perf_counter()
    plain.prepare()
    print(f"{len(records):,} papers; the catalogue in memory after {time.perf_counter() - start:.1f} s")
    some = [
        " ".join(chance.sample(record.title.split(), min(1 + at % 4, len(record.title.split()))))
        for at, record in enumerate(chance.sample(records, queries))
    ]
    broken = timed("words", plain.find, some) > WORDS_MS
    finders = {"words": plain}
    if meaning:
        finders["hybrid"] = Finder(parts.library, meaning)
        broken |= timed("hybrid", finders["hybrid"].find, some) > HYBRID_MS
    broken |= by_rest(parts, some)
    for name, one in finders.items():
        for content in (False, True):
            slipped = known_items(records, queries, chance, content=content)
            share = found(one, slipped)
            which = "content words" if content else "words"
            print(
                f"{name:7} four {which} of a title, one misspelt: {share[0]:.3f} first, {share[1]:.3f} in the top three"
            )
            broken |= share[1] < FOUND and not content
    topics(parts, meaning, records)
    return int(broken)


def every_record(library: Library) -> Iterator[Record]:
    """Yield the corpus."""
    after = None
    while page := library.corpus.page(after, 2_000):
        after = page[-1].identity
        yield from page


def loaded(parts: Parts) -> Meaning:
    """Return who reads questions, the model loaded."""
    meaning = LoadedMeaning(MiniLmEmbedder(parts.settings.model))
    while meaning.vector("a question") is None:
        time.sleep(0.1)
    return meaning


def timed(what: str, ask: Callable[[str], object], queries: Sequence[str]) -> float:
    """Print how long each query takes; return the 95th percentile in ms."""
    for query in queries[:5]:
        ask(query)
    walls, cpus = [], []
    for query in queries:
        wall, cpu = time.perf_counter(), time.process_time()
        ask(query)
        walls.append(1_000 * (time.perf_counter() - wall))
        cpus.append(1_000 * (time.process_time() - cpu))
    p50, p95 = (float(np.percentile(walls, share)) for share in (50, 95))
    cores = ", ".join(f"{np.percentile(cpus, share):.1f}" for share in (50, 95))
    print(f"{what:18} p50 {p50:5.1f} ms, p95 {p95:5.1f} ms (processor: {cores})")
    return p95


def by_rest(parts: Parts, queries: Sequence[str]) -> bool:
    """Print how long the app takes for a page of twenty; return whether an answer was no answer."""
    client, bad = create_app(parts).test_client(), []

    def ask(query: str) -> None:
        answer = client.get(f"/api/v1/search?{urlencode({'q': query})}", base_url=_HOST)
        if answer.status_code != 200:
            bad.append(query)

    timed("through the app", ask, queries)
    return bool(bad)


def known_items(records: Sequence[Record], many: int, chance: random.Random, *, content: bool) -> Asked:
    """Return queries of four words of a title, in any order and one of them misspelt, with the papers of that title."""
    by_title = defaultdict(set)
    for record in records:
        by_title[" ".join(tokenise(record.title))].add(node_of(record).id)
    asked: list[tuple[str, Collection[NodeId]]] = []
    while len(asked) < many:
        title = chance.choice(records).title
        words = [word for word in dict.fromkeys(title.split()) if not content or word.lower() not in FUNCTION_WORDS]
        query = misspelt(chance.sample(words, 4), chance) if len(words) >= 4 else None
        if query:
            asked.append((query, by_title[" ".join(tokenise(title))]))
    return asked


def misspelt(words: list[str], chance: random.Random) -> str | None:
    """Return the words with one slip in one of those with four letters or more; None where there is none."""
    long = [place for place, word in enumerate(words) if len(word) >= _TYPO_FROM and word.isalpha() and word.isascii()]
    if not long:
        return None
    place = chance.choice(long)
    slipped = word = words[place]
    while slipped.lower() == word.lower():
        slipped = slip(word, chance)
    return " ".join([*words[:place], slipped, *words[place + 1 :]])


def slip(word: str, chance: random.Random) -> str:
    """Return the word with a letter too many, one too few, another one, or two swapped."""
    at, letter = chance.randrange(len(word)), chance.choice(string.ascii_lowercase)
    before = min(at, len(word) - 2)
    slips = (
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:before] + word[before + 1] + word[before] + word[before + 2 :],
    )
    return chance.choice(slips)


def found(finder: Finder, asked: Asked) -> tuple[float, float]:
    """Return how often the right one comes first, and how often among the first three."""
    ranks = [[one.node.id in right for one in finder.find(query, limit=3).results] for query, right in asked]
    return float(np.mean([any(rank[:1]) for rank in ranks])), float(np.mean([any(rank) for rank in ranks]))


def topics(parts: Parts, meaning: Meaning | None, records: Sequence[Record]) -> None:
    """Print the nDCG of the headings as queries, by ours and by simpler methods."""
    headings = list_headings({record.identity for record in records})
    papers = {record.identity: record for record in records}
    ours = {key: papers[key] for key in sorted({key for some in headings.values() for key in some})}
    keys = {node_of(record).id: key for key, record in ours.items()}
    asked = [(heading, right) for heading, right in sorted(headings.items())]
    rankers: dict[str, Callable[[str], list[str]]] = {
        "tf-idf": tf_idf(ours),
        "BM25 alone": bm25(ours),
        "words": ranked(apart(parts, ours.values(), None), keys),
    }
    if meaning:
        rankers["vectors alone"] = vectors_alone(parts, meaning, keys)
        rankers["hybrid"] = ranked(apart(parts, ours.values(), meaning), keys)
    halves = [[one for one in asked if sha256(one[0].encode()).digest()[0] % 2 == half] for half in (0, 1)]
    print(
        f"topics: {len(asked)} headings over {len(ours)} papers; nDCG@{DEPTH} on the half for choosing, and on the other"
    )
    for name, rank in rankers.items():
        told = [np.mean([ndcg(rank(query), right) for query, right in half]) for half in halves]
        print(f"  {name:14} {told[0]:.3f}  {told[1]:.3f}")


def list_headings(known: Collection[str]) -> dict[str, set[str]]:
    """Return heading → identities of its papers, of the list on agents."""
    headings: defaultdict[str, set[str]] = defaultdict(set)
    for line in gzip.decompress(LISTS.read_bytes()).splitlines():
        row = json.loads(line)
        key = f"arxiv:{row.get('arxiv_id')}"
        if "LLM-Agents" in row["list"] and key in known:
            headings[row["category"].split(">")[-1].strip().replace("&", " ")].add(key)
    return {heading: keys for heading, keys in headings.items() if len(keys) >= FEWEST and heading != "Others"}


def ndcg(ranking: Sequence[str], right: Collection[str]) -> float:
    """Return the discounted gain of the first DEPTH, as a share of the best there could be."""
    gain = sum(1 / np.log2(place + 2) for place, key in enumerate(ranking[:DEPTH]) if key in right)
    return float(gain / sum(1 / np.log2(place + 2) for place in range(min(len(right), DEPTH))))


def apart(parts: Parts, papers: Collection[Record], meaning: Meaning | None) -> Finder:
    """Return a finder over a library of these papers alone, with their vectors."""
    library = MemoryLibrary()
    library.corpus.put(papers)
    if meaning:
        for facet in (Facet.TITLE, Facet.TEXT):
            space = space_of(meaning.name, facet)
            held = parts.library.vectors.get(space, [node_of(record).id for record in papers])
            if held:
                library.vectors.put(space, list(held), np.stack(list(held.values())))
    return Finder(library, meaning)


def ranked(finder: Finder, keys: dict[NodeId, str]) -> Callable[[str], list[str]]:
    """Return our ranking."""
    return lambda query: [keys[key] for key in finder.ranking(query)]


def tf_idf(papers: dict[str, Record]) -> Callable[[str], list[str]]:
    """Return the ranking by cosine of tf-idf over titles and abstracts."""
    wording = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    matrix = wording.fit_transform(f"{record.title} {record.abstract or ''}" for record in papers.values())
    return lambda query: _ordered((matrix @ wording.transform([query]).T).toarray().ravel(), list(papers))


def bm25(papers: dict[str, Record]) -> Callable[[str], list[str]]:
    """Return the ranking by FTS5's BM25 over titles and abstracts, any word counting."""
    connection = connect(Path(":memory:"))
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (key UNINDEXED, title, text)")
    rows = ((record.identity, record.title, record.abstract) for record in papers.values())
    connection.executemany("INSERT INTO words VALUES (?, ?, ?)", rows)

    def rank(query: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in tokenise(query))
        sql = "SELECT key FROM words WHERE words MATCH ? ORDER BY bm25(words, 0.0, 4.0, 1.0)"
        return [key for (key,) in connection.execute(sql, (words,))]

    return rank


def vectors_alone(parts: Parts, meaning: Meaning, keys: dict[NodeId, str]) -> Callable[[str], list[str]]:
    """Return the ranking by the cosines of title and text with the query, added up."""
    spaces = [
        parts.library.vectors.get(space_of(meaning.name, facet), list(keys)) for facet in (Facet.TITLE, Facet.TEXT)
    ]

    def rank(query: str) -> list[str]:
        vector = meaning.vector(query)
        assert vector is not None  # it was loaded before
        near = [sum(float(space[key] @ vector) for space in spaces if key in space) for key in keys]
        return _ordered(np.array(near), list(keys.values()))

    return rank


def _ordered(scores: np.ndarray, keys: list[str]) -> list[str]:
    return [keys[row] for row in np.argsort(-scores, kind="stable") if scores[row] > 0]


if __name__ == "__main__":
    sys.exit(main())
