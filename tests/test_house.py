"""What the house promises whoever runs it: which tests run when, what is measured, what is installed."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def recipe(target: str) -> str:
    """Return the lines of a Makefile's target."""
    found = re.search(rf"^{re.escape(target)}:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


def test_no_test_runs_twice_in_the_pipeline() -> None:
    """`make test-all` runs what `make test` leaves out, and nothing selected is no failure."""
    assert '-m "not slow"' in recipe("test")
    assert "pytest -m slow || [[ $$? -eq 5 ]]" in recipe("test-all")
    assert re.findall(r"^make .*", (ROOT / ".ci" / "run").read_text(), re.MULTILINE) == [
        "make test",
        "make test-all",
        "make check",
    ]


def test_what_the_tests_of_the_pages_need_is_installed() -> None:
    """axe-core is for development alone, and NODE_ENV=production would leave it out."""
    assert "ci --include=dev" in recipe(".make/node")


def test_what_is_measured_needs_no_browser_but_the_explorer() -> None:
    """Which says so where there is none."""
    assert [path.name for path in (ROOT / "bench").glob("*.py") if "playwright" in path.read_text()] == ["explorer.py"]


def test_decisions_are_numbered_without_gaps() -> None:
    """And a decision that is referred to by its number is there."""
    told = (ROOT / "docs" / "decisions.md").read_text()
    numbers = re.findall(r"^## (\S+)\. ", told, re.MULTILINE)
    referred = re.findall(r"\bdecision (\d+)|docs/decisions\.md \((\d+)\)", told)
    for path in (one for folder in ("api", "graph", "ingest", "bench") for one in (ROOT / folder).rglob("*.py")):
        referred += re.findall(r"\bdecision (\d+)|docs/decisions\.md \((\d+)\)", path.read_text())

    assert numbers == [str(place) for place in range(1, len(numbers) + 1)]
    assert {one or other for one, other in referred} <= set(numbers)
    assert len(referred) > 1
