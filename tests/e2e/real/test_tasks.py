"""The tasks of docs/explorer.md on a map of thousands of nodes, their clicks counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.e2e.on_the_map import asked, open_map, shown
from tests.e2e.real.library import Real, works
from tests.e2e.real.pressing import ON_A_LINE, assert_ringed, clear, spelled
from tests.e2e.test_tasks import Pointer, promised, settled
from tests.shared import needs_shared

pytestmark = [pytest.mark.slow, needs_shared]


def why_linked(pointer: Pointer, real: Real) -> None:
    """A line on the map, pressed: the panel tells why the two are joined, in words that stand somewhere."""
    beside: dict[str, set[str]] = {}
    for one, other in real.joins("RELATED"):
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    # A line that is long has more room to be pressed.
    lengths = {node: max(real.apart(node, other) for other in beside[node]) for node in beside}
    for node in clear(pointer.page, sorted(beside, key=lambda node: -lengths[node]))[:8]:
        pointer.press_node(node)
        expect(pointer.page.locator(".map-panel .panel-title")).to_have_text(real.name(node))
        settled(pointer.page, node)
        at = pointer.page.evaluate(ON_A_LINE, [node, sorted(beside[node])])
        if at is not None:
            break
        pointer.clicks = 0  # all its lines lie under marks from here: a person would look elsewhere
        open_map(pointer.page, f"{real.address}/explore")
    else:
        pytest.fail("no line can be pressed")
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
    pointer.page.wait_for_url(re.compile("path="))
    assert asked(pointer.page)["path"] == [other]
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
