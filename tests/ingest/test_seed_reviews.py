"""The two yearly reviews of the seed feed, read entry by entry; the 2024 one against its hand reading."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

from graph.model import Document, Item
from ingest.items import items_of
from ingest.sources import read_source, reader_named
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
FEED = SHARED / "seeds" / "002_404256067547fa3a.txt"


@cache
def documents() -> dict[str, Document]:
    """Return the feed's documents by the last part of their address."""
    reading = read_source(FEED.read_bytes(), target=str(FEED))
    read = [reader_named(fetched.reader).document(fetched) for fetched in reading.documents]
    return {(document.url or "").rsplit("/", 1)[-1]: document for document in read}


@cache
def items(name: str) -> tuple[Item, ...]:
    """Return the items of one of the feed's documents."""
    return items_of(documents()[name])


def test_the_feed_has_ten_documents() -> None:
    """Each entry is a document."""
    assert len(documents()) == 10


def test_the_2024_review_equals_its_hand_reading() -> None:
    """Label, address, identity, section, position, comment, further links: all 46, in order, and nothing else."""
    wanted = json.loads((SHARED / "gold-dev" / "items-2024.json").read_text())["items"]
    got = items("2024research")

    assert [(i.section, i.position, i.label, i.comment) for i in got] == [
        (w["section"], w["position"], w["label"], w["comment"]) for w in wanted
    ]
    for item, want in zip(got, wanted, strict=True):
        canonical = want["canonical"]
        right = f"web:{canonical['id']}" if canonical["kind"] == "web" else canonical["id"]
        assert item.identity == right, item.label
        assert item.url == want.get("url_recovered", want["url"])
        assert len(item.links) == len(want["secondary_links"])
        assert item.version == (int(canonical["version"][1:]) if canonical["version"] else None)


def test_the_2024_review_states_eight_categories() -> None:
    """Its headings sort research; no month is made up."""
    assert len({item.category for item in items("2024research")}) == 8
    assert {item.month for item in items("2024research")} == {None}


def test_the_2025_review_has_its_items_in_twelve_months() -> None:
    """124 items, month by month, none of them under the headings that follow December."""
    months = Counter(item.month for item in items("2025-review"))

    assert [months[f"2025-{n:02d}"] for n in range(1, 13)] == [11, 10, 13, 9, 10, 10, 11, 12, 12, 13, 6, 7]
    assert len(items("2025-review")) == 124
    assert {item.category for item in items("2025-review")} == {None}


def test_the_2025_reviews_broken_addresses_are_recovered() -> None:
    """An empty href, Markdown, a wrapper, a shortener, tracking, a sentence: each read as it was meant."""
    found = {(item.month, item.position): item for item in items("2025-review")}

    assert found["2025-05", 4].identity == "web:https://blog.google/technology/ai/google-io-2025"
    assert found["2025-02", 5].identity == "web:https://openai.com/index/introducing-operator"
    assert found["2025-02", 10].identity == (
        "web:https://blog.google/technology/ai/google-gemini-next-generation-model-february-2025"
    )
    assert found["2025-04", 7].repairs == ("shortener",)
    assert found["2025-04", 5].identity == "web:https://hai.stanford.edu/news/ai-index-2025-state-of-ai-in-10-charts"
    assert found["2025-08", 2].label == "The AI Bubble Articles"
    assert len(found["2025-08", 2].links) == 2
    assert (found["2025-10", 12].identity, found["2025-10", 12].url) == (None, None)
    assert found["2025-08", 1].label == "GPT-5"
    assert "* *" not in (found["2025-12", 7].comment or "")


def test_no_other_post_of_the_feed_lists_what_is_no_item() -> None:
    """Lists of arguments are prose; books and references are items without a category."""
    counts = {name: len(items(name)) for name in documents()}

    assert {name: n for name, n in counts.items() if n} == {
        "2024research": 46, "2025-review": 124, "recent-books-2026": 28, "recsyskeynote": 14, "postpretraining-revisted": 16,
    }  # fmt: skip
    assert not any(item.category for item in items("recent-books-2026"))


def test_a_reference_is_named_by_its_title_not_by_its_authors() -> None:
    """Bold authors, a year in brackets, a linked title."""
    assert [item.label for item in items("recsyskeynote")][1] == (
        "GroupLens: Applying collaborative filtering to Usenet news"
    )
