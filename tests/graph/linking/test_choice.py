"""Which of the probable pairs become links."""

from __future__ import annotations

import numpy as np
import pytest

from graph.link import Ends, link_of
from graph.linking.choice import MOST, chosen, probable, settled

HUB, OTHER = "hub", "other"
MANY: dict[Ends, float] = {("hub", f"node-{number:02}"): round(0.99 - number / 1000, 4) for number in range(MOST + 5)}


def full(node: str) -> dict[Ends, float]:
    """Return as many links of a node as it proposes, all better than .95."""
    return {(f"{node}-{number}", node): 0.98 for number in range(MOST)}


def test_a_node_proposes_its_ten_likeliest() -> None:
    """More of them are links where the other end has fewer."""
    crowded = {("hub", f"node-{number:02}"): 0.9 for number in range(MOST + 5)}
    nodes = {ends: chance for number in range(MOST + 5) for ends, chance in full(f"node-{number:02}").items()}

    assert len(chosen(full(HUB) | nodes | crowded)) == len(full(HUB) | nodes)
    assert chosen(MANY) == MANY, "every one of them has nobody else"
    assert chosen(full(HUB) | {(HUB, OTHER): 0.9})[HUB, OTHER] == 0.9


def test_links_that_stand_apart_count() -> None:
    """As they did when all were chosen together: those that are likelier."""
    apart = [link_of(*ends, score) for ends, score in (full(HUB) | full(OTHER)).items()]

    assert chosen({(HUB, OTHER): 0.9}, apart) == {}
    assert chosen({(HUB, OTHER): 0.99}, apart) == {(HUB, OTHER): 0.99}
    assert chosen({(HUB, OTHER): 0.9}, apart[1:]) == {(HUB, OTHER): 0.9}


def test_what_was_there_before_stays_while_it_is_probable() -> None:
    """Though others are likelier by now."""
    apart = [link_of(*ends, score) for ends, score in (full(HUB) | full(OTHER)).items()]

    assert chosen({(HUB, OTHER): 0.9}, apart, {(HUB, OTHER)}) == {(HUB, OTHER): 0.9}


@pytest.mark.parametrize(("chance", "new", "there"), [(0.8501, True, True), (0.8499, False, True), (0.8, False, False)])
def test_a_hair_breaks_no_link(chance: float, new: bool, there: bool) -> None:
    """And makes none."""
    rows = np.array([0]), np.array([1])
    chances = np.array([chance])

    assert bool(probable([HUB, OTHER], *rows, chances)) is new
    assert bool(probable([HUB, OTHER], *rows, chances, {(HUB, OTHER)})) is there


def test_a_chance_that_hardly_differs_is_the_one_before() -> None:
    """So that linking what did not change writes nothing."""
    before = {("a", "b"): 0.9, ("a", "c"): 0.9}

    assert settled({("a", "b"): 0.9001, ("a", "c"): 0.9003, ("b", "c"): 0.9}, before) == {
        ("a", "b"): 0.9,
        ("a", "c"): 0.9003,
        ("b", "c"): 0.9,
    }
