"""The map's address as a way back: filters one took, what one expanded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.on_the_map import asked, open_map, shown
from tests.graph.named import BENCH, PATIENCE
from tests.graph.small import AGENT


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_back_takes_a_filter_back(page: Page, served: str) -> None:
    """And does not leave the map; several that follow close on each other are one."""
    open_map(page, f"{served}/explore")
    everything = shown(page)
    page.get_by_label("Hide hubs, joined with").check()
    page.get_by_role("slider", name="Until").press("ArrowLeft")
    assert asked(page)["joined"] == ["60"]
    page.go_back()

    page.wait_for_function("() => !location.search.includes('joined')")
    assert shown(page) == everything
    expect(page.get_by_label("Hide hubs, joined with")).not_to_be_checked()


def test_what_was_expanded_is_there_after_a_reload(page: Page, served: str) -> None:
    """And in the table."""
    open_map(page, f"{served}/explore?node={AGENT}&hops=0&selected={AGENT}")
    page.get_by_role("button", name="Expand").click()
    expect(page.get_by_role("button", name="Collapse")).to_be_visible()
    brought = shown(page)
    assert asked(page)["expanded"] == [AGENT]
    page.reload()
    page.wait_for_selector("#explorer[data-painted]")

    assert shown(page) == brought
    assert PATIENCE in brought
    assert BENCH not in brought
    assert f"expanded={AGENT}" in (page.locator("a[data-as=table]").get_attribute("href") or "")
