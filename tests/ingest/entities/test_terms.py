"""Techniques that a text's grammar gives away."""

from __future__ import annotations

import pytest

from graph.mention import Passage
from ingest.entities.recogniser.weights import CONSTANT, Weights, Words
from ingest.entities.terms import TermFinder

LIKELY, UNLIKELY = 0.3, 0.0


def found(text: str, probability: float = LIKELY) -> list[str]:
    """Return the terms found where every phrase is as likely by itself."""
    constant = 50.0 if probability == 1 else -0.85 if probability else -50.0
    finder = TermFinder(Weights({}, Words({}, {}, 0.0), {CONSTANT: constant}))
    return [text[one.start : one.end] for one in finder.find([Passage(text=text)])[0]]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("They use a technique called depth grafting to do so.", []),
        ("They use a technique called orchard pruning to do so.", ["orchard pruning"]),
        ("It rests on an idea that they call braided self-attention.", ["braided self-attention"]),
        (
            "Older methods such as orchard pruning, moss sampling and lattice search fail.",
            ["orchard pruning", "moss sampling", "lattice search"],
        ),
        ("We propose Lattice Preference Optimization for it.", ["Lattice Preference Optimization"]),
        ("Nothing is said of the weather.", []),
        ("Sampling Theory is old.", []),
    ],
)
def test_what_a_text_calls_a_technique_is_one(text: str, terms: list[str]) -> None:
    """Called, listed or written as a name, if it ends as techniques do (grafting is the forms' to find)."""
    assert found(text) == terms


def test_no_grammar_makes_a_term_of_an_unlikely_phrase() -> None:
    """ "Methods such as better training" names nothing."""
    assert found("Methods such as better training help. A technique called better training.", UNLIKELY) == []


def test_titles_ask_for_more_than_prose() -> None:
    """Every word of a title has a capital, so a capital tells nothing there."""
    assert found("Fresh Looks at Lattice Search: A Survey of Orchard Methods") == []
    assert found("Fresh Looks at Lattice Search: A Survey of Orchard Methods", 1) == ["Lattice Search"]


@pytest.mark.parametrize(
    "piece",
    [
        "methods such as ",
        "called ",
        "a technique called ",
        "A ",
        "Aa ",
        "Learning ",
        ", and learning",
        "(",
        ": ",
        "is are we ",
    ],
)
def test_hostile_text_is_read_in_one_pass(piece: str) -> None:
    """Half a megabyte of anything ends."""
    text = "techniques like " + piece * (500_000 // len(piece))

    terms = TermFinder().find([Passage(text=text)])[0]

    assert all(0 <= one.start < one.end <= len(text) for one in terms)
