"""Texts that an aggregator flattened into one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.outline import BlockKind
from ingest.sources.saved.joined import read_joined

NOTES = ("In my case, for weeks.", "See the report. It is long.", "Not the model.")
SENTENCES = st.sampled_from(
    ("A model is a guess.", "Readers differ, and so do days.", "What then?", "It said “no”.", "We kept a log of it.")
)
ITEMS = st.sampled_from(("", "what broke what I changed", "first the log Then the rest, all of it."))


def kinds(line: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read_joined([line]).blocks]


def test_notes_printed_twice_are_kept_once_and_moved_items_stay() -> None:
    """Text, notes, list items, notes again with arrows."""
    line = "It broke 1 . Twice 2 . A list: In my case. See the log. what broke what held In my case. ↩ See the log. ↩"

    read = read_joined([line])

    assert kinds(line) == [
        ("paragraph", "It broke. Twice. A list:"),
        ("paragraph", "what broke what held"),
        ("note", "In my case."),
        ("note", "See the log."),
    ]
    assert read.repairs == ("footnotes-linked", "list-items-moved", "notes-twice")


def test_a_single_note_is_found_by_its_second_print() -> None:
    """With list items between the two prints, or without."""
    assert kinds("It broke 1 . So: In my case. ↩".replace("So:", "So: In my case. one two"))[-1] == (
        "note",
        "In my case.",
    )
    assert kinds("It broke 1 . In my case. In my case. ↩") == [("paragraph", "It broke."), ("note", "In my case.")]


def test_a_first_note_printed_once_stays_in_the_text() -> None:
    """Nothing tells where it begins; the others are notes, and numbered as they are."""
    read = read_joined(["It broke 1 . Twice 2 . In my case. ↩ See the log. ↩"])

    assert [(block.kind.value, block.text, block.anchors) for block in read.blocks] == [
        ("paragraph", "It broke. Twice. In my case.", ()),
        ("note", "See the log.", ("note-2",)),
    ]
    assert "notes-not-apart" in read.repairs


@pytest.mark.parametrize(
    ("line", "cut"), [("It ends in the", True), ("It goes on…", True), ("It ends.", False), ("“It ends.”", False)]
)
def test_a_text_that_ends_in_the_middle_is_said_to_be_cut(line: str, cut: bool) -> None:
    """By its last sign."""
    assert ("text-cut" in read_joined([line]).repairs) is cut


def test_a_line_of_many_words_was_several_paragraphs() -> None:
    """It stays one: where they began, nobody knows."""
    read = read_joined(["A word and a word. " * 60])

    assert (len(read.blocks), read.repairs) == (1, ("paragraphs-joined",))


@given(st.lists(SENTENCES, min_size=1, max_size=8), ITEMS, st.integers(0, 3))
def test_every_word_of_a_flattened_post_is_kept(text: list[str], items: str, count: int) -> None:
    """Law: text, moved items and notes come out whole, each once, whatever was printed twice."""
    notes = NOTES[:count]
    marked = " ".join(text) + "".join(f" and so 	{n} .".replace("\t", "") for n in range(1, count + 1))
    once, again = " ".join(notes), " ".join(f"{note} ↩" for note in notes)
    line = " ".join(filter(None, (marked, once, items if count else "", again)))

    blocks = read_joined([line]).blocks

    assert tuple(block.text for block in blocks if block.kind is BlockKind.NOTE) == notes
    told = " ".join(block.text for block in blocks if block.kind is not BlockKind.NOTE)
    plain = " ".join(text) + " and so." * count
    assert told == " ".join(filter(None, (plain, items if count else "")))


@given(st.lists(st.text(alphabet="aB. ↩1\n:”", max_size=60), max_size=4))
def test_nothing_breaks_the_reader(lines: list[str]) -> None:
    """Arrows may stand anywhere."""
    read_joined(lines)
