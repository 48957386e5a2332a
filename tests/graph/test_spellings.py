"""The expressions that names are written in."""

from __future__ import annotations

import pytest

from graph.model import NodeKind
from graph.spellings import READABLE, Spelt, expressions, readable

KINDS = {
    "Quill": NodeKind.MODEL,
    "Northwind": NodeKind.ORGANIZATION,
    "HardSums": NodeKind.BENCHMARK,
    "DRP": NodeKind.TECHNIQUE,
}


def written(text: str, name: str = "Quill") -> list[str]:
    """Return the expressions of a name in a text where each word of KINDS is a name."""
    places = sorted((text.find(one), one) for one in KINDS if one in text)
    spelt = [Spelt(0, text, at, at + len(one), one.lower(), KINDS[one]) for at, one in places]
    return list(expressions(spelt).get(name.lower(), ()))


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Northwind’s “Quill” model is out.", "Quill", ["Northwind’s “Quill”", "Northwind’s “Quill” model"]),
        ("Since Northwind Quill came.", "Quill", ["Northwind Quill"]),
        ("The Quill reasoning model thinks.", "Quill", ["Quill reasoning model"]),
        ("Quill Models for all.", "Quill", ["Quill Models"]),
        ("A Quill-style world.", "Quill", ["Quill-style"]),
        ("Weights at northwind/Quill today.", "Quill", ["northwind/Quill"]),
        ("See the HardSums Datasets.", "HardSums", ["HardSums Datasets"]),
        ("An DRP server runs.", "DRP", ["DRP server"]),
        ("HardSums.pdf", "HardSums", ["HardSums.pdf"]),
    ],
)
def test_a_name_is_known_by_the_expressions_around_it(text: str, name: str, found: list[str]) -> None:
    """Its maker, quotes, the noun that says what it is, what hangs on it with a hyphen."""
    assert written(text, name) == found


@pytest.mark.parametrize(
    "text", ["The Quill model.", "Quill modelling", "Northwind’s “Quill is", "https://a.example/Quill"]
)
def test_what_says_nothing_more_is_no_expression(text: str) -> None:
    """A plain noun behind a name is the sentence's, a quotation that does not end with the name is another one."""
    assert written(text) == []


def test_a_page_shows_all_names_but_only_some_of_their_expressions() -> None:
    """What repeats a name gives way, the rarest and longest first; names in their own right stay."""
    names = {f"Name {chr(65 + n)}": 1 for n in range(READABLE)}
    expressions_of = {"Quill model": 5, "the fine Quill model of old": 1}

    assert readable("Quill", {**names, **expressions_of}) == sorted(names)
    few = dict(list(names.items())[:-1])
    assert readable("Quill", {**few, **expressions_of}) == sorted([*few, "Quill model"])
