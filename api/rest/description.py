"""The OpenAPI document: what APIFlask writes, with problems as every operation's errors and one name a shape."""

from __future__ import annotations

import json
import re
from typing import Any

from apiflask import APIFlask

from api.problems import PROBLEM_TYPE
from api.rest.schemas import Problem

ABOUT = """A reading list for AI research, grown into a knowledge graph.

Lists are paged by cursor (`next` is the address of the page after). Every GET carries an ETag. Errors are RFC 9457
problem documents. Beyond the machine it runs on, every request needs the access token."""

ERRORS = {
    "404": "There is no such thing",
    "422": "A field cannot be used; `errors` names it",
    "default": "Any other error",
}
NOT_MODIFIED = {"description": "What you have (If-None-Match) is current"}


def describe(app: APIFlask) -> None:
    """Let the app's OpenAPI document say what its errors look like."""
    app.description = ABOUT
    app.config.update(
        AUTO_404_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        AUTO_SERVERS=False,
        AUTO_OPERATION_ID=True,
        SECURITY_SCHEMES={"token": {"type": "http", "scheme": "bearer"}},
    )
    app.spec_processor(finish)


def finish(spec: dict[str, Any] | str) -> dict[str, Any] | str:
    """Return the document with problems, 304 and plain shape names."""
    if isinstance(spec, str):
        return spec
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    shapes = spec.setdefault("components", {}).setdefault("schemas", {})
    shapes |= problem.pop("$defs") | {"Problem": problem}
    # Without a token the service answers this machine only: both an empty and a bearer requirement are right.
    spec["security"] = [{}, {"token": []}]
    for path in spec["paths"].values():
        for method, operation in path.items():
            own = {code: told["description"] for code, told in operation["responses"].items() if code >= "400"}
            operation["responses"] |= {code: _error(words) for code, words in (ERRORS | own).items()}
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
            if "201" in operation["responses"]:  # the same order again is answered, not carried out
                operation["responses"]["200"] = operation["responses"]["201"] | {"description": "Made before"}
            if method == "get":
                operation["responses"]["304"] = NOT_MODIFIED
    return _with_plain_names(spec)


def _error(words: str) -> dict[str, Any]:
    return {"description": words, "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _with_plain_names(spec: dict[str, Any]) -> dict[str, Any]:
    """Name a shape once: APIFlask writes `Parent.Shape` for a shape inside another."""
    plain: dict[str, Any] = json.loads(re.sub(r"(#/components/schemas/)[A-Za-z]+\.", r"\1", json.dumps(spec)))
    shapes = plain["components"]["schemas"]
    plain["components"]["schemas"] = {name.rpartition(".")[2]: shapes[name] for name in sorted(shapes)}
    return plain
