"""The picks that a source of the user's own makes, and what becomes of them when its lists change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from graph.assemble import assemble
from graph.decision_values import check
from graph.decisions import choices_of, fold, in_force
from graph.identity import read_address
from graph.mine import PREFIX, picks_of, reconciled
from graph.model import Decision, DecisionKind, Document, Item, Moment, Node, Precision
from tests.graph.test_assemble import PUBLISHED, document, item

SOURCE = "source-1"
JAMBA = "https://arxiv.org/abs/2403.19887"
ON = "arxiv:2403.19887"
LATER = datetime(2026, 1, 1, tzinfo=UTC)


def drawn(*items: Item, **fields: object) -> tuple[Document, tuple[Item, ...]]:
    """Return a document and its items with the works that they list."""
    made = document(**fields)
    return made, assemble(made, items)[1]


def picks(*items: Item, **fields: object) -> list[Decision]:
    """Return the picks that a document with these items makes."""
    return picks_of(*drawn(*items, **fields))


def after(log: list[Decision], wanted: list[Decision]) -> list[Decision]:
    """Return the log once the source wants these picks; wanting them again changes nothing."""
    grown = log + reconciled(SOURCE, wanted, log)
    assert reconciled(SOURCE, wanted, grown) == []
    assert len({decision.id for decision in grown}) == len(grown)
    return grown


def by_user(number: int, kind: str, on: str = ON, **value: object) -> Decision:
    """Return what the user decided, one a minute."""
    at = LATER + timedelta(minutes=number)
    return Decision(id=f"decision-{number:03d}", kind=DecisionKind(kind), on=on, at=at, value=value)


def told(log: list[Decision], on: str = ON) -> list[tuple[str, str | None]]:
    """Return the month and the comment of each pick of a work."""
    choices = fold(log).get(on)
    return [(pick.month, pick.comment) for pick in choices.picks] if choices else []


def test_an_item_is_a_pick_with_its_comment_and_category() -> None:
    """For the month of its section, made when the list was published."""
    (pick,) = picks(item("Jamba", JAMBA, month="2024-04", comment="Mixes both.", category="Architectures"))

    assert (pick.on, pick.kind, pick.at) == (ON, DecisionKind.PICK, PUBLISHED.instant)
    assert pick.value == {"month": "2024-04", "comment": "Mixes both.", "category": "Architectures"}
    check(pick.kind, pick.value, pick.on)


@pytest.mark.parametrize(
    ("listed", "published", "month"),
    [
        (item("Jamba", JAMBA, month="2024-04"), PUBLISHED, "2024-04"),
        (item("Jamba", JAMBA), PUBLISHED, "2024-03"),
        (item("A note"), PUBLISHED, "2024-12"),
        (item("A note"), replace(PUBLISHED, precision=Precision.YEAR), None),
        (item("A note"), None, None),
    ],
)
def test_a_pick_is_for_the_month_that_is_known(listed: Item, published: Moment | None, month: str | None) -> None:
    """The section's, else the work's own, else the list's; without any there is no pick."""
    found = picks(listed, published=published)

    assert [pick.value["month"] for pick in found] == ([month] if month else [])


def test_an_undated_list_picks_at_the_months_beginning() -> None:
    """Whatever its owner decides in person comes later."""
    (pick,) = picks(item("Jamba", JAMBA, month="2024-04"), published=None)

    assert pick.at == datetime(2024, 4, 1, tzinfo=UTC)


def test_a_work_without_an_address_is_picked_by_its_name() -> None:
    """And so is one whose address is another item's work (law 8): the pick leads to the very node that is listed."""
    listed = [item("Jamba", JAMBA), item("Walking on stilts", JAMBA, position=2), item("A note", position=3)]
    found = picks(*listed)

    assert [pick.on for pick in found] == [ON, "paper:Walking on stilts", "article:A note"]


def test_what_a_text_rests_on_is_not_picked() -> None:
    """Unless the document is nothing but a list, where every entry was put on purpose."""
    listed = item("Jamba", JAMBA, section="References:")

    assert picks(listed) == []
    assert len(picks(listed, kind="list")) == 1


def test_a_work_listed_twice_for_a_month_is_one_pick() -> None:
    """In the words of its first item; in another month it is another pick."""
    one, two = (
        item("Jamba", JAMBA, month="2024-04", comment="First."),
        item("Jamba", JAMBA, month="2024-04", position=2),
    )
    found = picks(one, two, replace(two, month="2024-05"))

    assert [(pick.value["month"], pick.value["comment"]) for pick in found] == [
        ("2024-04", "First."),
        ("2024-05", None),
    ]


def test_the_same_list_gives_the_same_picks() -> None:
    """Their ids are made of what they say; another list's have others."""
    listed = item("Jamba", JAMBA, comment="Good.")

    assert picks(listed) == picks(listed)
    assert picks(listed)[0].id != picks(replace(listed, comment="Very good."))[0].id
    assert picks(listed)[0].id != picks(listed, id="document-2")[0].id


def test_a_pick_that_went_is_undone_and_one_that_came_back_holds_again() -> None:
    """As often as the list changes its mind."""
    wanted = picks(item("Jamba", JAMBA, comment="Good."))
    log = after([], wanted)
    assert told(log) == [("2024-03", "Good.")]
    for _ in range(3):
        log = after(log, [])
        assert told(log) == []
        log = after(log, wanted)
        assert told(log) == [("2024-03", "Good.")]


def test_an_edited_comment_replaces_the_pick() -> None:
    """The old words are gone, the new ones hold."""
    log = after([], picks(item("Jamba", JAMBA, comment="Good.")))
    log = after(log, picks(item("Jamba", JAMBA, comment="Very good.")))

    assert told(log) == [("2024-03", "Very good.")]


def test_other_sources_picks_are_left_alone() -> None:
    """Each source answers for its own."""
    log = after([], picks(item("Jamba", JAMBA)))

    assert reconciled("source-2", [], log) == []


def test_what_the_user_picked_stays() -> None:
    """Later or earlier than the list appeared, in another spelling of the key too."""
    early = replace(by_user(1, "pick", month="2024-03", comment="Mine."), at=datetime(2024, 3, 28, tzinfo=UTC))
    wanted = picks(item("Jamba", JAMBA, comment="The list's."))

    for own in (early, by_user(1, "pick", month="2024-03", comment="Mine.")):
        assert told(after([own], wanted)) == [("2024-03", "Mine.")]
        assert told(after([*after([], wanted), own], wanted)) == [("2024-03", "Mine.")]
    spelt = replace(early, on="doi:10.48550/arxiv.2403.19887")
    assert told(after([spelt], wanted)) == []
    log = [*after([early], wanted), by_user(2, "undo", decision=early.id)]
    assert told(after(log, wanted)) == [("2024-03", "The list's.")]


def test_a_pick_the_user_undid_stays_undone() -> None:
    """In other words too, and after it left the list and came back; until the undo is taken back."""
    wanted = picks(item("Jamba", JAMBA, comment="Good."))
    log = after([], wanted)
    log = [*log, by_user(1, "undo", decision=log[0].id)]
    edited = picks(item("Jamba", JAMBA, comment="Very good."))

    for now in (wanted, [], wanted, edited, wanted):
        log = after(log, now)
        assert told(log) == []
    log = after([*log, by_user(2, "undo", decision="decision-001")], edited)
    assert told(log) == [("2024-03", "Very good.")]


def test_a_pick_that_the_user_kept_stays_though_the_list_dropped_it() -> None:
    """The user took the list's undo back; the list has nothing to add to that."""
    wanted = picks(item("Jamba", JAMBA, comment="Good."))
    log = after(after([], wanted), [])
    log = [*log, by_user(1, "undo", decision=log[-1].id)]

    assert told(after(log, [])) == [("2024-03", "Good.")]


listed_items = st.builds(
    lambda label, url, month, comment: item(label, url, month=month, comment=comment),
    st.sampled_from(["Jamba", "A note", "Walking on stilts"]),
    st.sampled_from([None, JAMBA, "https://arxiv.org/abs/2404.00001"]),
    st.sampled_from([None, "2024-04", "2024-05"]),
    st.sampled_from([None, "Good.", "Very good."]),
)
histories = st.lists(st.lists(listed_items, max_size=4), max_size=6)


@given(histories, st.lists(listed_items, max_size=4))
def test_whatever_the_list_said_before_its_last_words_hold(history: list[list[Item]], last: list[Item]) -> None:
    """The log grows by what changed alone, and folds to what the list says now."""
    log: list[Decision] = []
    for some in history:
        log = after(log, picks(*some))
    log = after(log, picks(*last))

    fresh = after([], picks(*last))

    assert {key: told(log, key) for key in fold(log)} == {key: told(fresh, key) for key in fold(fresh)}
    assert not fold(after(log, []))


@given(histories, st.lists(st.tuples(st.integers(0, 6), st.integers(0, 30)), max_size=4))
def test_no_list_overrides_what_the_user_undid(history: list[list[Item]], undos: list[tuple[int, int]]) -> None:
    """Whenever that was: the same work is not picked for the same month again by the same source."""
    log: list[Decision] = []
    taken_back: set[tuple[str, object]] = set()
    for turn, some in enumerate(history):
        log = after(log, picks(*some))
        for number, (when, which) in enumerate(undos):
            standing = [one for one in in_force(log) if one.kind is DecisionKind.PICK]
            if when == turn and standing:
                pick = standing[which % len(standing)]
                log.append(by_user(10 * turn + number, "undo", pick.on, decision=pick.id))
                taken_back.add((pick.on, pick.value["month"]))
    for key, month in taken_back:
        held = fold(after(log, picks(*history[-1]))).get(key)
        undone_now = [pick for pick in held.picks if pick.month == month] if held else []
        assert not any(pick.decision.startswith(PREFIX) for pick in undone_now)


def test_picks_show_on_their_work() -> None:
    """They are the user's choices, as if made by hand."""
    node = Node(id="paper-arxiv-2403.19887", kind=read_address(JAMBA).kind, name="Jamba", identity=ON)

    assert choices_of(node, picks(item("Jamba", JAMBA, comment="Good."))).picks[0].comment == "Good."
