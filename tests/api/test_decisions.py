"""Deciding over REST."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.model import Claim, ClaimRank, GraphDelta, Node, NodeKind
from tests.api.world import World, world

PATH = "/api/v1/decisions"
NODE = "paper-arxiv-2501.00001"
KEY = "arxiv:2501.00001"


@pytest.fixture
def here(tmp_path: Path) -> World:
    return world(tmp_path)


@pytest.fixture
def client(here: World) -> FlaskClient:
    return here.app.test_client()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("state", {"state": "to-read"}),
        ("rating", {"rating": 4}),
        ("rating", {"rating": None}),
        ("tag", {"tag": "agents", "on": True}),
        ("note", {"text": "Read the appendix."}),
        ("pick", {"month": "2025-01", "comment": "Best of the month", "category": "Agents", "on": True}),
        ("correction", {"field": "name", "value": "Its real name"}),
        ("correction", {"field": "kind", "value": "report"}),
        ("correction", {"field": "month", "value": None}),
        ("correction", {"field": "identity", "value": "doi:10.1000/182"}),
        ("link", {"to": "technique:Mixture of experts", "keep": False}),
    ],
)
def test_a_decision_is_kept_on_the_node_s_key_and_takes_effect(
    here: World, client: FlaskClient, kind: str, value: dict[str, Any]
) -> None:
    """201, with the address of what was recorded; the graph is settled for that key."""
    answer = client.post(PATH, json={"kind": kind, "node": NODE, "value": value})

    assert answer.status_code == 201
    assert (answer.json["kind"], answer.json["on"], answer.json["value"]) == (kind, KEY, value)
    assert client.get(answer.location).json == answer.json
    assert here.ingestor.settled == [{KEY}]
    assert [made.on for made in here.library.decisions.decisions()] == [KEY]


def test_a_superseded_node_id_leads_to_its_key(client: FlaskClient) -> None:
    """An old bookmark decides on the right work."""
    answer = client.post(PATH, json={"kind": "rating", "node": "paper-old", "value": {"rating": 1}})

    assert answer.json["on"] == KEY


def test_categories_are_merged_by_their_names(here: World, client: FlaskClient) -> None:
    """The key of what has no identity is its kind and name."""
    order = {"kind": "merge", "node": "category-agents", "value": {"into": "category:Reasoning"}}

    assert client.post(PATH, json=order).json["on"] == "category:Agents"
    assert here.ingestor.settled == [{"category:Agents"}]


def test_what_was_merged_cannot_be_merged_back(here: World, client: FlaskClient) -> None:
    """Both names mean one category by then; the first merge sent again is still answered as the same one."""
    first = {"id": "my-own-id", "kind": "merge", "on": "category:Agents", "value": {"into": "category:Reasoning"}}
    back = {"kind": "merge", "on": "category:Reasoning", "value": {"into": "category:Agents"}}

    assert client.post(PATH, json=first).status_code == 201
    assert client.post(PATH, json=back).status_code == 409
    assert client.post(PATH, json=first).status_code == 200
    assert len(here.library.decisions.decisions()) == 1


def name_models(here: World) -> None:
    """Let a text name two models, one of them in two ways."""
    named = [
        Node(id="model-grand-opal-4", kind=NodeKind.MODEL, name="Grand Opal 4", aliases=("Opal 4",)),
        Node(id="model-quill", kind=NodeKind.MODEL, name="Quill"),
    ]
    claims = tuple(Claim(node=node, rank=ClaimRank.REFERENCE, stamp="") for node in named)
    here.library.graph.apply([GraphDelta(contributor="names:document-letter", claims=claims)])


def test_a_concept_is_decided_on_by_any_of_its_names(here: World, client: FlaskClient) -> None:
    """It is kept by the name it goes by; sent again it is the same one, also once another node has the names."""
    name_models(here)
    order = {"id": "my-own-id", "kind": "merge", "on": "model:opal-4", "value": {"into": "model:QUILL"}}

    made = client.post(PATH, json=order)
    assert (made.status_code, made.json["on"], made.json["value"]) == (
        201,
        "model:Grand Opal 4",
        {"into": "model:Quill"},
    )
    assert client.post(PATH, json=order).status_code == 200
    merged = Node(
        id="model-quill", kind=NodeKind.MODEL, name="Quill", aliases=("Opal 4",), keys=("model:Grand Opal 4",)
    )
    claims = (Claim(node=merged, rank=ClaimRank.REFERENCE, stamp=""),)
    here.library.graph.apply([GraphDelta(contributor="names:document-letter", claims=claims)])
    assert client.post(PATH, json=order).status_code == 200
    assert client.post(PATH, json={**order, "on": "model:Nowhere"}).status_code == 409
    assert len(here.library.decisions.decisions()) == 1


def test_what_is_decided_under_a_given_name_hangs_on_the_one_before(here: World, client: FlaskClient) -> None:
    """By whichever key or id it is asked for; sent again it is the same one, also once the name was taken back."""
    name_models(here)
    value = {"field": "name", "value": "Zed"}
    client.post(PATH, json={"id": "a-renaming", "kind": "correction", "on": "model:Quill", "value": value})
    zed = Node(id="model-zed", kind=NodeKind.MODEL, name="Zed", aliases=("Quill",), keys=("model:Quill",))
    claims = (Claim(node=zed, rank=ClaimRank.REFERENCE, stamp=""),)
    here.library.graph.apply([GraphDelta(contributor="names:document-letter", claims=claims)])
    note = {"id": "b-my-note", "kind": "note", "on": "model:Zed", "value": {"text": "Mine."}}

    assert client.post(PATH, json=note).json["on"] == "model:Quill"
    tag = {"kind": "tag", "node": "model-zed", "value": {"tag": "later", "on": True}}
    assert client.post(PATH, json=tag).json["on"] == "model:Quill"
    assert client.post(PATH, json=note).status_code == 200
    client.post(PATH, json={"id": "c-taken-back", "kind": "undo", "value": {"decision": "a-renaming"}})
    name_models(here)
    assert client.post(PATH, json=note).status_code == 200
    assert client.post(PATH, json={**note, "on": "model:Grand Opal 4"}).status_code == 409


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"kind": "merge", "on": "organization:Quill", "value": {"into": "model:Grand Opal 4"}}, "on"),
        ({"kind": "merge", "on": "model:Opal 4", "value": {"into": "model:Grand Opal 4"}}, "value.into"),
        ({"kind": "merge", "on": "model:Nothing", "value": {"into": "model:Quill"}}, "on"),
        ({"kind": "split", "on": "model:Quill", "value": {"name": "Opal 4"}}, "value.name"),
        ({"kind": "correction", "on": "model:Quill", "value": {"field": "name", "value": "Opal 4"}}, "value.value"),
    ],
)
def test_what_says_nothing_new_of_a_name_is_refused(
    here: World, client: FlaskClient, order: dict[str, Any], field: str
) -> None:
    """409, with the field."""
    name_models(here)

    answer = client.post(PATH, json=order)

    assert answer.status_code == 409
    assert answer.json["errors"][0]["field"] == field


def test_a_name_is_split_off_and_a_kind_corrected(here: World, client: FlaskClient) -> None:
    """By the node's id too."""
    name_models(here)
    split = {"kind": "split", "node": "model-grand-opal-4", "value": {"name": "Opal 4", "on": True}}
    kind = {"kind": "correction", "node": "model-quill", "value": {"field": "kind", "value": "product"}}

    assert client.post(PATH, json=split).json["value"] == {"name": "Opal 4", "on": True}
    assert client.post(PATH, json=kind).json["on"] == "model:Quill"
    assert client.post(PATH, json={**split, "node": NODE}).status_code == 422


def test_a_key_may_be_spelled_as_an_address(client: FlaskClient) -> None:
    """It is the identity that is kept."""
    order = {"kind": "rating", "on": "https://www.arxiv.org/pdf/2501.00001v2.pdf", "value": {"rating": 3}}

    assert client.post(PATH, json=order).json["on"] == KEY


def test_the_same_decision_sent_twice_is_one(here: World, client: FlaskClient) -> None:
    """The second answer is 200 with the first one's body."""
    order = {"id": "my-own-id", "kind": "rating", "on": KEY, "value": {"rating": 4}}
    first, second = client.post(PATH, json=order), client.post(PATH, json=order)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert len(here.library.decisions.decisions()) == 1


def test_another_decision_under_a_taken_id_is_refused(here: World, client: FlaskClient) -> None:
    """409, and the first one stays."""
    order = {"id": "my-own-id", "kind": "rating", "on": KEY, "value": {"rating": 4}}
    client.post(PATH, json=order)
    answer = client.post(PATH, json={**order, "value": {"rating": 5}})

    assert answer.status_code == 409
    assert [made.value for made in here.library.decisions.decisions()] == [{"rating": 4}]


def test_undoing_is_a_decision_on_the_same_key(here: World, client: FlaskClient) -> None:
    """Nothing is taken out of the log."""
    made = client.post(PATH, json={"kind": "rating", "on": KEY, "value": {"rating": 4}}).json
    undone = client.post(PATH, json={"kind": "undo", "value": {"decision": made["id"]}})

    assert (undone.status_code, undone.json["on"]) == (201, KEY)
    assert len(here.library.decisions.decisions()) == 2


def test_a_decision_is_undone_once(here: World, client: FlaskClient) -> None:
    """The second time is refused, unless it is the same undo sent again."""
    made = client.post(PATH, json={"kind": "rating", "on": KEY, "value": {"rating": 4}}).json
    order = {"kind": "undo", "id": "my-own-undo", "value": {"decision": made["id"]}}
    answers = [client.post(PATH, json=one) for one in (order, order, {**order, "id": "another-undo"})]

    assert [answer.status_code for answer in answers] == [201, 200, 409]
    assert [error["field"] for error in answers[2].json["errors"]] == ["value.decision"]
    assert len(here.library.decisions.decisions()) == 2


def test_decisions_of_one_tick_of_the_clock_keep_their_order(here: World, client: FlaskClient) -> None:
    """The clock of this test stands still."""
    for stars in (1, 2, 3, 4, 5):
        client.post(PATH, json={"kind": "rating", "on": KEY, "value": {"rating": stars}})

    assert [made.value["rating"] for made in here.library.decisions.decisions()] == [1, 2, 3, 4, 5]


def test_decisions_are_listed_by_key_or_node(client: FlaskClient) -> None:
    """Both find the same."""
    client.post(PATH, json={"kind": "rating", "on": KEY, "value": {"rating": 4}})
    client.post(PATH, json={"kind": "rating", "on": "arxiv:2501.00002", "value": {"rating": 2}})

    by_key = client.get(f"{PATH}?on={KEY}").json["results"]
    assert by_key == client.get(f"{PATH}?node={NODE}").json["results"]
    assert [made["value"]["rating"] for made in by_key] == [4]


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"kind": "rating", "node": NODE, "value": {"rating": 6}}, "value.rating"),
        ({"kind": "rating", "node": NODE, "value": {"rating": "4"}}, "value.rating"),
        ({"kind": "rating", "node": NODE, "value": {}}, "value.rating"),
        ({"kind": "state", "node": NODE, "value": {"state": "skimmed"}}, "value.state"),
        ({"kind": "pick", "node": NODE, "value": {"month": "2025-13"}}, "value.month"),
        ({"kind": "tag", "node": NODE, "value": {"tag": "  "}}, "value.tag"),
        ({"kind": "note", "node": NODE, "value": {"text": "x", "colour": "red"}}, "value.colour"),
        ({"kind": "correction", "node": NODE, "value": {"field": "kind", "value": "month"}}, "value.value"),
        ({"kind": "correction", "node": NODE, "value": {"field": "name"}}, "value.value"),
        ({"kind": "merge", "on": "category:Agents", "value": {"into": KEY}}, "value.into"),
        ({"kind": "merge", "node": NODE, "value": {"into": "category:Agents"}}, "on"),
        (
            {"kind": "correction", "on": "category:Agents", "value": {"field": "month", "value": "2025-01"}},
            "value.field",
        ),
        ({"kind": "pick", "node": "category-agents", "value": {"month": "2025-01"}}, "on"),
        ({"kind": "note", "on": "no key", "value": {"text": "x"}}, "on"),
        ({"kind": "note", "node": NODE, "id": "../x", "value": {"text": "x"}}, "id"),
    ],
)
def test_what_cannot_be_decided_names_the_field(
    here: World, client: FlaskClient, order: dict[str, Any], field: str
) -> None:
    """422, and nothing is recorded."""
    answer = client.post(PATH, json=order)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert here.library.decisions.decisions() == []


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"kind": "merge", "on": "category:Agents", "value": {"into": "category:Agents"}}, "value.into"),
        ({"kind": "merge", "on": "category:Agents", "value": {"into": "category:Nowhere"}}, "value.into"),
        ({"kind": "merge", "on": "category:Nowhere", "value": {"into": "category:Agents"}}, "on"),
        (
            {"kind": "correction", "on": "category:Agents", "value": {"field": "name", "value": "REASONING"}},
            "value.value",
        ),
        ({"kind": "correction", "on": "category:Nowhere", "value": {"field": "name", "value": "Agency"}}, "on"),
    ],
)
def test_what_does_not_suit_the_library_is_a_conflict(
    here: World, client: FlaskClient, order: dict[str, Any], field: str
) -> None:
    """409 with the field named: the order is well formed, but what it speaks of is not there or taken."""
    answer = client.post(PATH, json=order)

    assert answer.status_code == 409
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert here.library.decisions.decisions() == []


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "note", "value": {"text": "on nothing"}},
        {"kind": "note", "on": KEY, "node": NODE, "value": {"text": "on both"}},
        {"kind": "subscribe", "on": KEY, "value": {}},
        "note",
    ],
)
def test_a_decision_needs_a_kind_and_one_key(client: FlaskClient, order: object) -> None:
    """Neither two keys nor none."""
    assert client.post(PATH, json=order).status_code == 422


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "note", "node": "paper-nowhere", "value": {"text": "x"}},
        {"kind": "undo", "value": {"decision": "decision-nowhere"}},
    ],
)
def test_deciding_on_what_is_not_there_is_404(client: FlaskClient, order: object) -> None:
    """A wrong id is told, not kept."""
    assert client.post(PATH, json=order).status_code == 404
