"""Every kind of page over all seeds, reading lists and the snapshot: accessible, whole, silent."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.e2e.accessible import WIDTHS, faults
from tests.e2e.real.library import Real
from tests.e2e.real.pressing import MOST_MS, go
from tests.shared import needs_shared

pytestmark = [pytest.mark.slow, needs_shared]

PAGES = [
    "home",
    "months",
    "year",
    "month",
    "month-of-many-voices",
    "ten",
    "categories",
    "category",
    "category-by-date",
    "paper",
    "paper-of-the-snapshot",
    "concepts",
    "models",
    "model",
    "technique",
    "trends",
    "communities",
    "community",
    "bridges",
    "reading",
    "review",
    "documents",
    "document",
    "document-read",
    "transcript",
    "transcript-read",
    "sources",
    "source",
    "audit",
    "jobs",
    "search",
    "map",
    "map-selected",
    "map-path",
    "map-rising",
    "map-table",
    "map-text",
]


def test_a_page_of_every_kind_is_here(real: Real) -> None:
    """What the tests name and what the library has are the same; pages that are full are."""
    assert sorted(real.paths) == sorted([*PAGES, "not-found"])
    assert len(real.row) > 3000
    assert len(re.findall('class="entry', real.text(real.paths["month"]))) > 30
    assert real.parts.library.corpus.count() > 50_000


@pytest.mark.parametrize("kind", [*PAGES, "not-found"])
def test_every_page_is_accessible_and_whole(browser: Browser, axe: str, real: Real, kind: str) -> None:
    """Wide and narrow: axe finds nothing, nothing runs over the edge."""
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
        context.set_default_timeout(MOST_MS)
        opened = context.new_page()
        go(opened, real.address + real.paths[kind])
        found = faults(opened, axe)
        context.close()

        assert (width, found) == (width, [])


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_logs_anything_or_asks_another_host(browser: Browser, real: Real, width: int) -> None:
    """Under its own policy: no message, no failed script, no failed request, nothing of another's."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.set_default_timeout(MOST_MS)
    said: list[tuple[str, str]] = []
    for kind in PAGES:
        opened = context.new_page()
        opened.on("console", lambda message, kind=kind: said.append((kind, message.text)))
        opened.on("pageerror", lambda error, kind=kind: said.append((kind, str(error))))
        opened.on("response", lambda sent, kind=kind: said.append((kind, sent.url)) if sent.status >= 400 else None)
        opened.on(
            "request",
            lambda sent, kind=kind: (
                None if sent.url.startswith((real.address, "data:", "blob:")) else said.append((kind, sent.url))
            ),
        )
        go(opened, real.address + real.paths[kind])
        opened.close()
    context.close()

    assert said == []
