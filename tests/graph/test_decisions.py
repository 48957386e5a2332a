"""Decisions folded into choices and drawn into the graph."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from graph.assemble import assemble
from graph.decisions import check_new, choices_of, effects, fold, key_of, names_decided, resolve_key, take_effect
from graph.errors import ConflictError
from graph.model import (
    Basis,
    Claim,
    ClaimRank,
    Decision,
    DecisionKind,
    EdgeKind,
    GraphDelta,
    Item,
    Node,
    NodeKind,
    State,
)
from graph.ports import Library
from graph.stores.sqlite import SqliteLibrary
from tests.graph.test_assemble import document, item

JAMBA = "arxiv:2403.19887"
START = datetime(2026, 1, 1, tzinfo=UTC)


def decided(number: int, kind: str, key: str = JAMBA, /, **value: object) -> Decision:
    """Return the decision of that number, one a minute."""
    return Decision(
        id=f"decision-{number:03d}",
        kind=DecisionKind(kind),
        on=key,
        at=START + timedelta(minutes=number),
        value=value,
    )


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return an empty library."""
    return SqliteLibrary(tmp_path / "library.sqlite")


def draw(library: Library, *items: Item) -> None:
    """Let a document list these items."""
    delta, _ = assemble(document(), items, names=names_decided(library.decisions.decisions()))
    library.graph.apply([delta])


def decide(library: Library, *decisions: Decision) -> None:
    """Make decisions and let them take effect."""
    for decision in decisions:
        library.decisions.append(decision)
    take_effect({decision.on for decision in decisions}, library.decisions, library.graph)


def jamba(library: Library) -> Node:
    """Return the work that the tests decide about."""
    return library.graph.find([JAMBA])[JAMBA]


def places(library: Library, node: Node) -> set[tuple[str, Basis | None]]:
    """Return where a work is, and why."""
    found = library.graph.edges_from([node.id], (EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY))
    return {(edge.target, edge.basis) for edge in found}


def test_the_last_decision_about_a_thing_wins() -> None:
    """States, ratings, notes and tags, each on its own."""
    choices = fold(
        [
            decided(1, "state", state="to-read"),
            decided(2, "state", state="read"),
            decided(3, "rating", rating=3),
            decided(4, "rating", rating=None),
            decided(5, "tag", tag="b"),
            decided(6, "tag", tag="a"),
            decided(7, "note", text="Worth it."),
        ]
    )[JAMBA]

    assert (choices.state, choices.rating, choices.tags, choices.note) == (State.READ, None, ("a", "b"), "Worth it.")
    assert choices.last == "decision-007"


def test_a_tag_taken_off_and_a_month_unpicked_are_gone() -> None:
    """Off is a decision like on."""
    choices = fold(
        [
            decided(1, "tag", tag="later"),
            decided(2, "tag", tag="later", on=False),
            decided(3, "pick", month="2025-04", comment="First words", category="Agents"),
            decided(4, "pick", month="2025-03"),
            decided(5, "pick", month="2025-04", comment="Better words"),
            decided(6, "pick", month="2025-03", on=False),
        ]
    )[JAMBA]

    assert choices.tags == ()
    assert [(pick.month, pick.comment, pick.category) for pick in choices.picks] == [("2025-04", "Better words", None)]


def test_an_undone_decision_is_as_if_never_made() -> None:
    """What it replaced holds again; an undo can be undone."""
    made = [
        decided(1, "state", state="reading"),
        decided(2, "state", state="skipped"),
        decided(3, "undo", decision="decision-002"),
    ]

    assert fold(made)[JAMBA].state is State.READING
    assert fold(made)[JAMBA].last == "decision-001"
    assert fold([*made, decided(4, "undo", decision="decision-003")])[JAMBA].state is State.SKIPPED
    assert fold([*made, decided(4, "undo", decision="decision-001")]) == {}


def test_what_was_taken_back_cannot_be_taken_back_again(library: Library) -> None:
    """An undo can be undone, and then what it undid can be undone anew."""
    undo = decided(2, "undo", decision="decision-001")
    decide(library, decided(1, "state", state="reading"), undo)

    with pytest.raises(ConflictError, match="taken back already") as failure:
        check_new(decided(3, "undo", decision="decision-001"), library.decisions, library.graph)
    assert failure.value.field == "decision"

    decide(library, decided(3, "undo", decision="decision-002"))
    check_new(decided(4, "undo", decision="decision-001"), library.decisions, library.graph)


values = st.one_of(
    st.builds(lambda state: ("state", {"state": state.value}), st.sampled_from(State)),
    st.builds(lambda tag, on: ("tag", {"tag": tag, "on": on}), st.sampled_from("ab"), st.booleans()),
    st.builds(
        lambda month, on: ("pick", {"month": month, "on": on}), st.sampled_from(["2025-01", "2025-02"]), st.booleans()
    ),
)


@given(st.lists(values, max_size=8), values)
def test_undo_takes_back_exactly_one_decision(
    made: list[tuple[str, dict[str, object]]], last: tuple[str, dict[str, object]]
) -> None:
    """Whatever came before, undoing the last decision gives what held before it."""
    log = [_made(number, *each) for number, each in enumerate(made)]
    undone = [*log, _made(90, *last), decided(91, "undo", decision="decision-090")]

    assert fold(undone) == fold(log)


@given(st.lists(values, max_size=8), st.randoms())
def test_the_order_of_reading_does_not_matter(made: list[tuple[str, dict[str, object]]], chance: Random) -> None:
    """Decisions know when they were made."""
    log = [_made(number, *each) for number, each in enumerate(made)]

    assert fold(chance.sample(log, len(log))) == fold(log)


def _made(number: int, kind: str, value: dict[str, object]) -> Decision:
    return replace(decided(number, kind), value=value)


def test_a_pick_puts_a_work_in_its_month_and_category(library: Library) -> None:
    """The edge's evidence is the decision, with the person's words."""
    draw(library, item("Jamba", "https://arxiv.org/abs/2403.19887"))

    decide(library, decided(1, "pick", month="2025-03", comment="Hybrid!", category="Architectures"))
    picked = [e for e in library.graph.edges_from([jamba(library).id]) if e.basis is Basis.PICKED]

    assert {edge.target for edge in picked} == {"month-2025-03", "category-architectures"}
    assert all(e.decision == "decision-001" and e.quote == "Hybrid!" for edge in picked for e in edge.evidence)
    assert jamba(library).name == "Jamba"


def test_an_undone_pick_leaves_no_trace_in_the_graph(library: Library) -> None:
    """Not a category, not a claim."""
    draw(library, item("Jamba", "https://arxiv.org/abs/2403.19887"))
    before = (library.graph.counts(), jamba(library))

    decide(library, decided(1, "pick", month="2025-03", category="Architectures"))
    decide(library, decided(2, "undo", decision="decision-001"))

    assert (library.graph.counts(), jamba(library)) == before


def test_corrections_beat_every_list(library: Library) -> None:
    """A name, a kind, a month, a category; taken back, the lists' words hold again."""
    draw(library, item("Jamba paper", "https://arxiv.org/abs/2403.19887"))

    decide(
        library,
        decided(1, "correction", field="name", value="Jamba"),
        decided(2, "correction", field="kind", value="report"),
        decided(3, "correction", field="month", value="2024-05"),
        decided(4, "correction", field="category", value="Models"),
    )
    node = jamba(library)

    assert (node.name, node.kind, node.aliases) == ("Jamba", NodeKind.REPORT, ("Jamba paper",))
    assert {("month-2024-05", Basis.PICKED), ("category-models", Basis.PICKED)} <= places(library, node)

    decide(
        library, decided(5, "correction", field="name", value=None), decided(6, "correction", field="kind", value=None)
    )
    assert (jamba(library).name, jamba(library).kind) == ("Jamba paper", NodeKind.PAPER)


def test_a_pick_of_something_unknown_makes_the_work(library: Library) -> None:
    """A person may decide before any source does; when one does, it is the same node and gets its name."""
    decide(library, decided(1, "pick", month="2025-03"))
    assert (jamba(library).id, jamba(library).kind) == ("paper-arxiv-2403.19887", NodeKind.PAPER)

    draw(library, item("Jamba", "https://arxiv.org/abs/2403.19887"))
    assert (jamba(library).name, jamba(library).aliases) == ("Jamba", ())


def test_a_work_without_an_address_keeps_its_decisions_through_a_new_name(library: Library) -> None:
    """Renaming changes the key of later decisions; the earlier ones are still found, and can still be taken back."""
    draw(library, item("An unpublished note"))
    decide(library, decided(1, "pick", "article:An unpublished note", month="2025-03"))
    decide(library, decided(2, "correction", "article:An unpublished note", field="name", value="The note"))
    node = resolve_key(library.graph, "article:The note")
    assert node is not None
    assert key_of(node) == "article:The note"
    assert [pick.month for pick in choices_of(node, library.decisions.decisions()).picks] == ["2025-03"]

    decide(library, decided(3, "pick", "article:The note", month="2025-03", on=False))
    again = resolve_key(library.graph, "article:An unpublished note")

    assert again is not None
    assert again.id == node.id
    assert places(library, again) == set()
    assert choices_of(again, library.decisions.decisions()).picks == ()


def rebuilt(library: Library, *deltas: GraphDelta) -> None:
    """Draw the graph anew: first what sources say, then what was decided."""
    library.graph.clear()
    library.graph.apply(deltas)
    library.graph.apply(effects(None, library.decisions, library.graph))


def listing(node: Node) -> GraphDelta:
    """Return what a document says under another resolver, which makes this node of what it lists."""
    return GraphDelta(contributor="document-1", claims=(Claim(node=node, rank=ClaimRank.LIST, stamp="1"),))


@pytest.mark.parametrize(
    ("url", "node"),
    [
        (  # other ids
            "https://arxiv.org/abs/2403.19887",
            Node(id="work-0001", kind=NodeKind.PAPER, name="Jamba", identity=JAMBA),
        ),
        (  # no identity where there was one is another work's name now
            None,
            Node(id="work-0002", kind=NodeKind.PAPER, name="Jamba!", aliases=("Jamba",), identity="doi:10.1/jamba"),
        ),
        (  # another kind
            None,
            Node(id="video-jamba", kind=NodeKind.VIDEO, name="JAMBA"),
        ),
    ],
)
def test_a_pick_survives_a_rebuild_under_a_changed_resolver(library: Library, url: str | None, node: Node) -> None:
    """Decisions hang on what was read, not on the ids that a resolver made of it (law 1)."""
    draw(library, item("Jamba", url))
    delta, (listed,) = assemble(document(), [item("Jamba", url)])
    key = key_of(library.graph.node(listed.node or ""))
    decide(
        library,
        decided(1, "pick", key, month="2025-03", comment="Hybrid!", category="Models"),
        decided(2, "note", key, text="Read it twice."),
    )

    rebuilt(library, listing(node))
    found = library.graph.node(node.id)
    choices = choices_of(found, library.decisions.decisions())

    assert {("month-2025-03", Basis.PICKED), ("category-models", Basis.PICKED)} <= places(library, found)
    assert (choices.picks[0].comment, choices.note) == ("Hybrid!", "Read it twice.")
    assert library.graph.counts().get(NodeKind.ARTICLE, 0) == 0

    rebuilt(library, delta)
    assert ("month-2025-03", Basis.PICKED) in places(library, library.graph.node(listed.node or ""))


def test_an_identity_that_is_read_differently_today_is_found_again(library: Library) -> None:
    """An older resolver took the DOI of an arXiv paper for a DOI."""
    old = "doi:10.48550/arxiv.2403.19887"
    draw(library, item("Jamba", "https://arxiv.org/abs/2403.19887"))

    decide(library, decided(1, "pick", old, month="2025-03"))

    assert ("month-2025-03", Basis.PICKED) in places(library, jamba(library))
    assert choices_of(jamba(library), library.decisions.decisions()).picks != ()


def test_deciding_step_by_step_and_rebuilding_give_the_same(library: Library) -> None:
    """The graph is derived: when it was drawn does not show in it."""
    items = [item("Jamba", "https://arxiv.org/abs/2403.19887"), item("A note", category="Agents")]
    draw(library, *items)
    decide(library, decided(1, "pick", month="2025-03", category="Models"))
    decide(library, decided(2, "correction", "article:A note", field="name", value="The note"))
    decide(library, decided(3, "pick", "article:The note", month="2025-04"))
    decide(library, decided(4, "correction", "category:Agents", field="name", value="AI agents"))
    decide(library, decided(5, "state", "web:https://example.org/unknown", state="to-read"))
    draw(library, *items)
    before = _everything(library)

    library.graph.clear()
    draw(library, *items)
    library.graph.apply(effects(None, library.decisions, library.graph))

    assert _everything(library) == before


def _everything(library: Library) -> tuple[object, object]:
    return library.graph.nodes(limit=1000), list(library.graph.all_edges())


def test_a_renamed_category_is_one_category(library: Library) -> None:
    """The old heading, the new name and a later pick under either mean the same node."""
    draw(library, item("Husky", category="Agents"))
    decide(library, decided(1, "correction", "category:Agents", field="name", value="AI agents"))
    decide(library, decided(2, "correction", "category:AI agents", field="name", value="Agents at work"))
    decide(library, decided(3, "pick", month="2025-03", category="agents AT work"))

    node = library.graph.node("category-agents")

    assert (node.name, node.aliases) == ("Agents at work", ("Agents",))
    assert ("category-agents", Basis.PICKED) in places(library, jamba(library))
    assert resolve_key(library.graph, "category:AI agents", library.decisions.decisions()) == node


def test_a_merged_category_lives_on_in_the_other(library: Library) -> None:
    """Its works go there, its name becomes an alias, its own renaming does not carry over."""
    draw(library, item("Husky", category="Agents"), item("Toolformer", category="Tools"))
    decide(library, decided(1, "correction", "category:Agents", field="name", value="AI agents"))
    decide(library, decided(2, "merge", "category:AI agents", into="category:Tools"))
    draw(library, item("Husky", category="Agents"), item("Toolformer", category="Tools"))

    works = library.graph.edges_to(["category-tools"], (EdgeKind.IN_CATEGORY,))
    node = library.graph.node("category-tools")

    assert len(works) == 2
    assert (node.name, node.aliases) == ("Tools", ("Agents",))
    assert library.graph.many(["category-agents"]) == {}


def test_merging_in_a_circle_ends() -> None:
    """Two people merge two categories into each other: the first merge holds."""
    names = names_decided(
        [decided(1, "merge", "category:A", into="category:B"), decided(2, "merge", "category:B", into="category:A")]
    )

    assert names.node("A") == names.node("B") == "category-b"


def test_a_key_that_is_none_changes_nothing(library: Library) -> None:
    """An old log may hold anything; nothing of it is lost, nothing breaks."""
    decide(library, decided(1, "state", "nothing", state="read"), decided(2, "state", "scheme:value", state="read"))

    assert library.graph.find(["scheme:value"])["scheme:value"].identity == "scheme:value"
