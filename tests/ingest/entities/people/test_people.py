"""People by form, in sentences of our own."""

from __future__ import annotations

import pytest

from graph.mention import Passage, Text
from graph.model import NodeKind
from graph.outline import Span
from ingest.entities.people import find_people


def people(*passages: str | Passage, authors: tuple[str, ...] = ()) -> list[str]:
    """Return who is named in the passages of a text, as written, in order."""
    read = tuple(Passage(text=one, block=n) if isinstance(one, str) else one for n, one in enumerate(passages))
    found = find_people(Text(key="a", digest="b", passages=read, authors=authors))
    assert all(one.kind is NodeKind.PERSON for some in found for one in some)
    return [passage.text[one.start : one.end] for passage, some in zip(read, found, strict=True) for one in some]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We asked Robert Quillworth for advice.", ["Robert Quillworth"]),
        ("The piece by Anna B. Thornwick-Lee is long.", ["Anna B. Thornwick-Lee"]),
        (
            "In it Ludwig van der Holm, Mary O'Shandy and Zorvan Telt meet.",
            ["Ludwig van der Holm", "Mary O'Shandy", "Zorvan Telt"],
        ),
        ("As Zorvan Telt argues, less is more.", ["Zorvan Telt"]),
        ("Then CEO Zorvan Telt resigned.", ["Zorvan Telt"]),
        ("Zorvan Telt, a co-founder of Northwind, resigned.", ["Zorvan Telt"]),
        ("Read Zorvan Telt’s new essay.", ["Zorvan Telt"]),
        ("In a conversation with Zorvan Telt we learn more.", ["Zorvan Telt"]),
        ("It was Robert Alfonso Quillworth himself.", ["Robert Alfonso Quillworth"]),
    ],
)
def test_a_person_is_told_by_a_given_name_a_role_or_what_they_do(text: str, found: list[str]) -> None:
    """Also by standing in a list between two people."""
    assert people(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "At Robert Quillworth University they teach.",
        "This is the Robert Principle.",
        "Essex Police says it is looking.",
        "Will Companies pay? Grace Periods end.",
        "Zorvan Telt is a town.",
        "The Anna Foundation, Northwind Labs and Deep Learning say so.",
        "Robert Labs opened.",
        "Claude Code and Adam Optimizer were tried.",
    ],
)
def test_things_called_after_people_and_words_of_the_language_are_none(text: str) -> None:
    """A wrong person costs more trust than a missing one."""
    assert people(text) == []


def test_whom_a_text_names_in_full_it_names_by_surname_too() -> None:
    """A surname of two people, a short one and one that is part of another word are left alone."""
    assert people("Robert Quillworth came. Later Quillworth left; Quillworths stay.") == [
        "Robert Quillworth",
        "Quillworth",
    ]
    assert people("Robert Lind met Anna Lind. Then Lind spoke.") == ["Robert Lind", "Anna Lind"]


def test_authors_and_speakers_are_found_by_each_of_their_names() -> None:
    """Where a text's own people are written; a paper's many authors are not looked for."""
    said = Passage(text="What Zorvan meant: ask Telt.", block=0, speaker="Zorvan Telt")
    assert people(said) == ["Zorvan", "Telt"]
    assert people("So Zorvan wrote.", authors=("Zorvan Telt",)) == ["Zorvan"]
    assert people("So Zorvan wrote.", authors=("Zorvan Telt", *(f"Ada Quill{n}" for n in "abcde"))) == []
    assert people("Staff wrote this.", authors=("The Staff", "admin")) == []


def test_references_name_their_authors() -> None:
    """ "Surname, I." as one, where a year follows; at a passage's or a label's beginning only."""
    assert people("Quillworth, R. A., & Telt, Z. (2024). A title.") == ["Quillworth, R. A.", "Telt, Z."]
    assert people("Anna Telt (2024): A title.") == ["Anna Telt"]
    assert people("Mechanism Studies (2018).") == []
    labelled = Passage(text="3. Telt, Z. (2020). A title.", block=0, labels=(Span(3, 28),))
    assert people(labelled) == ["Telt, Z."]
    assert people("In Boston, M. was seen.") == []


def test_a_name_that_is_also_a_word_opens_no_sentence() -> None:
    """Nor does it count in a title, where everything has capitals."""
    assert people("We met Grace Quillworth.") == ["Grace Quillworth"]
    assert people("Grace Quillworth came.") == []
    assert people(Passage(text="Why Grace Quillworth Left", heading=True, block=0)) == []


def test_hostile_text_takes_no_longer_than_its_length() -> None:
    """Runs of capitals, initials and commas are read once."""
    for text in (
        "Anna " * 50_000,
        "A. " * 50_000,
        "Telt, Z., " * 20_000,
        "Anna Telt, " * 20_000 + "(2024)",
        "Aa-" * 50_000,
    ):
        people(text, text[:5000])
