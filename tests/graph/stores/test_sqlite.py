"""What the SQLite library promises beyond the contracts: durability, migrations, plans."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from graph.errors import StoreError
from graph.model import EdgeKind, NodeKind
from graph.ports import SearchEntry
from graph.record import Record
from graph.stores.sqlite import SqliteLibrary
from graph.stores.sqlite.migrations import SCHEMA
from tests.contracts.values import claim, decision, delta, edge, everything, item, reading, source

KILLED = """
import sys, time
from pathlib import Path
from graph.stores.sqlite import SqliteLibrary
from tests.contracts.values import claim, delta, reading, source

library = SqliteLibrary(Path(sys.argv[1]))
library.documents.put_source(source())
library.documents.put([reading("document-a")])
with library.transaction():
    for number in range(2_000):
        library.documents.put([reading(f"document-b{number}", payload=bytes(4_000))])
        library.graph.apply([delta(f"document-b{number}", claim(f"n{number}"))])
    print("inside", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def library(tmp_path):
    made = SqliteLibrary(tmp_path / "library.sqlite")
    yield made
    made.close()


def test_a_process_killed_inside_a_transaction_leaves_a_valid_library(tmp_path):
    """What was committed is there, what was not is gone, and it can be written on."""
    path = tmp_path / "library.sqlite"
    root = Path(__file__).parents[3]
    with subprocess.Popen([sys.executable, "-c", KILLED, path], stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdout.readline() == b"inside\n"
        process.send_signal(signal.SIGKILL)

    library = SqliteLibrary(path)
    assert [each.id for each in library.documents.documents()] == ["document-a"]
    assert library.graph.counts() == {"edges": 0}
    library.documents.put([reading("document-c")])
    library.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_newer_schema_is_refused_naming_both(library, tmp_path):
    """And the file is left alone."""
    library.version()
    library.close()
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(StoreError, match=rf"99\b.*\b{SCHEMA}\b"):
        SqliteLibrary(tmp_path / "library.sqlite")
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (99,)


def test_a_file_that_is_no_library_is_refused(tmp_path):
    """A text file, a folder, a file in place of the folder; the error names it."""
    (tmp_path / "text").write_text("not a database, " * 100)
    for path in (tmp_path / "text", tmp_path, tmp_path / "text" / "library.sqlite"):
        with pytest.raises(StoreError, match=re.escape(str(path))):
            SqliteLibrary(path)
    assert (tmp_path / "text").read_text().startswith("not a database")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_library_that_may_not_be_read_is_refused(library, tmp_path):
    """Be it the file or its folder; the error names it."""
    path = tmp_path / "library.sqlite"
    library.version()
    for closed in (path, tmp_path):
        mode = closed.stat().st_mode
        closed.chmod(0)
        try:
            with pytest.raises(StoreError, match=re.escape(str(path))):
                SqliteLibrary(path)
        finally:
            closed.chmod(mode)


def test_a_library_is_made_at_its_first_use(tmp_path):
    """With its folder, and by many threads at once too; until then nothing is written."""
    library = SqliteLibrary(tmp_path / "new" / "library.sqlite")
    assert list(tmp_path.iterdir()) == []

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda _: library.version(), range(8))) == {0}
    library.close()
    assert (tmp_path / "new" / "library.sqlite").is_file()


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path):
    """Naming the library."""
    library = SqliteLibrary(tmp_path / "text" / "deeper" / "library.sqlite")
    (tmp_path / "text").write_text("in the way")

    for act in (library.version, lambda: library.decisions.append(decision("d1"))):
        with pytest.raises(StoreError, match=re.escape(str(tmp_path / "text" / "deeper" / "library.sqlite"))):
            act()


def held(path, seconds):
    """Hold the write lock of the library as another process would; return who holds it."""
    has_it = threading.Event()

    def hold():
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            has_it.set()
            time.sleep(seconds)
            other.execute("COMMIT")

    holder = threading.Thread(target=hold)
    holder.start()
    assert has_it.wait(5)
    return holder


def test_a_writer_waits_for_a_long_transaction(library, tmp_path, monkeypatch):
    """Longer than SQLite itself waits; readers do not wait."""
    monkeypatch.setattr("graph.stores.sqlite.connection.BUSY_S", 0.05)
    library.decisions.append(decision("d1"))
    library.close()
    holder = held(tmp_path / "library.sqlite", 0.5)

    assert library.decisions.decisions() == [decision("d1")]
    assert holder.is_alive()
    library.decisions.append(decision("d2"))
    holder.join()
    assert [each.id for each in library.decisions.decisions()] == ["d1", "d2"]


def test_a_writer_that_waited_long_enough_hears_that_the_library_is_busy(library, tmp_path, monkeypatch):
    """In words that say what to do; later it works."""
    monkeypatch.setattr("graph.stores.sqlite.connection.BUSY_S", 0.05)
    monkeypatch.setattr("graph.stores.sqlite.connection.PATIENCE_S", 0.1)
    library.decisions.decisions()
    holder = held(tmp_path / "library.sqlite", 0.5)

    with pytest.raises(StoreError, match=r"^the library is busy \(another process is writing\); try again$"):
        library.decisions.append(decision("d1"))
    holder.join()
    library.decisions.append(decision("d1"))
    assert library.decisions.decisions() == [decision("d1")]


def test_a_library_opens_again_with_what_it_held(library, tmp_path):
    """By two processes' worth of connections at once, too."""
    library.documents.put_source(source())
    library.documents.put([reading(items=(item("item-1", "document-a"),))])
    other = SqliteLibrary(tmp_path / "library.sqlite")

    assert everything(other) == everything(library)
    other.decisions.append(decision("d1"))
    assert library.decisions.decision("d1") == decision("d1")
    assert library.version() == other.version()
    other.close()


def test_a_backup_can_be_taken_while_others_write(library, tmp_path):
    """It holds whole transactions only."""
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            with library.transaction():
                library.graph.apply([delta(f"a{number}", claim(f"a{number}"))])
                library.graph.apply([delta(f"b{number}", claim(f"b{number}"))])

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(3):
        library.backup(tmp_path / f"{number}.backup")
    stop.set()
    writer.join()
    library.restore(tmp_path / "2.backup")

    kept = {node.id for node in library.graph.nodes(limit=100_000)}
    assert {f"b{key[1:]}" for key in kept if key[0] == "a"} == {key for key in kept if key[0] == "b"}


def test_open_connections_see_what_was_restored(library, tmp_path):
    """A thread that read before goes on reading, search included."""
    library.search.put([SearchEntry("old", "attention", "")])
    library.backup(tmp_path / "a.backup")
    library.search.put([SearchEntry("new", "attention", "")])
    before, restored, seen = threading.Event(), threading.Event(), []

    def read():
        seen.append(len(library.search.search("attention")))
        before.set()
        restored.wait(5)
        seen.append(len(library.search.search("attention")))

    reader = threading.Thread(target=read)
    reader.start()
    before.wait(5)
    library.restore(tmp_path / "a.backup")
    restored.set()
    reader.join()

    assert seen == [2, 1]


def test_a_backup_with_a_newer_schema_is_refused(library, tmp_path, monkeypatch):
    """Naming both."""
    monkeypatch.setattr("graph.stores.sqlite.backup.SCHEMA", 99)
    library.backup(tmp_path / "a.backup")
    monkeypatch.undo()

    with pytest.raises(StoreError, match=rf"99\b.*\b{SCHEMA}\b"):
        library.restore(tmp_path / "a.backup")


def test_the_same_library_gives_the_same_backup(library, tmp_path):
    """No clock goes into it."""
    library.documents.put_source(source())
    library.backup(tmp_path / "a")
    library.backup(tmp_path / "b")

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_no_query_reads_a_whole_table(library, monkeypatch):
    """Each finds its rows by an index, except those that are about all of them."""
    plans = {}
    rows, row = library._database.rows, library._database.row

    def explained(call):
        def ask(sql, parameters=()):
            plans[sql] = [each[3] for each in rows(f"EXPLAIN QUERY PLAN {sql}", parameters)]
            return call(sql, parameters)

        return ask

    monkeypatch.setattr(library._database, "rows", explained(rows))
    monkeypatch.setattr(library._database, "row", explained(row))
    use_everything(library)

    assert len(plans) > 25
    whole = {
        sql: plan
        for sql, plan in plans.items()
        if any(re.match(r"SCAN (?!json_each|wanted|search|record_)", step) for step in plan)
    }
    pages = {sql for sql in whole if not re.search(r"USING (COVERING )?INDEX", str(whole[sql]))}
    small = ("FROM sources ORDER BY id", "FROM counter")
    assert {sql for sql in pages if "count(" not in sql and not sql.endswith(small)} == set()
    by_kind = [sql for sql, plan in plans.items() if any("edges_by_target (kind=?)" in step for step in plan)]
    assert [sql for sql in by_kind if "GROUP BY target" not in sql] == []
    sorted_pages = [sql for sql, plan in plans.items() if "LIMIT ?" in sql and "TEMP B-TREE" in str(plan)]
    assert [sql for sql in sorted_pages if "bm25" not in sql] == []


def use_everything(library):
    library.documents.put_source(source())
    library.documents.put([reading(items=(item("item-1", "document-a", node="n"),), links=("web:x",))])
    library.graph.apply([delta("document-a", claim("n", identity="web:x"), edge("n", "n"))])
    library.search.put([SearchEntry("n", "paper", "")])
    library.vectors.put("m", ["n"], np.ones((1, 2), dtype=np.float32))
    documents, graph = library.documents, library.graph
    for of in (None, "source-a"):
        documents.documents(of)
        documents.newest(of)
    for ask in (documents.digests, documents.items):
        ask("source-a")
    for ask in (documents.many, documents.items_listing, documents.linking, documents.named, documents.named_by):
        ask(["x"])
    for ask in (documents.fetched, documents.all_items, documents.document_counts, documents.item_counts):
        ask()
    library.decisions.append(decision("d1"))
    library.decisions.decisions(["x"])
    for ask in (graph.contributors, graph.find, graph.many, graph.edges_from, graph.edges_to):
        ask(["n"])
    graph.resolve("n")
    graph.nodes()
    graph.nodes([NodeKind.PAPER])
    graph.degrees(EdgeKind.LISTS)
    library.search.search("paper")
    library.corpus.put([Record(identity="arxiv:2501.00001", title="A paper", provider="p", references=("x:y",))])
    library.corpus.newest()
    library.corpus.newest("arxiv:2501.00001")
    library.corpus.count_listed()
    for look_up in (library.corpus.records, library.corpus.by_node, library.corpus.citing):
        look_up(["x"])
    library.corpus.page()
    library.corpus.search("paper")
    library.corpus.titled("a paper")
    library.vectors.get("m", ["n"])
    library.vectors.nearest("m", np.ones(2, dtype=np.float32))
