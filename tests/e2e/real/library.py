"""A library of all the real data beside the checkout, served; and which of its pages and nodes a test may take."""

from __future__ import annotations

import csv
import gzip
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
from werkzeug.serving import make_server

from api import create_app
from api.parts import Parts
from app import parts_of, settings_from
from bench.trends import WEEKLY, weekly
from graph.model import NodeKind
from tests.shared import SHARED

DATA = SHARED / "data"
SNAPSHOT = DATA / "arxiv" / "snapshot-dev.jsonl.gz"
LISTS = DATA / "reading-lists" / "lists-dev.jsonl.gz"


def build(folder: Path) -> Parts:
    """Read the seeds, the reading lists and the snapshot into a library, and work out whatever its pages tell."""
    parts = parts_of(
        settings_from({"ALMANAC_DATA": str(folder), "ALMANAC_CACHE": str(folder / "cache"), "ALMANAC_MODEL": "hashing"})
    )
    (folder / "weekly.xml").write_text(weekly(), encoding="utf-8")
    _write_list(folder / "agents.csv")
    files = [*sorted((SHARED / "seeds").iterdir()), folder / "weekly.xml", folder / "agents.csv", SNAPSHOT]
    for report in parts.ingestor.ingest_all(map(str, files)):
        assert report.error is None, f"{report.target}: {report.error}"
    parts.ingestor.extract(corpus=False)
    parts.ingestor.predict()
    parts.linker.embed(corpus=False)
    parts.linker.link()
    parts.analysis.refresh()
    parts.finder.prepare()
    return parts


def _write_list(path: Path) -> None:
    """Write the reading lists that are no weekly one as a table, as people keep theirs."""
    rows = [msgspec.json.decode(line) for line in gzip.decompress(LISTS.read_bytes()).splitlines()]
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["title", "url", "category", "date", "comment"])
        for row in rows:
            if WEEKLY not in row["list"]:
                heading = (row["category"] or "").rpartition(" > ")[2]
                table.writerow([row["title"], row["url"], heading, row["date"], row["comment"] or ""])


class Real:
    """The served library: its address, and what the tests ask it for."""

    def __init__(self, parts: Parts, address: str) -> None:
        self.parts, self.address = parts, address
        self._client = create_app(parts).test_client()

    def text(self, path: str) -> str:
        """Return a page, whatever it holds; it has to be there."""
        answer = self._client.get(path, base_url=self.address)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return answer.text

    def json(self, path: str) -> Any:
        """Return what the service answers a program."""
        return msgspec.json.decode(self.text(path))

    @cached_property
    def sheet(self) -> Any:
        """Return the whole map, in columns."""
        return self.json("/api/v1/map")

    @cached_property
    def row(self) -> dict[str, int]:
        """Return where in the columns a node stands."""
        return {node: row for row, node in enumerate(self.sheet["nodes"]["id"])}

    def kind(self, node: str) -> str:
        """Return a node's kind."""
        return str(self.sheet["kinds"][self.sheet["nodes"]["kind"][self.row[node]]])

    def name(self, node: str) -> str:
        """Return what a node is called on the map."""
        return str(self.sheet["nodes"]["name"][self.row[node]])

    def apart(self, one: str, other: str) -> float:
        """Return how far two nodes lie from each other, in the map's units."""
        xs, ys = self.sheet["nodes"]["x"], self.sheet["nodes"]["y"]
        return math.dist(*((xs[self.row[node]], ys[self.row[node]]) for node in (one, other)))

    def of_kind(self, kind: str) -> list[str]:
        """Return the nodes of a kind, those that most documents speak of first."""
        spoken = self.sheet["nodes"]["attention"]
        return sorted((node for node in self.row if self.kind(node) == kind), key=lambda node: -spoken[self.row[node]])

    def joins(self, kind: str) -> list[tuple[str, str]]:
        """Return the joins of a kind, from and to."""
        edges, ids = self.sheet["edges"], self.sheet["nodes"]["id"]
        at = self.sheet["edge_kinds"].index(kind)
        return [
            (ids[one], ids[other])
            for one, other, of in zip(edges["from"], edges["to"], edges["kind"], strict=True)
            if of == at
        ]

    @cached_property
    def rising(self) -> dict[str, list[str]]:
        """Return the months in which something rises, with what does."""
        months = [one.month for one in self.parts.library.calendar.months()]
        found = {month: self.json(f"/api/v1/rising?month={month}")["nodes"] for month in months}
        return {month: nodes for month, nodes in found.items() if nodes}

    @cached_property
    def categories(self) -> list[str]:
        """Return the ids of the categories on the map, the fullest first."""
        held = Counter(one for some in self.sheet["nodes"]["categories"] for one in some)
        return [self.sheet["categories"][one]["id"] for one, _ in held.most_common()]

    @cached_property
    def sources(self) -> list[str]:
        """Return the ids of the sources on the map, those that list most first."""
        held = Counter(one for some in self.sheet["nodes"]["sources"] for one in some)
        return [self.sheet["sources"][one]["id"] for one, _ in held.most_common()]

    def first(self, page: str, pattern: str) -> str:
        """Return the first link of a page that has this form."""
        found = re.search(rf'href="({pattern})"', self.text(page))
        assert found is not None, f"{page} has no link of the form {pattern}"
        return found[1]

    @cached_property
    def paths(self) -> dict[str, str]:
        """Return a page of every kind, the fullest where there are several."""
        months = sorted(self.parts.library.calendar.months(), key=lambda one: one.works)
        category = self.first("/categories", r"/categories/[^\"?#]+")
        transcript = next(
            document.id
            for document in self.parts.library.documents.newest(limit=1000)
            if any(block.kind.value == "turn" for block in document.outline.blocks)
        )
        review = self.first(f"/sources/{self.reviewing}", r"/documents/[^\"?#]+")
        model, technique = self.of_kind("model")[0], self.of_kind("technique")[0]
        listed, unlisted = self.of_kind("paper")[0], self.unlisted
        month = next(reversed(self.rising))
        return self._maps(month) | {
            "home": "/",
            "months": "/months",
            "year": f"/months?year={months[-1].month[:4]}",
            "month": f"/months/{months[-1].month}",
            "month-of-many-voices": f"/months/{self.overlapping}",
            "ten": f"/months/{months[-1].month}/ten",
            "categories": "/categories",
            "category": category,
            "category-by-date": f"{category}?order=date",
            "paper": f"/nodes/{listed}",
            "paper-of-the-snapshot": f"/nodes/{unlisted}",
            "concepts": "/concepts",
            "models": "/models",
            "model": f"/nodes/{model}",
            "technique": f"/nodes/{technique}",
            "trends": f"/trends?month={month}",
            "communities": "/communities",
            "community": self.first("/communities", r"/communities/[^\"?#]+"),
            "bridges": "/bridges",
            "reading": "/reading",
            "review": f"/review/{months[-1].month[:4]}",
            "documents": "/documents",
            "document": review,
            "document-read": f"{review}?read=1",
            "transcript": f"/documents/{transcript}",
            "transcript-read": f"/documents/{transcript}?read=1",
            "sources": "/sources",
            "source": f"/sources/{self.reviewing}",
            "audit": "/audit",
            "jobs": "/jobs",
            "search": "/search?q=agents",
            "not-found": "/nowhere",
        }

    def _maps(self, month: str) -> dict[str, str]:
        """Return the map in its states; in the month something rises."""
        model, (one, other) = self.of_kind("model")[0], self.of_kind("paper")[:2]
        return {
            "map": "/explore",
            "map-selected": f"/explore?selected={model}",
            "map-path": f"/explore?selected={one}&path={other}",
            "map-rising": f"/explore?since={month}&until={month}&overlay=rising,bridges",
            "map-table": "/explore?view=table",
            "map-text": "/explore?view=text",
        }

    @cached_property
    def reviewing(self) -> str:
        """Return the source among the seeds that lists works, in 2025 too."""
        seeds = [one for one in self.sources if self._is_seed(one)]
        return next(one for one in seeds if "month=2025" in self.text(f"/sources/{one}"))

    def _is_seed(self, source: str) -> bool:
        title = next(one.title for one in self.parts.library.documents.sources() if one.id == source)
        return any(title in seed.read_text(encoding="utf-8") for seed in (SHARED / "seeds").iterdir())

    @cached_property
    def overlapping(self) -> str:
        """Return the month with most works that two sources tell of."""
        nodes = self.sheet["nodes"]
        held = Counter(nodes["month"][row] for row in range(len(nodes["id"])) if len(nodes["sources"][row]) > 1)
        months = [self.sheet["months"][month] for month, _ in held.most_common() if month >= 0]
        full = {one.month for one in self.parts.library.calendar.months()}
        return next(month for month in map(str, months) if month in full)

    @cached_property
    def unlisted(self) -> str:
        """Return a paper of the snapshot that no list has."""
        text = self.text("/search?q=quantum+error+correction")
        papers = map(str, re.findall(r'href="/nodes/(paper-[^"/?#]+)"', text))
        return next(one for one in papers if one not in self.row)


@contextmanager
def served(parts: Parts) -> Iterator[Real]:
    """Serve the library on loopback, without a worker."""
    server = make_server("127.0.0.1", 0, create_app(parts), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Real(parts, f"http://127.0.0.1:{server.port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def works(nodes: Iterable[str]) -> set[str]:
    """Return those of the nodes that are works."""
    kinds = [NodeKind.PAPER, NodeKind.REPORT, NodeKind.ARTICLE, NodeKind.VIDEO, NodeKind.TALK, NodeKind.CODE]
    return {node for node in nodes if node.startswith(tuple(f"{kind.value}-" for kind in kinds))}
