"""How fast texts are read for names: the quick path on the snapshot, the full one on posts, and when nothing changed.

    python -m bench.naming [--part quick|full]

The whole pass is timed, stores and all, on a library on disk: abstracts of the corpus by the quick path, the posts of
the real feeds by the full one, then both again. Beside it, in the same run, what one core of spaCy's bare tokenizer
does with the same abstracts: a pass that only cuts texts into words. Needs ../shared (or ALMANAC_SHARED).
"""

from __future__ import annotations

import argparse
import os
import tarfile
import tempfile
import time
from pathlib import Path

import spacy

from bench.abstracts import SNAPSHOT, records
from bench.extraction import FEEDS, SHARED, offline
from graph.embedders.hashing import HashingEmbedder
from graph.ports import IngestOptions
from graph.record import Record
from graph.stores.sqlite import SqliteLibrary
from ingest.entities.extractor import Entities
from ingest.entities.facts import facts_of
from ingest.loading import Loader
from ingest.passages import document_text, record_text
from ingest.pipeline import Pipeline

QUICK, FULL = 50_000, 5_000
"""Words a second that are asked for."""
TOKENIZED = 5_000
"""Abstracts that the tokenizer is timed on."""


def words(record: Record) -> int:
    """Return how many words a record's title and abstract have."""
    return sum(len(passage.text.split()) for passage in record_text(record).passages)


def tokenizer_speed(papers: list[Record]) -> float:
    """Return the words a second that spaCy's bare tokenizer cuts."""
    texts = [f"{paper.title}. {paper.abstract}" for paper in papers[:TOKENIZED]]
    nlp = spacy.blank("en")
    start = time.perf_counter()
    for _ in nlp.pipe(texts):
        pass
    return sum(len(text.split()) for text in texts) / (time.perf_counter() - start)


def timed(pipeline: Pipeline) -> tuple[float, int]:
    """Return how long a pass takes, and how many texts it read."""
    start = time.perf_counter()
    report = pipeline.extract()
    return time.perf_counter() - start, report.documents + report.records


def pipeline_on(library: SqliteLibrary) -> Pipeline:
    """Return a pipeline with the real extractor."""
    extractor = Entities()
    facts = facts_of(extractor.lexicon)
    return Pipeline(library, Loader(offline), HashingEmbedder, extractor=lambda: extractor, facts=lambda: facts)


def measure_quick(folder: Path) -> None:
    """Time the abstracts."""
    papers = list(records())
    count = sum(map(words, papers))
    base = tokenizer_speed(papers)
    library = SqliteLibrary(folder / "papers.sqlite")
    pipeline = pipeline_on(library)
    pipeline.ingest(str(SNAPSHOT), IngestOptions(corpus=True))
    seconds, read = timed(pipeline)
    again, left = timed(pipeline)
    speed = count / seconds
    print(f"quick path: {read} titles and abstracts, {count} words in {seconds:.1f} s = {speed:,.0f} words/s")
    print(f"  asked for {QUICK:,}; bare tokenizer of spaCy on one core {base:,.0f} words/s, ratio {speed / base:.2f}")
    print(f"  again, nothing changed: {left} texts in {again:.2f} s")


def measure_full(folder: Path) -> None:
    """Time the posts of the real feeds."""
    with tarfile.open(FEEDS) as archive:
        archive.extractall(folder / "feeds", filter="data")
    library = SqliteLibrary(folder / "posts.sqlite")
    pipeline = pipeline_on(library)
    for report in pipeline.ingest_all(str(path) for path in sorted((folder / "feeds").rglob("*")) if path.is_file()):
        del report
    count, after = 0, None
    while page := library.documents.documents(after=after, limit=200):
        after = page[-1].id
        texts = [document_text(document, library.documents.items(document.id)) for document in page]
        count += sum(len(passage.text.split()) for text in texts for passage in text.passages)
    seconds, read = timed(pipeline)
    again, left = timed(pipeline)
    print(f"full path: {read} documents, {count} words in {seconds:.1f} s = {count / seconds:,.0f} words/s")
    print(f"  asked for {FULL:,}; again, nothing changed: {left} texts in {again:.2f} s")


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("quick", "full", "both"), default="both")
    asked = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"needs {SHARED}, or the folder that ALMANAC_SHARED names")
    with tempfile.TemporaryDirectory(prefix="almanac-bench-", dir=os.environ.get("TMPDIR")) as folder:
        if asked.part != "full":
            measure_quick(Path(folder))
        if asked.part != "quick":
            measure_full(Path(folder))


if __name__ == "__main__":
    main()
