"""The small library as a chart, with two communities made up for it."""

from __future__ import annotations

import pytest

from graph.link import link_of
from graph.ports import Library
from graph.ports.analysis import Atlas, Bridge, Community
from graph.stores.memory import MemoryLibrary
from graph.views.map.chart import Chart
from graph.views.map.charter import chart_of
from tests.graph.named import BENCH, HASTE, PATIENCE, SEARCH, name
from tests.graph.small import AGENT, JUDGE, SPEED, fill

WAITING = Community(
    id="community-waiting", name="Waiting", terms=(), members=(PATIENCE, AGENT, SEARCH, HASTE, SPEED), works=2
)
INNER = Community(
    id="community-waiting-search", name="Search", terms=(), members=(SEARCH,), works=0, parent="community-waiting"
)
JUDGING = Community(id="community-judging", name="Judging", terms=(), members=(JUDGE, BENCH), works=1)
ATLAS = Atlas(
    made_of="hand",
    communities=(WAITING, INNER, JUDGING),
    bridges=(Bridge(a=JUDGE, b=SPEED, cosine=0.7, odds=900.0, chance=0.06),),
    positions={
        PATIENCE: (100, 0),
        AGENT: (0, 100),
        SEARCH: (0, 0),
        HASTE: (200, 0),
        JUDGE: (-900, 0),
        BENCH: (-800, 0),
    },
)


@pytest.fixture
def library() -> Library:
    made = MemoryLibrary()
    fill(made)
    name(made)
    made.links.replace([link_of(AGENT, SPEED, 0.91)])
    return made


@pytest.fixture
def chart(library: Library) -> Chart:
    return chart_of(library, ATLAS)
