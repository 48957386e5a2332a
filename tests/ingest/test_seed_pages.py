"""The seeds' aggregator page and feed preview, read entry by entry."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache

from graph.model import Document
from graph.outline import BlockKind
from ingest.sources import read_source, reader_for, reader_named
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
LISTING = SHARED / "seeds" / "001_03ea18c15e12f1a6.txt"
PREVIEW = SHARED / "seeds" / "003_b6ba9c310be8fa18.txt"
AS_OF = datetime(2025, 11, 20, tzinfo=UTC)


@cache
def documents(name: str) -> tuple[Document, ...]:
    path = SHARED / "seeds" / name
    reading = read_source(path.read_bytes(), target=name, as_of=AS_OF)
    return tuple(reader_named(fetched.reader).document(fetched) for fetched in reading.documents)


def listed() -> tuple[Document, ...]:
    return documents(LISTING.name)


def previewed() -> tuple[Document, ...]:
    return documents(PREVIEW.name)


def notes(document: Document) -> int:
    """Return how many notes a document has: those that a marker can lead to."""
    return sum(block.kind is BlockKind.NOTE and bool(block.anchors) for block in document.outline.blocks)


def marked(document: Document) -> list[int]:
    """Return the notes that the text leads to, in reading order."""
    urls = [link.url for block in document.outline.blocks for link in block.links if link.url.startswith("#note-")]
    return [int(url.removeprefix("#note-")) for url in urls]


def without_digits(text: str) -> str:
    return re.sub(r"(?<= )\d\.\d(?= \.)|[\s\d•↩]", "", text)


def test_the_listing_has_twenty_posts_of_one_author() -> None:
    """A page per blog: source and documents are the author's."""
    assert reader_for(LISTING.read_bytes()) is reader_named("aggregator")
    assert len(listed()) == 20
    assert {document.authors for document in listed()} == {("Sean Goedecke",)}
    assert [document.title for document in listed()][::19] == [
        "Is it worrying that 95% of AI enterprise projects fail?",
        "Everything I know about good API design",
    ]


def test_the_listing_is_dated_as_exactly_as_it_says() -> None:
    """Days, weeks and months before the day it was saved."""
    dates = Counter(
        (date.local.date().isoformat(), date.precision.value, date.basis)
        for document in listed()
        if (date := document.published)
    )

    assert dates == {
        ("2025-11-15", "day", "relative"): 1,
        ("2025-11-06", "week", "relative"): 2,
        ("2025-10-30", "week", "relative"): 2,
        ("2025-10-01", "month", "relative"): 8,
        ("2025-09-01", "month", "relative"): 7,
    }


def test_the_listing_has_its_notes_once() -> None:
    """Seven posts have theirs in print, twice; each marker leads to its own, the one that stands out of order too."""
    assert [notes(document) for document in listed()] == [2, 5, 4, 4, 4, 5, 4] + [0] * 13
    assert [marked(document) for document in listed()[:7]] == [
        [1, 2], [1, 2, 3, 4, 5], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4, 5], [1, 2, 4, 3],
    ]  # fmt: skip
    assert not any(re.search(r"↩|\S \d(?:\.\d)? [.,:;](?: |$)", b.text) for d in listed() for b in d.outline.blocks)


def test_the_listing_says_what_was_cut_moved_and_joined() -> None:
    """As a reader of the page would notice it."""
    said = [set(document.outline.repairs) for document in listed()]

    assert [place for place, codes in enumerate(said) if "text-cut" in codes] == list(range(11, 20))
    assert [place for place, codes in enumerate(said) if "list-items-moved" in codes] == [1, 4, 5, 6]
    assert [place for place, codes in enumerate(said) if "notes-missing" in codes] == [7, 8, 9, 10, 12, 19]
    assert [place for place, codes in enumerate(said) if "paragraphs-joined" in codes] == list(range(11))


def test_the_listing_s_texts_are_whole() -> None:
    """Every word in its place but the second print of the notes, and nothing that is not there."""
    lines = [line for line in LISTING.read_text().splitlines() if line.strip()]
    bodies = [lines[place + 2] for place, line in enumerate(lines) if re.search(r"(?:days?|weeks?|months?) ago$", line)]

    for document, body in zip(listed(), bodies, strict=True):
        text, *moved = [b.text for b in document.outline.blocks if b.kind is not BlockKind.NOTE]
        told = "".join(b.text for b in document.outline.blocks if b.kind is BlockKind.NOTE)
        twice = told if "↩" in body else ""
        assert without_digits("".join((text, told, *moved, twice))) == without_digits(body)


def test_the_preview_has_six_posts_with_their_dates() -> None:
    """As printed, with no offset stated."""
    assert reader_for(PREVIEW.read_bytes()) is reader_named("preview")
    assert {document.authors for document in previewed()} == {("Rohit Krishnan",)}
    assert [(d.title, d.published and d.published.instant.isoformat(sep=" ")[:19]) for d in previewed()] == [
        ("Can we get an AI to write better?", "2025-10-06 21:03:32"),
        ("Anomie", "2025-09-28 20:57:25"),
        ("Prediction is hard, especially about the future", "2025-09-17 07:59:21"),
        ("The future of work is playing a videogame", "2025-08-25 21:55:27"),
        ("Walter", "2025-08-24 01:59:47"),
        ("Ads are inevitable in AI, and that's okay", "2025-07-28 22:46:04"),
    ]
    assert {document.repairs for document in previewed()} == {("date-without-offset",)}


def test_the_preview_s_markers_lead_to_their_notes() -> None:
    """Two of them stand side by side behind one word."""
    assert [notes(document) for document in previewed()] == [0, 0, 4, 2, 6, 2]
    assert [marked(document) for document in previewed()] == [[], [], [1, 2, 3, 4], [1, 2], [1, 2, 3, 4, 5, 6], [1, 2]]


def test_no_digit_of_a_footnote_is_left_in_a_name() -> None:
    """And names that end with a digit have kept it."""
    text = " ".join(block.text for document in previewed() for block in document.outline.blocks)

    assert not re.search(r"\bo31\b|\bCLI1|quality2|ish3|posts6|pupil3", text)
    for name in (
        "used to be o3.)",
        "GPT-5",
        "GPT-2",
        "Qwen3-0.6B",
        "Veo3",
        "Deepseek R1",
        "Kimi-K2",
        "Qwen3 type",
        "2.5B",
    ):
        assert name in text


def test_the_preview_s_texts_are_whole() -> None:
    """Every word, in order; the numbers of the notes are their names now."""
    lines = [line for line in PREVIEW.read_text().splitlines() if line.strip()]
    starts = [place for place, line in enumerate(lines) if re.fullmatch(r"\d{4}-\d\d-\d\d [\d:]{8}", line)]
    ends = [*(place - 1 for place in starts[1:]), len(lines)]

    for document, start, end in zip(previewed(), starts, ends, strict=True):
        read = "".join(block.text for block in document.outline.blocks)
        assert without_digits(read) == without_digits("".join(lines[start + 1 : end]))


def test_the_preview_has_lists_and_quotations_and_makes_no_heading_up() -> None:
    """Its posts have no headings."""
    kinds = Counter(block.kind for document in previewed() for block in document.outline.blocks)

    assert (kinds[BlockKind.HEADING], kinds[BlockKind.QUOTE], kinds[BlockKind.LIST_ITEM]) == (0, 3, 15)
