"""Charts in a browser: they say what the tables beneath them say, keep their room, and are no loss where they fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect

from graph.stores.memory import MemoryLibrary
from tests.api.world import world
from tests.e2e.accessible import faults
from tests.e2e.serving import served_on_loopback
from tests.graph.trending import LAST, fill_history

SVG = "{http://www.w3.org/2000/svg}"
TABLE = """figure => {
    const table = figure.querySelector("table");
    return [...table.tBodies[0].rows].flatMap(row => [...row.cells].slice(1).filter(cell => cell.title)
        .map(cell => `${row.cells[0].textContent.trim()}: ${cell.title}`));
}"""
DRAWN = "figure => [...figure.querySelectorAll('svg.drawing title')].map(title => title.textContent)"
SHARES = """figure => [...figure.querySelector("table").tBodies[0].rows].map(row => {
    const [name, now, before] = [...row.cells].map(cell => cell.textContent.trim());
    return `${name}: ${now.replace(/ of (.*)/, " of $1 works")}, before ${before}`;
})"""


@pytest.fixture(scope="module")
def trends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a library with a history; return the address of its trends."""
    library = MemoryLibrary()
    fill_history(library)
    with served_on_loopback(world(tmp_path_factory.mktemp("trends"), library).app) as address:
        yield f"{address}/trends?month={LAST}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 400})
    yield context.new_page()
    context.close()


def draw(page: Page) -> None:
    """Scroll to each chart, so that all are drawn."""
    for figure in page.locator("figure[data-chart]").all():
        figure.scroll_into_view_if_needed()
        expect(figure.locator("svg.drawing")).to_be_visible()


def test_a_heatmap_says_what_its_table_says(page: Page, trends: str) -> None:
    """Every cell that holds something, and no other."""
    page.goto(trends)
    draw(page)
    figure = page.locator('figure[data-chart="heat"]')

    assert sorted(figure.evaluate(DRAWN)) == sorted(figure.evaluate(TABLE))
    assert f"Trees: 16 of 60 works in {'March 2025'}" in figure.evaluate(DRAWN)


def test_what_rises_is_drawn_with_the_shares_of_its_table(page: Page, trends: str) -> None:
    """Both ends of a line, rising and fading."""
    page.goto(trends)
    draw(page)
    rising, fading = page.locator('figure[data-chart="change"]').all()

    for figure in (rising, fading):
        assert set(figure.evaluate(DRAWN)) == set(figure.evaluate(SHARES))
    assert rising.evaluate(DRAWN)[0] == "Trees: 48 of 120 works, before 18 of 360"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_accessible_and_the_browser_has_nothing_to_say(
    browser: Browser, trends: str, axe: str, scheme: str
) -> None:
    """Nothing that the page's own policy forbids, by day and by night, on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page, said = context.new_page(), list[str]()

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(trends)
    draw(page)
    found = faults(page, axe)
    context.close()

    assert (said, found) == ([], [])


def test_a_page_does_not_move_when_its_charts_come(page: Page, trends: str) -> None:
    """Their room is kept from the start, while the library of charts is on its way."""
    heights = "[...document.querySelectorAll('figure[data-chart]')].map(one => one.getBoundingClientRect().height)"
    held: list[Route] = []
    page.route("**/charts-*.js", lambda route: held.append(route))
    with page.expect_request("**/charts-*.js"):
        page.goto(trends)
    before = page.evaluate(heights)
    expect(page.locator("svg.drawing")).to_have_count(0)
    held[0].continue_()
    draw(page)

    assert page.evaluate(heights) == before
    assert min(before) > 40


def test_on_paper_chart_and_table_stand_beneath_each_other(page: Page, trends: str) -> None:
    """No fold, no button and no navigation."""
    page.goto(trends)
    draw(page)
    page.emulate_media(media="print")
    figure = page.locator('figure[data-chart="heat"]')

    expect(figure.locator("svg.drawing")).to_be_visible()
    expect(figure.locator("table")).to_be_visible()
    expect(page.locator(".masthead, .tabs, .save-chart, summary").filter(visible=True)).to_have_count(0)


def test_where_no_chart_can_be_drawn_the_table_opens(page: Page, trends: str) -> None:
    """The library of charts does not come."""
    page.route("**/charts-*.js", lambda route: route.abort())
    page.goto(trends)
    figure = page.locator('figure[data-chart="heat"]')
    figure.scroll_into_view_if_needed()

    expect(figure.locator("table")).to_be_visible()
    expect(figure.locator(".chart-plot")).to_be_hidden()


def test_without_a_script_there_is_the_table_alone(browser: Browser, trends: str) -> None:
    """Open, and no gap where a chart would be."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(trends)
    figure = page.locator('figure[data-chart="heat"]')
    expect(figure.locator("table")).to_be_visible()
    expect(figure.locator(".chart-plot")).to_be_hidden()
    expect(figure.get_by_role("button")).to_have_count(0)
    context.close()


def test_a_chart_is_kept_as_a_file_that_needs_no_page(page: Page, trends: str) -> None:
    """Its colours stand in it."""
    page.goto(trends)
    draw(page)
    figure = page.locator('figure[data-chart="heat"]')
    with page.expect_download() as download:
        figure.get_by_role("button", name="SVG").click()
    path = download.value.path()
    text = Path(path).read_text(encoding="utf-8")

    assert download.value.suggested_filename == "almanac-techniques-2025.svg"
    assert "var(" not in text
    root = ElementTree.fromstring(text)  # noqa: S314 - our own file
    assert root.findtext(f"{SVG}title", "").startswith("Techniques by month")
    assert "Trees" in {one.text for one in root.iter(f"{SVG}text")}
