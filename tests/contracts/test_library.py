"""The Library port's contract: one transaction over all stores, versions, backup and restore."""

import threading

import pytest

from graph.errors import ConflictError, StoreError
from graph.link import link_of
from graph.ports import SearchEntry
from tests.contracts.values import claim, decision, delta, edge, everything, item, reading, source, undone

LINKED = ("web:https://x.example", "arxiv:2501.12948", "github:a/b")
"""What the outline and the item of a document here link to."""


def fill(library, *, name="a"):
    """Write something to every store."""
    library.documents.put_source(source(f"source-{name}"))
    items = (item(f"item-{name}", f"document-{name}", node=name),)
    library.documents.put([reading(f"document-{name}", of=f"source-{name}", items=items, links=LINKED)])
    library.decisions.append(decision(f"decision-{name}", comment="„gut“"))
    library.graph.apply([delta(f"document-{name}", claim(name, identity=f"web:{name}"), edge(name, name))])
    library.graph.redirect(f"old-{name}", name)
    library.search.put([SearchEntry(name, "a paper", "")])
    library.links.replace_of([name], [link_of(name, f"other-{name}", 0.5)])
    library.links.rule({(name, f"z-{name}"): True, (name, f"other-{name}"): True})


def test_a_transaction_that_fails_leaves_nothing(library):
    """In no store; the version stays too."""
    fill(library)
    before, version = everything(library), library.version()
    with undone(library):
        fill(library, name="b")
        library.search.clear()
        library.graph.clear()

    assert everything(library) == before
    assert library.version() == version


def test_a_transaction_sees_what_it_wrote(library):
    """Before it ends."""
    with library.transaction():
        fill(library)
        assert library.graph.counts() == {"paper": 1, "edges": 1}
        assert library.documents.counts()["items"] == 1
    assert library.graph.counts() == {"paper": 1, "edges": 1}


def test_a_nested_transaction_joins_the_outer_one(library):
    """What it wrote goes with the outer one."""
    with undone(library), library.transaction():
        fill(library)

    assert library.documents.counts() == {"sources": 0, "documents": 0, "items": 0}


def test_a_nested_transaction_that_fails_takes_back_its_own_part(library):
    """One bad entry does not spoil the batch."""
    with library.transaction():
        library.documents.put_source(source("source-a"))
        with undone(library):
            fill(library, name="b")
        with pytest.raises(StoreError):
            library.documents.put([reading("document-a"), reading("document-x", of="source-x")])
        library.decisions.append(decision("d1"))
        with pytest.raises(ConflictError):
            library.decisions.append(decision("d1", other=True))

    assert [each.id for each in library.documents.sources()] == ["source-a"]
    assert library.documents.counts()["documents"] == 0
    assert library.decisions.decisions() == [decision("d1")]


def test_the_version_grows_with_every_committed_write(library):
    """Once a transaction; reading does not count."""
    versions = [library.version()]
    fill(library)
    versions.append(library.version())
    with library.transaction():
        fill(library, name="b")
        library.documents.put_source(source("source-c"))
        assert library.version() == versions[-1]
    versions.append(library.version())
    everything(library)
    with library.transaction():
        pass

    assert versions[0] < versions[1] < versions[2] == library.version()


def test_a_transaction_is_not_seen_by_others_before_it_ends(library):
    """A reader in another thread sees all of it or none."""
    seen, inside, read = [], threading.Event(), threading.Event()

    def look():
        inside.wait(5)
        seen.append(library.graph.counts()["edges"])
        read.set()

    reader = threading.Thread(target=look)
    reader.start()
    with library.transaction():
        library.graph.apply([delta("document-a", edge("a", "b"))])
        inside.set()
        read.wait(0.2)
        library.graph.apply([delta("document-b", edge("a", "c"))])
    reader.join()

    assert seen in ([0], [2])


def test_threads_write_side_by_side(library):
    """Nothing is lost, nothing is refused."""
    errors = []

    def write(number):
        try:
            for each in range(5):
                fill(library, name=f"{number}-{each}")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert library.documents.counts() == {"sources": 20, "documents": 20, "items": 20}
    assert library.graph.counts() == {"paper": 20, "edges": 20}


def test_a_backup_brings_everything_back(library, fresh, tmp_path):
    """Into the library it came from, whatever happened since, and into an empty one."""
    fill(library)
    held = everything(library)
    library.backup(tmp_path / "a.backup")
    fill(library, name="b")
    version = library.version()
    library.restore(tmp_path / "a.backup")

    assert everything(library) == held
    assert library.graph.resolve("old-a") == "a"
    assert library.version() > version
    with fresh() as other:
        other.restore(tmp_path / "a.backup")
        assert everything(other) == held
        fill(other, name="c")
        assert other.documents.linking(LINKED[:1]) == {"document-a", "document-c"}


def test_a_backup_replaces_the_one_before(library, tmp_path):
    """Leaving nothing else in the folder."""
    library.backup(tmp_path / "a.backup")
    fill(library)
    library.backup(tmp_path / "a.backup")
    library.graph.clear()
    library.restore(tmp_path / "a.backup")

    assert library.graph.counts()["paper"] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.backup"]


def flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        flipped,
        lambda content: content[:-40],
        lambda content: content[: len(content) // 2],
        lambda _: b"no backup",
        bytes,
    ],
    ids=["flipped", "cut", "halved", "text", "whole-but-empty"],
)
def test_a_damaged_backup_is_refused(library, tmp_path, damage):
    """And the library stays as it was."""
    fill(library)
    library.backup(tmp_path / "a.backup")
    content = (tmp_path / "a.backup").read_bytes()
    (tmp_path / "a.backup").write_bytes(damage(content) if damage is not bytes else b"")
    fill(library, name="b")
    held, version = everything(library), library.version()

    with pytest.raises(StoreError):
        library.restore(tmp_path / "a.backup")
    assert everything(library) == held
    assert library.version() == version


def test_a_backup_that_cannot_be_read_or_written_is_a_store_error(library, tmp_path):
    """With the path in it."""
    with pytest.raises(StoreError, match="nowhere"):
        library.restore(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="nowhere"):
        library.backup(tmp_path / "nowhere" / "a.backup")


def test_neither_works_inside_a_transaction(library, tmp_path):
    """What is not committed is in no backup, and cannot be replaced under its writer."""
    library.backup(tmp_path / "a.backup")
    for act in (library.backup, library.restore):
        with pytest.raises(StoreError, match="transaction"), library.transaction():
            act(tmp_path / "a.backup")


def test_a_library_is_unmade_until_something_is_stored(library):
    """Asking makes nothing; the first source makes it."""
    assert library.is_unmade()

    library.documents.put_source(source())

    assert not library.is_unmade()
