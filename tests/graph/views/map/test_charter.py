"""When the chart is made anew, and by whom, while the library is read and written."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from graph.analysis.kept import LibraryAnalysis
from graph.link import link_of
from graph.model import Decision, DecisionKind
from graph.ports import Library
from graph.ports.analysis import Atlas
from graph.views.map import Charter, charter
from graph.views.map.chart import Chart
from graph.views.map.charter import QUICK, SHARE, Papers, chart_of
from tests.graph.small import AGENT, JUDGE, SPEED
from tests.graph.views.map.test_chart import joined

TAKES = 50 * QUICK


class Clock:
    """Shows what it was set to."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return a clock by which every chart takes long."""
    held = Clock()

    def slowly(library: Library, atlas: Atlas, papers: Papers) -> Chart:
        made = chart_of(library, atlas, papers)
        held.now += TAKES
        return made

    monkeypatch.setattr(charter, "chart_of", slowly)
    return held


def kept(library: Library, folder: Path, clock: Callable[[], float] = time.monotonic) -> Charter:
    """Return who keeps the chart of the library."""
    return Charter(library, LibraryAnalysis(library, folder, lambda: "hashing"), clock)


def relink(library: Library) -> None:
    """Write as a refresh does: what the analysis counts stays the same."""
    library.graph.redirect("paper-old", AGENT)


def read(library: Library) -> None:
    """Say that a work was read."""
    at = datetime(2025, 3, 1, tzinfo=UTC)
    on = library.graph.node(AGENT).identity or ""
    library.decisions.append(Decision(id="d", kind=DecisionKind.STATE, on=on, at=at, value={"state": "read"}))


def test_a_chart_is_that_of_now(library: Library, tmp_path: Path) -> None:
    """And no other one is made while nothing changes."""
    charts = kept(library, tmp_path)
    first = charts.chart()
    again = charts.chart()
    library.links.replace([])

    assert again is first
    assert joined(first, AGENT, SPEED)
    assert not joined(charts.chart(), AGENT, SPEED)


def test_preparing_makes_the_chart_beside(library: Library, tmp_path: Path) -> None:
    """Whoever asks then has it at once."""
    charts = kept(library, tmp_path)
    charts.prepare()

    assert joined(charts.chart(), AGENT, SPEED)


def test_a_chart_that_takes_long_is_told_some_time_while_something_writes(
    library: Library, tmp_path: Path, clock: Clock
) -> None:
    """As long as making them takes a tenth of the time; its state says which one is told."""
    charts = kept(library, tmp_path, clock)
    first, state = charts.chart(), charts.state()
    relink(library)
    clock.now = TAKES / SHARE

    assert charts.chart() is first
    assert charts.state() == state
    clock.now += 0.01
    assert charts.state() != state
    assert charts.chart() is not first


def test_what_was_decided_is_on_the_chart_at_once(library: Library, tmp_path: Path, clock: Clock) -> None:
    """However long that takes, and whatever else is written."""
    charts = kept(library, tmp_path, clock)
    first, state = charts.chart(), charts.state()
    read(library)

    assert charts.state() != state
    made = charts.chart()
    assert made.states[made.rows[AGENT]] != first.states[first.rows[AGENT]]
    relink(library)
    assert charts.chart() is made


def test_another_analysis_makes_another_chart(library: Library, tmp_path: Path, clock: Clock) -> None:
    """Places are its."""
    charts = kept(library, tmp_path, clock)
    first = charts.chart()
    library.links.replace([link_of(AGENT, SPEED, 0.91), link_of(JUDGE, SPEED, 0.9)])

    assert charts.chart() is not first


def test_whoever_waits_takes_the_chart_that_was_made(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although every one of them came after another write."""
    began, go, made = Event(), Event(), list[Chart]()

    def waiting(library: Library, atlas: Atlas, papers: Papers) -> Chart:
        began.set()
        assert go.wait(10)
        made.append(chart_of(library, atlas, papers))
        return made[-1]

    monkeypatch.setattr(charter, "chart_of", waiting)
    charts = kept(library, tmp_path)
    with ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(charts.chart)]
        assert began.wait(10)
        for _ in range(7):
            library.graph.redirect("paper-old", AGENT)
            asking.append(pool.submit(charts.chart))
        time.sleep(2 * QUICK)
        go.set()
        told = {id(one.result(10)) for one in asking}

    assert told == {id(made[0])}
    assert len(made) == 1
