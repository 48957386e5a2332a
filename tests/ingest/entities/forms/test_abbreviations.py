"""Short forms that a text defines."""

from __future__ import annotations

import pytest

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.forms import FormsFinder
from ingest.entities.forms.abbreviations import definitions
from tests.ingest.entities.forms.naming import named


def defined(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*one.short)], text[slice(*one.long)]) for one in definitions(text)]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("We use Group Mirror Reward Optimization (GMRO) here.", ("GMRO", "Group Mirror Reward Optimization")),
        ("GMRO (Group Mirror Reward Optimization) is new.", ("GMRO", "Group Mirror Reward Optimization")),
        ("LoMA (Low-Memory Attention) is small.", ("LoMA", "Low-Memory Attention")),
        ("called mixture of mirrors (MoM), it", ("MoM", "mixture of mirrors")),
        ("as mirror language models (MLMs) do", ("MLMs", "mirror language models")),
        ("by Direct Mirror Tuning (DMT; Doe, 2031)", ("DMT", "Direct Mirror Tuning")),
        ("the “Mirror Action Planner” (MAP)", None),
        ("it was late (see below) and cold", None),
        ("in the year (2031) of snow", None),
    ],
)
def test_a_definition_is_read_both_ways(text: str, pair: tuple[str, str] | None) -> None:
    found = defined(text)
    if pair is not None:
        assert found == [pair]
    else:
        assert all(long.startswith("Mirror") for _, long in found)


def test_letters_that_do_not_fit_define_nothing() -> None:
    assert defined("We met old friends (XQZ) there.") == []


def test_the_short_form_carries_its_long_form_everywhere() -> None:
    passages = [
        Passage(text="We propose Group Mirror Optimization (GMO).", block=0),
        Passage(text="GMO is fast.", block=1),
    ]
    found = FormsFinder().find(passages)
    assert [(one.long, one.kind) for one in found[1]] == [("Group Mirror Optimization", NodeKind.TECHNIQUE)]
    written = [passages[0].text[one.start : one.end] for one in found[0]]
    assert "Group Mirror Optimization" in written
    assert "GMO" in written


def test_a_term_of_the_field_is_not_defined_into_a_name() -> None:
    assert named("We study large language models (LLMs) and natural language processing (NLP).") == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The National Mirror Administration (NMA) met.", NodeKind.ORGANIZATION),
        ("The Center for Mirror Control (CMC) met.", NodeKind.ORGANIZATION),
        ("The General Mirror Regulation (GMR) holds.", None),
        ("The Law School Mirror Test (LSMT) is hard.", None),
        ("Some Quiet Monday Things (QMT) came.", None),
    ],
)
def test_the_head_of_a_long_form_says_what_the_short_one_is(text: str, kind: NodeKind | None) -> None:
    """A body, a law, an exam; what says nothing names nothing."""
    found = named(text)
    assert set(found.values()) == ({kind} if kind else set())


def test_capitals_alone_name_nothing_outside_the_field() -> None:
    """Nor do days of the week."""
    assert named("QMT and others say so using QMT and via QMT on Friday. Tuesday is a benchmark.") == {}
