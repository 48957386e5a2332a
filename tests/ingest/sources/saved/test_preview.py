"""Feed-preview pages → source and documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import UnreadableError
from graph.model import Document, Precision
from graph.outline import BlockKind
from ingest.sources import SourceReading, read_source, reader_for, reader_named

SAVED = Path(__file__).parents[3] / "data" / "saved"
CARD = "Rss preview of Blog of A Blog\n\n"


def read(name: str) -> SourceReading:
    return read_source((SAVED / name).read_bytes(), target=name)


def documents(reading: SourceReading) -> list[Document]:
    return [reader_named(fetched.reader).document(fetched) for fetched in reading.documents]


def test_the_card_is_the_source_and_its_furniture_is_dropped() -> None:
    """Title, names and what it is about; no buttons."""
    source = read("preview.txt").source

    assert (source.kind, source.title, source.authors) == ("preview", "The Patient Reader", ("Ada Novak", "Ben Ito"))
    assert source.about == "Essays about machines that read, and people who do."


def test_posts_begin_where_a_title_has_a_date_below() -> None:
    """A title may be a number; a date without a time is a day; without an offset it is taken as UTC, and said."""
    found = documents(read("preview.txt"))

    assert [
        (
            it.title,
            it.authors,
            it.published and it.published.instant.isoformat(),
            it.published and it.published.precision,
        )
        for it in found
    ] == [
        ("Why small models are honest", ("Ada Novak", "Ben Ito"), "2025-03-09T08:15:00+00:00", Precision.SECOND),
        ("A week without notes", ("Ada Novak", "Ben Ito"), "2025-03-02T00:00:00+00:00", Precision.DAY),
        ("1984", ("Ada Novak", "Ben Ito"), "2025-02-20T23:59:59+00:00", Precision.SECOND),
    ]
    assert [it.repairs for it in found] == [("date-without-offset",), (), ("date-without-offset",)]
    assert {it.published and it.published.basis for it in found} == {"stated"}


def test_a_post_is_read_as_a_careful_reader_would() -> None:
    """Headings, list items, quotations, notes; a marker glued to a name leaves the name."""
    first, second, _ = documents(read("preview.txt"))

    assert [(block.kind, block.text[:24]) for block in first.outline.blocks] == [
        (BlockKind.PARAGRAPH, "We used to run everythin"),
        (BlockKind.HEADING, "What the numbers say"),
        (BlockKind.PARAGRAPH, "Out of 120 questions the"),
        (BlockKind.LIST_ITEM, "First, ask it twice, wit"),
        (BlockKind.LIST_ITEM, "Second, compare: a guess"),
        (BlockKind.QUOTE, "“A reader lives a thousa"),
        (BlockKind.PARAGRAPH, "Thanks for reading! Subs"),
        (BlockKind.NOTE, "The version of that spri"),
        (BlockKind.NOTE, "It has 2 parts; this is "),
        (BlockKind.NOTE, "The questions are in the"),
        (BlockKind.NOTE, "forty about chemistry,"),
        (BlockKind.NOTE, "eighty about the rest."),
    ]
    opening, numbers = first.outline.blocks[0].text, first.outline.blocks[2].text
    assert "on o3, and now" in opening
    assert opening.endswith("of this post.")
    assert "Qwen3 answered more, GPT-4 answered most" in numbers
    assert numbers.endswith("(we asked).")
    assert [link.url for block in first.outline.blocks for link in block.links] == ["#note-1", "#note-2", "#note-3"]
    assert second.outline.blocks[0].text.startswith(
        "Nothing in this text is a footnote: Llama 3, Claude 3.5, GPT4, H100"
    )


def test_html_gives_addresses_and_its_own_headings() -> None:
    """The title's link is the post's; markers are read as in text."""
    reading = read("preview.html")
    first, second = documents(reading)

    assert (reading.source.title, reading.source.authors) == ("The Patient Reader", ("Ada Novak",))
    assert (first.url, second.url) == ("https://patient.example/p/honest", "https://patient.example/p/week")
    assert [(block.kind, block.text) for block in first.outline.blocks] == [
        (BlockKind.PARAGRAPH, "We used to run it on o3. That is all there is to it."),
        (BlockKind.HEADING, "What the numbers say"),
        (BlockKind.LIST_ITEM, "Ask it twice."),
        (BlockKind.NOTE, "The version of that spring."),
        (BlockKind.NOTE, "It has 2 parts."),
    ]
    assert [link.url for link in first.outline.blocks[0].links] == [
        "#note-1",
        "https://arxiv.org/abs/2501.12948",
        "#note-2",
    ]
    assert second.outline.blocks[0].text == "Llama 3 and GPT4 were there."


def test_reading_a_page_twice_is_reading_it_once() -> None:
    """Ids come from dates and titles; a post that stands there twice is one."""
    content = (SAVED / "preview.txt").read_bytes()
    doubled = read_source(content + b"\n\n1984\n\n2025-02-20 23:59:59\n\nWe read it again.\n", target="t")

    assert read_source(content, target="a").documents == read_source(content, target="b").documents
    assert ([note.code for note in doubled.notes], len(doubled.documents)) == (["duplicate"], 3)


def test_a_card_without_a_name_names_nobody() -> None:
    """Nothing is made up."""
    (post,) = documents(read_source((CARD + "One\n\n2025-01-01 10:00:00\n\nText.").encode(), target="t"))

    assert (post.title, post.authors) == ("One", ())


def test_a_page_that_is_none_says_so() -> None:
    """When it is asked to be one by --kind."""
    with pytest.raises(UnreadableError, match="no page of posts"):
        read_source(b"Just a text.", target="t", kind="preview")
    assert reader_for((SAVED / "preview.txt").read_bytes()) is reader_named("preview")
