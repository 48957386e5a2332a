"""What people decided of links holds for good, whichever names and ids their ends get."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from graph.decisions import check_new, choices_of, take_effect
from graph.errors import ConflictError
from graph.link import link_of
from graph.link_decisions import links_ruled, settle_links
from graph.model import Claim, ClaimRank, Decision, DecisionKind, GraphDelta, Node, NodeKind
from graph.ports import Library
from graph.stores.memory import MemoryLibrary

START = datetime(2026, 1, 1, tzinfo=UTC)
SPEED, JUDGE = "arxiv:2501.00003", "arxiv:2401.00002"
ENDS = ("paper-arxiv-2401.00002", "paper-arxiv-2501.00003")


def decide(library: Library, kind: str, on: str, value: dict[str, object]) -> Decision:
    """Make a decision, one a minute."""
    number = len(library.decisions.decisions())
    at = START + timedelta(minutes=number)
    made = Decision(id=f"decision-{number:03}", kind=DecisionKind(kind), on=on, at=at, value=value)
    library.decisions.append(made)
    settle_links(library)
    return made


def hold(library: Library, contributor: str, *nodes: Node) -> None:
    """Let a contributor claim these nodes and no others."""
    claims = tuple(Claim(node=node, rank=ClaimRank.LIST, stamp="") for node in nodes)
    library.graph.apply([GraphDelta(contributor=contributor, claims=claims)])


def paper(identity: str) -> Node:
    """Return a paper."""
    number = identity.partition(":")[2]
    return Node(id=f"paper-arxiv-{number}", kind=NodeKind.PAPER, name=number, identity=identity)


@pytest.fixture
def library() -> Library:
    """Return a library with two papers, linked."""
    made = MemoryLibrary()
    hold(made, "document-a", paper(SPEED), paper(JUDGE))
    made.links.replace([link_of(*ENDS, 0.6)])
    return made


def test_the_last_decision_holds_whichever_end_it_was_made_from(library: Library) -> None:
    """A link has no direction."""
    decide(library, "link", SPEED, {"to": JUDGE, "keep": True})
    assert library.links.page() == [link_of(*ENDS, 1.0, confirmed=True)]

    decide(library, "link", JUDGE, {"to": SPEED, "keep": False})
    assert library.links.page() == []


def test_an_undo_leaves_what_was_proposed(library: Library) -> None:
    """And undoing the undo decides it again."""
    made = decide(library, "link", SPEED, {"to": JUDGE, "keep": False})
    undo = decide(library, "undo", SPEED, {"decision": made.id})
    assert library.links.page() == [link_of(*ENDS, 0.6)]

    decide(library, "undo", SPEED, {"decision": undo.id})
    assert library.links.page() == []


def test_what_no_list_has_can_be_linked_and_stays_out_of_the_graph(library: Library) -> None:
    """The id is the one that its record makes."""
    decide(library, "link", SPEED, {"to": "arxiv:2306.00009", "keep": True})
    take_effect(None, library.decisions, library.graph)

    assert library.links.between("paper-arxiv-2306.00009", ENDS[1]) is not None
    assert library.graph.counts()["paper"] == 2


def test_two_names_that_become_one_carry_the_links_of_both(library: Library) -> None:
    """A decision hangs on the name; a link between the two goes with the merge."""
    old, new = (Node(id=f"model-{name}", kind=NodeKind.MODEL, name=name) for name in ("quill", "quillon"))
    hold(library, "names", old, new)
    decide(library, "link", SPEED, {"to": "model:quill", "keep": True})
    decide(library, "link", "model:quill", {"to": "model:quillon", "keep": True})
    assert [link.b for link in library.links.page() if link.confirmed] == ["model-quillon", "paper-arxiv-2501.00003"]

    hold(library, "names", Node(id="model-quillon", kind=NodeKind.MODEL, name="quillon", aliases=("quill",)))
    settle_links(library)

    assert [(link.a, link.b) for link in library.links.page() if link.confirmed] == [("model-quillon", ENDS[1])]


def test_a_link_follows_the_name_that_a_concept_had_before(library: Library) -> None:
    """What was decided under a given name is about the concept, renamed back or not."""
    hold(library, "names", Node(id="model-quill", kind=NodeKind.MODEL, name="quill"))
    renamed = decide(library, "correction", "model:quill", {"field": "name", "value": "Feather"})
    decide(library, "link", SPEED, {"to": "model:Feather", "keep": True})
    decide(library, "undo", "model:quill", {"decision": renamed.id})

    assert library.links.between("model-quill", ENDS[1]) is not None


def test_nothing_is_linked_with_itself(library: Library) -> None:
    """Also by two keys of one node; in an old log such a decision says nothing."""
    twice = Decision(
        id="x",
        kind=DecisionKind.LINK,
        on=SPEED,
        at=START,
        value={"to": "doi:10.48550/arxiv.2501.00003", "keep": True},
    )
    with pytest.raises(ConflictError) as raised:
        check_new(twice, library.decisions, library.graph)

    assert raised.value.field == "to"
    assert links_ruled([twice], library.graph) == []


def test_a_link_says_nothing_of_the_work_itself(library: Library) -> None:
    """It draws nothing; it is the last change all the same, which the page offers to undo."""
    made = decide(library, "link", SPEED, {"to": JUDGE, "keep": True})

    assert take_effect(None, library.decisions, library.graph) == set()
    assert choices_of(library.graph.node(ENDS[1]), library.decisions.decisions()).last == made.id
