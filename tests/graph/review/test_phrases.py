"""The English that sentences are composed of."""

import pytest

from graph.model import NodeKind
from graph.review.phrases import (
    first_sentence,
    kinds,
    leaders,
    listed,
    long_date,
    number,
    percent,
    quoted,
    sentence,
    works,
)


def test_numbers_are_words_up_to_twelve() -> None:
    """Small counts read as words, large ones with thousands separated."""
    assert [number(count) for count in (0, 1, 12, 13, 1204)] == ["no", "one", "twelve", "13", "1,204"]


def test_plurals_follow_the_count() -> None:
    """One work, two works."""
    assert (works(1), works(2), kinds(NodeKind.CODE, 3)) == ("one work", "two works", "three code repositories")


@pytest.mark.parametrize(("names", "told"), [("", ""), ("A", "A"), ("AB", "A and B"), ("ABC", "A, B and C")])
def test_lists_end_with_and(names: str, told: str) -> None:
    """Commas, then "and"."""
    assert listed(list(names)) == told


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It began. Then it went on.", "It began."),
        ("Models, e.g. Llama, grew. So did costs.", "Models, e.g. Llama, grew."),
        ("GPT-4.1 arrived. Nobody noticed.", "GPT-4.1 arrived."),
        ("“Is it?” Yes.", "“Is it?”"),
        ("No end", "No end"),
        ("By J. Doe and others. End.", "By J. Doe and others."),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_end_it(text: str, first: str) -> None:
    """Abbreviations, versions and initials do not end a sentence."""
    assert first_sentence(text) == first


def test_a_very_long_sentence_is_cut_at_a_word() -> None:
    """With an ellipsis, so that nobody takes it for the whole."""
    cut = first_sentence("word " * 200)

    assert len(cut) < 330
    assert cut.endswith("word …")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a", "“a”"),
        ("“a”", "“a”"),
        ('"a"', "“a”"),
        ("“a” and “b”", "“‘a’ and ‘b’”"),
        ('the "a" of b', "“the ‘a’ of b”"),
        ("“so “it” goes”", "“so ‘it’ goes”"),
        ("“a", "“a”"),
        ('"a', "“a”"),
        ("a”", "“a”"),
        ("“a says “b”", "“a says ‘b’”"),
        ('a 27" and a 30" screen', '“a 27" and a 30" screen”'),
        ("it’s ‘a’, b.", "“it’s ‘a’, b.”"),
        ("“", "“”"),
    ],
)
def test_quotations_within_quotations_have_single_marks(text: str, told: str) -> None:
    """Marks around all of it are not doubled, one without a partner at its start goes, all else stays verbatim."""
    assert quoted(text) == told


def test_leaders_leave_out_none_that_is_their_equal() -> None:
    """Two of four that are equally frequent are not "the most frequent"."""
    counts = [("a", 3), ("b", 2), ("c", 2), ("d", 1)]

    assert leaders(counts, 2) == [("a", 3)]
    assert leaders(counts, 3) == counts[:3]
    assert leaders(counts[1:3], 1) == []


def test_sentences_begin_with_a_capital_and_end() -> None:
    """A closing quotation with its own full stop needs no other."""
    assert [sentence(text) for text in ("two works", "he says “so.”", "What?")] == [
        "Two works.",
        "He says “so.”",
        "What?",
    ]


def test_dates_are_as_exact_as_they_are_known() -> None:
    """A day, a month, a year, nothing."""
    assert [long_date(date) for date in ("2024-12-03", "2024-12", "2024", None)] == [
        "3 December 2024",
        "December 2024",
        "2024",
        None,
    ]


def test_a_guess_is_never_certain() -> None:
    """Rounding makes no certainty."""
    assert (percent(0.624), percent(0.999), percent(0.0)) == ("62 %", "99 %", "1 %")
