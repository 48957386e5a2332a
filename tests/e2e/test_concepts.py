"""What is named, in a browser without a script: found, read and decided on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.graph.named import HASTE, PATIENCE


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_model_is_found_by_part_of_its_name(page: Page, served: str) -> None:
    """From the masthead to its page, on a phone."""
    page.goto(served)
    page.get_by_role("link", name="Names").click()
    page.get_by_role("main").get_by_role("link", name="Models", exact=True).click()
    page.get_by_label("Part of a name").fill("patience2")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="Patience 2", exact=True).click()

    expect(page.get_by_role("heading", level=1, name="Patience 2")).to_be_visible()
    expect(page.locator(".timeline mark").first).to_have_text("Patience 2")


def test_a_sentence_leads_to_its_place_in_the_text(page: Page, served: str) -> None:
    """The block is on the page that opens."""
    page.goto(f"{served}/nodes/{PATIENCE}")
    page.locator(".timeline .said-by a").first.click()

    page.wait_for_url("**/documents/document-2025#b2")
    expect(page.locator("#b2")).to_be_visible()


def test_the_maker_shows_its_evidence(page: Page, served: str) -> None:
    """One gesture away, the name marked."""
    page.goto(f"{served}/nodes/{PATIENCE}")
    mark = page.locator(".made-by .evidence").first

    mark.locator("summary").click()

    expect(mark.locator(".card")).to_contain_text("Patience 2 by Quiet Lab waits longer")


def test_two_names_are_made_one(page: Page, served: str) -> None:
    """By the name that is kept; the page says so, and what is nobody's name is refused in words."""
    for name, said in (("Patience 2", "Haste is Patience 2 from now on."), ("Nobody", "Nothing else here is called")):
        page.goto(f"{served}/nodes/{HASTE}")
        page.get_by_text("It is the same as …").click()
        page.get_by_label("Rather called").fill(name)
        page.get_by_role("button", name="Make them one").click()

        expect(page.locator("body")).to_contain_text(said)
