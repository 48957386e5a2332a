"""What one decides beside the open map, and what it says of that: states, links, merged names, months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from graph.link import link_of
from graph.link_decisions import settle_links
from graph.stores.memory import MemoryLibrary
from tests.api.world import world
from tests.e2e.on_the_map import asked, open_map, opened_page, shown
from tests.e2e.serving import served_on_loopback
from tests.graph.named import HASTE, name
from tests.graph.small import AGENT, SPEED, fill

NOT_HASTE = re.compile(r"^Not related\s*: Haste$")
JOINED = """([one, other]) => {
    const { sheet } = window.almanacExplorer;
    return sheet.joinsOf(sheet.number(one)).some((join) => join.other === sheet.number(other));
}"""
JOINED_WITH = "id => { const { sheet } = window.almanacExplorer; return sheet.joined[sheet.number(id)]; }"
STATE_IS = (
    "([id, state]) => { const { sheet } = window.almanacExplorer; return sheet.state[sheet.number(id)] === state; }"
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened_page(browser) as opened:
        yield opened


@pytest.fixture
def linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve the small library with links, one of them between two that nothing else joins, and an id that was merged."""
    library = MemoryLibrary()
    with library.transaction():
        fill(library)
        name(library)
        library.links.replace([link_of(HASTE, SPEED, 0.7), link_of(AGENT, SPEED, 0.82)])
        library.graph.redirect("paper-old", AGENT)
    there = world(tmp_path, library)
    monkeypatch.setattr(there.ingestor, "settle_decisions", lambda _: settle_links(library))
    with served_on_loopback(there.app) as address:
        yield address


def test_a_decision_is_taken_and_taken_back_beside_the_map(page: Page, served: str) -> None:
    """The page stays; the panel tells what is so now."""
    open_map(page, f"{served}/explore?selected={SPEED}")
    panel = page.locator(".map-panel")
    panel.get_by_role("button", name="reading", exact=True).click()
    expect(panel.get_by_role("button", name="reading", exact=True)).to_have_attribute("aria-pressed", "true")
    assert page.wait_for_function(STATE_IS, arg=[SPEED, "reading"])
    assert urlsplit(page.url).path == "/explore"

    panel.get_by_role("button", name=re.compile("undo|take back", re.IGNORECASE)).first.click()
    expect(panel.get_by_role("button", name="reading", exact=True)).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("why", [False, True])
def test_a_dismissed_link_goes_from_the_open_map(page: Page, linked: str, why: bool) -> None:
    """From the node's panel or from that of the link, with nothing selected too; taken back it is there again."""
    open_map(page, f"{linked}/explore" + ("" if why else f"?selected={SPEED}"))
    ends = [HASTE, SPEED]
    before = [page.evaluate(JOINED_WITH, end) for end in ends]
    assert page.evaluate(JOINED, ends)
    if why:
        page.evaluate("([one, other]) => window.almanacExplorer.why(one, other)", ends)
    panel = page.locator(".map-panel")
    panel.get_by_role("button", name="Not related" if why else NOT_HASTE).click()
    page.wait_for_function(f"ends => !({JOINED})(ends)", arg=ends)
    assert [page.evaluate(JOINED_WITH, end) for end in ends] == [many - 1 for many in before]

    if not why:
        panel.get_by_text("Not related, you said").click()
    panel.get_by_role("button", name="Take back").first.click()
    page.wait_for_function(JOINED, arg=ends)
    assert [page.evaluate(JOINED_WITH, end) for end in ends] == before


def test_a_late_answer_stays_out_of_another_nodes_panel(page: Page, served: str) -> None:
    """What was decided holds on the map all the same; a failure is told beside the map."""
    open_map(page, f"{served}/explore?selected={SPEED}")
    held: list[Route] = []
    page.route("**/nodes/*/state", lambda route: held.append(route))
    panel = page.locator(".map-panel")
    for state in ("reading", "read"):
        panel.get_by_role("button", name=state, exact=True).click()
        page.wait_for_function("() => document.querySelector('.map-panel form[aria-busy=true]')")
        page.evaluate("id => window.almanacExplorer.choose(id)", AGENT)
        expect(panel.locator(".panel-title")).to_have_text("An Agent That Waits")
        if state == "reading":
            held.pop().fallback()
            page.wait_for_function(STATE_IS, arg=[SPEED, "reading"])
        else:
            held.pop().abort()
            expect(page.locator(".map-notices [role=alert]")).to_contain_text("It was not saved.")
        expect(panel.locator(".panel-title")).to_have_text("An Agent That Waits")
        expect(panel.locator(".map-said, [role=alert]")).to_have_count(0)
        page.evaluate("id => window.almanacExplorer.choose(id)", SPEED)
        expect(panel.locator(".panel-title")).to_have_text("Speed Without Haste")


def test_the_focus_stays_in_the_panel(page: Page, linked: str) -> None:
    """On the same button after a decision; on the panel where that button went with it. It asks for parts of pages."""
    asked_as: list[str | None] = []

    def note(request: Request) -> None:
        if request.redirected_from is None and ("/explore/about/" in request.url or request.method == "POST"):
            asked_as.append(request.headers.get("x-fragment"))

    page.on("request", note)
    open_map(page, f"{linked}/explore?selected={SPEED}")
    panel = page.locator(".map-panel")
    reading = panel.get_by_role("button", name="reading", exact=True)
    reading.focus()
    page.keyboard.press("Enter")
    expect(reading).to_have_attribute("aria-pressed", "true")
    expect(reading).to_be_focused()

    panel.get_by_role("button", name=NOT_HASTE).focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_text("Not related, you said")).to_be_visible()
    expect(panel.locator(".map-panel-body")).to_be_focused()
    assert len(asked_as) == 5
    assert set(asked_as) == {"1"}


def test_a_merged_id_selects_what_it_is_now(page: Page, linked: str) -> None:
    """Under its own address; what is nowhere is said."""
    open_map(page, f"{linked}/explore?selected=paper-old")
    expect(page.locator(".map-panel .panel-title")).to_have_text("An Agent That Waits")
    assert asked(page)["selected"] == [AGENT]

    open_map(page, f"{linked}/explore?selected=paper-nowhere")
    expect(page.get_by_role("alert")).to_contain_text("What is selected is not on the map.")
    expect(page.locator(".map-panel")).to_be_hidden()


def test_a_work_is_shown_with_each_of_its_months(page: Page, served: str) -> None:
    """The strip counts it in each."""

    def answer(route: Route) -> None:
        got = route.fetch()
        sheet = got.json()
        sheet["months"] = months = ["2030-01", "2030-02", "2030-03"]
        kinds, nodes = sheet["kinds"], sheet["nodes"]
        nodes["month"] = [0 if kinds[kind] == "paper" else -1 for kind in nodes["kind"]]
        nodes["months"] = [[0, months.index("2030-03")] if one == AGENT else [] for one in nodes["id"]]
        route.fulfill(response=got, json=sheet)

    page.route("**/api/v1/map*", answer)
    open_map(page, f"{served}/explore?since=2030-02")
    assert {one for one in shown(page) if one.startswith("paper-")} == {AGENT}
    expect(page.get_by_role("button", name="March 2030: 1 work")).to_be_visible()
    page.get_by_role("button", name="All months").click()
    papers = len({one for one in shown(page) if one.startswith("paper-")})
    assert papers > 1
    expect(page.get_by_role("button", name=f"January 2030: {papers} works")).to_be_visible()
