"""Who writes when: one at a time, also where one was asleep, or its server was dead, in between."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from graph.errors import StoreError
from graph.stores.neo4j import Address, Server, turns
from tests.over_bolt.server import emptied


@pytest.fixture
def two(address: Address) -> Iterator[tuple[Server, Server]]:
    """Give two processes' connections to an empty database."""
    with closing(Server(address)) as one, closing(Server(address)) as other:
        yield one, other


def write(server: Server, key: str) -> None:
    server.run("CREATE (:Source {id: $key})", key=key)


def written(server: Server) -> list[str]:
    return [key for (key,) in server.rows("MATCH (s:Source) RETURN s.id ORDER BY s.id")]


@pytest.fixture
def asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let turns end soon, and nobody say that he is still there."""
    monkeypatch.setattr(turns, "LEASE_S", 0.3)
    monkeypatch.setattr(turns.Turn, "_again", lambda _: None)


@pytest.mark.usefixtures("asleep")
@pytest.mark.parametrize("is_over", [False, True])
def test_who_was_asleep_too_long_writes_nothing(two: tuple[Server, Server], is_over: bool) -> None:
    """Whether the one who has the turn since then is in the middle of its transaction, or done."""
    sleeper, other = two
    inside, go_on = threading.Event(), threading.Event()

    def write_meanwhile() -> None:
        with other.transaction():
            write(other, "awake")
            inside.set()
            go_on.wait(10)

    def sleep() -> None:
        with sleeper.transaction():
            write(sleeper, "asleep")
            meanwhile.start()
            inside.wait(10)
            if is_over:
                go_on.set()
                meanwhile.join()

    meanwhile = threading.Thread(target=write_meanwhile)
    with pytest.raises(StoreError, match="another process had its turn"):
        sleep()
    go_on.set()
    meanwhile.join()
    assert written(other) == ["awake"]
    assert other.version() == 1


def test_a_turn_lasts_as_long_as_its_transaction(two: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its writer says that it is still there; the other waits, and gives up where that takes too long."""
    monkeypatch.setattr(turns, "LEASE_S", 0.3)
    monkeypatch.setattr(turns, "PATIENCE_S", 1.0)
    one, other = two
    with one.transaction():
        write(one, "a")
        with pytest.raises(StoreError, match="busy"):
            _write_alone(other, "b")
    _write_alone(other, "c")

    assert written(one) == ["a", "c"]


def test_who_writes_on_and_on_lets_others_have_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """For longer than they wait between two looks, once a second; who paused by himself does not."""
    now, waited = 100.0, list[float]()

    def sleep(seconds: float) -> None:
        nonlocal now
        waited.append(seconds)
        now += seconds

    monkeypatch.setattr(turns.time, "monotonic", lambda: now)
    monkeypatch.setattr(turns.time, "sleep", sleep)
    alone = turns.Turns(lambda *_, **__: [(True,)], lambda *_, **__: [(1,)], lambda: None)
    for pause, number, looks in ((0.0, 25, 2), (0.2, 25, 0)):
        for _ in range(number):
            with alone.taken():
                now += 0.1
            now += pause
        assert len(waited) == looks
        assert all(each > turns._LOOK_S[1] for each in waited)
        waited.clear()


def test_a_turn_that_its_server_took_to_its_death_is_taken_again_at_once(two: tuple[Server, Server]) -> None:
    """By the process that had it."""
    one, other = two
    _write_alone(one, "a")
    holder = one._turns._holder
    one.apart("MATCH (t:Turn {id: 'turn'}) SET t.holder = $holder, t.until = timestamp() + 3600000", holder=holder)
    _write_alone(one, "b")

    assert written(other) == ["a", "b"]


def test_several_that_start_at_once_make_one_library(address: Address) -> None:
    """They are in each other's way, and try again."""
    servers = [Server(address) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(Server.version, servers)) == [0] * 4
    for server in servers:
        server.close()


def test_a_database_made_anew_is_prepared_anew(address: Address) -> None:
    """Under a process that goes on, whether that reads next or writes."""
    with closing(Server(address)) as server:
        for key in "ab":
            _write_alone(server, key)
            emptied(address)
            if key == "a":
                assert server.version() == 0
        _write_alone(server, "c")
        assert (written(server), server.version()) == (["c"], 1)


def test_what_no_message_can_take_is_refused(two: tuple[Server, Server]) -> None:
    """Rather than sent to a server that would never answer."""
    with pytest.raises(StoreError, match="too large for a server's message"):
        _write_rows(two[0], {"id": "a", "body": bytes(16_000_000)})
    assert written(two[1]) == []


def _write_alone(server: Server, key: str) -> None:
    with server.transaction():
        write(server, key)


def _write_rows(server: Server, *rows: dict[str, object]) -> None:
    with server.transaction():
        server.many("CREATE (:Source {id: row.id, body: row.body})", rows)
