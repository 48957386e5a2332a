"""The map in a browser: what one does with it by mouse, by keyboard and by its address, and what it says when something fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.accessible import SCHEMES, WIDTHS, faults
from tests.e2e.on_the_map import asked, click_node, logged, open_map, opened_page, place, shown
from tests.graph.named import HASTE, PATIENCE
from tests.graph.small import AGENT, SPEED


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened_page(browser) as opened:
        yield opened


def test_a_node_is_selected_and_its_evidence_read(page: Page, served: str) -> None:
    """One click lights it, tells of it, and is in the address; a second opens the words it stands on."""
    open_map(page, f"{served}/explore")
    click_node(page, AGENT)
    panel = page.locator(".map-panel")

    expect(panel.get_by_role("heading", name="An Agent That Waits")).to_be_visible()
    assert asked(page)["selected"] == [AGENT]
    panel.locator(".evidence summary").first.click()
    expect(panel.locator(".card").first).to_be_visible()


def test_back_and_forward_lead_through_what_was_selected(page: Page, served: str) -> None:
    """And the address alone restores it."""
    open_map(page, f"{served}/explore")
    heading = page.locator(".map-panel .panel-title")
    click_node(page, AGENT)
    expect(heading).to_have_text("An Agent That Waits")
    click_node(page, SPEED)
    expect(heading).to_have_text("Speed Without Haste")

    page.go_back()
    expect(heading).to_have_text("An Agent That Waits")
    page.reload()
    expect(heading).to_have_text("An Agent That Waits")
    page.go_back()
    expect(page.locator(".map-panel")).to_be_hidden()


def test_hidden_hubs_are_in_the_address(page: Page, served: str) -> None:
    """And stay hidden when it is opened again; the table and the text are asked for the same."""
    open_map(page, f"{served}/explore?joined=5")
    assert PATIENCE not in shown(page)
    page.get_by_label("Hide hubs, joined with").uncheck()
    assert PATIENCE in shown(page)
    assert "joined" not in asked(page)

    page.get_by_label("Hide hubs, joined with").check()
    page.get_by_label("Hide what is joined with more than").fill("0")

    assert asked(page)["joined"] == ["5"]
    assert "joined=5" in (page.locator("a[data-as=table]").get_attribute("href") or "")


def test_kinds_are_filtered_and_counted(page: Page, served: str) -> None:
    """The legend is the filter; what went leaves no name behind, and everything comes back with one press."""
    open_map(page, f"{served}/explore")
    everything = shown(page)
    page.get_by_label(re.compile("^papers")).uncheck()

    assert not any(one.startswith("paper-") for one in shown(page))
    assert "paper" not in asked(page)["kinds"][0].split(",")
    expect(page.locator(".map-count")).to_contain_text(f"of {len(everything)} on the map")
    page.get_by_role("button", name="Show everything again").click()
    assert shown(page) == everything


def test_a_month_and_a_range_are_chosen_on_the_strip(page: Page, served: str) -> None:
    """A click chooses one, a handle the end of a range; both by keyboard too."""
    open_map(page, f"{served}/explore")
    page.get_by_role("button", name=re.compile("January 2025")).click()
    assert (asked(page)["since"], asked(page)["until"]) == (["2025-01"], ["2025-01"])
    assert AGENT in shown(page)

    page.get_by_role("slider", name="Until").press("ArrowRight")
    assert asked(page)["until"] == ["2025-02"]
    expect(page.get_by_role("slider", name="Until")).to_have_attribute("aria-valuetext", "February 2025")
    page.get_by_role("button", name="All months").click()
    assert "until" not in asked(page)


def test_a_year_is_played_month_by_month(page: Page, served: str) -> None:
    """What has come stays; it can be paused."""
    open_map(page, f"{served}/explore")
    page.get_by_role("button", name="Play the year").click()
    page.wait_for_url("**until=2025-01*")
    january = shown(page)
    page.wait_for_url("**until=2025-02*")
    page.get_by_role("button", name="Pause").click()

    assert january <= shown(page)
    until = asked(page)["until"]
    page.wait_for_timeout(1500)
    assert asked(page)["until"] == until


def test_a_path_is_drawn_and_told(page: Page, served: str) -> None:
    """From the selected node to one that is found by its name; a line of the panel leads back."""
    open_map(page, f"{served}/explore?selected={AGENT}")
    page.get_by_role("button", name="Path from here…").click()
    find = page.get_by_role("combobox", name="Find a name on the map")
    expect(find).to_be_focused()
    find.fill("judge of")
    find.press("Enter")
    panel = page.locator(".map-panel")

    expect(panel.get_by_role("heading", name="From An Agent That Waits to A Judge of Judges")).to_be_visible()
    assert asked(page)["path"] == ["paper-arxiv-2401.00002"]
    assert page.evaluate("window.almanacExplorer.picture.sight.path.length") > 2
    panel.get_by_role("button", name="Leave the path").click()
    expect(panel.get_by_role("heading", name="An Agent That Waits")).to_be_visible()
    assert "path" not in asked(page)


def test_a_node_is_expanded_and_collapsed(page: Page, served: str) -> None:
    """Its neighbours come to their places, and go again."""
    open_map(page, f"{served}/explore?node={AGENT}&hops=0&selected={AGENT}")
    assert shown(page) == {AGENT}
    page.get_by_role("button", name="Expand").click()
    expect(page.get_by_role("button", name="Collapse")).to_be_visible()
    assert PATIENCE in shown(page)

    page.get_by_role("button", name="Collapse").click()
    expect(page.get_by_role("button", name="Expand")).to_be_visible()
    assert shown(page) == {AGENT}


def test_why_two_are_joined_is_told_by_their_line(page: Page, served: str) -> None:
    """A click on it opens the words; "Back" leads to the node again."""
    open_map(page, f"{served}/explore?selected={HASTE}")
    expect(page.locator(".map-panel .panel-title")).to_have_text("Haste")
    (x, y), (to_x, to_y) = place(page, HASTE), place(page, PATIENCE)
    page.mouse.click(x + (to_x - x) * 0.55, y + (to_y - y) * 0.55)

    expect(page.locator(".map-panel .why-lines")).to_contain_text("Patience 2")
    page.get_by_role("button", name="Back").click()
    expect(page.locator(".map-panel .panel-title")).to_have_text("Haste")


def test_a_failed_fetch_is_told_and_tried_again(page: Page, served: str) -> None:
    """What, why and what to do, in the words of the service; nothing else is lost."""
    failing = True

    def answer(route: Route) -> None:
        if not failing:
            return route.fallback()
        problem = '{"title": "Unavailable", "status": 503, "detail": "the library is being rebuilt"}'
        return route.fulfill(status=503, content_type="application/problem+json", body=problem)

    page.route("**/api/v1/map*", answer)
    page.goto(f"{served}/explore")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The map could not be read.")
    expect(alert).to_contain_text("The library is being rebuilt.")
    failing = False
    alert.get_by_role("button", name="Try again").click()
    page.wait_for_selector("#explorer[data-painted]")

    page.context.set_offline(True)
    click_node(page, AGENT)
    expect(page.locator(".map-panel").get_by_role("alert")).to_contain_text("You are offline.")
    page.context.set_offline(False)
    page.locator(".map-panel").get_by_role("button", name="Try again").click()
    expect(page.locator(".map-panel").get_by_role("heading", name="An Agent That Waits")).to_be_visible()


def test_the_map_is_used_by_keyboard_alone(page: Page, served: str) -> None:
    """Find, walk among what is joined, select, zoom, hide hubs, let go."""
    open_map(page, f"{served}/explore")
    stage = page.get_by_role("application", name="The map")
    stage.focus()
    page.keyboard.press("/")
    page.keyboard.type("haste")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-live=polite]")).to_contain_text("Haste, model, joined with 4 others")

    stage.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[aria-live=polite]")).to_contain_text(re.compile(r"\d of 4"))
    page.keyboard.press("Enter")
    assert asked(page)["selected"] != [HASTE]
    page.keyboard.press("h")
    assert asked(page)["joined"] == ["60"]
    page.keyboard.press("+")
    page.wait_for_url("**at=*")
    page.keyboard.press("Escape")
    assert "selected" not in asked(page)
    expect(stage).to_be_focused()


def test_the_camera_is_in_the_address(page: Page, served: str) -> None:
    """In the map's own units, so that another window shows the same."""
    open_map(page, f"{served}/explore?at=-3881,903,0.2")
    camera: dict[str, Any] = page.evaluate("window.almanacExplorer.picture.scene.camera()")

    assert (round(camera["x"]), round(camera["y"]), round(camera["ratio"], 3)) == (-3881, 903, 0.2)


def test_an_empty_start_says_what_to_do(page: Page, served: str) -> None:
    """Words of its own, not a blank."""
    page.goto(f"{served}/explore?month=1999-01")

    expect(page.get_by_text("Nothing of this start is on the map.")).to_be_visible()
    page.get_by_role("button", name="Start from something else").click()
    expect(page.get_by_label("Found by these words")).to_be_focused()


def test_without_webgl_the_picture_stays(page: Page, served: str) -> None:
    """And it is said why."""
    page.add_init_script("delete window.WebGL2RenderingContext; delete window.WebGLRenderingContext;")
    page.goto(f"{served}/explore")

    expect(page.get_by_role("alert")).to_contain_text("no WebGL")
    expect(page.get_by_role("img", name="The map as a picture")).to_be_visible()


def test_the_map_is_kept_as_a_picture(page: Page, served: str, tmp_path: Path) -> None:
    """PNG of what one sees; SVG with shapes, names and lines that opens by itself."""
    open_map(page, f"{served}/explore?selected={AGENT}")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Save as PNG").click()
    assert kept.value.path().read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Save as SVG").click()
    kept.value.save_as(tmp_path / "map.svg")
    written = (tmp_path / "map.svg").read_text(encoding="utf-8")

    assert "An Agent That Waits" in written
    assert written.count("<path") > 10
    page.goto((tmp_path / "map.svg").as_uri())
    assert page.evaluate("document.documentElement.nodeName") == "svg"


def test_embedded_it_is_the_map_alone(page: Page, served: str) -> None:
    """With its legend and a way to the whole."""
    open_map(page, f"{served}/explore?embed=1")

    expect(page.locator(".map-legend")).to_be_visible()
    expect(page.locator(".map-strip, .map-panel, .map-find")).to_have_count(0)
    expect(page.get_by_role("link", name="Open in Almanac")).to_be_visible()
    click_node(page, HASTE)
    (x, y), (to_x, to_y) = place(page, HASTE), place(page, PATIENCE)
    between = (x + (to_x - x) * 0.55, y + (to_y - y) * 0.55)
    assert page.evaluate(
        "([x, y]) => { const { picture } = window.almanacExplorer; const box = picture.scene.stage.getBoundingClientRect();"
        " return picture.stretchAt(x - box.left, y - box.top) !== undefined; }",
        list(between),
    )
    page.mouse.move(*between, steps=5)
    expect(page.locator(".map-stage.is-over")).to_have_count(0)
    page.mouse.click(*between)
    assert page.evaluate("document.querySelector('.map-panel') === null")


@pytest.mark.parametrize(
    "query", ["", f"?selected={AGENT}", f"?selected={AGENT}&path={SPEED}", "?overlay=rising,bridges"]
)
def test_the_map_is_accessible_and_whole(browser: Browser, axe: str, unchanged: str, query: str) -> None:
    """By day and by night, wide and narrow: axe finds nothing, nothing runs over the edge, nothing is logged."""
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        opened = context.new_page()
        said = logged(opened)
        open_map(opened, f"{unchanged}/explore{query}")
        opened.wait_for_load_state("networkidle")
        found = []
        for scheme in SCHEMES:
            opened.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += faults(opened, axe)
        context.close()

        assert found == []
        assert said == []
