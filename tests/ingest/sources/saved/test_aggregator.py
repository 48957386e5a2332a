"""Aggregator pages → source and documents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.errors import UnreadableError
from graph.model import Document, Precision
from graph.outline import BlockKind
from ingest.sources import SourceReading, read_source, reader_for, reader_named
from ingest.sources.repairs import SENTENCES
from ingest.sources.saved.authors import names

SAVED = Path(__file__).parents[3] / "data" / "saved"
NOW = datetime(2025, 11, 20, tzinfo=UTC)


def read(content: bytes, as_of: datetime | None = NOW) -> SourceReading:
    return read_source(content, target="latest.txt", as_of=as_of)


def documents(reading: SourceReading) -> list[Document]:
    return [reader_named(fetched.reader).document(fetched) for fetched in reading.documents]


def page(*entries: str) -> bytes:
    return "\n\n".join(("Latest posts", *entries)).encode()


def test_entries_are_documents_with_dates_as_exact_as_they_are() -> None:
    """A day, a week, a month, a year: each relative to the day the page was saved."""
    found = documents(read((SAVED / "latest.txt").read_bytes()))

    assert [(document.title, document.authors) for document in found] == [
        ("Small models, long days", ("Ada Novak",)),
        ("Counting tokens in 17 languages", ("Ben Ito", "Chi Oduya")),
        ("A title that ends with a question?", ("tinybits.example",)),
        ("Notes on a conference", ("Ada Novak",)),
    ]
    dates = [document.published for document in found if document.published]
    assert [(date.local.date().isoformat(), date.precision, date.month) for date in dates] == [
        ("2025-11-20", Precision.DAY, "2025-11"),
        ("2025-11-06", Precision.WEEK, "2025-11"),
        ("2025-10-01", Precision.MONTH, "2025-10"),
        ("2023-01-01", Precision.YEAR, None),
    ]
    assert {date.basis for date in dates} == {"relative"}
    assert {document.repairs for document in found} == {("relative-date",)}


def test_a_flattened_text_is_read_with_its_notes() -> None:
    """What was moved, printed twice or cut is said."""
    first, second, *_ = documents(read((SAVED / "latest.txt").read_bytes()))

    assert [(block.kind, block.text[:30]) for block in first.outline.blocks] == [
        (BlockKind.PARAGRAPH, "A small model on a laptop taug"),
        (BlockKind.PARAGRAPH, "what broke what I changed what"),
        (BlockKind.NOTE, "In my case, for eleven weeks."),
        (BlockKind.NOTE, "The report, not the model."),
    ]
    assert "in the cloud. It failed" in first.outline.blocks[0].text
    assert "and Llama 3 says less. I kept" in first.outline.blocks[0].text
    assert first.outline.repairs == ("footnotes-linked", "list-items-moved", "notes-twice")
    assert second.outline.repairs == ("text-cut",)


def test_another_hand_writes_it_otherwise() -> None:
    """Authors under the titles, no views, line ends of Windows, hard spaces, "2d"."""
    reading = read((SAVED / "latest-windows.txt").read_bytes())

    assert reading.source.title == "All posts"
    assert [
        (document.title, document.authors, document.published and document.published.local.date().isoformat())
        for document in documents(reading)
    ] == [
        ("The shape of a prompt", ("Ada Novak",), "2025-11-19"),
        ("On reading slowly", ("Ben Ito",), "2025-11-19"),
        ("What a benchmark is for", ("Chi Oduya",), "2025-08-01"),
        ("Short and sweet", ("Dee P.",), "2025-11-18"),
    ]
    assert all(len(document.outline.blocks) == 1 for document in documents(reading))


def test_html_gives_addresses_links_and_the_dates_it_states() -> None:
    """A machine's date beside a relative one is the better one."""
    reading = read((SAVED / "latest.html").read_bytes())
    first, second, third = documents(reading)

    assert (reading.source.kind, reading.source.url) == ("aggregator", "https://room.example/latest")
    assert (first.url, str(first.identity)) == (
        "https://ada.example/shape?utm_source=room",
        "web:https://ada.example/shape",
    )
    assert first.published is not None
    assert (first.published.offset, first.published.precision, first.published.basis) == (
        60,
        Precision.SECOND,
        "stated",
    )
    assert [link.url for block in first.outline.blocks for link in block.links] == ["https://arxiv.org/abs/2501.12948"]
    assert [(it.title, it.authors) for it in (second, third)] == [
        ("On reading slowly", ("Ben Ito",)),
        ("What a benchmark is for", ("Chi Oduya",)),
    ]
    assert [block.text for block in third.outline.blocks] == ["A benchmark is a promise."]


def test_time_alone_changes_no_entry() -> None:
    """Two weeks on, a page says "3 weeks ago" and "9 views": the same entry, and its date stays as exact as it was."""
    entry = "Ada Novak {}\n\nThe shape of a prompt\n\nA prompt has a shape.\n\n{} views"
    one = read(page(entry.format("2 days ago", 0), "Ben Ito today\n\nOther\n\nMore."))
    two = read(page(entry.format("2 weeks ago", 9), "Ben Ito 2 weeks ago\n\nOther\n\nMore."), NOW + timedelta(days=14))

    assert [(it.id, it.key, it.digest) for it in one.documents] == [(it.id, it.key, it.digest) for it in two.documents]
    assert one.source == two.source


def test_a_changed_text_and_a_known_date_are_changes() -> None:
    """The page saved again with the whole text, or read again with --as-of."""
    entry = "Ada Novak 2 days ago\n\nThe shape of a prompt\n\n{}\n\n0 views"
    cut, whole = (read(page(entry.format(text))).documents[0] for text in ("A prompt has", "A prompt has a shape."))
    undated = read(page(entry.format("A prompt has")), None)

    assert (cut.id, undated.documents[0].id) == (whole.id, whole.id)
    assert len({cut.digest, whole.digest, undated.documents[0].digest}) == 3
    assert documents(undated)[0].published is None
    assert documents(undated)[0].repairs == ("relative-to-unknown",)


def test_a_day_that_is_written_out_needs_no_other() -> None:
    """It is stated, and known without --as-of."""
    others = ("Ben Ito 3 days ago\n\nOn reading\n\nSlowly.\n\n0 views", "Chi O 1 year ago\n\nOn it\n\nMore.\n\n0 views")
    *_, post = documents(read(page(*others, "Ada Novak Jan 7, 2025\n\nNotes\n\nThree of them.\n\n0 views"), None))

    assert (post.title, post.authors, post.repairs) == ("Notes", ("Ada Novak",), ())
    assert post.published is not None
    assert (post.published.local.date().isoformat(), post.published.basis) == ("2025-01-07", "stated")


def test_what_a_page_states_and_what_was_read_are_compared() -> None:
    """Its count, its lines; a page that others follow counts theirs too."""
    entry = "Ada Novak 2 days ago\n\nNotes\n\nThree of them.\n\n0 views\n\n"
    strange = "Dee P. in the days of yore\n\nOf old\n\nLong ago.\n\n5 views\n\n"
    content = f"Latest Posts (2 found)\n{entry}{strange}"

    assert [(it.kind, it.code, it.where) for it in read(content.encode()).notes] == [
        ("flagged", "count-differs", "Latest Posts"),
        ("skipped", "left-over", "Dee P. in the days of yore"),
        ("skipped", "left-over", "Of old"),
        ("skipped", "left-over", "Long ago."),
    ]
    assert "2 stated, 1 read" in read(content.encode()).notes[0].message
    assert {it.code for it in read(f"{content}Next page".encode()).notes} == {"left-over"}


def test_equal_entries_are_one_and_namesakes_are_two() -> None:
    """By author and title, where there is no address."""
    entry = "Ada Novak 2 days ago\n\nNotes\n\n{}\n\n0 views"
    others = ("Ben Ito 3 days ago\n\nOn reading\n\nSlowly.\n\n0 views", "Chi O 3 days ago\n\nOn it\n\nMore.\n\n0 views")
    same = read(
        page(entry.format("One."), entry.format("One."), *others, "Dee P 3 days ago\n\nAll\n\nOf it.\n\n0 views")
    )
    apart = read(
        page(entry.format("One."), entry.format("Two."), *others, "Dee P 3 days ago\n\nAll\n\nOf it.\n\n0 views")
    )

    assert ([note.code for note in same.notes], len(same.documents)) == (["duplicate"], 4)
    assert (apart.notes, len({fetched.id for fetched in apart.documents})) == ((), 5)


def test_a_page_of_one_writer_is_named_after_both() -> None:
    """The heading alone would be every blog's, and its count is another one next week."""
    entries = (
        "Ada Novak 2 days ago\n\nOne\n\nText of one.\n\n0 views",
        "Ada Novak 3 days ago\n\nTwo\n\nText of two.\n\n0 views",
    )
    first, later = (
        read("\n".join((f"Latest Posts ({count} found)", *entries)).encode()).source for count in ("2", "1,302")
    )

    assert (first.title, first.authors, first.id) == ("Ada Novak: Latest Posts", ("Ada Novak",), later.id)


def test_a_page_that_is_none_says_so() -> None:
    """When it is asked to be one by --kind."""
    with pytest.raises(UnreadableError, match="no page of posts"):
        read_source(b"Just a text.", target="t", kind="aggregator")
    assert reader_for((SAVED / "latest.txt").read_bytes()) is reader_named("aggregator")


@pytest.mark.parametrize(
    ("byline", "meant"),
    [
        ("Ada Novak", ("Ada Novak",)),
        ("Ada Novak and Ben Ito", ("Ada Novak", "Ben Ito")),
        ("Ada Novak, Ben Ito, and Chi Oduya", ("Ada Novak", "Ben Ito", "Chi Oduya")),
        ("Ada Novak & Ben Ito", ("Ada Novak", "Ben Ito")),
        ("Novak, Ada", ("Novak, Ada",)),
        (None, ()),
    ],
)
def test_a_byline_names_people(byline: str | None, meant: tuple[str, ...]) -> None:
    """One or several."""
    assert names(byline) == meant


def test_what_is_said_of_relative_dates_holds_for_pages() -> None:
    """They are no feeds, and the day may be the one that --as-of gives."""
    assert "feed" not in SENTENCES["relative-date"]
    assert "--as-of" in SENTENCES["relative-date"]
