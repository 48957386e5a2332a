"""The embedding queue: what waits is embedded once, in order, and never with another model's vectors."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graph.embedders.hashing import HashingEmbedder
from graph.embedding import BATCH, Queue
from graph.gists import every_key
from graph.link import Facet, Gist, space_of
from graph.model import NodeKind
from graph.ports import Coming, EmbedReport, Library, Vectors
from graph.stores.memory import MemoryLibrary
from tests.contracts.values import claim, delta
from tests.graph.corpus_papers import NEWEST, OLDEST, fill_corpus, paper

TITLES = space_of("made-up", Facet.TITLE)
TEXTS = space_of("made-up", Facet.TEXT)
LISTED = "paper-arxiv-2402.00001"
METHODS = space_of("made-up", Facet.METHOD)


class Counting:
    """A hashing embedder that remembers what it was asked, batch by batch."""

    def __init__(self, name: str = "made-up") -> None:
        self.name = name
        self.asked: list[list[str]] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the hashing embedder's vectors."""
        self.asked.append(list(texts))
        return HashingEmbedder().embed(texts)


@pytest.fixture
def embedder() -> Counting:
    return Counting()


@pytest.fixture
def queue(library: Library, embedder: Counting) -> Queue:
    """Return the queue of the small library with its corpus."""
    fill_corpus(library)
    return Queue(library, lambda: embedder)


def run(queue: Queue, *, corpus: bool = True) -> EmbedReport:
    """Run it without telling anybody."""
    return queue.run(lambda *_: None, corpus=corpus)


def test_every_title_and_text_gets_the_vector_of_its_words(queue: Queue, library: Library) -> None:
    """A node without a text has a title only."""
    report = run(queue)
    held = library.vectors.get(TEXTS, [NEWEST, OLDEST])

    assert report.embedded == len(list(every_key(library))) == library.vectors.counts()[TITLES]
    assert list(held) == [NEWEST]
    assert held[NEWEST].tolist() == HashingEmbedder().embed(["It is new."])[0].tolist()
    assert queue.coming() == Coming(waiting=0, total=report.embedded)


def test_nothing_is_embedded_twice(queue: Queue, embedder: Counting) -> None:
    """The second run finds nothing to do, and says so."""
    first = run(queue)
    asked = len(embedder.asked)
    again = run(queue)

    assert len(embedder.asked) == asked
    assert (again.embedded, again.unchanged) == (0, first.embedded)


def test_works_of_the_library_come_before_the_corpus(queue: Queue, library: Library) -> None:
    """Which may be left for another time; how many wait is known before and after."""
    before = queue.coming()
    report = run(queue, corpus=False)

    assert before.waiting == before.total == report.embedded + 2
    assert queue.coming().waiting == report.waiting == 2
    assert library.vectors.keys(TITLES) == sorted(every_key(library, corpus=False))


def test_a_run_that_is_cut_off_goes_on_where_it_stopped(library: Library, embedder: Counting) -> None:
    """Every batch is safe once it is done."""
    library.corpus.put([paper(f"2501.{number:05}", f"Paper {number}", None, 1) for number in range(100, 200)])
    queue = Queue(library, lambda: embedder)

    def cut_off(_done: int, _total: int | None, _what: str) -> None:
        if len(embedder.asked) == 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        queue.run(cut_off)
    assert queue.coming().waiting > 0
    run(queue)

    texts = [text for batch in embedder.asked for text in batch]
    assert len(texts) == len(set(texts))
    assert len(embedder.asked[0]) == BATCH
    assert queue.coming().waiting == 0


def test_what_comes_to_be_listed_meanwhile_is_embedded_before_the_rest(
    library: Library, embedder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the lot that is under way, and whoever links is told of it; a corpus takes hours."""
    monkeypatch.setattr("graph.embedding.LOT", 50)
    library.corpus.put([paper(f"2501.{number:05}", f"Paper {number}", None, 1) for number in range(100, 800)])
    queue = Queue(library, lambda: embedder)
    queue.run(lambda *_: None, corpus=False)
    embedder.asked.clear()
    came: list[set[str]] = []

    def tell(_done: int, _total: int | None, _what: str) -> None:
        if len(embedder.asked) == 1:
            library.graph.apply([delta("x", claim("model-quietus", "Quietus", kind=NodeKind.MODEL))])

    queue.run(tell, came=lambda keys: came.append(set(keys)))
    batches = [batch for batch in embedder.asked if "Quietus" in batch]

    assert came == [{"model-quietus"}]
    assert batches == [["Quietus"]]
    assert embedder.asked.index(["Quietus"]) < len(embedder.asked) - 1


def test_a_changed_text_is_embedded_again(queue: Queue, library: Library, embedder: Counting) -> None:
    """It alone."""
    run(queue)
    embedder.asked.clear()
    library.corpus.put([paper("2501.00020", "New", "It is newer than before.", 9)])
    run(queue)

    assert embedder.asked == [["It is newer than before."]]


def test_what_is_gone_is_forgotten(queue: Queue, library: Library) -> None:
    """The vector of a node that is no more."""
    library.graph.apply([delta("x", claim("model-quietus", "Quietus", kind=NodeKind.MODEL))])
    run(queue)
    library.graph.apply([delta("x")])
    run(queue)

    assert library.vectors.get(TITLES, ["model-quietus"]) == {}


def test_two_models_never_meet(queue: Queue, library: Library) -> None:
    """Another model begins anew in spaces of its own; once it is through, the first one's vectors are forgotten."""
    run(queue)
    library.vectors.put("kept for another purpose", ["a"], HashingEmbedder().embed(["a"]))
    other = Queue(library, lambda: Counting("other"))
    assert other.coming().waiting == other.coming().total
    run(other, corpus=False)
    assert TITLES in library.vectors.counts()
    run(other)

    assert set(library.vectors.counts()) == {"kept for another purpose", "other title", "other text"}


def test_texts_of_like_length_are_embedded_together(queue: Queue, embedder: Counting) -> None:
    """The longest first: a batch takes as long as its longest text."""
    run(queue)
    lengths = [len(text) for text in embedder.asked[0]]

    assert lengths == sorted(lengths, reverse=True)


def told(gist: Gist) -> dict[Facet, str]:
    """Return one part of a gist."""
    return {Facet.METHOD: f"how: {gist.text}"} if gist.text else {}


def test_parts_come_last_and_of_works_alone(library: Library, embedder: Counting) -> None:
    """Papers that nothing lists have none, nor have concepts."""
    fill_corpus(library)
    library.graph.apply([delta("x", claim("model-quietus", "Quietus", kind=NodeKind.MODEL))])
    run(Queue(library, lambda: embedder))
    run(Queue(library, lambda: embedder, told))
    parts = library.vectors.keys(METHODS)

    assert "how: An agent waits." in embedder.asked[-1]
    assert LISTED in parts
    assert not {NEWEST, "model-quietus"} & set(parts)


def test_a_part_goes_with_its_work(library: Library, embedder: Counting) -> None:
    """Once nothing lists it any more."""
    fill_corpus(library)
    queue = Queue(library, lambda: embedder, told)
    library.graph.apply([delta("x", claim(NEWEST, "New", identity="arxiv:2501.00020"))])
    run(queue, corpus=False)
    assert NEWEST in library.vectors.keys(METHODS)
    library.graph.apply([delta("x")])
    run(queue, corpus=False)

    assert NEWEST not in library.vectors.keys(METHODS)
    assert LISTED in library.vectors.keys(METHODS)


def test_a_library_that_was_never_written_to_stays_unmade() -> None:
    """Nothing waits there."""
    queue = Queue(MemoryLibrary(), Counting)

    assert queue.coming() == Coming()
    assert run(queue) == EmbedReport(model="made-up")
