"""Subscription lists: which feeds they name, in which folders, and what is left out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnreadableError
from graph.ports import Found
from ingest.sources.libraries.opml import feed_address
from tests.ingest.sources.libraries.samples import kind_of, reading, sample

NAME = "subscriptions.opml"


def feeds(body: str, head: str = "") -> tuple[Found, ...]:
    """Return the feeds of a list with this body."""
    return reading(f"{head}<opml version='1.0'><body>{body}</body></opml>".encode(), "list.opml").feeds


def test_a_list_names_feeds_in_their_folders() -> None:
    """Once each, in its order; it brings no documents."""
    found = reading(sample(NAME), NAME)

    assert kind_of(sample(NAME)) == "opml"
    assert (found.source.kind, found.source.title, found.documents) == ("opml", "Ada's subscriptions", ())
    assert found.feeds == (
        Found("https://lab.example/feed.xml", "A lab", ("Research", "Labs")),
        Found("http://notes.example/atom", "Notes", ("Research",)),
        Found("https://bare.example/rss", "Bare"),
        Found("http://deep.example/?a=1&b=2", "Deeper", ("Empty folder with a name", "Deep")),
    )


def test_what_is_no_feed_is_told() -> None:
    """Doubles, entries without an address, addresses that are no pages."""
    assert [(note.code, note.where) for note in reading(sample(NAME), NAME).notes] == [
        ("duplicate", "A lab again"),
        ("no-feed", "Lost"),
        ("feed-address", "Script"),
    ]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("feed:https://a.example/f", "https://a.example/f"),
        ("feed://a.example/f", "http://a.example/f"),
        ("feed:a.example/f", "http://a.example/f"),
        ("FEED://https://a.example/f", "https://a.example/f"),
        ("feed://a.example/?of=https://b.example", "http://a.example/?of=https://b.example"),
        (" https://a.example/f ", "https://a.example/f"),
        ("HTTP://a.example/f", "HTTP://a.example/f"),
        ("a.example/f", "https://a.example/f"),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("a word", None),
        ("word", None),
    ],
)
def test_a_feeds_address_is_one_of_the_web(written: str, address: str | None) -> None:
    """Readers' own schemes are taken off; theirs is HTTP without TLS, as they have always had it."""
    assert feed_address(written) == address


def test_a_list_that_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    """Bare ampersands and names of HTML's signs are common."""
    assert feeds('<outline text="A &amp; B &copy;" xmlUrl="https://a.example/?x=1&y=2"/>') == (
        Found("https://a.example/?x=1&y=2", "A & B ©"),
    )


def test_a_bomb_of_entities_has_nothing_to_explode() -> None:
    """They are never expanded, and nothing is read from the disk."""
    bomb = "<!DOCTYPE opml [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"

    found = feeds('<outline text="&b;&f;" xmlUrl="https://a.example/f"/>', bomb)

    assert [feed.address for feed in found] == ["https://a.example/f"]
    assert "aaaa" not in str(found)
    assert "root:" not in str(found)


def test_folders_may_nest_without_end() -> None:
    """A list made to overflow a stack is read like any other."""
    deep = '<outline text="x">' * 3000 + '<outline xmlUrl="https://a.example/f"/>' + "</outline>" * 3000

    assert len(feeds(deep)) <= 1


def test_what_is_no_list_is_unreadable() -> None:
    """Asked for by name, it says what it is instead."""
    with pytest.raises(UnreadableError, match="HTML"):
        reading(b"<html><body>no</body></html>", "page.opml", "opml")


@given(st.data())
def test_no_mutation_raises_anything_else(data: st.DataObject) -> None:
    """Bytes cut out, put in or exchanged: read as far as it goes, or called unreadable."""
    content = bytearray(sample(NAME))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 20))] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"<", b"&x;", b"/>"])
        )
    try:
        reading(bytes(content), NAME, "opml")
    except UnreadableError:
        return


def test_an_element_of_very_many_attributes_is_soon_read() -> None:
    """Only those that are asked for are looked up, each of which costs all that stand before it."""
    many = " ".join(f'a{number}="v"' for number in range(80_000))
    before = time.process_time()

    assert feeds(f'<outline {many} TEXT="A" xmlUrl="https://a.example/f"/>') == (Found("https://a.example/f", "A"),)
    assert time.process_time() - before < 1.5
