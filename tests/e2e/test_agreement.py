"""The map in the browser and its table show the same under every filter: two languages, one rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.on_the_map import open_map, shown
from tests.graph.small import AGENT, LETTERS, NOTES


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kinds=paper,technique",
        "joined=3",
        "until=2024-12",
        "since=2025-01",
        "since=2025-01&until=2025-01&kinds=paper,model,category",
        "categories=category-agents",
        f"sources={LETTERS.id}",
        f"sources={LETTERS.id},{NOTES.id}&joined=5",
        "states=read",
        "states=read&until=2024-06",
        f"node={AGENT}&hops=1&kinds=model",
        "month=2025-01&joined=4",
        "joined=",
        "kinds=&states=&categories=&sources=",
        "kinds=,&sources=,",
        "joined=&kinds=paper&since=2025-01",
    ],
)
def test_map_and_table_show_the_same(page: Page, served: str, query: str) -> None:
    """Whatever is asked for."""
    open_map(page, f"{served}/explore?{query}")
    on_the_map = shown(page)
    table = page.request.get(f"{served}/explore?view=table&{query}").text()
    lines = set(re.findall(r'<th scope="row"[^>]*>.*?<a class="small around" href="/explore\?node=([^"&]+)', table))

    assert on_the_map == lines
