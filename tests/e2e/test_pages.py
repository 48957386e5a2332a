"""The pages in a browser: accessible, whole on a phone, usable without a script and without a mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.pages.test_pages import PAGES
from tests.e2e.accessible import SCHEMES, WIDTHS, faults_anywhere


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_asks_no_other_host(page: Page, axe: str, unchanged: str, path: str) -> None:
    """Axe finds nothing, nothing runs over the edge; fonts, style and script are ours, and its own policy holds."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))

    page.goto(unchanged + path, wait_until="networkidle")

    assert [url for url in asked if not url.startswith(unchanged)] == []
    assert said == []
    assert faults_anywhere(page, axe) == []


def test_what_is_not_there_is_said_accessibly(page: Page, axe: str, unchanged: str) -> None:
    """On a page like the others."""
    page.goto(f"{unchanged}/nope")

    assert faults_anywhere(page, axe) == []


def test_evidence_opens_without_a_script(scriptless: Page, served: str) -> None:
    """By click; its card tells the words and where they stand."""
    scriptless.goto(f"{served}/months/2025-01")
    mark = scriptless.locator(".prose .evidence").first

    mark.locator("summary").click()

    expect(mark.locator(".card")).to_be_visible()
    expect(mark.locator(".card")).to_contain_text("2025, month by month")


def test_evidence_opens_and_closes_by_keyboard(page: Page, served: str) -> None:
    """Enter opens, Escape closes and gives the focus back."""
    page.goto(f"{served}/months/2025-01")
    summary = page.locator(".prose .evidence summary").first
    card = page.locator(".prose .evidence .card").first

    summary.focus()
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")

    expect(card).to_be_hidden()
    expect(summary).to_be_focused()


def test_evidence_opens_under_a_resting_pointer(page: Page, served: str) -> None:
    """And a click keeps it open."""
    page.goto(f"{served}/months/2025-01")
    summary = page.locator(".prose .evidence summary").first
    card = page.locator(".prose .evidence .card").first

    summary.hover()
    expect(card).to_be_visible()
    summary.click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)

    expect(card).to_be_visible()


def test_a_work_is_picked_without_a_script(scriptless: Page, served: str) -> None:
    """One press; the page says so and shows it."""
    scriptless.goto(f"{served}/nodes/paper-arxiv-2501.00003")
    scriptless.get_by_label("Comment").fill("Worth a Sunday.")
    scriptless.get_by_role("button", name="Pick", exact=True).click()

    expect(scriptless.get_by_role("status")).to_contain_text("Picked for January 2025")
    expect(scriptless.locator(".remark.own").first).to_contain_text("Worth a Sunday.")


IN_PAGE = "one => { const b = one.getBoundingClientRect(); return [b.x + scrollX, b.y + scrollY, b.width, b.height]; }"
"""Where something lies in its page: what is focused is scrolled into sight, and has not moved by that."""


def test_actions_appear_on_focus_and_move_nothing(page: Page, served: str) -> None:
    """They have their place already."""
    page.goto(f"{served}/months/2025-01")
    entry = page.locator(".entry").nth(1)
    before = entry.evaluate(IN_PAGE)

    entry.locator(".menu summary").focus()
    page.keyboard.press("Enter")

    expect(entry.get_by_role("button", name="to read")).to_be_visible()
    assert entry.evaluate(IN_PAGE) == before


def test_arrow_keys_turn_the_months(page: Page, served: str) -> None:
    """As pages of a book."""
    page.goto(f"{served}/months/2025-01")

    page.keyboard.press("ArrowRight")

    page.wait_for_url("**/months/2025-03")


def test_the_first_tab_leads_past_the_masthead(page: Page, served: str) -> None:
    """A link to the text."""
    page.goto(served)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_text_does_not_move_when_its_fonts_arrive(browser: Browser, served: str) -> None:
    """The fallbacks are cut to the same measure."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const one of list.getEntries()) window.shift += one.value })"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    opened.route("**/*.woff2", lambda route: (opened.wait_for_timeout(300), route.continue_())[1])
    opened.goto(f"{served}/months/2025-01", wait_until="networkidle")

    assert opened.evaluate("window.shift") < 0.1
    context.close()


def test_a_month_prints_as_text_alone(page: Page, served: str) -> None:
    """Nothing to click on paper."""
    page.goto(f"{served}/months/2025-01")

    page.emulate_media(media="print")

    for part in (".masthead", ".strip", ".side:not(.told)", ".actions >> nth=0", ".evidence >> nth=0"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.get_by_role("heading", name="January: speed")).to_be_visible()


def test_what_is_wrong_with_a_page_is_found(page: Page, axe: str) -> None:
    """Else the claims above would say nothing."""
    page.set_content("<html lang=en><title>A</title><main><h1>A</h1><img src=a.png><p style='width: 500px'>A</main>")

    told = faults_anywhere(page, axe)
    assert {fault.partition(" of ")[0] for fault in told if "image-alt" in fault} == {
        f"{width} {scheme}: image-alt: 1" for width in WIDTHS for scheme in SCHEMES
    }
    assert [fault for fault in told if "wide" in fault] == [
        f"390 {scheme}: 508 wide where there are 390" for scheme in SCHEMES
    ]
