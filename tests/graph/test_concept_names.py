"""Which decisions are on names, and what they say."""

from __future__ import annotations

from graph.concept_names import concept_key, concept_names, is_ruling
from graph.model import DecisionKind, NodeKind
from tests.graph.test_decisions import decided


def test_only_what_is_decided_of_concepts_names_is_read() -> None:
    """Tags and notes are not, nor are works and categories."""
    made = [
        decided(1, "merge", "model:Quil", into="model:Quill"),
        decided(2, "split", "model:Quill", name="Q3"),
        decided(3, "correction", "model:Quill", field="name", value="Quill 3"),
        decided(4, "correction", "model:Quill", field="kind", value="product"),
        decided(5, "note", "model:Quill", text="Mine."),
        decided(6, "merge", "category:A", into="category:B"),
        decided(7, "correction", "arxiv:2403.19887", field="name", value="Quill"),
        decided(8, "correction", "model:Quill", field="month", value="2025-01"),
        decided(9, "merge", "model:Quill", into="category:B"),
    ]

    names = concept_names(made)

    assert [ruling.act for ruling in names.rulings] == [
        DecisionKind.MERGE,
        DecisionKind.SPLIT,
        DecisionKind.CORRECTION,
        DecisionKind.CORRECTION,
    ]
    assert [is_ruling(decision) for decision in made] == [True] * 4 + [False] * 5
    assert names.decided() == {"quil", "quill", "q3", "quill3"}
    assert names.beside({"q3"}) == {"quill", "q3"}
    assert names.apart() == {"q3"}


def test_a_name_told_apart_as_ambiguous_is_near_the_bare_one() -> None:
    """What is decided of the one is looked at with the other."""
    names = concept_names([decided(1, "merge", "product:Deep Search (ambiguous)", into="product:Quill")])

    assert names.beside({"deepsearch"}) == {"deepsearch", "deepsearchambiguous", "quill"}


def test_a_concepts_key_has_its_kind_and_a_name() -> None:
    """Others are other things' keys."""
    assert concept_key("model: Quill 3") == (NodeKind.MODEL, "Quill 3")
    assert [concept_key(key) for key in ("paper:Quill", "arxiv:2403.19887", "model:", "model:—")] == [None] * 4
