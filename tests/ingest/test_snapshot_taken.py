"""arXiv's snapshot into the corpus: its papers alone, again without change, killed and resumed without loss."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from graph.corpus import node_of
from graph.ports import CorpusCounts, IngestOptions, RecordFilter
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from tests.graph.small import LETTERS, Part, arxiv, put, reading
from tests.ingest.snapshots import line, read, write
from tests.ingest.test_pipeline import ROOT, pipeline
from tests.shared import SHARED, needs_shared

LISTED = arxiv("Paper number 1", "2501.00001")


def test_a_filter_that_admits_nothing_is_no_error(tmp_path: Path) -> None:
    """The file was read; it had nothing to bring."""
    path = write(tmp_path / "s.jsonl", [line(1)])

    report = pipeline(MemoryLibrary()).ingest(str(path), IngestOptions(only=RecordFilter(ids=frozenset())))

    assert (report.records, report.error) == (CorpusCounts(), None)


def test_a_snapshot_is_corpus_alone(tmp_path: Path) -> None:
    """Its papers are found, and make no nodes: nothing lists them."""
    library = MemoryLibrary()

    report = pipeline(library).ingest(str(write(tmp_path / "s.jsonl", [line(1), line(2)])))

    assert report.records == CorpusCounts(new=2)
    assert library.corpus.count() == 2
    assert library.graph.counts() == {"edges": 0}
    assert library.documents.counts() == {"sources": 1, "documents": 0, "items": 0}


def test_reading_it_again_changes_nothing(tmp_path: Path) -> None:
    """And says so; a new version of a paper updates it and keeps its history."""
    library = SqliteLibrary(tmp_path / "library.sqlite")
    path = write(tmp_path / "s.jsonl", [line(1), line(2)])
    pipeline(library).ingest(str(path))
    version = library.version()

    assert pipeline(library).ingest(str(path)).records == CorpusCounts(unchanged=2)
    assert library.version() == version

    third = {"version": "v3", "created": "Thu, 1 May 2025 00:00:00 GMT"}
    write(path, [line(1, title="Retitled", versions=[third]), line(2)])
    assert pipeline(library).ingest(str(path)).records == CorpusCounts(changed=1, unchanged=1)
    (record,) = library.corpus.records(["arxiv:2501.00001"]).values()
    assert record.title == "Retitled"
    assert [version.number for version in record.versions] == [1, 2, 3]
    assert record.published == read().published


def test_authors_that_were_read_wrongly_once_are_mended(tmp_path: Path) -> None:
    """A library from before that has the brackets of a printed list: record and node."""
    library = SqliteLibrary(tmp_path / "library.sqlite")
    library.documents.put_source(LETTERS)
    put(library, reading("letter", LETTERS, "A letter", "2025-03-01", (Part(heading="Read", entries=(LISTED,)),)))
    printed = {"authors": "['ada King', 'alan van Turing']", "versions": [], "update_date": None}
    right = read(**printed)
    library.corpus.put([replace(right, authors=("['ada King'", "'alan van Turing']"))])
    path = write(tmp_path / "s.jsonl", [line(1, **printed)])

    assert pipeline(library).ingest(str(path), IngestOptions(corpus=True)).records == CorpusCounts(changed=1)
    assert library.corpus.records([right.identity])[right.identity].authors == ("Ada King", "Alan van Turing")
    (node,) = library.graph.many([node_of(right).id]).values()
    assert node.authors == ("Ada King", "Alan van Turing")
    assert pipeline(library).ingest(str(path), IngestOptions(corpus=True)).records == CorpusCounts(unchanged=1)


KILLED = """
import os, signal, sys
from pathlib import Path
from ingest import snapshot
from tests.ingest.test_pipeline import pipeline
from graph.stores.sqlite import SqliteLibrary

snapshot.BATCH = 100

def die(done, total, what):
    if done >= int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

library = SqliteLibrary(Path(sys.argv[1]))
put, puts = library.corpus.put, []

def put_and_die(records):
    puts.append(1)
    counts = put(records)
    if sys.argv[3] == "inside" and len(puts) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return counts

library.corpus.put = put_and_die
pipeline(library).ingest(sys.argv[2], progress=die if sys.argv[3] != "inside" else None)
"""


@pytest.mark.parametrize("at", ["300", "inside"])
def test_a_killed_snapshot_goes_on_where_it_stopped(tmp_path: Path, at: str) -> None:
    """Law 4: kill -9 between batches or inside one, then the same command again, gives the same corpus."""
    path = write(tmp_path / "s.jsonl.gz", [line(n) for n in range(1, 1_001)])
    library = tmp_path / "library.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(library), str(path), at], cwd=ROOT, check=False, timeout=60
    )
    assert done.returncode == -9

    resumed = SqliteLibrary(library)
    assert resumed.corpus.count() == 300
    report = pipeline(resumed).ingest(str(path))

    whole = SqliteLibrary(tmp_path / "whole.sqlite")
    pipeline(whole).ingest(str(path))
    assert report.records == CorpusCounts(new=700, unchanged=300)
    assert resumed.corpus.page(limit=2_000) == whole.corpus.page(limit=2_000)
    assert resumed.corpus.search("reading", 2_000) == whole.corpus.search("reading", 2_000)


@needs_shared
@pytest.mark.slow
def test_the_real_snapshot_comes_in_whole(tmp_path: Path) -> None:
    """58,053 papers, with what each line has."""
    library = SqliteLibrary(tmp_path / "library.sqlite")

    report = pipeline(library).ingest(str(SHARED / "data/arxiv/snapshot-dev.jsonl.gz"))

    assert report.records == CorpusCounts(new=58_053)
    assert report.notes == ()
    after, held = None, []
    while page := library.corpus.page(after, 5_000):
        after = page[-1].identity
        held += page
    assert sum(bool(record.authors) for record in held) == 47_544
    assert sum(record.published is not None for record in held) == 21_983
    assert sum(bool(record.comment) for record in held) == 10_893
