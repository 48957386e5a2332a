"""What the tests over the real library do on a page: go somewhere, find what a pointer can press, read what is told."""

from __future__ import annotations

import calendar
from collections.abc import Iterable

from playwright.sync_api import Page, expect

from tests.e2e.real.library import Real

MONTHS = list(calendar.month_name)[1:]
MOST_MS = 60_000
"""How long a page of this size may take on a busy machine; no test is about speed."""

# The nodes among `ids` whose marks a pointer can press: in sight, under no control, no mark drawn over them.
CLEAR = """ids => {
    const { sheet, picture } = window.almanacExplorer;
    const { scene } = picture;
    const affine = scene.affine();
    const { left, top, width, height } = scene.stage.getBoundingClientRect();
    const shown = scene.graph.filterNodes((_, mark) => !mark.hidden).map(id => sheet.number(id));
    const away = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
    const isLit = node => scene.graph.getNodeAttribute(sheet.idOf(node), "highlighted");
    const marks = shown.map(node => ({ node, lit: isLit(node), radius: scene.radius(node), ...scene.place(node, affine) }));
    return ids.filter(id => {
        const node = sheet.number(id);
        const here = marks.find(mark => mark.node === node);
        if (!here || here.x < 60 || here.y < 60 || here.x > width - 60 || here.y > height - 60) return false;
        if (!scene.stage.contains(document.elementFromPoint(left + here.x, top + here.y))) return false;
        const over = mark => mark.lit || sheet.attention[mark.node] >= sheet.attention[node];
        return marks.every(mark => mark === here || !over(mark) || away(mark, here) > mark.radius + 2);
    });
}"""

# Where a pointer can press a line from the selected node to one of `ids`, and to which.
ON_A_LINE = """([from, ids]) => {
    const { sheet, picture } = window.almanacExplorer;
    const { scene } = picture;
    const affine = scene.affine();
    const { left, top } = scene.stage.getBoundingClientRect();
    const marks = scene.graph.filterNodes((_, mark) => !mark.hidden).map(id => sheet.number(id))
        .map(node => ({ radius: scene.radius(node), ...scene.place(node, affine) }));
    for (const { from: one, to: other, line } of picture.stretches) {
        const ends = [sheet.idOf(one), sheet.idOf(other)];
        const id = ends.find(end => end !== from);
        if (!ends.includes(from) || !ids.includes(id)) continue;
        const [dx, dy] = [line.to[0] - line.from[0], line.to[1] - line.from[1]];
        for (let part = 0.2; part < 0.85; part += 0.01) {
            const push = 2 * line.bend * part * (1 - part);
            const [x, y] = [line.from[0] + dx * part - dy * push, line.from[1] + dy * part + dx * push];
            const found = picture.stretchAt(x, y);
            if (!found || found.from !== one || found.to !== other || picture.lettering.regionAt(x, y)) continue;
            if (marks.some(mark => Math.hypot(mark.x - x, mark.y - y) < mark.radius + 4)) continue;
            if (scene.stage.contains(document.elementFromPoint(left + x, top + y))) return [left + x, top + y, id];
        }
    }
    return null;
}"""

RINGED = """() => {
    const { sheet, picture } = window.almanacExplorer;
    return [picture.sight.rising.map(node => sheet.nameOf(node)), picture.rings.length];
}"""


def clear(page: Page, nodes: Iterable[str]) -> list[str]:
    """Return those nodes whose marks a pointer can press where the map is seen now, the first of them first."""
    found: list[str] = page.evaluate(CLEAR, list(nodes))
    assert found, "a pointer can press none of them"
    return found


def go(page: Page, address: str) -> None:
    """Open a page and wait for all that it fetches, the map to be painted where it has one."""
    page.goto(address, wait_until="networkidle")
    if page.locator("#explorer").count():
        page.wait_for_selector("#explorer[data-painted]")
        page.wait_for_load_state("networkidle")


def spelled(month: str) -> str:
    """Return a month as the pages write it."""
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"


def assert_ringed(page: Page, real: Real, month: str) -> None:
    """The map rings the names that rise up to a month, and the panel tells just these, each with its shares."""
    names = [real.name(node) for node in real.rising[month]]
    lines = page.locator(".map-panel .edge")
    expect(lines).to_have_count(len(names))
    ringed, rings = page.evaluate(RINGED)
    assert ringed == names == [line.locator("a").inner_text() for line in lines.all()]
    assert rings >= len(names)
    for line in lines.all():
        expect(line).to_contain_text("→")
