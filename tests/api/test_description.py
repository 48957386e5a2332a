"""What the OpenAPI document says, and that the service keeps to it."""

from __future__ import annotations

import atexit
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.rest.paging import encode_cursor
from tests.api.world import world

WORKS = st.sampled_from(["arxiv:2501.00001", "doi:10.1000/182", "https://letters.example/a", "paper:A paper"])
CATEGORIES = st.sampled_from(["category:Agents", "category:Reasoning", "category:New"])
schemathesis.openapi.format("cursor", st.text(max_size=20).map(encode_cursor))
schemathesis.openapi.format("work-key", WORKS)
CONCEPTS = st.sampled_from(["model:GPT-5", "technique:GRPO", "organization:Meta"])
schemathesis.openapi.format("joinable-key", CATEGORIES | CONCEPTS)
schemathesis.openapi.format("concept-key", CONCEPTS)
schemathesis.openapi.format("linkable-key", WORKS | CONCEPTS)
schemathesis.openapi.format("decision-key", WORKS | CATEGORIES | CONCEPTS)
ADDRESSES = st.sampled_from(["https://letters.example/feed", "http://a.example/?b=c", "arxiv:cs.CL", "oai:math"])
schemathesis.openapi.format("followed", ADDRESSES)
schemathesis.openapi.format("source-key", ADDRESSES.map("source:{}".format) | st.just("source:source-letters"))
schemathesis.openapi.format("identity", WORKS.filter(lambda key: not key.startswith("paper:")))


# Made while tests are collected: schemathesis parametrises by what the description says.
FOLDER = TemporaryDirectory()
atexit.register(FOLDER.cleanup)
service = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", world(Path(FOLDER.name)).app)
BEYOND_SCHEMA = {
    "cursor",
    "on",
    "value.value",
    "value.into",
    "value.to",
    "value.field",
    "value.name",
    "kind",
    "value.kind",
}
"""Fields with rules that a schema cannot tell: an opaque cursor, a key that must be an identity, a name with a letter
or a digit to it (dialects of patterns differ about what those are)."""


def keeps_to_the_description(case: Any) -> None:
    answer = case.call()
    judged = answer.status_code == 422 and {each["field"] for each in answer.json().get("errors", [{"field": ""}])}
    excluded = [positive_data_acceptance] if judged and judged <= BEYOND_SCHEMA else []
    case.validate_response(answer, excluded_checks=excluded)


SUPPRESSED = [HealthCheck.too_slow, HealthCheck.filter_too_much]


@service.parametrize()
@settings(max_examples=4, deadline=None, derandomize=True, database=None, suppress_health_check=SUPPRESSED)
def test_answers_are_as_described(case: Any) -> None:
    """Status, type and shape of every answer to good and bad requests; never a 5xx."""
    keeps_to_the_description(case)


@pytest.mark.slow
@service.parametrize()
@settings(max_examples=150, deadline=None, database=None, suppress_health_check=SUPPRESSED)
def test_answers_stay_as_described_over_many_requests(case: Any) -> None:
    """The same with many more requests."""
    keeps_to_the_description(case)


def test_a_shape_has_one_name_and_every_reference_leads_somewhere(tmp_path: Path) -> None:
    """Clients made from the description get one class a shape."""
    told = world(tmp_path).app.test_client().get("/api/v1/openapi.json")
    shapes = told.json["components"]["schemas"]

    assert told.json["openapi"].startswith("3.1")
    assert not [name for name in shapes if "." in name]
    assert {each.split('"')[0] for each in told.text.split("#/components/schemas/")[1:]} <= shapes.keys()
    assert {"Item", "Node", "Entry", "MonthPart", "Decision", "Job", "Problem"} <= shapes.keys()


def test_every_operation_tells_of_problems(tmp_path: Path) -> None:
    """And every read of not being sent again."""
    paths = world(tmp_path).app.test_client().get("/api/v1/openapi.json").json["paths"]
    operations = [(method, each) for path in paths.values() for method, each in path.items()]

    assert len(operations) >= 20
    for method, operation in operations:
        assert "application/problem+json" in operation["responses"]["default"]["content"]
        assert ("304" in operation["responses"]) == (method == "get")
    assert all(path.startswith("/api/v1/") for path in paths)
