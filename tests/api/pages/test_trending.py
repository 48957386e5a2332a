"""How trends are told in words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from api.pages.trending import (
    before_words,
    chance_words,
    days_words,
    during,
    first_words,
    independent_words,
    lag_words,
    nothing_words,
    part_words,
    said_when,
    shade,
    window_words,
)
from graph.model import Node, NodeKind
from graph.stores.memory import MemoryLibrary
from graph.trends import Share
from graph.views.trend import trend_view
from graph.views.trend_shapes import Firsts, Heat, HeatRow, Lag, Saying, Window

NODE = Node(id="technique-trees", kind=NodeKind.TECHNIQUE, name="Trees")


def saying(title: str, since: str | None, until: str | None, echo: str | None = None) -> Saying:
    return Saying(
        source=f"source-{title}",
        title=title,
        document="document-a",
        document_title=None,
        since=since,
        until=until,
        month=None,
        echo=echo,
        of="Ada" if echo else None,
    )


def firsts(*first: Saying, undated: int = 0) -> Firsts:
    return Firsts(first=first, sayings=first, undated=undated, independent=len(first))


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2025-03-01T09:30:00", "2025-03-01T09:30:00", "on 1 March 2025"),
        ("2025-02-28T23:00:00", "2025-03-01T22:59:59", "on 1 March 2025"),
        ("2025-03-01T00:00:00", "2025-03-07T23:59:59", "in the week to 7 March 2025"),
        ("2025-03-01T00:00:00", "2025-03-31T23:59:59", "in March 2025"),
        ("2025-03-01T00:00:00", "2025-05-20T12:00:00", "between 1 March 2025 and 20 May 2025"),
        (None, None, "undated"),
    ],
)
def test_when_it_was_said_is_as_exact_as_it_is_known(since: str | None, until: str | None, told: str) -> None:
    """A day in its source's offset is that day."""
    assert said_when(saying("Ada", since, until)) == told


def test_who_was_first_is_said_only_where_it_is_known() -> None:
    """Two on one day are both first; two whose dates overlap leave it open."""
    day, noon = "2025-03-01T09:30:00", "2025-03-01T12:00:00"
    rough = saying("Cleo", "2025-03-01T00:00:00", "2025-03-31T23:59:59")

    assert first_words(firsts(saying("Ada", day, day))) == "Ada, on 1 March 2025"
    assert (
        first_words(firsts(saying("Ada", day, day), saying("Ben", noon, noon))) == "Ada and Ben, both on 1 March 2025"
    )
    assert first_words(firsts(saying("Ada", day, day), rough)) == "Ada and Cleo: their dates do not tell which"
    assert first_words(firsts()) == "no mention has a date"
    assert (
        independent_words(firsts(saying("Ada", day, day), undated=2))
        == "one source mentions it; two more without a date"
    )


def test_windows_are_months_in_words() -> None:
    """Within a year the year is said once."""
    one, three = Window(since="2025-03", until="2025-03", months=1), Window(since="2024-11", until="2025-01", months=3)

    assert (during(one), before_words(one)) == ("in March 2025", "the one month before")
    assert (window_words(three), before_words(three)) == ("November 2024 to January 2025", "the three months before")


def test_shares_chances_and_days_are_plain() -> None:
    """Nothing is no small share; what hardly ever happens is not given false digits."""
    assert [part_words(Share(part, 400)) for part in (0, 1, 40)] == ["none", "under 1\u202f%", "10\u202f%"]
    assert [chance_words(chance) for chance in (0.004, 0.0)] == ["1 in 250", "under 1 in 10,000"]
    assert [days_words(days) for days in (None, 0, 1, -3, 6.5)] == [
        "–",
        "the same day",
        "1 day",
        "3 days before",
        "6 days",
    ]


def test_a_lag_tells_its_bounds_and_what_has_no_date() -> None:
    """Without papers dated to the day there is no median, only bounds."""
    lag = Lag(papers=0, median=None, rough=4, low=-2, high=9.0, undated=1, before=0)

    assert lag_words(lag) == (
        "4 are known roughly, their median lies between 2 days before and 9 days; 1 mention without a date"
    )


def test_few_works_are_not_shaded() -> None:
    """Two of two are no share of anything; the largest share is the darkest."""
    rows = (HeatRow(node=NODE, works=(2, 10, 3)),)
    heat = Heat(months=("2025-01", "2025-02", "2025-03"), of=(2, 20, 60), sources=(1, 1, 1), rows=rows)

    assert [shade(count, of, heat) for count, of in zip(rows[0].works, heat.of, strict=True)] == [0, 6, 2]


@pytest.mark.parametrize(
    ("works", "earlier", "tested", "told"),
    [
        (Share(0, 0), Share(0, 0), 0, "nothing to compare: no work is first mentioned in either time"),
        (Share(0, 9), Share(0, 0), 0, "nothing to compare: no source is heard in both times"),
        (Share(0, 9), Share(0, 30), 0, "nothing to compare: no source is heard in both times"),
        (Share(9, 9), Share(30, 30), 0, "nothing to compare: no technique is named in three works"),
        (Share(9, 9), Share(30, 30), 2, "nothing further than shares ordinarily move"),
    ],
)
def test_where_nothing_is_told_it_is_said_why(works: Share, earlier: Share, tested: int, told: str) -> None:
    """Nothing to compare is not the same as nothing that stands out."""
    empty = trend_view(MemoryLibrary(), "2025-03")

    assert nothing_words(replace(empty, works=works, earlier_works=earlier, tested=tested)) == told
