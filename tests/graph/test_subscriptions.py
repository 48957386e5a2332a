"""Subscriptions: decisions on sources, folded."""

from __future__ import annotations

from msgspec.structs import replace

from graph.categories import category_names
from graph.decisions import effects, take_effect
from graph.keys import Finder, parse_key, today
from graph.model import DecisionKind, Source
from graph.stores.memory import MemoryLibrary
from graph.subscriptions import Subscription, keys_of_source, marked, source_key, subscription_of, subscriptions
from tests.graph.test_assemble import item
from tests.graph.test_decisions import JAMBA, decided, draw

FEED = "https://ada.example/feed"
ADA = Source(id="source-0a1b", kind="feed", title="Ada", url="https://www.ada.example/atom.xml", asked=FEED)
ON = f"source:{FEED}"


def test_a_subscription_hangs_on_what_was_asked_for() -> None:
    """A redirect may change tomorrow; a file has nothing but its id."""
    assert source_key(ADA) == ON
    assert source_key(replace(ADA, asked=None)) == "source:https://www.ada.example/atom.xml"
    assert source_key(replace(ADA, asked=None, url=None)) == "source:source-0a1b"
    assert keys_of_source(ADA) == (ON, "source:https://www.ada.example/atom.xml", "source:source-0a1b")


def test_the_last_decision_holds_and_what_it_leaves_out_stays() -> None:
    """Following a source that is mine does not make it a stranger's; ending a subscription keeps whose it is."""
    made = [
        decided(1, "subscription", ON, on=False, mine=True),
        decided(2, "subscription", ON, on=True, kind="feed"),
        decided(3, "subscription", "source:arxiv:cs.CL", on=True),
        decided(4, "subscription", "source:arxiv:cs.CL", on=False),
    ]

    assert subscriptions(made) == {
        ON: Subscription(FEED, on=True, mine=True, kind="feed"),
        "source:arxiv:cs.CL": Subscription("arxiv:cs.CL"),
    }


def test_a_subscription_can_be_undone_and_a_kind_forgotten() -> None:
    """As any decision."""
    made = [
        decided(1, "subscription", ON, on=True, kind="feed"),
        decided(2, "subscription", ON, on=True, mine=True, kind=None),
        decided(3, "undo", ON, decision="decision-002"),
    ]

    assert subscriptions(made[:2]) == {ON: Subscription(FEED, on=True, mine=True)}
    assert subscriptions(made) == {ON: Subscription(FEED, on=True, kind="feed")}


def test_a_source_is_found_by_any_of_its_names() -> None:
    """What was decided on the copy in a file holds for the feed, and an address it moved from is still its own."""
    made = [
        decided(1, "subscription", "source:source-0a1b", on=False, mine=True),
        decided(2, "subscription", ADA_URL, on=True),
        decided(3, "subscription", "source:https://other.example/feed", on=False, mine=False),
    ]

    assert subscription_of(ADA, made) == Subscription(FEED, on=True, mine=True)
    assert marked(ADA, made).mine
    assert not marked(replace(ADA, mine=True), []).mine
    assert marked(ADA, []) is ADA


ADA_URL = f"source:{ADA.url}"


def test_a_sources_key_is_no_nodes() -> None:
    """Nothing is imagined for it, nothing drawn, and no other decision is drawn again because of it."""
    library = MemoryLibrary()
    draw(library, item("Jamba", "https://arxiv.org/abs/2403.19887"))
    library.decisions.append(decided(1, "pick", JAMBA, month="2025-03"))
    take_effect(None, library.decisions, library.graph)
    before = library.graph.counts()
    library.decisions.append(decided(2, "subscription", ON, on=True, mine=True))
    finder = Finder(library.graph, category_names([]), {})

    assert (parse_key(ON), today(ON), finder.node(ON), finder.imagined(ON)) == (None, None, None, None)
    assert not effects({ON}, library.decisions, library.graph)
    assert take_effect({ON}, library.decisions, library.graph) == set()
    take_effect(None, library.decisions, library.graph)
    assert library.graph.counts() == before


def test_only_subscriptions_are_counted() -> None:
    """A pick on a work has nothing to say here."""
    assert subscriptions([decided(1, DecisionKind.PICK, JAMBA, month="2025-03")]) == {}
