"""What a sentence says of a maker, held against what is known."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from graph.mention import Statement
from graph.model import EdgeKind, NodeKind
from ingest.entities.known_makers import agrees
from ingest.entities.lexicon import Entry, Form, Lexicon
from tests.ingest.entities.marked import marked


def _entry(kind: NodeKind, name: str, organization: str | None = None, parent: str | None = None) -> Entry:
    return Entry(kind=kind, name=name, forms=(Form(name),), organization=organization, parent=parent)


LEXICON = Lexicon(
    [
        _entry(NodeKind.MODEL, "Orion 2", organization="Northwind Labs"),
        _entry(NodeKind.ORGANIZATION, "Northwind Labs", parent="Northwind"),
        _entry(NodeKind.ORGANIZATION, "Northwind"),
        _entry(NodeKind.ORGANIZATION, "Southwind"),
    ]
)


def _agrees(written: str, known: bool = True) -> bool:
    _, mentions = marked(written)
    told = [replace(mention, known=known) for mention in mentions]
    said = Statement(kind=EdgeKind.RELEASED_BY, passage=0, start=0, end=len(written), subject=0, object=1)
    return agrees(said, told, LEXICON)


@pytest.mark.parametrize("maker", ["Northwind Labs", "Northwind"])
def test_the_maker_and_whom_it_belongs_to_are_believed(maker: str) -> None:
    """A lab's model is its company's."""
    assert _agrees(f"{{M:Orion 2}} from {{O:{maker}}}")


def test_another_company_beside_a_well_known_thing_did_not_make_it() -> None:
    """A bill, a benchmark, a list of tools put them side by side."""
    assert not _agrees("{M:Orion 2} in {O:Southwind}'s bill")


def test_of_what_nobody_knows_the_sentence_is_believed() -> None:
    """The next model is in no lexicon."""
    assert _agrees("{M:Heron 9} from {O:Southwind}")
    assert _agrees("{M:Orion 2} from {O:Southwind}", known=False)
