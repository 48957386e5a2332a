"""What is wrong with an open page: what axe finds, and what runs over the edge."""

from __future__ import annotations

from playwright.sync_api import Page

WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
_RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
# All that axe could tell of what is right would take three times as long.
_FOUND = """rules => axe.run({ runOnly: rules, resultTypes: ["violations"] })
    .then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.length} of ${nodes[0].html}`))"""


def faults(page: Page, axe: str) -> list[str]:
    """Return what is wrong with the page as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    found: list[str] = page.evaluate(_FOUND, _RULES)
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [*found, *([f"{wide} wide where there are {room}"] if wide > room else [])]


def faults_anywhere(page: Page, axe: str) -> list[str]:
    """Return what is wrong with the page by day and by night, wide and narrow; its context has to reduce motion."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{width} {scheme}: {fault}" for fault in faults(page, axe)]
    return found
