"""A talk and a document in a browser: accessible, whole on a phone, followed and read without a script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.stores.memory import MemoryLibrary
from tests.api.pages.test_documents import put_talk
from tests.api.world import world
from tests.e2e.accessible import faults_anywhere
from tests.e2e.serving import served_on_loopback
from tests.graph.named import name
from tests.graph.small import fill

PATHS = (
    "/documents/document-talk",
    "/documents/document-talk?speaker=Ann+Lee&names=model-hurry",
    "/documents/document-talk?read=1",
    "/documents/document-2025?read=1",
    "/documents/document-2024",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the small library with a talk in it; return its address."""
    library = MemoryLibrary()
    with library.transaction():
        fill(library)
        name(library)
        put_talk(library)
    data: Path = tmp_path_factory.mktemp("told")
    with served_on_loopback(world(data, library).app) as address:
        yield address


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_documents_are_accessible(browser: Browser, axe: str, told: str, path: str) -> None:
    """Axe finds nothing with all that folds unfolded, nothing runs over the edge, and nothing is said to the console."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(told + path)
    page.evaluate("document.querySelectorAll('details.chapters').forEach(details => details.open = true)")
    found = faults_anywhere(page, axe)
    context.close()

    assert found == []
    assert said == []


def test_headings_are_in_order(scriptless: Page, told: str) -> None:
    """None is deeper than the one before it by more than one level."""
    scriptless.goto(f"{told}/documents/document-talk")
    levels = [int(one.evaluate("heading => heading.tagName")[1]) for one in scriptless.locator("h1, h2, h3, h4").all()]

    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


def test_a_speaker_is_followed_and_left_again_without_a_script(scriptless: Page, told: str) -> None:
    """From the figures beside the talk to their turns alone, and back to where one of them stands in the whole."""
    scriptless.goto(f"{told}/documents/document-talk")
    scriptless.locator(".side .voices").get_by_role("link", name="Ann Lee").click()

    expect(scriptless.get_by_role("status")).to_contain_text("Only what Ann Lee says: 2 paragraphs.")
    expect(scriptless.get_by_text("Hurry is a model.")).to_have_count(0)

    scriptless.get_by_role("link", name="2 paragraphs further on").click()
    scriptless.wait_for_url("**/documents/document-talk#b4")
    expect(scriptless.locator("#b2")).to_contain_text("Hurry is a model.")


def test_a_name_is_followed_from_the_figures(scriptless: Page, told: str) -> None:
    """Its count leads to all its places, its name to the first."""
    scriptless.goto(f"{told}/documents/document-talk")
    expect(scriptless.locator(".side .named-most").get_by_role("link", name="Hurry", exact=True)).to_have_attribute(
        "href", "/documents/document-talk#b2"
    )
    scriptless.locator(".side .named-most").get_by_role("link", name="Follow Hurry").click()

    expect(scriptless.get_by_role("status")).to_contain_text("Only where Hurry is named: 2 paragraphs.")
    expect(scriptless.locator(".name.is-followed")).to_have_count(2)


def test_the_evidence_of_a_name_opens_where_it_stands(scriptless: Page, told: str) -> None:
    """Its sentence, how sure it is, and what read it."""
    scriptless.goto(f"{told}/documents/document-talk")
    mark = scriptless.locator("#b2 .evidence")
    mark.locator("summary").click()

    expect(mark.locator(".card")).to_contain_text("Hurry is a model.")
    expect(mark.locator(".card")).to_contain_text("75")
    expect(mark.locator(".card")).to_contain_text("forms/1")


def test_what_was_read_of_a_block_has_an_address(scriptless: Page, told: str) -> None:
    """Unfolded, in sight, and leading to where it is corrected."""
    scriptless.goto(f"{told}/documents/document-2025")
    scriptless.get_by_role("link", name="Show what was read, span by span").click()
    address = scriptless.locator("#r2 .own-address").get_attribute("href")
    scriptless.goto(f"{told}{address}")

    expect(scriptless.locator("#r2")).to_be_in_viewport()
    scriptless.locator("#r2 .read-entry").get_by_role("link", name="Correct it").click()
    expect(scriptless.locator("#yours")).to_be_visible()


def test_the_parts_of_a_talk_are_reached_by_keyboard(browser: Browser, told: str) -> None:
    """What listens from a turn shows itself when it has the focus."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(f"{told}/documents/document-talk")
    listen = page.locator("#b2 > .hear")
    page.locator("#b2 > .clock").focus()
    page.keyboard.press("Tab")

    expect(listen).to_be_focused()
    expect(listen).to_have_css("opacity", "1")
    page.close()
