"""Names are guessed in texts of the field only."""

from __future__ import annotations

import pytest

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.candidate import Candidate
from ingest.entities.field import DENSE, closeness, in_field


def kept(text: str, **values: object) -> bool:
    """Say whether a candidate for the first word of a text stands."""
    fields = {"kind": NodeKind.MODEL, "extractor": "made-up/1", "end": text.index(" "), **values}
    one = Candidate(start=0, **fields)  # type: ignore[arg-type]
    return in_field([Passage(text=text)], [[[one]]]) == [[[one]]]


RACES = "Formulon won the race in spring. " + "The drivers were tired and went home early. " * 60
LANGUAGE = "Formulon is a language model. We fine-tuned it on a dataset and it beats other LLMs."
PASSING = RACES + "The LLM of the stable, a neural network, knew."


@pytest.mark.parametrize("kind", [NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.BENCHMARK])
def test_nothing_is_guessed_in_a_text_of_another_field(kind: NodeKind) -> None:
    """What the field's words surround stands, whatever it is."""
    assert not kept(RACES, kind=kind)
    assert kept(LANGUAGE, kind=kind)


def test_people_companies_and_known_models_stand_anywhere() -> None:
    """They are what they are in any text; a single word of a known technique may be another field's."""
    assert kept(RACES, kind=NodeKind.PERSON)
    assert kept(RACES, kind=NodeKind.ORGANIZATION)
    assert kept(RACES, known=True)
    assert not kept(RACES, known=True, kind=NodeKind.TECHNIQUE)


def test_a_text_that_touches_on_the_field_has_no_models_by_form() -> None:
    """There a version is most often a program's; a method that it introduces is believed."""
    assert not kept(PASSING)
    assert kept(LANGUAGE)
    assert kept(PASSING, kind=NodeKind.TECHNIQUE)


def test_the_next_version_of_a_known_family_is_a_model_anywhere() -> None:
    """Its announcement may be one line."""
    one = Candidate(start=0, end=9, kind=NodeKind.MODEL, extractor="made-up/1")
    passages = [Passage(text="Quill 4.6 is here")]
    assert in_field(passages, [[[one]]], {"Quill"}) == [[[one]]]
    assert in_field(passages, [[[one]]], {"Marten"}) == [[[]]]


def test_common_words_of_the_field_count_beside_its_own_only() -> None:
    """ "training" and "agents" are a sports team's, too."""
    assert closeness([Passage(text="Training of agents and models for attention")]) == 0
    assert closeness([Passage(text="Training of LLM agents and neural models")]) > DENSE
    assert closeness([Passage(text="")]) == 0
