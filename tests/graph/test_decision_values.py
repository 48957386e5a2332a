"""What a decision may hold."""

from __future__ import annotations

from typing import Any

import pytest

from graph.decision_values import check
from graph.errors import InvalidInputError
from graph.model import DecisionKind

GOOD: list[tuple[str, dict[str, Any]]] = [
    ("state", {"state": "to-read"}),
    ("rating", {"rating": 5}),
    ("rating", {"rating": None}),
    ("tag", {"tag": "later"}),
    ("tag", {"tag": "later", "on": False}),
    ("note", {"text": ""}),
    ("pick", {"month": "2025-03"}),
    ("pick", {"month": "2025-03", "comment": None, "category": "Agents", "on": True}),
    ("correction", {"field": "name", "value": "Jamba"}),
    ("correction", {"field": "kind", "value": "report"}),
    ("correction", {"field": "month", "value": "2025-03"}),
    ("correction", {"field": "identity", "value": "https://arxiv.org/abs/2403.19887"}),
    ("correction", {"field": "category", "value": None}),
    ("merge", {"into": "category:Agents"}),
    ("merge", {"into": "model:GPT-5"}),
    ("split", {"name": "GRPO"}),
    ("split", {"name": "GRPO", "on": False}),
    ("correction", {"field": "kind", "value": "technique"}),
    ("subscription", {"on": True}),
    ("subscription", {"on": False, "mine": True, "kind": None}),
    ("subscription", {"on": True, "mine": False, "kind": "feed"}),
    ("link", {"to": "arxiv:2403.19887", "keep": True}),
    ("link", {"to": "technique:test-time compute", "keep": False}),
    ("undo", {"decision": "decision-1"}),
]
BAD: list[tuple[str, dict[str, Any], str]] = [
    ("state", {"state": "done"}, "state"),
    ("state", {}, "state"),
    ("rating", {"rating": 6}, "rating"),
    ("rating", {"rating": True}, "rating"),
    ("rating", {"rating": "5"}, "rating"),
    ("tag", {"tag": " "}, "tag"),
    ("tag", {"tag": "x" * 101}, "tag"),
    ("tag", {"tag": "x", "on": "yes"}, "on"),
    ("note", {"text": None}, "text"),
    ("note", {"text": "x" * 100_001}, "text"),
    ("pick", {"month": "2025-13"}, "month"),
    ("pick", {"month": "2025-03", "comment": 3}, "comment"),
    ("pick", {"month": "2025-03", "colour": "red"}, "colour"),
    ("correction", {"field": "colour", "value": "red"}, "field"),
    ("correction", {"field": "kind", "value": "month"}, "value"),
    ("correction", {"field": "month", "value": "March"}, "value"),
    ("correction", {"field": "identity", "value": "no address"}, "value"),
    ("correction", {"field": "name", "value": ""}, "value"),
    ("merge", {"into": "article:Agents"}, "into"),
    ("merge", {"into": "category: "}, "into"),
    ("merge", {"into": ["model:GPT-5"]}, "into"),
    ("split", {}, "name"),
    ("split", {"name": " "}, "name"),
    ("split", {"name": "GRPO", "on": None}, "on"),
    ("subscription", {}, "on"),
    ("subscription", {"on": "yes"}, "on"),
    ("subscription", {"on": True, "mine": 1}, "mine"),
    ("subscription", {"on": True, "kind": ""}, "kind"),
    ("link", {"to": "arxiv:2403.19887"}, "keep"),
    ("link", {"to": "arxiv:2403.19887", "keep": None}, "keep"),
    ("link", {"to": "nothing", "keep": True}, "to"),
    ("link", {"to": ["model:GPT-5"], "keep": True}, "to"),
    ("link", {"to": "category:Agents", "keep": True}, "to"),
    ("link", {"to": "model:GPT-5\u202e", "keep": True}, "to"),
    ("undo", {"decision": None}, "decision"),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_what_people_decide_passes(kind: str, value: dict[str, Any]) -> None:
    """Every kind of decision, with and without what may be left out."""
    check(DecisionKind(kind), value)


@pytest.mark.parametrize(("kind", "value", "field"), BAD)
def test_what_cannot_be_used_is_refused_by_its_field(kind: str, value: dict[str, Any], field: str) -> None:
    """The error says which field, for the form that sent it."""
    with pytest.raises(InvalidInputError) as raised:
        check(DecisionKind(kind), value)

    assert raised.value.field == field


@pytest.mark.parametrize(
    ("kind", "value", "on"),
    [
        ("pick", {"month": "2025-03"}, "category:Agents"),
        ("state", {"state": "read"}, "nothing"),
        ("state", {"state": "read"}, "article:"),
        ("merge", {"into": "category:Agents"}, "arxiv:2403.19887"),
        ("merge", {"into": "model:GPT-5"}, "month:2025-01"),
        ("split", {"name": "Agents"}, "category:Agents"),
        ("split", {"name": "A paper"}, "arxiv:2403.19887"),
        ("link", {"to": "model:GPT-5", "keep": True}, "category:Agents"),
        ("subscription", {"on": True}, "arxiv:2403.19887"),
        ("subscription", {"on": True}, "source:"),
        ("subscription", {"on": True}, "source:file:///etc/passwd"),
        ("subscription", {"on": True}, "source:https://"),
        ("pick", {"month": "2025-03"}, "source:https://ada.example/feed"),
    ],
)
def test_a_decision_suits_its_key(kind: str, value: dict[str, Any], on: str) -> None:
    """Works are picked, categories and concepts are merged, concepts split."""
    with pytest.raises(InvalidInputError) as raised:
        check(DecisionKind(kind), value, on)

    assert raised.value.field == "on"


@pytest.mark.parametrize(
    ("on", "value", "field"),
    [
        ("model:GPT-5", {"field": "month", "value": "2025-03"}, "field"),
        ("model:GPT-5", {"field": "kind", "value": "paper"}, "value"),
        ("model:GPT-5", {"field": "name", "value": "—"}, "value"),
        ("arxiv:2403.19887", {"field": "kind", "value": "model"}, "value"),
        ("category:Agents", {"field": "kind", "value": "model"}, "field"),
    ],
)
def test_a_work_stays_a_work_and_a_concept_a_concept(on: str, value: dict[str, Any], field: str) -> None:
    """Of a concept the name and the kind can be corrected, of a category the name."""
    with pytest.raises(InvalidInputError) as raised:
        check(DecisionKind.CORRECTION, value, on)

    assert raised.value.field == field


@pytest.mark.parametrize(("on", "into"), [("category:Agents", "model:GPT-5"), ("model:GPT-5", "category:Agents")])
def test_categories_and_concepts_are_never_merged(on: str, into: str) -> None:
    """What one is a part of the other can be about."""
    with pytest.raises(InvalidInputError, match="cannot be merged into"):
        check(DecisionKind.MERGE, {"into": into}, on)


@pytest.mark.parametrize(
    "key", ["https://ada.example/feed", "arxiv:cs.CL", "oai:https://a.example/oai?set=cs", "source-0a1b"]
)
def test_a_source_is_named_by_its_address_a_query_or_its_id(key: str) -> None:
    """What is fetched again, and what was read from a file."""
    check(DecisionKind.SUBSCRIPTION, {"on": True}, f"source:{key}")


@pytest.mark.parametrize("sign", ["\x00", "\n", "\x7f", "\x85", "\u202e", "\u2066", "\u200f", "\ud800"])
def test_what_cannot_be_seen_has_no_place_in_names(sign: str) -> None:
    """Nor in keys, tags and categories; notes and comments have lines and tabs, and no more."""
    told: list[tuple[str, dict[str, Any], str, str]] = [
        ("correction", {"field": "name", "value": f"a{sign}b"}, "model:GPT-5", "value"),
        ("tag", {"tag": f"a{sign}b"}, "model:GPT-5", "tag"),
        ("tag", {"tag": "a"}, f"model:GPT{sign}5", "on"),
        ("split", {"name": f"a{sign}b"}, "model:GPT-5", "name"),
        ("merge", {"into": f"model:a{sign}b"}, "model:GPT-5", "into"),
        ("pick", {"month": "2025-03", "category": f"a{sign}b"}, "arxiv:2403.19887", "category"),
    ]
    if sign != "\n":
        told += [
            ("note", {"text": f"a{sign}b"}, "model:GPT-5", "text"),
            ("pick", {"month": "2025-03", "comment": f"a{sign}b"}, "arxiv:2403.19887", "comment"),
        ]
    for kind, value, on, field in told:
        with pytest.raises(InvalidInputError) as raised:
            check(DecisionKind(kind), value, on)
        assert raised.value.field == field
    check(DecisionKind.NOTE, {"text": "One.\n\tTwo."}, "model:GPT-5")


@pytest.mark.parametrize(
    ("kind", "value", "on", "field"),
    [
        ("merge", {"into": "model:GPT-5"}, "model:!!", "on"),
        ("tag", {"tag": "later"}, "technique: —", "on"),
        ("merge", {"into": "model:!!"}, "model:GPT-5", "into"),
        ("split", {"name": "!!"}, "model:GPT-5", "name"),
    ],
)
def test_a_concept_has_a_name(kind: str, value: dict[str, Any], on: str, field: str) -> None:
    """Signs alone are none."""
    with pytest.raises(InvalidInputError) as raised:
        check(DecisionKind(kind), value, on)

    assert raised.value.field == field
