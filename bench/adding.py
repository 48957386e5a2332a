"""How long a paper that is added takes to be linked, whole: pairs judged, decisions settled, what is no news left out.

    python -m bench.adding [--papers 20000] [--updates 20]

Makes a library of papers of the snapshot in ../shared (or ALMANAC_SHARED) that the cache has vectors of (`ALMANAC_CACHE`;
`flask embed` fills it), reads what they name and links them all; then further papers come one by one. Their reading and
their vectors are not timed, what the service does then to link them is. Other programs lengthen times: the processor's
stand beside them. `bench.neighbours` adds to 100,000 vectors, without the rest.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from api.parts import Parts
from app import parts_of, settings_from
from bench import cache, needs, positive, verdict
from bench.abstracts import SNAPSHOT
from bench.search import cached, digest
from graph.embedders.cached import CachedEmbedder
from graph.embedders.minilm import MiniLmEmbedder
from graph.embedding import Queue
from graph.gists import gists
from graph.ids import work_id
from graph.link import Facet, space_of
from graph.linker import EmbeddingLinker
from graph.model import Identity, NodeId, NodeKind
from graph.neighbours import KeptNeighbours
from graph.ports import IngestOptions

ADD_MS = 200.0
"""What is asked for, the nearest and the links of 100,000."""


class Row(Struct):
    """A paper of the snapshot."""

    id: str
    title: str
    abstract: str | None = None


def lines(count: int, embedder: CachedEmbedder) -> list[bytes]:
    """Return so many papers as the snapshot writes them, at even distances, of those whose vectors are cached."""
    known = cached(cache() / "vectors.sqlite", embedder.name)
    with gzip.open(SNAPSHOT) as file:
        whole = [line for line in file if {*map(digest, _texts(line))} <= known]
    return [whole[at] for at in np.linspace(0, len(whole) - 1, min(count, len(whole))).astype(int).tolist()]


def _texts(line: bytes) -> list[str]:
    row = msgspec.json.decode(line, type=Row)
    return [" ".join(text.split()) for text in (row.title, row.abstract) if text]


def bring(parts: Parts, papers: Sequence[bytes], embedder: CachedEmbedder, file: Path) -> list[NodeId]:
    """Bring papers into the corpus, with their vectors; return their nodes."""
    file.write_bytes(b"".join(papers))
    parts.ingestor.ingest(str(file), IngestOptions(corpus=True))
    parts.ingestor.extract()
    keys = [work_id(NodeKind.PAPER, Identity("arxiv", msgspec.json.decode(line, type=Row).id)) for line in papers]
    found = gists(parts.library, keys)
    for facet, texts in (
        (Facet.TITLE, {key: gist.title for key, gist in found.items()}),
        (Facet.TEXT, {key: gist.text for key, gist in found.items() if gist.text}),
    ):
        if texts:
            space = space_of(embedder.name, facet)
            parts.library.vectors.put(space, list(texts), embedder.embed(list(texts.values())))
    return sorted(found)


def measure(folder: Path, papers: Sequence[bytes], updates: int, embedder: CachedEmbedder) -> int:
    """Print how long linking takes of all, and of each that is added; return the exit code."""
    parts = parts_of(settings_from({**os.environ, "ALMANAC_DATA": str(folder)}))
    queue = Queue(parts.library, lambda: embedder)
    linker = EmbeddingLinker(parts.library, queue, KeptNeighbours(folder / "kept.neighbours"), folder / "kept.sense")
    bring(parts, papers[:-updates], embedder, folder / "papers.jsonl")
    start = time.perf_counter()
    report = linker.link()
    print(f"{report.nodes:,} papers linked in {time.perf_counter() - start:.1f} s, {report.links:,} links", flush=True)
    spent, new = [], 0
    for at, line in enumerate(papers[-updates:]):
        keys = bring(parts, [line], embedder, folder / f"{at}.jsonl")
        start, core = time.perf_counter(), time.process_time()
        new += linker.update(keys).new
        spent.append((1_000 * (time.perf_counter() - start), 1_000 * (time.process_time() - core)))
    first, *rest = spent
    (p50, core50), (p95, core95) = np.percentile(rest, [50, 95], axis=0)
    print(
        f"a paper added: p50 {p50:.0f} ms ({core50:.0f} ms cpu), p95 {p95:.0f} ms ({core95:.0f} ms cpu), the first of a "
        f"process {first[0]:.0f} ms; {new} new links"
    )
    return verdict([(f"a paper added p95 {p95:.0f} ms among {report.nodes:,}, at most {ADD_MS:.0f}", p95 <= ADD_MS)])


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m bench.adding", description="A paper added to a linked library.")
    parser.add_argument("--papers", type=positive, default=20_000, help="papers that are there before")
    parser.add_argument("--updates", type=positive, default=20, help="papers added one by one")
    asked = parser.parse_args()
    if asked.updates < 2:
        parser.error("the first one added is told apart: two are the least")
    needs(SNAPSHOT)
    embedder = CachedEmbedder(MiniLmEmbedder(), cache())
    papers = lines(asked.papers + asked.updates, embedder)
    if len(papers) < asked.papers + asked.updates:
        print(
            f"not measured: the cache has vectors of {len(papers):,} papers only; flask embed makes them",
            file=sys.stderr,
        )
        return 2
    with tempfile.TemporaryDirectory(prefix="almanac-bench-") as folder:
        return measure(Path(folder), papers, asked.updates, embedder)


if __name__ == "__main__":
    sys.exit(main())
