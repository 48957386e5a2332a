"""Following sources: decisions only where something changes, all of them or none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import pytest

from graph.errors import InvalidInputError
from graph.following import follow
from graph.model import Decision
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.subscriptions import Subscription, subscriptions

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ADA, BEN = "https://ada.example/feed", "https://ben.example/feed"


class Settled:
    """Remembers the keys that were settled."""

    def __init__(self) -> None:
        self.keys: list[set[str]] = []

    def __call__(self, keys: Collection[str]) -> None:
        self.keys.append(set(keys))


@pytest.fixture
def library() -> Library:
    return MemoryLibrary()


def held(library: Library) -> dict[str, Subscription]:
    return {each.address: each for each in subscriptions(library.decisions.decisions()).values()}


def test_many_are_followed_at_once(library: Library) -> None:
    """Each is a decision, and all are settled together; white space and repetition count for nothing."""
    settled = Settled()
    made = follow(library, settled, [ADA, f" {BEN} ", ADA], NOW)

    assert [decision.on for decision in made] == [f"source:{ADA}", f"source:{BEN}"]
    assert settled.keys == [{f"source:{ADA}", f"source:{BEN}"}]
    assert held(library) == {ADA: Subscription(ADA, on=True), BEN: Subscription(BEN, on=True)}


def test_what_is_so_already_is_not_decided_again(library: Library) -> None:
    """Twice equals once."""
    settled = Settled()
    follow(library, settled, [ADA], NOW, mine=True, kind="feed")

    assert follow(library, settled, [ADA], NOW) == []
    assert follow(library, settled, [ADA], NOW, mine=True) == []
    assert follow(library, settled, [BEN], NOW, on=False) == []
    assert len(library.decisions.decisions()) == len(settled.keys) == 1


def test_what_is_not_said_stays(library: Library) -> None:
    """Ending it keeps whose it is; marking it as mine follows nothing and ends nothing."""
    follow(library, Settled(), [ADA], NOW, mine=True, kind="feed")
    follow(library, Settled(), [ADA], NOW, on=False)
    follow(library, Settled(), [BEN], NOW, on=None, mine=True)
    assert held(library) == {ADA: Subscription(ADA, False, True, "feed"), BEN: Subscription(BEN, False, True)}

    follow(library, Settled(), [ADA, BEN], NOW)
    follow(library, Settled(), [ADA, BEN], NOW, on=None, mine=False)
    assert held(library) == {ADA: Subscription(ADA, True, False, "feed"), BEN: Subscription(BEN, True, False)}


def test_one_that_is_no_address_stops_them_all(library: Library) -> None:
    """Nothing is half done."""
    with pytest.raises(InvalidInputError):
        follow(library, Settled(), [ADA, "ftp://ben.example/"], NOW)
    assert library.decisions.decisions() == []


def test_decisions_of_one_moment_keep_their_order(library: Library) -> None:
    """Their ids say which came first."""
    many: list[Decision] = follow(library, Settled(), [f"{ADA}/{number}" for number in range(30)], NOW)

    assert [decision.id for decision in many] == sorted(decision.id for decision in many)
