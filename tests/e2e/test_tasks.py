"""What docs/explorer.md says a task takes, in clicks, done with just so many: what a pointer presses is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.on_the_map import asked, open_map, place, shown
from tests.graph.named import HASTE, PATIENCE, SEARCH
from tests.graph.small import AGENT, JUDGE, NOTES, SPEED

DOCS = Path(__file__).resolve().parents[2] / "docs" / "explorer.md"


def promised(task: str) -> int:
    """Return how many clicks the docs say that a task takes."""
    found = re.search(rf"^\| {re.escape(task)} \| (\d+):", DOCS.read_text(encoding="utf-8"), re.M)
    assert found, task
    return int(found[1])


class Pointer:
    """Presses things, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def press(self, thing: Locator) -> None:
        self.clicks += 1
        thing.click()

    def press_at(self, x: float, y: float) -> None:
        self.clicks += 1
        self.page.mouse.click(x, y)

    def press_node(self, node: str) -> None:
        self.press_at(*place(self.page, node))


@pytest.fixture
def pointer(browser: Browser) -> Iterator[Pointer]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield Pointer(context.new_page())
    context.close()


def settled(page: Page, node: str) -> tuple[float, float]:
    """Return where a node stands once the panel has taken its room."""
    before = None
    while before != (now := place(page, node)):
        before = now
        page.wait_for_timeout(150)
    return now


def why_linked(pointer: Pointer) -> None:
    """The words for the line between two stand in the panel."""
    pointer.press_node(HASTE)
    expect(pointer.page.locator(".map-panel .panel-title")).to_have_text("Haste")
    (x, y), (to_x, to_y) = settled(pointer.page, HASTE), place(pointer.page, PATIENCE)
    pointer.press_at(x + (to_x - x) * 0.55, y + (to_y - y) * 0.55)
    expect(pointer.page.locator(".map-panel .why-lines")).to_contain_text("is said to be better than")


def what_rose(pointer: Pointer) -> None:
    """What rose up to the month, or that nothing did."""
    pointer.press(pointer.page.get_by_role("navigation").get_by_role("link", name="Months"))
    pointer.press(pointer.page.get_by_role("region", name="2025").get_by_role("link", name="March"))
    expect(pointer.page.get_by_role("heading", name="Techniques rising")).to_be_visible()


def introducing_paper(pointer: Pointer) -> None:
    """From what was introduced to the paper that did."""
    pointer.press_node(SEARCH)
    introduced = pointer.page.locator(".map-panel section", has_text="Introduced by")
    pointer.press(introduced.get_by_role("link", name="An Agent That Waits"))
    expect(pointer.page.locator(".map-panel .panel-title")).to_have_text("An Agent That Waits")


def hide_and_share(pointer: Pointer) -> None:
    """The address that is shared hides them."""
    pointer.press(pointer.page.get_by_label("Hide hubs, joined with"))
    pointer.press(pointer.page.get_by_role("button", name="Share"))
    expect(pointer.page.get_by_role("status").filter(has_text=re.compile("copied", re.I)).first).to_be_visible()
    assert "joined=60" in pointer.page.evaluate("navigator.clipboard.readText()")


def path_of_papers(pointer: Pointer) -> None:
    """Each step with why it holds."""
    pointer.press_node(JUDGE)
    pointer.press(pointer.page.get_by_role("button", name="Path from here…"))
    pointer.press_node(SPEED)
    expect(pointer.page.locator(".map-panel .path-steps > li").nth(1)).to_be_visible()


def listed_in_a_year(pointer: Pointer) -> None:
    """From anywhere: the sources, one of them, the year."""
    pointer.press(pointer.page.get_by_role("navigation").get_by_role("link", name="Sources"))
    pointer.press(pointer.page.get_by_role("link", name=NOTES.title).first)
    pointer.press(pointer.page.get_by_role("link", name="2025", exact=True))
    pointer.page.wait_for_selector("#explorer[data-painted]")
    assert {AGENT, SPEED} <= shown(pointer.page)
    assert JUDGE not in shown(pointer.page)
    assert (asked(pointer.page)["source"], asked(pointer.page)["month"]) == ([NOTES.id], ["2025"])


def play(pointer: Pointer) -> None:
    """Month by month."""
    pointer.press(pointer.page.get_by_role("button", name="Play the year"))
    pointer.page.wait_for_url(re.compile(r"until=2025-0[2-9]"))


def sentence(pointer: Pointer) -> None:
    """What a list says of it stands in the panel."""
    pointer.press_node(AGENT)
    expect(pointer.page.locator(".map-panel")).to_contain_text("It waits, “patiently”, and wins.")


@pytest.mark.parametrize(
    ("task", "most", "does"),
    [
        ("why two nodes are linked", 4, why_linked),
        ("what rose in March 2025", 2, what_rose),
        ("from a model to the paper that introduced it", 2, introducing_paper),
        ("hide hubs and share the view", 3, hide_and_share),
        ("the path between two papers", 4, path_of_papers),
        ("everything one source listed in 2025, on the map", 3, listed_in_a_year),
        ("play the year", 2, play),
        ("from a node to the sentence that put it there", 2, sentence),
    ],
)
def test_a_task_takes_as_many_clicks_as_the_docs_say(
    pointer: Pointer, served: str, task: str, most: int, does: Callable[[Pointer], None]
) -> None:
    """From the open map."""
    open_map(pointer.page, f"{served}/explore")
    does(pointer)

    assert pointer.clicks == promised(task) <= most
