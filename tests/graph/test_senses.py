"""What was learned of a library, kept in its file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.embedders.hashing import HashingEmbedder
from graph.embedding import Queue
from graph.errors import StoreError
from graph.model import Moment
from graph.ports import Library
from graph.record import Record
from graph.senses import Senses
from graph.stores.memory import MemoryLibrary

MODEL = HashingEmbedder().name


@pytest.fixture
def library() -> Library:
    """Return a library with a dozen papers and their vectors, one of them without an abstract."""
    made = MemoryLibrary()
    made.corpus.put(
        Record(
            identity=f"arxiv:2306.{n:05}",
            title=f"Moorings {n} in winter",
            abstract=f"Ropes of {n} strands." if n else None,
            provider="arxiv-snapshot",
        )
        for n in range(12)
    )
    Queue(made, HashingEmbedder).run(lambda *_: None)
    return made


def test_two_may_learn_at_once(library: Library, tmp_path: Path) -> None:
    """Each by a draft of its own; what is kept is whole, and no draft is left."""
    senses = Senses(library, MODEL, tmp_path / "kept" / "a.sense")
    seen = senses.all()
    with ThreadPoolExecutor(4) as pool:
        names = {name for _, name in pool.map(lambda _: senses.learn(seen), range(24))}
    held = senses.held()

    assert held
    assert names == {held[1]}
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a.sense"]


def test_a_disk_that_keeps_nothing_is_an_error_of_ours(library: Library, tmp_path: Path) -> None:
    """Which names the file, and leaves no draft."""
    (tmp_path / "a.sense").mkdir()
    senses = Senses(library, MODEL, tmp_path / "a.sense")

    with pytest.raises(StoreError, match=r"a\.sense"):
        senses.learn(senses.all())
    assert [path.name for path in tmp_path.iterdir()] == ["a.sense"]


def test_what_vectors_are_made_of_is_known(library: Library) -> None:
    """Title and text; it changes with either, and goes with the vectors."""
    senses = Senses(library, MODEL, Path("nowhere"))
    bare, told = "paper-arxiv-2306.00000", "paper-arxiv-2306.00001"
    before = senses.made()
    library.corpus.put(
        [
            Record(
                identity="arxiv:2306.00001",
                title="Moorings 1 in winter",
                abstract="Other ropes.",
                updated=Moment(datetime(2026, 1, 1, tzinfo=UTC)),
                provider="arxiv-snapshot",
            )
        ]
    )
    Queue(library, HashingEmbedder).run(lambda *_: None)
    after = senses.made([bare, told, "paper-unknown"])

    assert len(before) == 12
    assert after[bare] == before[bare]
    assert after[told] != before[told]
    assert after.keys() == {bare, told}
