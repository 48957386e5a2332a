"""Answers of the arXiv API: every field, every fault told, and never anything but a reading or UnreadableError."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import arxiv
import pytest
from arxiv import _feed as reference
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableError
from graph.record import Record
from ingest.sources import reader_for
from ingest.sources.arxiv.api import ArxivApiReader, parse_answer
from tests.ingest.recorded import API, real, small
from tests.shared import needs_shared

READER = ArxivApiReader()


def read(content: bytes) -> dict[str, Record]:
    """Return the records of an answer by identity."""
    return {record.identity: record for record in READER.read(content, target="answer", url=None).records}


def test_every_field_of_an_entry_is_read() -> None:
    """Title and abstract folded, authors in order, subjects with the primary one first, two dates, two versions."""
    record = read(small("arxiv/api-answer.xml"))["arxiv:2501.00001"]

    assert record.title == "Routing Tokens to $k$ Experts"
    assert record.abstract == "A first line and a second one."
    assert record.authors == ("Zoë Ångström", "Li Wei")
    assert record.categories == ("cs.CL", "cs.LG")
    assert record.published is not None
    assert record.published.instant == datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert record.updated is not None
    assert record.updated.instant == datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert [(version.number, version.created) for version in record.versions] == [
        (1, record.published),
        (3, record.updated),
    ]
    assert (record.doi, record.venue, record.comment) == (
        "10.5555/12345678",
        "Journal of Examples 7 (2025)",
        "12 pages",
    )
    assert record.provider == "arxiv-api"


def test_an_old_id_loses_its_subject_class_and_version() -> None:
    """`math.CA/0611800v2` is `arxiv:math/0611800`."""
    assert "arxiv:math/0611800" in read(small("arxiv/api-answer.xml"))


def test_an_unknown_id_and_an_entry_without_a_title_are_told() -> None:
    """What was asked for and not answered is named; an entry that cannot be read says why."""
    reading = READER.read(small("arxiv/api-answer.xml"), target="answer", url=None)

    assert [(note.kind, note.code) for note in reading.notes] == [
        ("skipped", "entry-not-read"),
        ("failed", "unknown-id"),
    ]
    assert reading.notes[1].where == "2501.99999"
    assert "no title" in reading.notes[0].message


def test_a_paper_is_one_document_with_its_abstract() -> None:
    """Its key has no version, it is dated by its first version, its subjects are tags."""
    reading = READER.read(small("arxiv/api-answer.xml"), target="answer", url=None)
    fetched = reading.documents[0]
    document = READER.document(fetched)

    assert (fetched.key, document.kind, document.work_kind) == ("2501.00001", "record", "paper")
    assert document.url == "https://arxiv.org/abs/2501.00001"
    assert document.published == reading.records[0].published
    assert [block.text for block in document.outline.blocks] == [reading.records[0].abstract]
    assert document.tags == ("cs.CL", "cs.LG")
    assert (reading.source.kind, reading.source.title) == ("arxiv", "arXiv papers by id")


def test_a_refusal_is_told_in_arxivs_own_words() -> None:
    """An error comes as an entry; it is no paper."""
    with pytest.raises(UnreadableError, match="arXiv says: start must be non-negative"):
        READER.read(small("arxiv/api-error.xml"), target="answer", url=None)


def test_an_answer_is_told_from_a_feed() -> None:
    """The search's vocabulary decides; other Atom stays with the reader of feeds."""
    assert reader_for(small("arxiv/api-answer.xml")) is not None
    assert reader_for(small("arxiv/api-answer.xml")).name == "arxiv-api"  # type: ignore[union-attr]
    assert reader_for(b"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>").name == "feed"  # type: ignore[union-attr]


def test_letters_encoded_twice_are_read_once() -> None:
    """Where every letter beyond ASCII is UTF-8 once more, it is undone and said; one honest letter forbids it."""
    twice = small("arxiv/api-answer.xml").decode().encode("utf-8").decode("latin-1").encode("utf-8")
    reading = READER.read(twice, target="answer", url=None)

    assert reading.records[0].authors[0] == "Zoë Ångström"
    assert "encoded-twice" in [note.code for note in reading.notes]
    assert read(twice.replace(b"Li Wei", "Lí Wei".encode()))["arxiv:2501.00001"].authors[0] != "Zoë Ångström"


@needs_shared
@pytest.mark.parametrize("path", API, ids=lambda path: path.name[:24])
def test_real_answers_read_as_the_arxiv_package_reads_them(path: object, caplog: pytest.LogCaptureFixture) -> None:
    """Field by field against an independent reader; every recording is used, the refused one too."""
    content = path.read_bytes()  # type: ignore[attr-defined]
    with caplog.at_level(logging.ERROR):
        expected = reference.parse(content)
    if "_abc_" in path.name:  # type: ignore[attr-defined]
        with pytest.raises(UnreadableError, match="incorrect id format for abc"):
            parse_answer(content, "answer")
        return
    answer = parse_answer(content, "answer")

    assert (answer.total, answer.start) == (expected.header.total_results, expected.header.start_index)
    assert answer.per_page == expected.header.items_per_page
    assert len(answer.records) == len(expected.results)
    for record, result in zip(answer.records, expected.results, strict=True):
        assert _told(record) == _expected(result)


def _told(record: Record) -> tuple[object, ...]:
    assert record.published is not None
    assert record.updated is not None
    version = record.versions[-1].number
    return (
        f"{record.identity.removeprefix('arxiv:')}v{version}",
        record.title,
        record.abstract,
        record.authors,
        record.categories,
        record.published.instant,
        record.updated.instant,
        record.comment,
        record.venue,
        record.doi,
    )


def _expected(result: arxiv.Result) -> tuple[object, ...]:
    def text(value: str | None) -> str | None:
        return _once(" ".join(value.split())) if value else None

    return (
        result.get_short_id(),
        text(result.title),
        text(result.summary),
        tuple(text(author.name) for author in result.authors),
        tuple(dict.fromkeys([result.primary_category, *result.categories])),
        result.published,
        result.updated,
        text(result.comment),
        text(result.journal_ref),
        result.doi,
    )


def _once(text: str) -> str:
    """Undo the second encoding of the recordings, as a whole text here."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


@needs_shared
def test_the_real_unknown_ids_are_named() -> None:
    """An empty answer to a question for ids says which ones nobody knows."""
    for start, missing in (
        ("id_0000", "0000.0000"),
        ("id_0808.05394_s0", "0808.05394"),
        ("id_0808.05394_1707", "0808.05394"),
    ):
        notes = READER.read(real(start), target="answer", url=None).notes
        assert [note.where for note in notes if note.code == "unknown-id"] == [missing]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_mutation_of_an_answer_raises_anything_else(data: st.DataObject) -> None:
    """A byte changed, cut or doubled anywhere: a reading, or UnreadableError."""
    content = bytearray(small("arxiv/api-answer.xml"))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=8))
    try:
        reading = READER.read(bytes(content), target="answer", url=None)
    except UnreadableError:
        return
    for fetched in reading.documents:
        READER.document(fetched)
