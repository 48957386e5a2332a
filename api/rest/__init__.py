"""REST under /api/v1: one blueprint a concept, described by /api/v1/openapi.json."""

from __future__ import annotations

from apiflask import APIFlask

from api.rest.audit import audit
from api.rest.categories import categories
from api.rest.concepts import concepts
from api.rest.decisions import decisions
from api.rest.description import describe
from api.rest.documents import documents
from api.rest.etags import tag_answers
from api.rest.items import items
from api.rest.jobs import jobs
from api.rest.map import maps
from api.rest.months import months
from api.rest.nodes import nodes
from api.rest.reading import reading
from api.rest.search import search
from api.rest.sources import sources
from api.rest.subscriptions import subscriptions
from api.rest.trends import trends
from api.rest.vectors import vectors
from api.rest.whole import whole


def register_rest(app: APIFlask) -> None:
    """Give the app its REST routes and their description."""
    for blueprint in (
        sources,
        documents,
        items,
        nodes,
        months,
        categories,
        concepts,
        search,
        audit,
        reading,
        decisions,
        jobs,
        subscriptions,
        trends,
        vectors,
        whole,
        maps,
    ):
        app.register_blueprint(blueprint)
    tag_answers(app)
    describe(app)
