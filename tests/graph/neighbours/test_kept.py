"""The file of neighbours: what another process wrote, one killed while it writes, one that cannot be read."""

import os
import signal
import sqlite3
import subprocess
import sys

import numpy as np
import pytest

from graph.neighbours import KeptNeighbours
from graph.neighbours import change as change_module

NONE = np.zeros((0, 8), np.float32)
WRITER = """
import os, signal, sys
import numpy as np
from pathlib import Path
from graph.neighbours import KeptNeighbours, kept

written = kept.write_table
def killed(*arguments):
    written(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
kept.write_table = killed
one = KeptNeighbours(Path(sys.argv[1]))
draw = np.random.default_rng(7).standard_normal((200, 8)).astype(np.float32)
if sys.argv[2] == "build":
    one.build([f"n{place}" for place in range(200)], draw, 3)
else:
    one.update(["new"], draw[:1], ["n1"])
"""


def some(count, seed=1):
    matrix = np.random.default_rng(seed).standard_normal((count, 8)).astype(np.float32)
    return [f"n{place}" for place in range(count)], matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "neighbours"


@pytest.fixture
def built(path):
    one = KeptNeighbours(path)
    one.build(*some(60), 4)
    return one


def test_what_another_process_changed_is_seen(path, built):
    """Before the next answer and before the next change."""
    assert built.nearest(some(1)[1][0], 1)[0].key == "n0"
    KeptNeighbours(path).update(["new"], some(1)[1], ["n0"])

    assert built.nearest(some(1)[1][0], 1)[0].key == "new"
    built.update([], NONE, ["new"])
    assert "new" not in KeptNeighbours(path).held().keys


def test_a_file_made_again_is_not_taken_for_the_old_one(path, built):
    """Though as many changes made it."""
    assert len(built.held().keys) == 60
    path.unlink()
    KeptNeighbours(path).build(*some(50), 4)

    assert len(built.held().keys) == 50


@pytest.mark.parametrize("what", ["build", "update"])
def test_one_killed_while_it_writes_leaves_the_old(path, built, what):
    """All of it, and the next change goes on from there."""
    before = built.held()
    done = subprocess.run([sys.executable, "-c", WRITER, str(path), what], check=False, env=os.environ)
    after = KeptNeighbours(path)

    assert done.returncode == -signal.SIGKILL
    assert after.held().keys == before.keys
    assert after.held().places.tolist() == before.places.tolist()
    assert "new" in after.update(["new"], some(1)[1])


@pytest.mark.parametrize("spoil", ["text", "cut", "empty", "other", "rows"])
def test_a_file_that_cannot_be_used_is_as_good_as_none(path, built, spoil):
    """And the next building makes another."""
    del built
    spoiled(path, spoil)
    one = KeptNeighbours(path)

    assert one.held() is None
    assert one.of(["n1"]) == {}
    one.build(*some(30), 4)
    assert len(KeptNeighbours(path).held().keys) == 30


def test_who_has_one_among_its_nearest_is_known(built):
    """Whoever is asked for; nobody has one that is not there."""
    lists = built.of(built.held().keys)
    expected = {key for key, hits in lists.items() if {"n3", "n4"} & {hit.key for hit in hits}}

    assert built.having(["n3", "n4", "nobody"]) == expected
    assert built.having(["nobody"]) == built.having([]) == set()


def test_what_is_linked_is_told_and_forgotten_with_a_building(path, built):
    """By the one who linked with the neighbours that are kept."""
    built.tell_linked({"n1": b"one", "n2": b"two"})
    built.tell_linked({"n2": b"new"}, ["n1"])
    built.tell_linked({"n5": b"of another"}, model="another")
    built.update(["new"], some(1)[1])

    assert KeptNeighbours(path).linked() == {"n2": b"new"}
    built.build(*some(50), 4)
    assert built.linked() == {}
    path.write_bytes(b"hello " * 9_000)
    assert KeptNeighbours(path).linked() == {}


def test_noise_changes_nothing(built):
    """Vectors come out differently in the last digits when others are made beside them."""
    keys, vectors = some(60)

    assert built.update(keys[:5], vectors[:5] + 1e-7) == set(keys[:5])
    assert (built.nearest(vectors[0], 1), built.of(["n0"])) == (built.nearest(vectors[0] + 1e-7, 1), built.of(["n0"]))


def spoiled(path, how):
    """Do to the file what crashes, disks and people do."""
    if how in ("text", "cut", "empty"):
        body = path.read_bytes()
        path.write_bytes({"text": b"hello " * 9_000, "cut": body[: len(body) // 2], "empty": b""}[how])
        return
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version = 99" if how == "other" else "UPDATE near SET places = x'00' WHERE slot = 7")


def test_a_change_writes_its_own_rows(path, built):
    """Of the vectors one, not all: a large library's need 150 MB."""
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE written (slot)")
        file.execute("CREATE TRIGGER t AFTER INSERT ON vectors BEGIN INSERT INTO written VALUES (new.slot); END")
    built.update(["new"], some(1)[1])

    with sqlite3.connect(path) as file:
        assert file.execute("SELECT slot FROM written").fetchall() == [(60,)]


def test_a_change_of_very_many_is_a_building(monkeypatch, path, built):
    """Where not every pair can be looked at; slots that were left stay out of it."""
    monkeypatch.setattr(change_module, "EXACT", 10)
    keys, vectors = some(40, seed=2)
    built.update([], NONE, ["n50", "n3"])
    told = built.update(keys[5:], vectors[5:])
    fresh = KeptNeighbours(path.with_name("fresh"))
    now = dict(zip(*some(60), strict=True)) | dict(zip(keys[5:], vectors[5:], strict=True))
    del now["n50"], now["n3"]
    fresh.build([*now], np.array([*now.values()]), 4)

    assert told == set(now)
    assert built.of(now) == fresh.of(now)
