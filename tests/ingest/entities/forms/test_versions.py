"""Model names by grammar."""

from __future__ import annotations

import pytest

from graph.model import NodeKind
from ingest.entities.forms import versions
from tests.ingest.entities.forms.naming import named, title

NONE: frozenset[str] = frozenset()


def read(text: str, families: frozenset[str] = NONE) -> str | None:
    end = len(text.split(" ")[0].rstrip(","))
    found = versions.read(text, 0, end, families, True)
    return text[: found.end] if found else None


@pytest.mark.parametrize(
    "name",
    [
        "Quillon-7B-beta",
        "Quillon 3.1 Pro",
        "Quillon-2 70B",
        "Quillon-large",
        "GPQ-7 mini",
        "Quillon3.1-Coder-32B-Instruct",
        "Quillon 8x7B",
        "Quillon-4-Opal",
        "Quillon-0.6B",
        "Quillon R1",
        "Quillon V3",
    ],
)
def test_a_family_takes_its_version_size_and_variant(name: str) -> None:
    assert read(f"{name}, which came later", frozenset({"quillon"})) == name


@pytest.mark.parametrize(
    "text", ["Section 3.1 says", "Figure 2 shows", "March 2025 was", "Top 5 of", "The 7B model", "Over 70B"]
)
def test_what_counts_or_dates_is_no_version(text: str) -> None:
    assert read(text) is None


def test_a_number_that_goes_on_with_a_unit_is_no_version() -> None:
    assert read("Quillon 40% faster") is None
    assert read("Quillon 12:30 today") is None


def test_a_size_makes_a_model_of_any_family() -> None:
    assert named("We ran Quillon-7B for a week.") == {"Quillon-7B": NodeKind.MODEL}


def test_a_whole_number_alone_is_left_to_the_text() -> None:
    assert named("The train to Quillon 3 was late.") == {}
    assert named("Their newest model, Quillon 3, is small.") == {"Quillon 3": NodeKind.MODEL}


def test_a_family_the_text_has_versions_of_is_a_model_without_one_too() -> None:
    found = named("Quillon-2.5 Pro is out. Some say that Quillon is slower.")
    assert found == {"Quillon-2.5 Pro": NodeKind.MODEL, "Quillon": NodeKind.MODEL}


def test_a_family_known_from_elsewhere_needs_no_other_sign() -> None:
    assert named("They moved to Quillon 4 in May.", families=("Quillon",)) == {"Quillon 4": NodeKind.MODEL}


def test_what_hangs_on_a_name_with_a_hyphen_is_no_part_of_it() -> None:
    assert named("A Quillon-7B-based tool.") == {"Quillon-7B": NodeKind.MODEL}


def test_words_of_a_headline_are_no_tiers() -> None:
    assert "Quillon 4.5" in named(title("Quillon 4.5 Launch"), "Quillon 4.5 is a model.")


@pytest.mark.parametrize(("text", "said"), [("-Codex", True), (" 70B Instruct", True), (" was", False), ("s", False)])
def test_an_addition_is_version_size_and_variant_only(text: str, said: bool) -> None:
    assert versions.is_addition(text) is said
