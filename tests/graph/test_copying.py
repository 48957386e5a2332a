"""A library copied into another, of another store too."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graph.copying import copy
from graph.errors import ConflictError
from graph.exchange import export_jsonl
from graph.link import link_of
from graph.mention import Findings
from graph.ports import Library
from graph.record import Record
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from tests.contracts.values import decision, delta, source
from tests.graph.named import name
from tests.graph.small import fill


@pytest.fixture
def library() -> Library:
    """Return a small library in memory, with vectors, a ruled link and a superseded id."""
    made = MemoryLibrary()
    with made.transaction():
        fill(made)
        name(made)
        made.graph.redirect("old", made.graph.nodes(limit=1)[0].id)
        made.links.replace([link_of("a", "b", 0.5), link_of("b", "c", 0.7)])
        made.links.rule({("a", "b"): True, ("b", "c"): False, ("c", "d"): True})
        made.mentions.put([Findings(key=f"document-{name}", digest="d", extractor="x/1") for name in "ab"])
    made.vectors.put("space", ["a", "b"], np.eye(2, dtype=np.float32), [b"1", b"2"])
    return made


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Library]:
    """Return an empty library in a file."""
    made = SqliteLibrary(tmp_path / "copy.sqlite")
    yield made
    made.close()


def held(library: Library) -> tuple[object, ...]:
    """Return what a library exports, and what stands in no export."""
    space = library.vectors.whole("space")
    return (
        list(export_jsonl(library)),
        library.graph.superseded(),
        library.links.rulings(),
        library.mentions.page(limit=1000),
        library.search.page(limit=1000),
        sorted(zip(space.keys, map(tuple, space.matrix.tolist()), strict=True)),
        library.vectors.digests("space", space.keys),
    )


def test_a_copy_holds_the_same(library: Library, target: Library) -> None:
    """Whatever keeps it, and back again; a second time nothing is written."""
    copy(library, target)
    assert held(target) == held(library)

    version = target.version()
    copy(library, target)
    assert target.version() == version

    back = MemoryLibrary()
    copy(target, back)
    assert held(back) == held(library)


def test_a_copy_that_was_cut_off_goes_on(library: Library, target: Library) -> None:
    """What was written stays; what the library no longer says is taken away."""

    def cut(_done: int, _total: int | None, what: str) -> None:
        if what == "contributions":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        copy(library, target, cut)
    assert target.documents.counts() == library.documents.counts()
    assert held(target) != held(library)

    library.graph.apply([delta(library.graph.contributions(limit=1)[0].contributor)])
    library.mentions.delete([library.mentions.page(limit=1)[0].key])
    copy(library, target)
    assert held(target) == held(library)


@pytest.mark.parametrize("what", ["document", "decision", "source", "record", "changed record"])
def test_another_library_is_never_overwritten(library: Library, target: Library, what: str) -> None:
    """It is told what it has that this one lacks; nothing is written."""
    if what == "decision":
        target.decisions.append(decision("decision-other"))
    elif what == "source":
        target.documents.put_source(source("source-other"))
    elif what == "record":
        target.corpus.put([Record(identity="arxiv:2501.99999", title="Another", provider="arxiv-snapshot")])
    elif what == "changed record":
        library.corpus.put([Record(identity="arxiv:2501.99999", title="A title", provider="arxiv-snapshot")])
        copy(library, target)
        target.corpus.put(
            [Record(identity="arxiv:2501.99999", title="A title", comment="Newer", provider="arxiv-snapshot")]
        )
    else:
        copy(library, target)
        library = MemoryLibrary()
    target.vectors.put("other", ["a"], np.eye(1, dtype=np.float32), [b"1"])
    before = held(target)

    with pytest.raises(ConflictError, match="another library"):
        copy(library, target)
    assert (held(target), target.vectors.counts()["other"]) == (before, 1)


def test_a_library_that_is_written_to_all_the_while_is_copied_as_it_was_at_one_moment(
    library: Library, target: Library
) -> None:
    """Its writers wait for the last attempt."""
    ended, number = threading.Event(), 0

    def write() -> None:
        nonlocal number
        while not ended.is_set():
            number += 1
            with library.transaction():
                library.documents.put_source(source("source-new", str(number)))
                library.corpus.put([Record(identity="arxiv:2501.99999", title=str(number), provider=str(number))])

    writer = threading.Thread(target=write)
    writer.start()
    while not number:
        writer.join(0.001)
    copy(library, target, lambda *_: ended.wait(0.002))
    ended.set()
    writer.join()

    assert (
        target.documents.source("source-new").title
        == target.corpus.records(["arxiv:2501.99999"])["arxiv:2501.99999"].title
    )
