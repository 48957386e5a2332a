"""What the tests of arXiv's snapshot share: its lines, its files, their records."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from graph.ports import RecordFilter
from graph.record import Record
from ingest.snapshot import record_of, snapshot

EVERYTHING = RecordFilter()


def line(number: int = 1, **more: Any) -> dict[str, Any]:
    """Return a paper as the snapshot writes it."""
    return {
        "id": f"2501.{number:05d}",
        "submitter": "Ada Okafor",
        "authors": 'Ada Okafor, B. Sch\\"utt (Institute of Lists, Graz) and C. D. Wu',
        "title": f"Paper number {number}:\n  on reading in order",
        "comments": "12 pages,\n  3 figures",
        "journal-ref": None,
        "doi": "",
        "report-no": None,
        "categories": "cs.CL cs.LG",
        "license": None,
        "abstract": "  We read papers.\nIn order.\n",
        "versions": [
            {"version": "v1", "created": "Fri, 31 Jan 2025 23:30:00 GMT"},
            {"version": "v2", "created": "2025-03-02T06:40:40Z"},
        ],
        "update_date": "2025-03-03",
        **more,
    }


def read(**more: Any) -> Record:
    """Return the record of such a line."""
    return record_of(json.dumps(line(**more)).encode())


def write(path: Path, lines: list[dict[str, Any] | str]) -> Path:
    """Write lines, packed where the name says so."""
    text = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in lines).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def records(path: Path, only: RecordFilter = EVERYTHING) -> list[Record]:
    """Return all records of a snapshot."""
    batches = snapshot(str(path), only)
    assert batches is not None
    return [record for batch in batches for record in batch.records]
