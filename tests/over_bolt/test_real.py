"""The seeds and 20,000 papers, read into SQLite and over Bolt: the same exports, the same answers to a hundred requests."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.parts import Parts
from app import parts_of, settings_from
from graph.exchange import export_jsonl
from graph.stores.neo4j import Address
from tests.over_bolt.server import emptied, environment
from tests.shared import SHARED, needs_shared

pytestmark = [pytest.mark.slow, needs_shared]

PAPERS = 20_000
LISTS = (
    *("months", "categories", "sources", "documents", "items", "concepts", "reading"),
    *("communities", "bridges", "audit", "decisions"),
)
PAGES_BESIDE = ("pages.job",)
"""What tells of a run, not of the library."""
SNAPSHOT = SHARED / "data" / "arxiv" / "snapshot-dev.jsonl.gz"


@pytest.fixture(scope="module")
def both(running: Address, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Parts]]:
    """Give the parts over a file and over the server, both having read the same."""
    folder = tmp_path_factory.mktemp("both")
    papers = folder / "papers.jsonl.gz"
    with gzip.open(SNAPSHOT, "rb") as whole, gzip.open(papers, "wb") as some:
        some.writelines(islice(whole, PAPERS))
    files = [*map(str, sorted((SHARED / "seeds").iterdir())), str(papers)]
    made = []
    for name, store in (("file", {}), ("server", environment(emptied(running)))):
        settings = {
            "ALMANAC_DATA": str(folder / name),
            "ALMANAC_CACHE": str(folder / "cache"),
            "ALMANAC_MODEL": "hashing",
        }
        parts = parts_of(settings_from(settings | store))
        for report in parts.ingestor.ingest_all(files):
            assert report.error is None, f"{report.target}: {report.error}"
        parts.ingestor.extract(corpus=False)
        parts.ingestor.predict()
        parts.linker.embed(corpus=False)
        parts.linker.link()
        parts.analysis.refresh()
        parts.finder.prepare()
        made.append(parts)
    yield made
    for parts in made:
        parts.library.close()


def test_both_export_the_same(both: list[Parts]) -> None:
    """Record by record."""
    file, server = (list(export_jsonl(parts.library)) for parts in both)

    assert len(file) > PAPERS
    assert [(one, other) for one, other in zip(file, server, strict=True) if one != other][:3] == []


def test_a_hundred_requests_are_answered_the_same(both: list[Parts]) -> None:
    """Lists page by page, views, searches, look-ups of what is not there."""
    file, server = (create_app(parts).test_client() for parts in both)
    asked = list(requests_of(both[0], file))

    assert len(asked) >= 100
    for path in asked:
        one, other = file.get(path), server.get(path)
        assert (path, other.status_code) == (path, one.status_code)
        assert (path, other.json) == (path, one.json)


def test_every_page_reads_the_same(both: list[Parts]) -> None:
    """Each route that answers a reader, with things of the library in its address."""
    apps = [create_app(parts) for parts in both]
    file, server = (app.test_client() for app in apps)
    asked = list(pages_of(apps[0], both[0]))
    assert len(asked) > 50
    for path in asked:
        one, other = file.get(path), server.get(path)
        assert (path, other.status_code) == (path, one.status_code)
        lines = zip_longest(*(re.sub(r'csrf_token" value="[^"]+', "", each.text).splitlines() for each in (one, other)))
        assert (path, [pair for pair in lines if pair[0] != pair[1]][:2]) == (path, [])


def pages_of(app: Flask, parts: Parts) -> Iterator[str]:
    """Yield the address of every page, those of things several times."""
    library = parts.library
    months = [one.month for one in library.calendar.months()][-3:]
    nodes = [node.id for node in library.graph.nodes(limit=40_000)]
    named = [key for kind in ("paper", "model", "technique", "article") for key in _some(nodes, kind)]
    things = {
        "pages.month": months,
        "pages.draw": months,
        "pages.category": [key.removeprefix("category-") for key in _some(nodes, "category")],
        "pages.node": named,
        "pages.concept_records": _some(nodes, "model"),
        "pages.explore_about": named,
        "pages.document": [document.id for document in library.documents.documents(limit=5)],
        "pages.source": [source.id for source in library.documents.sources()],
        "pages.community": range(3),
        "pages.review": (2024, 2025),
        "pages.concept_kind": ("models", "techniques", "benchmarks", "organizations", "people", "products"),
    }
    asked = {
        "pages.search": ("?q=attention", "?q=mixture+of+experts"),
        "pages.explore": (f"?node={named[0]}", "?q=agents&view=table", f"?month={months[0]}&view=text"),
        "pages.explore_why": (f"?one={named[0]}&other={named[1]}",),
        "pages.explore_path": (f"?one={named[0]}&other={named[1]}",),
    }
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PAGES_BESIDE or not rule.endpoint.startswith("pages.") or "GET" not in (rule.methods or ()):
            continue
        filled = [re.sub(r"<[^>]+>", quote(str(one)), rule.rule) for one in things.get(rule.endpoint, ("",))]
        yield from filled
        yield from (f"{filled[0]}{query}" for query in asked.get(rule.endpoint, ()))


def _some(nodes: Sequence[str], kind: str) -> list[str]:
    of = [node for node in nodes if node.startswith(f"{kind}-")]
    return of[:: max(1, len(of) // 4)][:4]


def requests_of(parts: Parts, client: FlaskClient) -> Iterator[str]:
    """Yield paths of REST as programs ask them of this library."""
    library = parts.library
    months = [one.month for one in library.calendar.months()]
    documents = [document.id for document in library.documents.documents(limit=8)]
    nodes = [node.id for node in library.graph.nodes(limit=40_000)]
    for kind in ("paper", "model", "technique", "organization", "month", "category", "article"):
        yield f"/api/v1/nodes?kind={kind}&limit=50"
        for node in _some(nodes, kind):
            yield f"/api/v1/nodes/{quote(node)}"
            yield f"/api/v1/nodes/{quote(node)}/mentions"
            yield f"/api/v1/nodes/{quote(node)}/related"
            yield f"/api/v1/nodes/{quote(node)}/edges"
    for month in months[:: max(1, len(months) // 6)][:6]:
        yield f"/api/v1/months/{month}"
        yield f"/api/v1/months/{month}/overview"
        yield f"/api/v1/trends?month={month}"
        yield f"/api/v1/rising?month={month}"
        yield f"/api/v1/months/{month}/draw"
    for document in documents:
        yield f"/api/v1/documents/{quote(document)}"
        yield f"/api/v1/documents/{quote(document)}/items"
    for query in ("attention", "reinforcement learning", "gpt-5", "mixture of exp", "café", "推理", "nothingofthekind"):
        yield f"/api/v1/search?q={quote(query)}"
        yield f"/api/v1/nodes?q={quote(query)}"
    for path in LISTS:
        yield f"/api/v1/{path}"
    yield from _onward(client, "/api/v1/items?limit=100", 5)
    yield "/api/v1/map"
    yield "/api/v1/nodes/model-none"


def _onward(client: FlaskClient, path: str, pages: int) -> Iterator[str]:
    for _ in range(pages):
        yield path
        answer: Any = client.get(path).json
        if not answer or not answer.get("next"):
            return
        path = f"/api/v1/items?limit=100&after={quote(answer['next'])}"
