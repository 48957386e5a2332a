"""The way from a decision's key to its work, for works known by a name alone and for works whose identity is corrected."""

from __future__ import annotations

import pytest

from graph.categories import category_names
from graph.decisions import check_new, choices_of, resolve_key, take_effect
from graph.errors import ConflictError
from graph.model import WORK_KINDS, Basis, Claim, ClaimRank, GraphDelta, Item, Node, NodeKind
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


OLD, NEW = "https://arxiv.org/abs/2403.19887", "https://arxiv.org/abs/2404.00001"
RIGHT = "arxiv:2404.00001"


def corrected(*items: Item) -> Library:
    """Return a library whose document lists these items, where a person corrected the identity of the first."""
    library = MemoryLibrary()
    draw(library, *items)
    decide(library, decided(1, "correction", field="identity", value=NEW))
    return library


def test_a_corrected_identity_is_the_works_own() -> None:
    """Address and identity are one; the id stays, and so does what was decided before."""
    library = MemoryLibrary()
    draw(library, item("Jamba", OLD))
    decide(library, decided(1, "pick", month="2025-03"))
    decide(library, decided(2, "correction", field="identity", value=NEW))

    (work,) = settled(library)

    assert (work.id, work.identity, work.url) == ("paper-arxiv-2403.19887", RIGHT, NEW)
    assert MARCH in places(library, work)
    assert len(choices_of(work, library.decisions.decisions()).picks) == 1


@pytest.mark.parametrize("listed", [True, False])
def test_what_is_decided_on_a_corrected_identity_stays_with_its_work(listed: bool) -> None:
    """Whether or not a source has the work, and also once the correction is undone."""
    library = corrected(*([item("Jamba", OLD)] if listed else []))
    decide(library, decided(2, "pick", RIGHT, month="2025-03"))
    (work,) = settled(library)
    assert (work.identity, MARCH in places(library, work)) == (RIGHT, True)

    decide(library, decided(3, "undo", decision="decision-001"))
    (work,) = settled(library)

    assert (work.identity, MARCH in places(library, work)) == ("arxiv:2403.19887", True)
    assert len(choices_of(work, library.decisions.decisions()).picks) == 1


def test_a_work_without_an_address_is_given_one() -> None:
    """Its decisions hang on its name, later ones on the identity."""
    library = MemoryLibrary()
    draw(library, item("The note"))
    decide(library, decided(1, "correction", NOTE, field="identity", value=NEW))
    decide(library, decided(2, "pick", RIGHT, month="2025-03"))

    (work,) = settled(library)

    assert (work.identity, work.url, work.name) == (RIGHT, NEW, "The note")
    assert MARCH in places(library, work)


def test_an_identity_that_another_work_has_cannot_be_given() -> None:
    """Two works with one address would be one."""
    library = MemoryLibrary()
    draw(library, item("Jamba", OLD), item("Husky", NEW))

    with pytest.raises(ConflictError, match="'Husky' has this address already") as failure:
        check_new(decided(1, "correction", field="identity", value=NEW), library.decisions, library.graph)

    assert failure.value.field == "value"


def test_an_identity_that_another_work_had_cannot_be_given() -> None:
    """What was decided on it belongs to that work; to itself it may be given back."""
    library = corrected(item("Jamba", OLD), item("The note"))
    (jamba,) = library.graph.find([RIGHT]).values()

    check_new(decided(2, "correction", RIGHT, field="identity", value=OLD), library.decisions, library.graph)
    check_new(decided(2, "correction", field="identity", value=NEW), library.decisions, library.graph)
    with pytest.raises(ConflictError, match="another work had this address"):
        check_new(decided(2, "correction", NOTE, field="identity", value=OLD), library.decisions, library.graph)

    decide(library, decided(2, "correction", RIGHT, field="identity", value=OLD))
    assert library.graph.find(["arxiv:2403.19887"])["arxiv:2403.19887"].id == jamba.id


def test_a_work_that_comes_with_the_identity_later_has_it() -> None:
    """The corrected one is its own again and says that it is in doubt: one address, one work."""
    library = corrected(item("Jamba", OLD))
    draw(library, item("Jamba", OLD), item("Husky", NEW))

    husky, jamba = sorted(settled(library), key=lambda work: work.name)

    assert (husky.identity, husky.url, husky.flags) == (RIGHT, NEW, ())
    assert (jamba.identity, jamba.url, jamba.flags) == ("arxiv:2403.19887", OLD, ("shared-identity",))


def test_a_concept_is_found_by_any_of_its_names() -> None:
    """However it is spelt, by a key that decisions on it hang on, and by another kind where none of that kind has it."""
    library = MemoryLibrary()
    nodes = [
        Node(id="model-quill-3", kind=NodeKind.MODEL, name="Quill 3", aliases=("Q3",), keys=("product:Feather",)),
        Node(id="technique-q3", kind=NodeKind.TECHNIQUE, name="Q3"),
    ]
    claims = tuple(Claim(node=node, rank=ClaimRank.REFERENCE, stamp="") for node in nodes)
    library.graph.apply([GraphDelta(contributor="names:document-1", claims=claims)])

    found = {
        key: resolve_key(library.graph, key) for key in ("model:QUILL-3", "model:q3", "technique:q 3", "model:feather")
    }
    assert {key: node and node.id for key, node in found.items()} == {
        "model:QUILL-3": "model-quill-3",
        "model:q3": "model-quill-3",
        "technique:q 3": "technique-q3",
        "model:feather": "model-quill-3",
    }
    assert resolve_key(library.graph, "model:Quill 33") is None
