"""What one sees of the open map: names that stand, what is framed, what lies over it, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from graph.stores.memory import MemoryLibrary
from tests.api.world import world
from tests.e2e.on_the_map import asked, open_map, opened_page, shown
from tests.graph.named import BENCH, SEARCH, name
from tests.graph.small import AGENT, JUDGE, SPEED, fill, guess
from tests.graph.views.map.conftest import ATLAS

BOXES = """() => window.almanacExplorer.picture.lettering.placed.map(({ of, left, middle, width, font, lines, must }) => ({
    of, must, left, right: left + width, top: middle - font.size * lines.length / 2, bottom: middle + font.size * lines.length / 2,
}))"""
PATH = "() => window.almanacExplorer.picture.sight.path"
PLACES = """() => {
    const { picture } = window.almanacExplorer;
    const { left, top } = picture.scene.stage.getBoundingClientRect();
    return picture.sight.path.map((node) => picture.scene.place(node)).map(({ x, y }) => [left + x, top + y]);
}"""
NAMED_WORKS = """() => {
    const { sheet, picture } = window.almanacExplorer;
    return picture.lettering.placed.filter(({ style }) => style === 'work').map(({ of }) => sheet.idOf(of));
}"""
RADII = """family => {
    const { sheet, picture } = window.almanacExplorer;
    const nodes = [...sheet.kinds.keys()].filter((node) => sheet.kind(node).family === family);
    return nodes.map((node) => picture.scene.radius(node));
}"""
CATEGORIES = """id => {
    const { sheet } = window.almanacExplorer;
    const joined = sheet.joinsOf(sheet.number(id)).map(({ other }) => sheet.idOf(other));
    return joined.filter((one) => one.startsWith('category-'));
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened_page(browser) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def bridged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve the small library with a bridge, where every decision puts a work into another category."""
    library = MemoryLibrary()
    with library.transaction():
        fill(library)
        name(library)
    there = world(tmp_path, library)
    analysis = there.app.extensions["almanac"].analysis
    monkeypatch.setattr(analysis, "atlas", lambda: ATLAS)
    monkeypatch.setattr(analysis, "held", lambda: ATLAS)
    monkeypatch.setattr(there.ingestor, "settle_decisions", lambda _: guess(library, SPEED, "Judging models", 0.9))
    server = make_server("127.0.0.1", 0, there.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def ends(page: Page, which: str) -> tuple[float, float]:
    """Return the top and the bottom of an element in the window."""
    box = page.locator(which).bounding_box()
    assert box is not None
    return box["y"], box["y"] + box["height"]


@pytest.mark.parametrize("width", [1440, 390])
def test_every_step_of_a_path_is_named_and_framed(browser: Browser, served: str, width: int) -> None:
    """No name touches another one; no step lies under the controls or the sheet."""
    context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    opened = context.new_page()
    open_map(opened, f"{served}/explore?selected={BENCH}&path={SEARCH}")
    expect(opened.locator(".map-panel .path-steps")).to_be_visible()
    opened.wait_for_timeout(500)
    steps, names = opened.evaluate(PATH), [box for box in opened.evaluate(BOXES) if box["must"]]
    top = ends(opened, ".map-keep")[1]
    bottom = (
        min(ends(opened, one)[0] for one in (".map-zoom", ".map-panel"))
        if width < 1000
        else ends(opened, ".map-zoom")[0]
    )

    assert len(steps) > 2
    assert {box["of"] for box in names} == set(steps)
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert beside or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]
    for _, y in opened.evaluate(PLACES):
        assert top < y < bottom
    context.close()


def test_a_name_without_room_beside_its_mark_is_led_to(page: Page, served: str) -> None:
    """Where all names of a path would stand on one spot they are moved, each with a line."""
    open_map(page, f"{served}/explore?selected={BENCH}&path={SEARCH}")
    expect(page.locator(".map-panel .path-steps")).to_be_visible()
    page.evaluate(
        """() => {
            const { sheet, picture } = window.almanacExplorer;
            for (const node of picture.sight.path) [sheet.x[node], sheet.y[node]] = [0, 0];
            picture.scene.moveTo({ x: 0, y: 0, ratio: 0.5 }, true);
            picture.scene.sigma.refresh();
        }"""
    )
    page.wait_for_function("() => window.almanacExplorer.picture.lettering.leaders.length > 0")
    tops = sorted(box["top"] for box in page.evaluate(BOXES) if box["must"])

    assert len(set(tops)) == len(page.evaluate(PATH))


def test_a_start_of_works_names_them_first(page: Page, served: str) -> None:
    """Each of a month's works has its name, and none is drawn smaller than what it is joined with."""
    open_map(page, f"{served}/explore?month=2025-01")
    works = {one for one in shown(page) if one.startswith(("paper-", "article-"))}

    assert set(page.evaluate(NAMED_WORKS)) == works
    assert min(page.evaluate(RADII, "work")) > max(page.evaluate(RADII, "concept"))


def test_what_was_decided_is_told_in_sight(phone: Page, served: str) -> None:
    """However far the panel was scrolled; a failure too. It goes with the node that it is about."""
    open_map(phone, f"{served}/explore?selected={SPEED}")
    panel = phone.locator(".map-panel")
    panel.locator("summary", has_text="Write a note").click()
    panel.get_by_label("Note").fill("Later.")
    panel.get_by_role("button", name="Keep the note").click()
    said = panel.get_by_role("status").filter(has_text="Note kept.")

    expect(said).to_be_in_viewport()
    phone.route("**/nodes/*/state", lambda route: route.abort())
    panel.get_by_role("button", name="skipped", exact=True).click()
    expect(panel.get_by_role("alert")).to_be_in_viewport()
    expect(said).to_have_count(0)
    phone.evaluate("id => window.almanacExplorer.choose(id)", AGENT)
    expect(panel.get_by_role("alert")).to_have_count(0)


def test_bridges_are_listed_and_each_is_framed(page: Page, bridged: str) -> None:
    """Both ends are lit; the address has it; leaving it leads to the list again."""
    open_map(page, f"{bridged}/explore")
    page.get_by_label("Bridges: near in meaning, joined by nothing").check()
    panel = page.locator(".map-panel")
    expect(panel.get_by_role("heading", name="1 bridge")).to_be_visible()
    assert len(page.evaluate("() => window.almanacExplorer.picture.rings")) == 2

    panel.get_by_role("link", name=re.compile("A Judge of Judges and")).click()
    expect(panel).to_contain_text("Nothing joins them.")
    assert (asked(page)["selected"], asked(page)["bridge"]) == ([JUDGE], [SPEED])
    assert len(page.evaluate(PATH)) == 2
    page.reload()
    expect(panel).to_contain_text("Nothing joins them.")
    panel.get_by_role("button", name="Leave the bridge").click()
    expect(panel.get_by_role("heading", name="1 bridge")).to_be_visible()
    assert "bridge" not in asked(page)
    panel.get_by_role("button", name="Without bridges").click()
    expect(panel).to_be_hidden()


def test_playing_gives_the_months_back(page: Page, served: str) -> None:
    """At its end the view is what it was; a single month is not played."""
    page.clock.install()
    open_map(page, f"{served}/explore?since=2025-01")
    page.get_by_role("button", name="Play the year").click()
    page.wait_for_url("**until=2025-01*")
    page.clock.run_for(20_000)
    expect(page.get_by_role("button", name="Play the year")).to_be_visible()
    assert asked(page)["since"] == ["2025-01"]
    assert "until" not in asked(page)

    open_map(page, f"{served}/explore?source=source-notes&month=2025-01")
    expect(page.get_by_role("button", name="Play the year")).to_have_count(0)


def test_a_decision_on_a_category_is_seen_on_the_open_map(page: Page, bridged: str) -> None:
    """The work is joined with the category it is in now, and no more with the other one."""
    open_map(page, f"{bridged}/explore?selected={SPEED}")
    before = page.evaluate(CATEGORIES, SPEED)
    page.locator(".map-panel").get_by_role("button", name="reading", exact=True).click()
    page.wait_for_function(f"([id, before]) => String(({CATEGORIES})(id)) !== String(before)", arg=[SPEED, before])

    assert page.evaluate(CATEGORIES, SPEED) == ["category-judging-models"]


def test_a_phone_has_the_map_first(phone: Page, served: str) -> None:
    """With the months beneath it, the filters folded, and every page in the menu."""
    open_map(phone, f"{served}/explore")
    (top, bottom), (months, end) = ends(phone, ".map-canvas"), ends(phone, ".map-strip")

    assert top < 844 / 3
    assert bottom - top > 844 / 3
    assert bottom <= months
    assert end <= 844
    expect(phone.locator(".map-filters")).to_be_hidden()
    for link in phone.get_by_role("navigation", name="Almanac").get_by_role("link").all():
        expect(link).to_be_in_viewport()
    assert phone.get_by_role("navigation", name="Almanac").get_by_role("link", name="Audit").count() == 1


def test_a_phone_has_all_of_the_table(phone: Page, served: str) -> None:
    """Every cell is in sight, and every column sorts."""
    phone.goto(f"{served}/explore?view=table")
    table = phone.get_by_role("table")

    assert table.evaluate("one => one.scrollWidth <= one.clientWidth && one.clientWidth <= innerWidth")
    assert table.get_by_role("row").nth(1).get_by_role("cell").first.is_visible()
    table.get_by_role("columnheader").get_by_role("link", name="Community").click()
    expect(phone.get_by_role("columnheader", name="Community")).to_have_attribute("aria-sort", "ascending")
