"""All seeds, reading lists and the snapshot in one library, in the browser: every page whole, the tasks done, failures told."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.real import Real, build, served, works
from tests.e2e.test_explorer import asked, logged, open_map, shown
from tests.e2e.test_pages import RULES, WIDTHS
from tests.e2e.test_tasks import Pointer, promised, settled
from tests.shared import needs_shared

pytestmark = [pytest.mark.slow, needs_shared]

PAGES = [
    "home",
    "months",
    "year",
    "month",
    "month-of-many-voices",
    "ten",
    "categories",
    "category",
    "category-by-date",
    "paper",
    "paper-of-the-snapshot",
    "concepts",
    "models",
    "model",
    "technique",
    "trends",
    "communities",
    "community",
    "bridges",
    "reading",
    "review",
    "documents",
    "document",
    "document-read",
    "transcript",
    "transcript-read",
    "sources",
    "source",
    "audit",
    "jobs",
    "search",
    "map",
    "map-selected",
    "map-path",
    "map-rising",
    "map-table",
    "map-text",
]
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
            if (marks.some(mark => Math.hypot(mark.x - x, mark.y - y) < mark.radius + 3)) continue;
            if (scene.stage.contains(document.elementFromPoint(left + x, top + y))) return [left + x, top + y, id];
        }
    }
    return null;
}"""

RINGED = """() => {
    const { sheet, picture } = window.almanacExplorer;
    return [picture.sight.rising.map(node => sheet.nameOf(node)), picture.rings.length];
}"""


@pytest.fixture(scope="session")
def real(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """Serve the library; it is built once. Without a browser it never is."""
    assert browser.is_connected()
    with served(build(tmp_path_factory.mktemp("real"))) as there:
        yield there


@pytest.fixture
def pointer(browser: Browser) -> Iterator[Pointer]:
    """Give a pointer on a desk; at its end the page has neither failed nor logged anything."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(MOST_MS)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    said = logged(page)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield Pointer(page)
    context.close()
    assert said == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page on a desk; at its end no script of it has failed."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(MOST_MS)
    opened = context.new_page()
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


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


def test_a_page_of_every_kind_is_here(real: Real) -> None:
    """What the tests name and what the library has are the same; pages that are full are."""
    assert sorted(real.paths) == sorted([*PAGES, "not-found"])
    assert len(real.row) > 3000
    assert len(re.findall('class="entry', real.text(real.paths["month"]))) > 30
    assert real.parts.library.corpus.count() > 50_000


@pytest.mark.parametrize("kind", [*PAGES, "not-found"])
def test_every_page_is_accessible_and_whole(browser: Browser, axe: str, real: Real, kind: str) -> None:
    """Wide and narrow: axe finds nothing, nothing runs over the edge."""
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
        context.set_default_timeout(MOST_MS)
        opened = context.new_page()
        go(opened, real.address + real.paths[kind])
        opened.evaluate(axe)
        found = opened.evaluate("rules => axe.run({runOnly: rules})", RULES)
        wide = opened.evaluate("document.documentElement.scrollWidth")
        context.close()

        told = [(rule["id"], len(rule["nodes"]), rule["nodes"][0]["html"]) for rule in found["violations"]]
        assert (width, told) == (width, [])
        assert wide <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_logs_anything_or_asks_another_host(browser: Browser, real: Real, width: int) -> None:
    """Under its own policy: no message, no failed script, no failed request, nothing of another's."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.set_default_timeout(MOST_MS)
    said: list[tuple[str, str]] = []
    for kind in PAGES:
        opened = context.new_page()
        opened.on("console", lambda message, kind=kind: said.append((kind, message.text)))
        opened.on("pageerror", lambda error, kind=kind: said.append((kind, str(error))))
        opened.on("response", lambda sent, kind=kind: said.append((kind, sent.url)) if sent.status >= 400 else None)
        opened.on(
            "request",
            lambda sent, kind=kind: (
                None if sent.url.startswith((real.address, "data:", "blob:")) else said.append((kind, sent.url))
            ),
        )
        go(opened, real.address + real.paths[kind])
        opened.close()
    context.close()

    assert said == []


def why_linked(pointer: Pointer, real: Real) -> None:
    """A line on the map, pressed: the panel tells why the two are joined, in words that stand somewhere."""
    beside: dict[str, set[str]] = {}
    for one, other in real.joins("RELATED"):
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    # A line that is long has more room to be pressed.
    lengths = {node: max(real.apart(node, other) for other in beside[node]) for node in beside}
    node = clear(pointer.page, sorted(beside, key=lambda node: -lengths[node]))[0]
    pointer.press_node(node)
    expect(pointer.page.locator(".map-panel .panel-title")).to_have_text(real.name(node))
    settled(pointer.page, node)
    at = pointer.page.evaluate(ON_A_LINE, [node, sorted(beside[node])])
    assert at is not None, f"no line of {node} can be pressed"
    pointer.press_at(at[0], at[1])
    lines = pointer.page.locator(".map-panel .why-lines")
    expect(lines).to_contain_text("of readers would keep it")
    assert lines.locator(".reason").count() > 0
    assert real.name(at[2]) in pointer.page.locator(".map-panel").inner_text()


def what_rose(pointer: Pointer, real: Real) -> None:
    """The names that rise up to a month are ringed on the map and told with their shares."""
    bar = pointer.page.locator(".strip-months button")
    months = {button.get_attribute("aria-label") or button.inner_text(): button for button in bar.all()}
    month, label = next(
        (month, label) for month in reversed(real.rising) for label in months if spelled(month) in label
    )
    pointer.press(months[label])
    pointer.press(pointer.page.get_by_label(re.compile("^Rising names")))
    expect(pointer.page.locator(".map-panel .panel-title")).to_have_text(f"Rising up to {spelled(month)}")
    assert_ringed(pointer.page, real, month)


def introducing_paper(pointer: Pointer, real: Real) -> None:
    """From a model to the paper that introduced it."""
    papers: dict[str, list[str]] = {}
    for paper, model in real.joins("INTRODUCES"):
        if real.kind(model) == "model" and real.kind(paper) == "paper":
            papers.setdefault(model, []).append(paper)
    model = clear(pointer.page, (one for one in real.of_kind("model") if one in papers))[0]
    pointer.press_node(model)
    introduced = pointer.page.locator(".map-panel section", has_text="Introduced by")
    name = real.name(papers[model][0])
    pointer.press(introduced.get_by_role("link", name=name, exact=True).first)
    expect(pointer.page.locator(".map-panel .panel-title")).to_have_text(name)
    assert asked(pointer.page)["selected"] == [papers[model][0]]


def hide_and_share(pointer: Pointer, real: Real) -> None:
    """Hubs are gone from the map, and from the map that the shared address opens."""
    before = shown(pointer.page)
    pointer.press(pointer.page.get_by_label("Hide hubs, joined with"))
    pointer.press(pointer.page.get_by_role("button", name="Share"))
    expect(pointer.page.get_by_role("status").filter(has_text=re.compile("copied", re.I)).first).to_be_visible()
    left, joined = shown(pointer.page), real.sheet["nodes"]["joined"]
    assert left == {node for node in before if joined[real.row[node]] <= 60} < before
    open_map(pointer.page, pointer.page.evaluate("navigator.clipboard.readText()"))
    assert shown(pointer.page) == left


def path_of_papers(pointer: Pointer, real: Real) -> None:
    """Two papers that nothing joins: each step between has its reason, with the words it stands on."""
    one = clear(pointer.page, real.of_kind("paper"))[0]
    pointer.press_node(one)
    pointer.press(pointer.page.get_by_role("button", name="Path from here…"))
    settled(pointer.page, one)
    for other in clear(pointer.page, (paper for paper in real.of_kind("paper") if paper != one))[:40]:
        found = pointer.page.request.get(f"{real.address}/api/v1/path?{urlencode({'one': one, 'other': other})}")
        if found.ok and len(found.json()["steps"]) > 2:
            break
    else:
        pytest.fail("no two papers have a path of some steps")
    pointer.press_node(other)
    steps = pointer.page.locator(".map-panel .path-steps > li")
    expect(steps).to_have_count(len(found.json()["steps"]))
    assert steps.locator(".path-node").all_inner_texts()[-1].strip().endswith(real.name(other))
    for step in steps.all()[1:]:
        assert step.locator(".path-why .why-lines > li").count() > 0
        assert len(step.locator(".path-why").inner_text().split()) > 3
    assert pointer.page.evaluate("window.almanacExplorer.picture.sight.path.length") == steps.count()


def listed_in_a_year(pointer: Pointer, real: Real) -> None:
    """From anywhere: the sources, one of them, the year; what is on the map is what it listed."""
    source = real.reviewing
    title = next(one.title for one in real.parts.library.documents.sources() if one.id == source)
    pointer.press(pointer.page.get_by_role("navigation").get_by_role("link", name="Sources"))
    pointer.press(pointer.page.get_by_role("link", name=title, exact=True).first)
    pointer.press(pointer.page.get_by_role("link", name="2025", exact=True))
    pointer.page.wait_for_selector("#explorer[data-painted]")
    assert (asked(pointer.page)["source"], asked(pointer.page)["month"]) == ([source], ["2025"])
    listed = {
        item.identity
        for document in real.parts.library.documents.newest(source, limit=1000)
        for item in real.parts.library.documents.items(document.id)
        if item.identity and item.identity.startswith("arxiv:") and (item.month or "").startswith("2025")
    }
    assert len(listed) > 20
    assert {"paper-" + identity.replace(":", "-") for identity in listed} <= shown(pointer.page)


def play(pointer: Pointer, real: Real) -> None:
    """Month by month the works of a year come, and what has come stays."""
    pointer.press(pointer.page.get_by_role("button", name="Play the year"))
    pointer.page.wait_for_url(re.compile(r"until=\d{4}-0[2-9]"))
    until = asked(pointer.page)["until"][0]
    early = works(shown(pointer.page))
    pointer.page.wait_for_url(re.compile(rf"until=(?!{until})\d{{4}}-\d\d"))
    assert early
    assert early < works(shown(pointer.page))
    assert early <= set(real.row)


def sentence(pointer: Pointer, real: Real) -> None:
    """The words that put a model here name it, and say where they stand."""
    node = clear(pointer.page, real.of_kind("model"))[0]
    pointer.press_node(node)
    expect(pointer.page.locator(".map-panel .panel-title")).to_have_text(real.name(node))
    words = pointer.page.locator(".map-panel .said-words").first
    expect(words.locator("mark").first).to_be_visible()
    assert len(words.inner_text()) > len(real.name(node))
    expect(pointer.page.locator(".map-panel .said-by a").first).to_have_attribute(
        "href", re.compile("^/(documents|nodes)/")
    )


@pytest.mark.parametrize(
    ("task", "does"),
    [
        ("why two nodes are linked", why_linked),
        ("what rose in March 2025", what_rose),
        ("from a model to the paper that introduced it", introducing_paper),
        ("hide hubs and share the view", hide_and_share),
        ("the path between two papers", path_of_papers),
        ("everything one source listed in 2025, on the map", listed_in_a_year),
        ("play the year", play),
        ("from a node to the sentence that put it there", sentence),
    ],
)
def test_a_task_takes_as_many_clicks_with_thousands_of_nodes(
    pointer: Pointer, real: Real, task: str, does: Callable[[Pointer, Real], None]
) -> None:
    """From the open map, as the docs say."""
    open_map(pointer.page, f"{real.address}/explore")
    does(pointer, real)

    assert pointer.clicks == promised(task)


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
        found += re.findall(r'<th scope="row">.*?<a class="small around" href="/explore\?node=([^"&]+)', text)
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
            return pointer.press_at(at[0], at[1])
    return pytest.fail("no line can be pressed")
