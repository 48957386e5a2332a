"""Headings and quotations in text without markup."""

from __future__ import annotations

import pytest

from graph.outline import BlockKind
from ingest.outline import outline_text
from ingest.sources.saved.prose import shaped

TEXT = "Here is a paragraph that runs on for long enough to be told from a caption, a name or the line of a poem."


def kind(line: str, before: str = TEXT, after: str = TEXT) -> BlockKind:
    return shaped(outline_text("\n\n".join(filter(None, (before, line, after)))).blocks)[bool(before)].kind


@pytest.mark.parametrize("line", ["What the numbers say", "A short history of tokens", "Method", "Why now"])
def test_a_short_line_between_paragraphs_is_a_heading(line: str) -> None:
    """Without a sign at its end."""
    assert kind(line) is BlockKind.HEADING


@pytest.mark.parametrize(
    "line",
    [
        "Right.",
        "But why?",
        "Share",
        "Subscribe now",
        "as i said",
        "Source: the report",
        "12",
        "***",
        "So we asked them:",
    ],
)
def test_sentences_buttons_and_captions_are_no_headings(line: str) -> None:
    """A doubtful line stays a paragraph."""
    assert kind(line) is BlockKind.PARAGRAPH


def test_lines_under_each_other_are_no_headings() -> None:
    """Verse and lists of names have short lines too; a heading has a text below."""
    assert kind("Two roads diverged", after="In a yellow wood") is BlockKind.PARAGRAPH
    assert kind("The end", after="") is BlockKind.PARAGRAPH


def test_words_of_somebody_else_are_a_quotation() -> None:
    """In marks, with the name behind them."""
    assert kind("“Reading is a way of being slow.” — A. Reader") is BlockKind.QUOTE
    assert kind(
        "“Reading is slow,” she said, and left for the day without another word to anybody in the room at all."
    ) is (BlockKind.PARAGRAPH)
