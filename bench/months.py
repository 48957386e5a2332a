"""How quickly a month answers when a list of 25,000 works fills it, beside one of 25.

`python -m bench.months` reads a list of made-up works into a library in a temporary folder and asks for the page as a
browser does: the first answer after a start, then the median of twenty. A file of metadata may be named
(`python -m bench.months snapshot.jsonl.gz`); then the works are its first 25,000 papers, each with its record.
"""

from __future__ import annotations

import gzip
import html
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median

import msgspec
from flask.testing import FlaskClient

MANY, FEW = 25_000, 25
LIMIT_MS = 100.0
HOST = {"Host": "127.0.0.1:8000"}


class Paper(msgspec.Struct):
    """What is needed of a record."""

    id: str
    title: str


def papers(snapshot: Path | None) -> Iterator[Paper]:
    """Yield the works to list."""
    if snapshot is None:
        yield from (
            Paper(f"{2300 + n // 9_000:04}.{n % 9_000 + 1:05}", f"Work number {n} of many") for n in range(MANY)
        )
        return
    with gzip.open(snapshot) as lines:
        yield from (msgspec.json.decode(line, type=Paper) for line in islice(lines, MANY))


def feed(found: list[Paper]) -> str:
    """Return a feed whose one post lists the works, all but a few of them for March."""
    items = [f'<li><a href="https://arxiv.org/abs/{one.id}">{html.escape(one.title)}</a></li>' for one in found]
    body = f"<h3>January 2025</h3><ol>{''.join(items[:FEW])}</ol><h3>March 2025</h3><ol>{''.join(items[FEW:])}</ol>"
    dated = "<published>2025-12-31T00:00:00Z</published><updated>2025-12-31T00:00:00Z</updated>"
    content = f'<content type="html">{html.escape(body)}</content>'
    entry = f"<entry><title>2025 by month</title><id>urn:bench:1</id>{dated}{content}</entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A long list</title><id>urn:bench</id>{entry}</feed>'


def asked(client: FlaskClient, address: str) -> float:
    """Return the milliseconds that an answer takes."""
    start = time.perf_counter()
    assert client.get(address, headers=HOST).status_code == 200
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print the figures."""
    snapshot = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ALMANAC_DATA": folder, "ALMANAC_MODEL": "hashing", "ALMANAC_STORE": "sqlite"}
        from app import create_app  # reads the environment

        path = Path(folder) / "list.xml"
        path.write_text(feed(list(papers(snapshot))), encoding="utf-8")
        ingestor = create_app().extensions["almanac"].ingestor
        if snapshot:
            ingestor.ingest(str(snapshot))
        start = time.perf_counter()
        report = ingestor.ingest(str(path))
        print(f"{report.items:,} items read in {time.perf_counter() - start:.1f} s")
        client = create_app().test_client()
        first = asked(client, "/months/2025-03")
        pages = {address: median(asked(client, address) for _ in range(20)) for address in PAGES}
        few = pages["/months/2025-01"]
        print(f"/months/2025-03, the first after a start: {first:.0f} ms")
        for address, taken in pages.items():
            print(f"{address}: {taken:.0f} ms, {taken / few:.1f} times the month of {FEW}")
        print("within" if pages["/months/2025-03"] < LIMIT_MS else "NOT within", f"{LIMIT_MS:.0f} ms")


PAGES = ("/months/2025-01", "/months/2025-03", "/months/2025-03?after=12000", "/api/v1/months/2025-03", "/")

if __name__ == "__main__":
    main()
