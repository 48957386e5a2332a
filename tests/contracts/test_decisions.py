"""The DecisionLog port's contract."""

from datetime import timedelta, timezone

import pytest
from msgspec.structs import replace

from graph.errors import ConflictError, NotFoundError
from tests.contracts.values import decision


def test_a_decision_comes_back_as_it_was_made(library):
    """Values of all kinds survive."""
    made = decision("d1", month="2025-03", comment="“gut”", category=None, on_=True, rating=5)
    library.decisions.append(made)

    assert library.decisions.decision("d1") == made


def test_decisions_come_in_the_order_they_were_made(library):
    """By instant whatever the offset, then by id."""
    early = decision("d9", day=2)
    west = timezone(timedelta(hours=-8))
    late = replace(decision("d0"), at=(early.at + timedelta(hours=1)).astimezone(west))
    for each in (late, decision("d3", day=2), early):
        library.decisions.append(each)

    assert [each.id for each in library.decisions.decisions()] == ["d3", "d9", "d0"]


def test_decisions_are_found_by_what_they_are_on(library):
    """None asks for all, an empty collection for none."""
    library.decisions.append(decision("d1", on="arxiv:1"))
    library.decisions.append(decision("d2", on="model:gpt-5"))

    assert [each.id for each in library.decisions.decisions(["model:gpt-5", "x"])] == ["d2"]
    assert library.decisions.decisions([]) == []
    assert len(library.decisions.decisions()) == 2


def test_the_same_decision_twice_is_one(library):
    """A request that is sent again does nothing, a different one under the id is refused."""
    library.decisions.append(decision("d1", a=1, b=2))
    version = library.version()
    library.decisions.append(decision("d1", b=2, a=1))

    assert library.version() == version
    with pytest.raises(ConflictError):
        library.decisions.append(decision("d1", a=1, b=3))
    assert library.decisions.decisions() == [decision("d1", a=1, b=2)]


def test_an_unknown_decision_raises(library):
    """NotFoundError names it."""
    with pytest.raises(NotFoundError, match="d7"):
        library.decisions.decision("d7")
