"""arXiv's metadata snapshot: line by line into records, in constant memory, killed and resumed without loss."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UnreadableError
from graph.model import Precision, Record
from graph.ports import CorpusCounts, IngestOptions, RecordFilter
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from ingest import snapshot as module
from ingest.snapshot import record_of, snapshot
from tests.ingest.test_pipeline import EXAMPLES, ROOT, pipeline
from tests.shared import SHARED, needs_shared

EVERYTHING = RecordFilter()


def line(number: int = 1, **more: Any) -> dict[str, Any]:
    """Return a paper as the snapshot writes it."""
    return {
        "id": f"2501.{number:05d}",
        "submitter": "Ada Okafor",
        "authors": 'Ada Okafor, B. Sch\\"utt (Institute of Lists, Graz) and C. D. Wu',
        "title": f"Paper number {number}:\n  on reading in order",
        "comments": "12 pages,\n  3 figures",
        "journal-ref": None,
        "doi": "",
        "report-no": None,
        "categories": "cs.CL cs.LG",
        "license": None,
        "abstract": "  We read papers.\nIn order.\n",
        "versions": [
            {"version": "v1", "created": "Fri, 31 Jan 2025 23:30:00 GMT"},
            {"version": "v2", "created": "2025-03-02T06:40:40Z"},
        ],
        "update_date": "2025-03-03",
        **more,
    }


def read(**more: Any) -> Record:
    """Return the record of such a line."""
    return record_of(json.dumps(line(**more)).encode())


def write(path: Path, lines: list[dict[str, Any] | str]) -> Path:
    """Write lines, packed where the name says so."""
    text = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def records(path: Path, only: RecordFilter = EVERYTHING) -> list[Record]:
    """Return all records of a snapshot."""
    batches = snapshot(str(path), only)
    assert batches is not None
    return [record for batch in batches for record in batch.records]


def test_a_line_is_read_field_by_field() -> None:
    """White space as TeX leaves it is folded; affiliations are no authors; empty is unknown."""
    record = read()

    assert (record.identity, record.provider) == ("arxiv:2501.00001", "arxiv-snapshot")
    assert record.title == "Paper number 1: on reading in order"
    assert record.abstract == "We read papers. In order."
    assert record.authors == ("Ada Okafor", "B. Schütt", "C. D. Wu")
    assert record.categories == ("cs.CL", "cs.LG")
    assert (record.comment, record.doi, record.venue, record.license) == ("12 pages, 3 figures", None, None, None)
    assert [version.number for version in record.versions] == [1, 2]
    assert record.published == record.versions[0].created
    assert record.published
    assert record.published.instant.isoformat() == "2025-01-31T23:30:00+00:00"
    assert record.updated
    assert (record.updated.instant.date(), record.updated.precision) == (date(2025, 3, 3), Precision.DAY)


def test_what_a_copy_left_out_is_not_known() -> None:
    """Null, empty and absent are the same."""
    bare = record_of(b'{"id": "2501.00001", "title": "T", "categories": null, "versions": [], "authors": null}')

    assert bare == Record(identity="arxiv:2501.00001", title="T", provider="arxiv-snapshot")


def test_parsed_authors_come_before_the_authors_line() -> None:
    """Real files have both; the parsed form has its accents as letters."""
    assert read(
        authors_parsed=[["Schütt", "B.", ""], ["Smith", "John", "Jr."], ["The ATLAS Group", "", ""]]
    ).authors == (
        "B. Schütt",
        "John Smith Jr.",
        "The ATLAS Group",
    )


@pytest.mark.parametrize(
    ("written", "identity"),
    [
        ("hep-th/9901001", "arxiv:hep-th/9901001"),
        ("hep-th9901001", "arxiv:hep-th/9901001"),
        ("math.GT/0309136", "arxiv:math/0309136"),
        ("math.GT0309136", "arxiv:math/0309136"),
        ("0704.0001", "arxiv:0704.0001"),
        ("2501.00001v3", "arxiv:2501.00001"),
    ],
)
def test_ids_are_identities_however_they_are_written(written: str, identity: str) -> None:
    """Old ids with and without their slash; a version is no part of them."""
    assert read(id=written).identity == identity


@pytest.mark.parametrize(
    ("versions", "published"),
    [([{"version": "v2", "created": "2025-03-02"}], None), ([{"version": "v1", "created": None}], None), (None, None)],
)
def test_only_the_first_version_dates_a_paper(versions: object, published: object) -> None:
    """Another one's date is no date of publication."""
    assert read(versions=versions).published == published


def test_a_day_is_no_second() -> None:
    """A date without a time keeps its precision."""
    published = read(versions=[{"version": "v1", "created": "2025-09-08"}]).published

    assert published
    assert published.precision is Precision.DAY


def test_only_subjects_of_arxiv_are_categories() -> None:
    """Classes of mathematics and computing, and words of prose, stand among them."""
    assert read(categories="cs.CL hep-th 68T05, (Primary) I.2.7 risk models of self-taught cs.CL").categories == ("cs.CL", "hep-th")


@pytest.mark.parametrize("name", ["snapshot.jsonl", "snapshot.json", "snapshot.jsonl.gz", "snapshot"])
def test_a_snapshot_is_known_by_its_first_line(tmp_path: Path, name: str) -> None:
    """Packed or not, whatever it is called; the source is the same in each folder."""
    path = write(tmp_path / name, [line(1), line(2)])

    batches = snapshot(str(path), EVERYTHING)

    assert batches is not None
    (batch,) = batches
    assert [record.identity for record in batch.records] == ["arxiv:2501.00001", "arxiv:2501.00002"]
    assert (batch.source.kind, batch.source.title) == ("snapshot", f"arXiv metadata: {name.removesuffix('.gz')}")
    assert batch.total == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"[1, 2]\n",
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": []}',
        b'{"id": "a-book", "title": "T", "abstract": "Ours."}\n',
        b'{"list": "weekly", "title": "T", "arxiv_id": "2501.00001"}\n',
        b"\x1f\x8b but not packed",
        gzip.compress(b"<rss/>"),
        b"\xff\xfe\x00",
    ],
)
def test_anything_else_is_left_to_the_readers(tmp_path: Path, content: bytes) -> None:
    """Feeds, libraries and lists are JSON too."""
    path = tmp_path / "file"
    path.write_bytes(content)

    assert snapshot(str(path), EVERYTHING) is None
    assert snapshot(str(tmp_path), EVERYTHING) is None
    assert snapshot(str(tmp_path / "missing"), EVERYTHING) is None
    assert all(snapshot(str(example), EVERYTHING) is None for example in EXAMPLES)


def test_a_broken_line_is_told_and_the_next_goes_on(tmp_path: Path) -> None:
    """With its number and its reason."""
    broken = ["{", '"text"', line(id="nonsense"), line(title=" "), {"id": 2501.1, "title": "T"}, "", "\ufeff"]
    path = write(tmp_path / "s.jsonl", [line(1), *broken, line(2)])

    (batch,) = snapshot(str(path), EVERYTHING) or ()

    assert len(batch.records) == 2
    assert [note.where for note in batch.notes] == ["line 2", "line 3", "line 4", "line 5", "line 6"]
    assert "not an arXiv id: 'nonsense'" in batch.notes[2].message
    assert "no title" in batch.notes[3].message
    assert {(note.kind, note.code) for note in batch.notes} == {("skipped", "broken-line")}


def test_notes_are_bounded(tmp_path: Path) -> None:
    """What is not told one by one is counted."""
    path = write(tmp_path / "s.jsonl", [line(1), *(["{"] * 250)])

    (batch,) = snapshot(str(path), EVERYTHING) or ()

    assert len(batch.notes) == 101
    assert batch.notes[-1].message == "150 more lines could not be read"


def test_a_first_line_that_is_broken_hides_no_snapshot(tmp_path: Path) -> None:
    """The next ones say what the file is."""
    assert len(records(write(tmp_path / "s.jsonl", ["{", line(1)]))) == 1


def test_a_cut_off_file_keeps_what_came(tmp_path: Path) -> None:
    """Packed or plain, and says that it is not all."""
    papers: list[dict[str, Any] | str] = [line(n, abstract=f"{n * 7919 % 104729} " * 40) for n in range(1, 3_000)]
    whole = write(tmp_path / "s.jsonl.gz", papers).read_bytes()
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "damaged.jsonl.gz").write_bytes(whole[: len(whole) // 2] + b"\x00" * 500 + whole[len(whole) // 2 :])
    plain = gzip.decompress(whole)
    (tmp_path / "cut.jsonl").write_bytes(plain[: len(plain) // 2])

    for name, code in (("cut.jsonl.gz", "cut-off"), ("damaged.jsonl.gz", "cut-off"), ("cut.jsonl", "broken-line")):
        batches = list(snapshot(str(tmp_path / name), EVERYTHING) or ())
        assert sum(len(batch.records) for batch in batches) > 1_000
        assert [note.code for batch in batches for note in batch.notes] == [code]


def test_a_line_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and costs no memory; the lines around it are read."""
    monkeypatch.setattr(module, "MOST_LINE", 10_000)
    path = write(tmp_path / "s.jsonl", [line(1), line(2, abstract="x" * 35_000), line(3)])

    (batch,) = snapshot(str(path), EVERYTHING) or ()

    assert [record.identity[-1] for record in batch.records] == ["1", "3"]
    assert [note.where for note in batch.notes] == ["line 2"]


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came before it is kept, and the report says why it stops."""
    monkeypatch.setattr(module, "BOMB_FROM", 1_000_000)
    monkeypatch.setattr(module, "MOST_LINE", 100_000)
    path = tmp_path / "s.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(line(1)).encode() + b"\n" + b" " * 50_000_000))

    (batch,) = snapshot(str(path), EVERYTHING) or ()

    assert len(batch.records) == 1
    assert "a bomb" in batch.notes[-1].message


@pytest.mark.parametrize(
    ("only", "admitted"),
    [
        (RecordFilter(categories=("cs",)), "12"),
        (RecordFilter(categories=("cs.CL", "hep-th")), "13"),
        (RecordFilter(since=date(2025, 1, 1)), "13"),
        (RecordFilter(until=date(2025, 1, 15)), "23"),
        (RecordFilter(since=date(2025, 1, 31), until=date(2025, 1, 31), categories=("cs",)), "1"),
        (RecordFilter(ids=frozenset({"arxiv:2501.00003"})), "3"),
        (RecordFilter(ids=frozenset()), ""),
    ],
)
def test_a_filter_admits(tmp_path: Path, only: RecordFilter, admitted: str) -> None:
    """By subject, by first publication (the id's month where it is not known), by id."""
    old = [{"version": "v1", "created": "2024-12-30T00:00:00Z"}]
    lines: list[dict[str, Any] | str] = [
        line(1),
        line(2, categories="cs.LG", versions=old),
        line(3, categories="hep-th", versions=None),
    ]

    assert "".join(record.identity[-1] for record in records(write(tmp_path / "s.jsonl", lines), only)) == admitted


def test_a_filter_that_admits_nothing_is_no_error(tmp_path: Path) -> None:
    """The file was read; it had nothing to bring."""
    path = write(tmp_path / "s.jsonl", [line(1)])

    report = pipeline(MemoryLibrary()).ingest(str(path), IngestOptions(only=RecordFilter(ids=frozenset())))

    assert (report.records, report.error) == (CorpusCounts(), None)


def test_batches_tell_how_far_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The total is estimated from the part of the file that was read."""
    monkeypatch.setattr(module, "BATCH", 100)
    path = write(tmp_path / "s.jsonl", [line(n) for n in range(1, 1_001)])

    batches = list(snapshot(str(path), EVERYTHING) or ())

    assert [len(batch.records) for batch in batches] == [100] * 10 + [0]
    assert batches[-1].total == 1_000


def test_a_named_kind_decides(tmp_path: Path) -> None:
    """Told to be a snapshot it is read as one; told to be something else it is not."""
    path = write(tmp_path / "s.jsonl", [{"id": "2501.00001", "title": "T"}])

    assert snapshot(str(path), EVERYTHING) is None
    assert len(list(snapshot(str(path), EVERYTHING, "snapshot") or ())) == 1
    assert snapshot(str(write(path, [line(1)])), EVERYTHING, "csv") is None


def test_a_snapshot_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """As any target."""
    path = write(tmp_path / "s.jsonl", [line(1)])
    batches = snapshot(str(path), EVERYTHING)
    path.unlink()

    assert batches is not None
    with pytest.raises(UnreadableError, match=r"s\.jsonl"):
        next(iter(batches))


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


def test_memory_does_not_grow_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch at a time is all that is held."""
    monkeypatch.setattr(module, "BATCH", 50)
    peaks = []
    for size in (500, 5_000):
        path = write(tmp_path / "s.jsonl", [line(n, abstract="word " * 200) for n in range(1, size)])
        tracemalloc.start()
        for _ in snapshot(str(path), EVERYTHING) or ():
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 1.5 * peaks[0]


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
