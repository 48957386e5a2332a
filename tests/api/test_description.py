"""What the OpenAPI document says, and that the service keeps to it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis
from hypothesis import strategies as st

from api.rest.paging import encode_cursor
from tests.api.world import world

WORKS = st.sampled_from(["arxiv:2501.00001", "doi:10.1000/182", "https://letters.example/a", "paper:A paper"])
CATEGORIES = st.sampled_from(["category:Agents", "category:Reasoning", "category:New"])
schemathesis.openapi.format("cursor", st.text(max_size=20).map(encode_cursor))
schemathesis.openapi.format("work-key", WORKS)
schemathesis.openapi.format("category-key", CATEGORIES)
schemathesis.openapi.format("decision-key", WORKS | CATEGORIES | st.just("model:GPT-5"))
schemathesis.openapi.format("identity", WORKS.filter(lambda key: not key.startswith("paper:")))


def _schema() -> Any:
    folder = TemporaryDirectory()
    app = world(Path(folder.name)).app
    app.extensions["tests-folder"] = folder  # kept as long as the app
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
