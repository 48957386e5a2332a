"""What is read off decisions: how much of a work's like is wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from graph.model import Decision, DecisionKind
from graph.opinions import LEAST, opinion

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def made(kind: str, days: float = 0, **value: object) -> Decision:
    """Return a decision of so many days ago."""
    return Decision(id=f"d-{kind}-{days}", kind=DecisionKind(kind), on="arxiv:1", at=NOW - timedelta(days), value=value)


def weight(*decisions: Decision) -> float | None:
    """Return what they come to now."""
    found = opinion(decisions, NOW)
    return found.weight if found else None


@pytest.mark.parametrize(
    ("decision", "liked"),
    [
        (made("pick", month="2026-02"), True),
        (made("rating", rating=5), True),
        (made("rating", rating=2), False),
        (made("state", state="to-read"), True),
        (made("state", state="skipped"), False),
        (made("leaning", toward="less"), False),
        (made("tag", tag="agents"), True),
        (made("note", text="Read again."), True),
    ],
)
def test_each_kind_of_decision_speaks_for_or_against(decision: Decision, liked: bool) -> None:
    """Picked, rated well, kept to read, tagged and noted speak for; rated badly, skipped and "less" against."""
    found = weight(decision)

    assert found is not None
    assert (found > 0) is liked


@pytest.mark.parametrize(
    "decision",
    [
        made("pick", month="2026-02", on=False),
        made("rating", rating=None),
        made("state", state="inbox"),
        made("leaning", toward=None),
        made("tag", tag="agents", on=False),
        made("note", text=""),
        made("correction", field="month", value="2026-02"),
        made("dismissal", finding="f"),
    ],
)
def test_what_was_taken_back_or_is_about_something_else_says_nothing(decision: Decision) -> None:
    """Neither does putting a work back to the inbox."""
    assert weight(decision) is None


def test_what_is_said_outright_beats_what_is_only_done() -> None:
    """A work picked, read, and then rated 1 is not liked."""
    assert weight(made("pick", 3, month="2026-02"), made("rating", 2, rating=1), made("state", 1, state="read")) < 0


def test_the_last_word_counts() -> None:
    """A rating that was changed, a pick that was taken back."""
    assert weight(made("rating", 2, rating=1), made("rating", 1, rating=5)) > 0.9
    assert weight(made("pick", 2, month="2026-02"), made("pick", 1, month="2026-02", on=False)) is None


def test_opinions_fade_but_never_to_nothing() -> None:
    """Half a year halves them; five stars stay something."""
    assert weight(made("rating", 180, rating=5)) == pytest.approx(0.5)
    assert weight(made("rating", 9_000, rating=5)) == pytest.approx(LEAST)
