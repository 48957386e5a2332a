"""The map of the real library: what rises is ringed, map and table agree, what fails is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.on_the_map import asked, shown
from tests.e2e.real.library import Real
from tests.e2e.real.pressing import ON_A_LINE, assert_ringed, clear, go, spelled
from tests.e2e.test_tasks import Pointer, settled
from tests.shared import needs_shared

pytestmark = [pytest.mark.slow, needs_shared]


def test_what_rises_is_ringed_in_every_month(pointer: Pointer, real: Real) -> None:
    """Wherever anything rises."""
    assert max(map(len, real.rising.values())) > 1
    for month in real.rising:
        go(pointer.page, f"{real.address}/explore?until={month}&overlay=rising")
        expect(pointer.page.locator(".map-panel .panel-title")).to_have_text(f"Rising up to {spelled(month)}")
        assert_ringed(pointer.page, real, month)


def tabled(page: Page, real: Real, query: str) -> list[str]:
    """Return the nodes of all parts of the table."""
    found: list[str] = []
    path: str | None = f"/explore?view=table&{query}"
    while path:
        text = page.request.get(real.address + path).text()
        found += re.findall(r'<th scope="row"[^>]*>.*?<a class="small around" href="/explore\?node=([^"&]+)', text)
        onward = re.search(r'<a rel="next" href="([^"]+)"', text)
        path = onward[1].replace("&amp;", "&") if onward else None
    return found


def queries(real: Real) -> Iterator[str]:
    """Yield filters and starts with what the library really has."""
    model, (category, other), (source, second) = real.of_kind("model")[0], real.categories[:2], real.sources[:2]
    yield ""
    yield "kinds=paper,technique"
    yield "joined=20"
    yield "until=2023-06"
    yield "since=2024-03&until=2024-05"
    yield "since=2024-03&until=2024-05&kinds=paper,model,category"
    yield f"categories={category},{other}"
    yield f"categories={category}&since=2025-01"
    yield f"sources={source}"
    yield f"sources={real.reviewing},{second}&joined=60"
    yield "states=read"
    yield f"node={model}&hops=1"
    yield f"node={model}&hops=2&until=2024-06&kinds=model,paper"
    yield "q=retrieval&kinds=paper"
    yield "month=2024&joined=10"
    yield f"category={category}&sources={source}"
    yield f"source={real.reviewing}&month=2025"


def test_map_and_table_show_the_same(page: Page, real: Real) -> None:
    """Under every filter, in all parts of the table, each node once."""
    for query in queries(real):
        page.goto(f"{real.address}/explore?{query}")
        page.locator("#explorer[data-painted]").or_(page.get_by_text("Nothing of this start is on the map.")).wait_for()
        on_the_map = shown(page) if page.locator("#explorer[data-painted]").count() else set()
        lines = tabled(page, real, query)

        assert (query, on_the_map ^ set(lines)) == (query, set())
        assert (query, len(lines)) == (query, len(set(lines)))


def refuse(page: Page, pattern: str) -> None:
    """Let every fetch of this form fail."""
    problem = '{"title": "Unavailable", "status": 503, "detail": "the disk is being changed"}'

    def answer(route: Route) -> None:
        route.fulfill(status=503, content_type="application/problem+json", body=problem)

    page.route(pattern, answer)


def told(alert: Locator, what: str) -> None:
    """The alert says what failed, why, and how to go on."""
    expect(alert).to_contain_text(what)
    expect(alert).to_contain_text("The disk is being changed.")
    expect(alert.get_by_role("button", name="Try again")).to_be_visible()


FAILING = {
    "the map": ("**/api/v1/map*", "The map could not be read."),
    "the panel": ("**/explore/about/*", "could not be read."),
    "the path": ("**/api/v1/path*", "No path was found."),
    "the path's reasons": ("**/explore/path*", "The path could not be read."),
    "what rises": ("**/api/v1/rising*", "What rises could not be read."),
    "what rises, told": ("**/explore/rising*", "What rises could not be read."),
    "why": ("**/explore/why*", "could not be read."),
    "what lies around": ("**/api/v1/map?node=*", ""),
    "a decision": ("**/nodes/*/state", "It was not saved."),
}


@pytest.mark.parametrize("what", FAILING)
def test_a_fetch_that_fails_is_shown(page: Page, real: Real, what: str) -> None:
    """Each as it fails, where one looks; when the service answers again, so does the page."""
    pattern, words = FAILING[what]
    one, other = real.of_kind("paper")[:2]
    month = next(reversed(real.rising))
    start = {
        "the map": "",
        "the panel": f"selected={one}",
        "the path": f"selected={one}&path={other}",
        "the path's reasons": f"selected={one}&path={other}",
        "what rises": f"until={month}&overlay=rising",
        "what rises, told": f"until={month}&overlay=rising",
        "why": "",
        "what lies around": f"selected={one}",
        "a decision": f"selected={one}",
    }[what]
    refuse(page, pattern)
    page.goto(f"{real.address}/explore?{start}")
    if what != "the map":
        page.wait_for_selector("#explorer[data-painted]")
    if what == "why":
        ask_why(Pointer(page), real)
    if what == "what lies around":
        page.get_by_role("button", name="Expand").click()
    if what == "a decision":
        page.locator(".map-panel").get_by_role("button", name="reading", exact=True).click()
    alert = page.get_by_role("alert")
    told(alert, words)

    page.unroute(pattern)
    alert.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.wait_for_selector("#explorer[data-painted]")
    if what == "a decision":
        pressed = page.locator(".map-panel").get_by_role("button", name="reading", exact=True)
        expect(pressed).to_have_attribute("aria-pressed", "true")


def ask_why(pointer: Pointer, real: Real) -> None:
    """Press a line of a model on the map."""
    beside = {other for ends in real.joins("INTRODUCES") for other in ends}
    for model in clear(pointer.page, real.of_kind("model"))[:5]:
        pointer.press_node(model)
        settled(pointer.page, model)
        at = pointer.page.evaluate(ON_A_LINE, [model, sorted(beside - {model})])
        if at is not None:
            pointer.press_at(at[0], at[1])
            if model in asked(pointer.page)["selected"]:  # else a mark beside the line was pressed
                return
    pytest.fail("no line can be pressed")
