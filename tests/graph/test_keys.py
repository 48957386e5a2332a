"""The way from a decision's key to its work, for works that are known by a name alone."""

from __future__ import annotations

from graph.categories import category_names
from graph.decisions import choices_of, take_effect
from graph.model import WORK_KINDS, Basis, ClaimRank, GraphDelta, Node
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from tests.graph.test_assemble import document, item
from tests.graph.test_decisions import decide, decided, draw, places

NOTE = "article:The note"
MARCH = ("month-2025-03", Basis.PICKED)


def settled(library: Library) -> list[Node]:
    """Let all decisions take effect, as after an ingest, and return the works that the document lists."""
    take_effect(None, library.decisions, library.graph)
    return works(library)


def works(library: Library) -> list[Node]:
    """Return all works but the document itself."""
    return [node for node in library.graph.nodes(WORK_KINDS) if node.name != document().title]


def test_a_decision_moves_to_the_work_that_takes_its_name() -> None:
    """Nothing had the name when it was decided on; the node that was imagined for it goes."""
    library = MemoryLibrary()
    decide(library, decided(1, "pick", NOTE, month="2025-03"))
    assert [node.name for node in settled(library)] == ["The note"]

    draw(library, item("The note", "https://arxiv.org/abs/2403.19887"))
    (work,) = settled(library)

    assert work.identity == "arxiv:2403.19887"
    assert MARCH in places(library, work)
    assert len(choices_of(work, library.decisions.decisions()).picks) == 1


def test_a_decision_outlives_the_document_that_named_its_work() -> None:
    """It is on a work of its own again."""
    library = MemoryLibrary()
    draw(library, item("The note", "https://arxiv.org/abs/2403.19887"))
    decide(library, decided(1, "pick", NOTE, month="2025-03"))

    library.graph.apply([GraphDelta(contributor="document-1")])
    (work,) = settled(library)

    assert (work.identity, work.name) == (None, "The note")
    assert MARCH in places(library, work)


def test_later_keys_lead_to_the_work_they_were_made_from() -> None:
    """By another kind, by another name, and where the renaming was undone since."""
    library = MemoryLibrary()
    draw(library, item("The note"), item("The note, again", "https://arxiv.org/abs/2403.19887"))
    decide(library, decided(1, "correction", NOTE, field="kind", value="video"))
    decide(library, decided(2, "correction", "video:The note", field="name", value="A film"))
    decide(library, decided(3, "pick", "video:A film", month="2025-03"))
    decide(library, decided(4, "undo", "video:The note", decision="decision-002"))

    (work,) = [node for node in settled(library) if node.identity is None]

    assert (work.name, work.kind) == ("The note", "video")
    assert MARCH in places(library, work)


def test_a_decision_on_one_name_reaches_the_decisions_on_others() -> None:
    """A renaming tells what a key meant that was decided on earlier."""
    library = MemoryLibrary()
    draw(library, item("The note"))
    decide(library, decided(1, "pick", "article:A film", month="2025-03"))
    decide(library, decided(2, "correction", NOTE, field="name", value="A film"))

    (work,) = works(library)

    assert MARCH in places(library, work)


def test_a_category_that_others_went_into_keeps_its_name() -> None:
    """Even when no source and no heading says it any more."""
    names = category_names([decided(1, "merge", "category:Agents", into="category:Tool use")])
    claim = names.claim("Agents", ClaimRank.LIST, "1")

    assert (claim.node.name, claim.node.aliases) == ("Tool use", ("Agents",))
    assert claim.rank is ClaimRank.MENTION
