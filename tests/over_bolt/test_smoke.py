"""A small library over Bolt: quick enough for every run of the tests; the contract suites are for the long one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from msgspec.structs import replace
from neo4j import GraphDatabase

from graph.copying import copy
from graph.errors import InvalidInputError, RestoringError, StoreError, UnreachableError
from graph.exchange import export_jsonl
from graph.stores.memory import MemoryLibrary
from graph.stores.neo4j import Address, Neo4jLibrary, Server
from graph.stores.sqlite import SqliteLibrary
from tests.contracts.values import source, undone
from tests.graph.named import name
from tests.graph.small import fill


def test_a_small_library_is_the_same_over_bolt(library: Neo4jLibrary, tmp_path: Path) -> None:
    """Written there, copied there, backed up there and restored into a file: the same export."""
    made = MemoryLibrary()
    with made.transaction():
        fill(made)
        name(made)
    exported = list(export_jsonl(made))
    copy(made, library)
    assert list(export_jsonl(library)) == exported
    assert library.calendar.months() == made.calendar.months()
    assert library.concordance.counts() == made.concordance.counts()
    assert library.chronicle.works() == made.chronicle.works()

    version = library.version()
    copy(made, library)
    assert library.version() == version
    with library.transaction():
        fill(library)
        name(library)
    assert list(export_jsonl(library)) == exported

    library.backup(tmp_path / "a.backup")
    restored = SqliteLibrary(tmp_path / "restored.sqlite")
    restored.restore(tmp_path / "a.backup")
    assert list(export_jsonl(restored)) == exported
    restored.backup(tmp_path / "b.backup")
    restored.close()
    library.documents.put_source(source("source-other"))
    library.restore(tmp_path / "b.backup")
    assert list(export_jsonl(library)) == exported
    assert library.version() > version


def test_a_transaction_that_fails_leaves_nothing(library: Neo4jLibrary) -> None:
    """A nested one takes back its own part alone."""
    with library.transaction():
        library.documents.put_source(source("source-a"))
        with undone(library):
            library.documents.put_source(source("source-b"))
        library.documents.put_source(source("source-c"))
    with undone(library):
        library.documents.put_source(source("source-d"))

    assert [one.id for one in library.documents.sources()] == ["source-a", "source-c"]
    assert library.version() == 1


def test_a_statement_that_fails_fails_the_transaction_that_it_was_sent_in(address: Address) -> None:
    """It is sent beside: told by the reading after it, by the end of a nested one, which alone is taken back, by the commit."""
    with closing(Server(address)) as server:

        def write(*ids: str, then: Callable[[], object] = lambda: None) -> None:
            with server.transaction():
                for key in ids:
                    server.run("CREATE (:Source {id: $key})" if key else "no cypher", key=key)
                then()

        def write_all_the_same() -> None:
            with suppress(StoreError):
                write("g")

        def write_around() -> None:
            with pytest.raises(StoreError, match="failed"):
                write("c", "")
            write("d")

        with pytest.raises(StoreError, match="failed"):
            write("a", "", then=lambda: server.rows("MATCH (s:Source) RETURN s.id"))
        write("b", then=write_around)
        with pytest.raises(StoreError, match="failed"):
            write("f", "", then=write_all_the_same)
        with pytest.raises(StoreError, match="failed"):
            write("e", *[""] * 9)

        assert server.rows("MATCH (s:Source) RETURN s.id ORDER BY s.id") == [("b",), ("d",)]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"password": "wrong"}, "refuses the name or the password: check ALMANAC_STORE_USER"),
        ({"database": "nowhere"}, "does not let 'neo4j' do that: .*'nowhere'.*ALMANAC_STORE_DATABASE"),
        ({"url": "bolt://127.0.0.1:9"}, "does not answer"),
    ],
)
def test_what_is_wrong_is_told(running: Address, changed: dict[str, str], told: str) -> None:
    """In words that say what to look at."""
    library = Neo4jLibrary(Server(replace(running, **changed)))
    with pytest.raises(StoreError, match=told) as failed:
        library.version()
    assert isinstance(failed.value, UnreachableError) is ("url" in changed)
    library.close()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1", "bolt://", "bolt://u:p@127.0.0.1", "bolt://127.0.0.1:x", "bolt://127.0.0.1/other"]
)
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    """Nothing is asked of anybody; a password does not belong there."""
    with pytest.raises(InvalidInputError, match="ALMANAC_STORE"):
        Server(Address(url=url))


def test_a_database_that_holds_what_is_not_ours_is_refused(address: Address) -> None:
    """Nothing is made there, and nothing taken away."""
    with GraphDatabase.driver(address.url, auth=(address.user, address.password)) as driver:
        driver.execute_query("CREATE (:Document {id: 'theirs'})", database_=address.database)
        with (
            closing(Server(address)) as server,
            pytest.raises(StoreError, match=r"not Almanac's.*ALMANAC_STORE_DATABASE"),
        ):
            server.version()
        held = driver.execute_query("MATCH (n) RETURN n.id", database_=address.database).records
        assert [one.value() for one in held] == ["theirs"]


def test_a_restore_that_was_cut_off_is_told_until_it_is_made_once_more(library: Neo4jLibrary, tmp_path: Path) -> None:
    """Nobody writes meanwhile, and what goes by versions is not read."""
    library.documents.put_source(source("source-a"))
    library.backup(tmp_path / "a.backup")
    library._server.apart("MATCH (l:Library {id: 'library'}) SET l.restoring = 'cut off'")
    with pytest.raises(RestoringError, match="being restored"):
        library.version()
    with pytest.raises(RestoringError, match="being restored"):
        library.documents.put_source(source("source-b"))

    library.restore(tmp_path / "a.backup")
    assert [one.id for one in library.documents.sources()] == ["source-a"]
    assert library.version() > 1
