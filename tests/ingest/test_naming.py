"""The pass that reads names: what it reads when, and that twice equals once, whatever came first or was cut off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.embedders.hashing import HashingEmbedder
from graph.model import EdgeKind, NodeKind
from graph.ports import ExtractReport, Library, Unread
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from ingest.loading import Loader
from ingest.pipeline import Pipeline
from tests.ingest.made_up_extractor import MadeUpExtractor
from tests.ingest.snapshots import line, write
from tests.ingest.test_pipeline import exported, no_network

LISTED, OTHER = "arxiv:2501.00001", "arxiv:2501.00002"
ITEM = '<ul><li><a href="https://arxiv.org/abs/2501.00001">On Okapi</a>: they introduce Quagga.</li></ul>'


class World:
    """A library with a feed and a snapshot beside it, and an extractor that can be exchanged."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self.extractor = MadeUpExtractor()
        self.pipeline = Pipeline(library, Loader(no_network), HashingEmbedder, extractor=lambda: self.extractor)  # type: ignore[arg-type]
        self._folder = folder

    def publish(self, *bodies: str, feed: str = "feed") -> list[str]:
        """Let a feed publish posts with these bodies, and read it; return the documents' ids."""
        path = self._folder / f"{feed}.json"
        entries = [
            {"id": str(n), "url": f"https://{feed}.example/{n}", "title": "A post", "content_html": body}
            for n, body in enumerate(bodies)
        ]
        head = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed,
            "home_page_url": f"https://{feed}.example",
        }
        path.write_text(json.dumps({**head, "items": entries}))
        report = self.pipeline.ingest(str(path))
        documents = self.library.documents.documents(report.source)
        return [document.id for document in sorted(documents, key=lambda one: one.url)]

    def learn(self, **abstracts: str) -> None:
        """Let a snapshot tell these abstracts, by the last digit of the papers' ids."""
        papers = [line(int(number.strip("p")), abstract=said, title="A paper") for number, said in abstracts.items()]
        self.pipeline.ingest(str(write(self._folder / "snapshot.jsonl", papers)))

    def extract(self) -> ExtractReport:
        """Read names, with an extractor that has read nothing yet."""
        self.extractor = MadeUpExtractor(version=self.extractor.name)
        return self.pipeline.extract()

    def named(self, source: str) -> list[str]:
        """Return what a document or a work mentions."""
        return [edge.target for edge in self.library.graph.edges_from([source], (EdgeKind.MENTIONS,))]


@pytest.fixture(params=["memory", "sqlite"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """Return an empty world on each kind of store."""
    memory = request.param == "memory"
    return World(MemoryLibrary() if memory else SqliteLibrary(tmp_path / "library.sqlite"), tmp_path)


def test_what_documents_and_works_name_is_drawn(world):
    """With the sentence that it was read in; abstracts that nothing lists make no nodes."""
    (post,) = world.publish(f"<p>Today Zebra is no word, but the Okapi model is.</p>{ITEM}")
    world.learn(p1="They say Okapi beats Quagga.", p2="About Okapi benchmark.")

    report = world.extract()

    assert world.named(post) == ["model-okapi", "technique-quagga"]
    assert world.named("paper-arxiv-2501.00001") == ["model-okapi", "technique-quagga"]
    (stated,) = world.library.graph.edges_from(["model-okapi"], (EdgeKind.OUTPERFORMS,))
    assert (stated.evidence[0].record, stated.evidence[0].quote) == (LISTED, "They say Okapi beats Quagga.")
    (introduced,) = world.library.graph.edges_to(["technique-quagga"], (EdgeKind.INTRODUCES,))
    assert introduced.source == "paper-arxiv-2501.00001"
    assert world.library.graph.counts().get(NodeKind.BENCHMARK) is None
    assert world.library.mentions.records_naming(["okapi"]) == [OTHER, LISTED]
    assert report == ExtractReport(documents=1, records=2, mentions=6, concepts=2)
    assert (world.extractor.did_read, world.extractor.did_skim) == ([post, LISTED], [OTHER])


def test_a_months_section_dates_what_it_names(world):
    """Drawn with the text; where the text says another month, that is drawn too."""
    entries = [f'<li><a href="https://lab{n}.example/{n}">The Okapi model</a>: it is new.</li>' for n in range(3)]
    world.publish(f"<h2>April 2025</h2><p>The Quagga method.</p><ul>{''.join(entries)}</ul>")
    world.extract()

    assert world.library.concordance.months(["model-okapi", "technique-quagga"]) == {
        "model-okapi": {"2025-04": 1},
        "technique-quagga": {"2025-04": 1},
    }

    world.publish(f"<h2>May 2025</h2><p>The Quagga method.</p><ul>{''.join(entries)}</ul>")
    world.extract()

    assert world.library.concordance.months(["technique-quagga"]) == {"technique-quagga": {"2025-05": 1}}


def test_a_second_pass_reads_nothing(world):
    """And changes nothing, not even the library's version."""
    world.publish(f"<p>The Okapi model.</p>{ITEM}")
    world.learn(p1="Okapi.", p2="Quagga.")
    world.extract()
    version = world.library.version()

    report = world.extract()

    assert report == ExtractReport(unchanged=3, concepts=2)
    assert world.extractor.did_read == world.extractor.did_skim == []
    assert world.library.version() == version


def test_search_finds_concepts(world):
    """By name, as soon as they are drawn."""
    world.publish("<p>The Okapi model.</p>")
    world.extract()

    assert [hit.key for hit in world.library.search.search("okapi")] == ["model-okapi"]


def test_only_what_changed_is_read_again(world):
    """What a document said before is taken back at once, whether or not names are read."""
    first, second = world.publish("<p>The Okapi model.</p>", "<p>Quagga.</p>")
    world.extract()
    world.publish("<p>Nothing of note.</p>", "<p>Quagga.</p>")

    assert world.named(first) == []

    world.extract()
    assert world.extractor.did_read == [first]
    assert world.named(second) == ["technique-quagga"]


def test_a_changed_abstract_is_read_again(world):
    """A listed one's edges go at once, another's findings do."""
    world.publish(ITEM)
    world.learn(p1="Okapi.", p2="Okapi.")
    world.extract()
    world.pipeline.ingest(
        str(
            write(
                world._folder / "newer.jsonl", [line(n, abstract="Quagga.", update_date="2026-01-01") for n in (1, 2)]
            )
        )
    )

    assert "model-okapi" not in world.named("paper-arxiv-2501.00001")
    assert world.library.mentions.records_naming(["okapi"]) == []

    world.extract()
    assert (world.extractor.did_read, world.extractor.did_skim) == ([LISTED], [OTHER])
    assert world.named("paper-arxiv-2501.00001") == ["technique-quagga"]


def test_a_new_extractor_reads_everything(world):
    """And what it no longer finds is gone."""
    (post,) = world.publish("<p>The Okapi model beats Quagga.</p>")
    world.extract()
    world.extractor = MadeUpExtractor(version="made-up/2")
    world.extractor = MadeUpExtractor({"beats": NodeKind.TECHNIQUE}, "made-up/2")

    world.pipeline.extract()

    assert world.named(post) == ["technique-beats"]
    assert world.library.graph.counts().get(NodeKind.MODEL) is None


def test_a_name_is_what_most_texts_take_it_for(world):
    """Texts that were drawn before follow."""
    (first,) = world.publish("<p>The Okapi model.</p>")
    world.extract()
    others = world.publish("<p>The Okapi benchmark.</p>", "<p>One Okapi benchmark.</p>", feed="other")
    world.extract()

    assert [world.named(key) for key in (first, *others)] == [["benchmark-okapi"]] * 3
    assert sorted(world.extractor.did_read) == sorted(others)


def test_a_work_that_is_listed_later_has_a_say_then(world):
    """And none any more once nothing lists it."""
    world.learn(p1="The Okapi benchmark.")
    world.extract()
    world.publish(ITEM.replace("Okapi", "It").replace("Quagga", "it"))
    world.extract()

    assert world.named("paper-arxiv-2501.00001") == ["benchmark-okapi"]

    world.publish("<p>Nothing is listed.</p>")
    assert world.library.graph.counts().get(NodeKind.BENCHMARK) is None

    world.extract()
    assert world.extractor.did_skim == [LISTED]
    assert world.library.mentions.names() == []


def test_without_the_corpus_its_records_wait(world):
    """Documents and works are read, the other abstracts another time."""
    world.publish(ITEM)
    world.learn(p1="Okapi.", p2="Okapi.")

    world.pipeline.extract(corpus=False)
    assert world.extractor.did_skim == []
    assert len(world.extractor.did_read) == 2

    world.extract()
    assert (world.extractor.did_read, world.extractor.did_skim) == ([], [OTHER])


def test_a_pass_that_is_cut_off_goes_on_there(world, monkeypatch):
    """What was safe is kept, and the end is the same."""
    monkeypatch.setattr("ingest.naming.MOST_TEXTS", dict.fromkeys(Unread, 1))
    posts = world.publish("<p>The Okapi model.</p>", "<p>Okapi beats Quagga.</p>", "<p>Quagga.</p>")

    def cut(done: int, _total: int | None, _what: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.pipeline.extract(cut)
    world.extract()

    assert world.extractor.did_read == sorted(posts)[2:]
    whole = World(MemoryLibrary(), world._folder)
    whole.publish("<p>The Okapi model.</p>", "<p>Okapi beats Quagga.</p>", "<p>Quagga.</p>")
    whole.extract()
    assert exported(whole.library) == exported(world.library)


def test_a_text_that_cannot_be_read_stops_no_other(world):
    """It is told, and not tried again (law 5)."""
    posts = world.publish("<p>The Okapi model.</p>", "<p>unreadable</p>", "<p>Quagga.</p>")

    report = world.extract()

    assert [(note.code, note.where) for note in report.notes] == [("unread-names", posts[1])]
    assert [world.named(key) for key in posts] == [["model-okapi"], [], ["technique-quagga"]]
    assert world.extract().documents == 0


def test_an_extractor_that_cannot_work_is_no_texts_fault(world, monkeypatch):
    """Nothing counts as read."""
    world.publish("<p>The Okapi model.</p>")

    def broken(_self, _texts):
        raise ImportError("no model")
        yield

    monkeypatch.setattr(MadeUpExtractor, "read", broken)
    with pytest.raises(ImportError):
        world.pipeline.extract()
    monkeypatch.undo()

    assert world.extract().documents == 1


def test_a_text_that_changes_while_it_is_read_waits(world):
    """What was found in it is of a text that is no more."""
    post = "<p>The Okapi model.</p>", "<p>Quagga.</p>"
    first, second = world.publish(*post)

    def meanwhile(done: int, _total: int | None, _what: str) -> None:
        if done == 1:
            world.publish("<p>Otherwise.</p>", post[1])

    world.pipeline.extract(meanwhile)

    assert (world.named(first), world.named(second)) == ([], ["technique-quagga"])
    assert world.library.mentions.read([first]) == {}


def test_a_rebuild_draws_names_without_reading(world):
    """The export is the same, byte for byte."""
    world.publish(f"<p>Okapi Kit is new. Okapi (OK) beats Quagga.</p>{ITEM}", "<p>The OK benchmark.</p>")
    world.learn(p1="The Okapi benchmark, a Quagga.", p2="Okapi.")
    world.extract()
    before = exported(world.library)
    world.extractor = MadeUpExtractor()

    world.pipeline.rebuild()

    assert exported(world.library) == before
    assert world.extractor.did_read == world.extractor.did_skim == []


def test_a_library_that_is_not_there_is_not_made(tmp_path):
    """By looking for names in it."""
    world = World(SqliteLibrary(tmp_path / "library.sqlite"), tmp_path)

    assert world.extract() == ExtractReport()
    assert not (tmp_path / "library.sqlite").exists()
