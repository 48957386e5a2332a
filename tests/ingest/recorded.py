"""Recorded answers for tests: our own small ones in `tests/data`, the real ones beside the checkout."""

from __future__ import annotations

from pathlib import Path

from tests.shared import SHARED

DATA = Path(__file__).resolve().parents[1] / "data"
API = sorted((SHARED / "data" / "arxiv-api").glob("*.xml"))
OAI = sorted((SHARED / "data" / "oai-pmh").glob("*.xml"))


def small(name: str) -> bytes:
    """Return one of our own recordings."""
    return (DATA / name).read_bytes()


def real(start: str) -> bytes:
    """Return the real recording whose file name starts so."""
    return next(path for path in (*API, *OAI) if path.name.startswith(start)).read_bytes()
