"""What is followed and how it stands, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from graph.following import follow
from graph.model import Source
from graph.ports import Appointment, Library, Visit
from graph.stores.memory import MemoryLibrary
from graph.views.subscriptions import (
    source_history,
    source_subscription,
    span_words,
    standing,
    subscription_at,
    subscription_index,
)
from ingest.ledger import Ledger
from ingest.schedule import LedgerSchedule

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED, MOVED = "https://ada.example/feed", "https://ada.example/new"
ADA = Source(id="source-ada", kind="feed", title="Ada", url=FEED, asked=FEED)
WELL = Appointment(address=FEED, due=NOW + 5 * HOUR, succeeded=NOW - 3 * HOUR, source="source-ada")
BAD = replace(WELL, due=NOW + 2 * HOUR, failures=3, error="the site answered 503 Service Unavailable")


@pytest.fixture
def schedule(tmp_path: Path) -> LedgerSchedule:
    return LedgerSchedule(Ledger(tmp_path))


@pytest.fixture
def library() -> Library:
    made = MemoryLibrary()
    with made.transaction():
        made.documents.put_source(ADA)
    return made


def decide(library: Library, *addresses: str, on: bool | None = True, mine: bool | None = None) -> None:
    follow(library, lambda _: None, addresses, NOW, on=on, mine=mine)


@pytest.mark.parametrize(
    ("followed", "asked", "said"),
    [
        (True, None, "Not asked yet; it comes with the next refresh."),
        (True, WELL, "Asked 3 hours ago; next time in about 5 hours."),
        (True, replace(WELL, succeeded=NOW, due=NOW), "Asked just now; next time with the next refresh."),
        (
            True,
            BAD,
            "The site answered 503 Service Unavailable, three times in a row; next try in about 2 hours.",
        ),
        (True, replace(BAD, failures=1), "The site answered 503 Service Unavailable; next try in about 2 hours."),
        (
            True,
            replace(BAD, failures=12, error="timed out after 20 s"),
            "Timed out after 20 s, 12 times in a row; next try in about 2 hours.",
        ),
        (
            True,
            replace(BAD, due=None, gone=True, error="the site answered 410 Gone"),
            "The site answered 410 Gone: it is not asked again until you want it.",
        ),
        (False, WELL, "Not followed: it is read only when you ask for it."),
        (False, replace(BAD, failures=1), "The site answered 503 Service Unavailable."),
    ],
)
def test_how_a_subscription_stands_is_a_sentence(followed: bool, asked: Appointment | None, said: str) -> None:
    """What happened, and what comes next."""
    assert standing(followed, True, asked, NOW) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "1 second"),
        (40, "40 seconds"),
        (70, "a minute"),
        (1200, "20 minutes"),
        (5340, "89 minutes"),
        (7300, "2 hours"),
        (125_000, "35 hours"),
        (250_000, "3 days"),
    ],
)
def test_spans_are_told_as_people_say_them(seconds: int, said: str) -> None:
    """No more exactly than anybody wants to know."""
    assert span_words(timedelta(seconds=seconds)) == said


def test_what_is_followed_is_listed_the_user_s_own_first(library: Library, schedule: LedgerSchedule) -> None:
    """With the title of what it brought; what was ended is left out."""
    decide(library, FEED, "https://zoe.example/feed", "https://b.example/")
    decide(library, "https://zoe.example/feed", on=None, mine=True)
    decide(library, "https://b.example/", on=False)
    schedule.keep(WELL, Visit(address=FEED, at=NOW, outcome="new"))
    lines = subscription_index(library, schedule, NOW)

    assert [(line.address, line.title, line.mine) for line in lines] == [
        ("https://zoe.example/feed", None, True),
        (FEED, "Ada", False),
    ]
    assert [line.due for line in lines] == [NOW, WELL.due]


def test_a_source_knows_its_subscription_and_its_visits(library: Library, schedule: LedgerSchedule) -> None:
    """By the address it was asked at, and by what a visit brought."""
    other = "https://other.example/feed"
    decide(library, other)
    for address, hour in ((FEED, 1), (other, 2)):
        schedule.keep(replace(WELL, address=address), Visit(address=address, at=NOW - hour * HOUR, outcome="new"))
    held = source_subscription(library, schedule, ADA, NOW)

    assert (held.address, held.on) == (other, True)
    assert [visit.address for visit in source_history(schedule, ADA)] == [FEED, other]


def test_a_source_that_nobody_follows_can_be(library: Library, schedule: LedgerSchedule) -> None:
    """At the address it was asked for; one from a file cannot."""
    held = source_subscription(library, schedule, ADA, NOW)
    filed = source_subscription(library, schedule, replace(ADA, asked=None, url=None), NOW)

    assert (held.address, held.on, held.due) == (FEED, False, None)
    assert filed.standing == "It was read from a file, so there is no address to ask again."


def test_one_address_by_itself(library: Library, schedule: LedgerSchedule) -> None:
    """Followed or not."""
    assert (subscription_at(library, schedule, FEED, NOW).on, subscription_at(library, schedule, MOVED, NOW).on) == (
        False,
        False,
    )
    decide(library, FEED)
    assert (subscription_at(library, schedule, FEED, NOW).on, subscription_at(library, schedule, FEED, NOW).title) == (
        True,
        "Ada",
    )
