"""The open map, as tests of it need it: opened, asked where things are, pressed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page


@contextmanager
def opened_page(browser: Browser, most_ms: int = 30_000) -> Iterator[Page]:
    """Give a wide page without animations, on which no script may fail and nothing may take longer than that."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(most_ms)
    opened = context.new_page()
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


def open_map(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#explorer[data-painted]")


def place(page: Page, node: str) -> tuple[float, float]:
    """Return where a node's mark stands in the window."""
    at: dict[str, float] = page.evaluate(
        """id => {
            const { sheet, picture } = window.almanacExplorer;
            const { left, top } = picture.scene.stage.getBoundingClientRect();
            const { x, y } = picture.scene.place(sheet.number(id));
            return { x: left + x, y: top + y };
        }""",
        node,
    )
    return at["x"], at["y"]


def click_node(page: Page, node: str) -> None:
    page.mouse.click(*place(page, node))


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def shown(page: Page) -> set[str]:
    """Return the ids of what is on the map."""
    ids: list[str] = page.evaluate(
        "() => { const { graph } = window.almanacExplorer.picture.scene;"
        " return graph.filterNodes((_, mark) => !mark.hidden); }"
    )
    return set(ids)


def logged(page: Page) -> list[str]:
    """Return what the page will have logged."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    return said
