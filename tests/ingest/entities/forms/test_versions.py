"""Model names by grammar."""

from __future__ import annotations

import pytest

from graph.model import NodeKind
from ingest.entities.forms import versions
from ingest.entities.forms.known import Known
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


@pytest.mark.parametrize(
    "text",
    [
        "We moved to Quillbase 17 and to QuilScript v3 at noon.",
        "Quillbase 1.13.5",
        "It follows QUL-16, RFC-7231 and CVE-2031-67818.",
        "It comes under Apache 2.0 and CC BY-SA 4.0.",
        "A 770M parameter thing.",
        "Clip 1-3 are out.",
        "Quillon 1,000 were sold on the 25th.",
    ],
)
def test_a_number_alone_makes_no_model(text: str) -> None:
    """Programs, files, licences and quantities have numbers, too."""
    assert NodeKind.MODEL not in named(text).values()


@pytest.mark.parametrize(
    "text",
    [
        "The model behind it is Quillon 3.1.",
        "Quillworks released Quillon 3.1.",
        "It beats Marten 4 and Quillon 3.1.",
        "They compare Quillon 3.1 on QuilBench.",
        "It is told in the Quillon 3.1 system card.",
    ],
)
def test_a_number_and_a_sign_of_models_make_one(text: str) -> None:
    """The noun, the maker, another model, a benchmark, a document that models have."""
    known = Known(families=frozenset({"marten"}), makers=frozenset({"quillworks"}))
    assert named(f"{text} {text}", known=known).get("Quillon 3.1") is NodeKind.MODEL


def test_a_known_program_with_a_number_is_the_program() -> None:
    """Common knowledge names it without its version; the form has nothing to add."""
    known = Known(programs=frozenset({"quillbase", "quillbase studio"}))
    assert named("Two models run on Quillbase 17 and Quillbase Studio 2.", known=known) == {}


def test_a_version_of_three_parts_names_the_program_before_it() -> None:
    """ "QuillDB 1.13.5" is QuillDB."""
    assert named("We use QuillDB 1.13.5 here.") == {"QuillDB": NodeKind.PRODUCT}


def test_things_that_a_text_numbers_are_no_models() -> None:
    """Models near them or not."""
    assert named("Quillon 1: models that sort. Quillon 2: models that count.") == {}


def test_words_of_a_headline_before_a_family_are_no_part_of_it() -> None:
    """Verbs, and what follows them; a verb with a number is nothing."""
    found = named(title("Steering Quillon 3, Maker Unveils Quillon 2.5"), families=("Quillon",))
    assert list(found) == ["Quillon 3", "Quillon 2.5"]
    assert named(title("Quillon 4 Scores 58.7, Built V3"), families=("Quillon",)) == {"Quillon 4": NodeKind.MODEL}


def test_names_that_were_run_together_part_where_both_are_known() -> None:
    """What a family's makers put before it does not."""
    found = named("Use orion-miniQuillon-3 and callQuillon-3, or nanoQuillon-3.", families=("Quillon-3", "orion"))
    assert {"Quillon-3", "orion-mini"} <= set(found)
    assert "nanoQuillon-3" not in found or found["nanoQuillon-3"] is NodeKind.MODEL
