"""arXiv's metadata snapshot: line by line into records, in constant memory, whatever the lines hold."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UnreadableError
from graph.model import Precision
from graph.ports import RecordFilter
from graph.record import Record
from ingest import snapshot as module
from ingest.snapshot import record_of, snapshot
from tests.ingest.snapshots import EVERYTHING, line, read, records, write
from tests.ingest.test_pipeline import EXAMPLES


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


def test_a_list_that_was_printed_into_the_authors_line_is_read() -> None:
    """As some trackers hand arXiv's metadata on, with the first letter lost; a particle inside a name stays small."""
    line = b'{"id": "2501.00001", "title": "T", "authors": "[\'ada Okafor\', \\"conan O\'Hara\\", \'b. van der Wu\']"}'

    assert record_of(line).authors == ("Ada Okafor", "Conan O'Hara", "B. van der Wu")


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
    assert read(categories="cs.CL hep-th 68T05, (Primary) I.2.7 risk models of self-taught cs.CL").categories == (
        "cs.CL",
        "hep-th",
    )


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
        gzip.compress(b"<rss/>", mtime=0),
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


@pytest.mark.parametrize("deep", ["[" * 100_000 + "]" * 100_000, '{"id": ' * 100_000 + "1" + "}" * 100_000])
def test_a_line_that_is_nested_without_end_is_a_broken_one(tmp_path: Path, deep: str) -> None:
    """At the beginning, where the kind is told, and later; in a field, too."""
    path = write(tmp_path / "s.jsonl", [deep, line(1), deep, json.dumps(line(2))[:-1] + f', "more": {deep}}}', line(3)])

    (batch,) = snapshot(str(path), EVERYTHING) or ()

    assert [record.identity[-1] for record in batch.records] == ["1", "3"]
    assert [(note.code, note.where) for note in batch.notes] == [
        ("broken-line", "line 1"), ("broken-line", "line 3"), ("broken-line", "line 4"),
    ]  # fmt: skip
