"""Laws 1 and 4 against chance, for names: whatever was read, cut off and decided, in whatever order, all is the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.lineage import Fact
from graph.model import NodeKind
from graph.ports import Unread
from graph.stores.memory import MemoryLibrary
from ingest.loading import Loader
from ingest.pipeline import Pipeline
from tests.ingest import test_rebuild_laws as laws
from tests.ingest.made_up_extractor import MadeUpExtractor
from tests.ingest.test_pipeline import HashingEmbedder, no_network
from tests.ingest.test_rebuild_laws import FEEDS, Step, chance, deciding, undos

WORDS = {
    "Okapi": NodeKind.MODEL,
    "Okapi-2": NodeKind.MODEL,
    "okapi 2": NodeKind.MODEL,
    "Quagga": NodeKind.TECHNIQUE,
    "Old Kit": NodeKind.MODEL,
    "Own Kit": NodeKind.TECHNIQUE,
    "OK": NodeKind.TECHNIQUE,
    "Oka": NodeKind.TECHNIQUE,
}
FACTS = {(NodeKind.MODEL, "okapi2"): Fact(kind=NodeKind.MODEL, name="Okapi-2", organization="Zoo", parent="Okapi")}
SENTENCES = [
    "Okapi model.",
    "Okapi benchmark.",
    "okapi 2 model.",
    "Okapi-2 beats Okapi.",
    "They introduce Quagga.",
    "Quagga method beats OK.",
    "Old Kit (OK) is old.",
    "Own Kit (OK) is own.",
    "OK benchmark.",
    "Oka model.",
]
NAMES = [
    "model:Okapi",
    "benchmark:Okapi",
    "model:Okapi-2",
    "technique:Quagga",
    "technique:OK",
    "model:Old Kit",
    "model:No",
]


class World(laws.World):
    """A library whose texts are read for names, or whose reading is cut off."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.library = MemoryLibrary()
        self._pipeline = Pipeline(
            self.library,
            Loader(no_network),  # type: ignore[arg-type]
            HashingEmbedder,
            extractor=lambda: MadeUpExtractor(WORDS),
            facts=lambda: FACTS,
        )
        self.publish(FEEDS, [{"id": "0", "url": f"https://f{FEEDS}.example/0", "title": "First", "content_html": ""}])

    def derived(self) -> tuple[object, ...]:
        """Return what a library without names compares by, and what is found by the names."""
        return (*super().derived(), *(self.library.search.search(word) for word in ("okapi", "quagga", "zoo", "zebra")))

    def extract(self, most: int = 1_000) -> None:
        """Read names until this many texts were read."""

        def tell(done: int, _total: int | None, _what: str) -> None:
            if done >= most:
                raise InterruptedError

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("ingest.naming.MOST_TEXTS", dict.fromkeys(Unread, 1))
            try:
                self._pipeline.extract(tell)
            except InterruptedError:
                return


sentences = st.sampled_from(SENTENCES)
prose = st.lists(sentences, min_size=1, max_size=2).map(lambda some: f"<p>{' '.join(some)}</p>")
entries = st.builds(
    lambda number, label, said: f'<li><a href="https://arxiv.org/abs/2501.0000{number}">{label}</a>: {said}</li>',
    st.integers(1, 3),
    st.sampled_from(["Okapi", "On Quagga", "A paper"]),
    sentences,
)
bodies = prose | st.builds(
    lambda month, some: f"<h2>{month} 2025</h2><ul>{''.join(some)}</ul>",
    st.sampled_from(["January", "May"]),
    st.lists(entries, min_size=1, max_size=2),
)


@st.composite
def publications(draw: st.DrawFn, feeds: tuple[int, int] = (0, FEEDS - 1)) -> Step:
    """Return a feed's new version."""
    feed = draw(st.integers(*feeds))
    published = [
        {
            "id": str(number),
            "url": f"https://f{feed}.example/{number}",
            "title": draw(st.sampled_from(["A post", "On Okapi"])),
            "date_published": f"2025-0{draw(st.integers(1, 3))}-05T00:00:00Z",
            "content_html": draw(bodies),
        }
        for number in sorted(draw(st.sets(st.integers(0, 1), min_size=1)))
    ]
    return ("publish", feed, published)


@st.composite
def catalogues(draw: st.DrawFn) -> Step:
    """Return what a snapshot says of some papers."""
    papers = [
        {
            "id": f"2501.0000{number}",
            "title": draw(st.sampled_from(["Quagga", "A paper"])),
            "categories": "cs.CL",
            "abstract": draw(sentences),
            "update_date": f"2025-0{draw(st.integers(1, 3))}-01",
            "versions": [{"version": "v1", "created": f"2025-0{draw(st.integers(1, 3))}-01"}],
        }
        for number in sorted(draw(st.sets(st.integers(1, 3), min_size=1)))
    ]
    return ("learn", papers)


decisions = st.one_of(
    deciding("merge", NAMES, *({"into": key} for key in NAMES)),
    deciding(
        "split",
        NAMES,
        {"name": "okapi 2"},
        {"name": "OK"},
        {"name": "Oka"},
        {"name": "Okapi"},
        {"name": "OK", "on": False},
    ),
    deciding("correction", NAMES, *({"field": "name", "value": name} for name in ("Okapi", "OK", "Zebra", None))),
    deciding("correction", NAMES, *({"field": "kind", "value": kind} for kind in ("benchmark", "model", None))),
    deciding("note", NAMES, {"text": "A note."}),
    deciding("pick", ["arxiv:2501.00001", "arxiv:2501.00003"], {"month": "2025-03"}, {"month": "2025-03", "on": False}),
    deciding("correction", ["arxiv:2501.00001"], {"field": "identity", "value": "arxiv:2501.00002"}),
)
readings = st.builds(lambda most: ("extract", most), st.integers(1, 4))
histories = st.lists(
    st.one_of(publications(), catalogues(), decisions, readings, undos, st.just(("rebuild",))), min_size=2, max_size=10
)


def taken(folder: Path, steps: list[Step]) -> World:
    """Return the world in which these steps were taken, and everything read in the end."""
    world = World(folder)
    for do, *arguments in steps:
        getattr(world, do)(*arguments)
    return world


def check_rebuild(steps: list[Step]) -> None:
    """Take the steps, and compare what came of them with a rebuild, before everything is read and after."""
    with TemporaryDirectory() as folder:
        world = taken(Path(folder), steps)
        for _ in range(2):
            before = world.derived()
            world.rebuild()
            assert world.derived() == before
            world.extract()


def check_order(steps: list[Step], others: list[Step]) -> None:
    """Compare what comes of two orders of the same steps, readings among them."""
    kept = []
    for some in (steps, others):
        with TemporaryDirectory() as folder:
            world = taken(Path(folder), some)
            world.extract()
            kept.append(world.derived())
    assert kept[0] == kept[1]


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[Step], list[Step]]:
    """Return two orders of what feeds and a snapshot say once each, cut-off readings anywhere in between."""
    steps = [draw(publications((feed, feed))) for feed in range(FEEDS + 1)] + [draw(catalogues())]
    made = []
    for some in (steps, draw(st.permutations(steps))):
        cuts = draw(st.lists(readings, min_size=len(some), max_size=len(some)))
        made.append([step for pair in zip(some, cuts, strict=True) for step in pair])
    return made[0], made[1]


@settings(chance, max_examples=30)
@given(histories)
def test_a_rebuild_changes_nothing(steps: list[Step]) -> None:
    """Law 1, on a few histories."""
    check_rebuild(steps)


@settings(chance, max_examples=15)
@given(orders())
def test_no_order_and_no_cut_matters(both: tuple[list[Step], list[Step]]) -> None:
    """Law 4, on a few orders."""
    check_order(*both)


@pytest.mark.slow
@settings(chance, max_examples=500)
@given(histories)
def test_a_rebuild_changes_nothing_whatever_was_done(steps: list[Step]) -> None:
    """Law 1, on many."""
    check_rebuild(steps)


@pytest.mark.slow
@settings(chance, max_examples=200)
@given(orders())
def test_no_order_and_no_cut_matters_ever(both: tuple[list[Step], list[Step]]) -> None:
    """Law 4, on many."""
    check_order(*both)
