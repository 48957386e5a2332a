"""Names: told by recurring, one a person."""

from __future__ import annotations

import pytest

from ingest.sources.transcripts.speakers import by_colon, one_person_each, opening_names


def test_names_are_what_lines_open_with_again_and_again() -> None:
    """The first word of a sentence is no part of a name, however often it comes."""
    lines = [
        "Ann Lee Yes, I do.",
        "Bo Kim Yes it is.",
        "Ann Lee Yes please.",
        "Bo Kim Claude is one.",
        "Ann Lee Right.",
    ]

    assert sorted(opening_names(lines)) == ["Ann Lee", "Bo Kim"]


def test_two_people_of_one_first_name_are_two() -> None:
    """Their family names tell them apart."""
    lines = ["John Doe Right.", "John Poe Then go.", "John Doe Well then.", "John Poe Good one.", "John Doe Go on."]

    assert sorted(opening_names(lines)) == ["John Doe", "John Poe"]


def test_lines_of_sentences_hold_no_names() -> None:
    """Though a few of them begin alike."""
    lines = [
        "Models are large.",
        "Models are small.",
        "Nobody knows.",
        "Everything ends.",
        "Gates starve.",
        "Is it so?",
    ]

    assert opening_names(lines) == ()


@pytest.mark.parametrize(
    ("counts", "stated", "speakers"),
    [
        (
            {"Seungjoon Choi": 52, "Chester Roh": 44},
            ("Chester Roh", "Seungjun Choi"),
            {"Seungjoon Choi", "Chester Roh"},
        ),
        ({"ANN LEE": 9, "Ann Lee": 2}, (), {"ANN LEE"}),
        ({"Ann": 9, "Ann Lee": 2, "Bo Kim": 9}, (), {"Ann", "Bo Kim"}),
        ({"Dan Choi": 20, "Don Choi": 5}, (), {"Dan Choi", "Don Choi"}),
        ({"Jon Smith": 20, "John Smith": 18}, ("Jon Smith", "John Smith"), {"Jon Smith", "John Smith"}),
        ({"José Gómez": 9, "Jose Gomez": 3}, (), {"José Gómez"}),
        ({"Ann Lee": 4, "Bo Lee": 1, "Lee": 1}, (), {"Ann Lee", "Bo Lee", "Lee"}),
        ({"J. Doe": 9, "John Doe": 2, "Ann Lee": 3}, (), {"John Doe", "Ann Lee"}),
        ({"J. Doe": 9, "John Doe": 2, "Jane Doe": 3}, (), {"J. Doe", "John Doe", "Jane Doe"}),
        ({"J. Doe": 9, "John Poe": 2, "Ann Doe": 2}, (), {"J. Doe", "John Poe", "Ann Doe"}),
        ({"J. Doe": 9, "John Doe": 2}, ("J. Doe", "John Doe"), {"J. Doe", "John Doe"}),
    ],
)
def test_spellings_of_one_person_are_one_speaker(
    counts: dict[str, int], stated: tuple[str, ...], speakers: set[str]
) -> None:
    """The most frequent one; two people who are both named on the line of authors stay two."""
    assert set(one_person_each(counts, stated).values()) == speakers


def test_what_stands_before_a_colon_is_a_name_or_not() -> None:
    """By its capitals and its length."""
    assert by_colon("Ann Lee: Right: go") == ("Ann Lee", "Right: go")
    assert by_colon("Dr. Bo van Kim (guest): Yes") == ("Dr. Bo van Kim (guest)", "Yes")
    assert by_colon("what it is: a gate") is None
