"""What the texts of the small library name, written for these tests as the pass that reads names would draw it."""

from __future__ import annotations

from graph.model import Basis, Claim, ClaimRank, Edge, EdgeKind, Evidence, GraphDelta, Node, NodeKind
from graph.ports import Library
from tests.graph.small import AGENT, JUDGE, SPEED

PATIENCE = "model-patience-2"
HASTE = "model-haste"
LAB = "organization-quiet-lab"
SEARCH = "technique-waiting-search"
BENCH = "benchmark-patiencebench"
ADA = "person-ada-reader"
TOOL = "product-lull"
LULL = "model-lull"

_NODES = (
    Node(id=PATIENCE, kind=NodeKind.MODEL, name="Patience 2", aliases=("Patience2", "P2")),
    Node(id="model-patience", kind=NodeKind.MODEL, name="Patience"),
    Node(id="model-patience-3", kind=NodeKind.MODEL, name="Patience 3"),
    Node(id="model-patience-2-mini", kind=NodeKind.MODEL, name="Patience 2 mini"),
    Node(id=HASTE, kind=NodeKind.MODEL, name="Haste"),
    Node(id=LULL, kind=NodeKind.MODEL, name="Lull", candidates=("model:Haste", "model:Patience")),
    Node(id=LAB, kind=NodeKind.ORGANIZATION, name="Quiet Lab"),
    Node(id=SEARCH, kind=NodeKind.TECHNIQUE, name="waiting search"),
    Node(id=BENCH, kind=NodeKind.BENCHMARK, name="PatienceBench"),
    Node(id=ADA, kind=NodeKind.PERSON, name="Ada Reader"),
    Node(id=TOOL, kind=NodeKind.PRODUCT, name="Lullaby"),
)

_WAITS = "It waits, “patiently”, and wins."
_CLAIM = "Patience 2 by Quiet Lab waits longer than Haste, says <i>Ada Reader</i>."


def said(document: str, block: int, quote: str, named: str) -> Evidence:
    """Return that a block of a document names something."""
    return Evidence(document=document, block=block, quote=quote, extractor="lexicon/1", named=named, section="Agents")


def mention(concept: str, named: str, document: str, block: int, quote: str) -> Edge:
    """Return that a document names a concept."""
    return Edge(
        source=document, kind=EdgeKind.MENTIONS, target=concept, evidence=(said(document, block, quote, named),)
    )


def told(source: str, kind: EdgeKind, target: str, basis: Basis = Basis.STATED, quote: str = _CLAIM) -> Edge:
    """Return a relation that a sentence states; what is known or named has no sentence."""
    stated = basis is Basis.STATED
    words = said("document-2025", 2, quote, target.partition("-")[2]) if stated else Evidence(extractor="lexicon/1")
    return Edge(source=source, kind=kind, target=target, basis=basis, evidence=(words,))


_EDGES = (
    mention(SEARCH, "waits", "document-2024", 5, _WAITS),
    mention(PATIENCE, "Patience 2", "document-2024", 5, "Patience 2 came out of it."),
    mention(PATIENCE, "P2", "document-2024", 2, "P2 judges, too."),
    mention(PATIENCE, "Patience 2", "document-2025", 2, _CLAIM),
    mention(HASTE, "Haste", "document-2025", 2, _CLAIM),
    mention(HASTE, "Haste", "document-2024", 5, "Haste did not."),
    mention(LAB, "Quiet Lab", "document-2025", 2, _CLAIM),
    mention(ADA, "Ada Reader", "document-2025", 2, _CLAIM),
    mention(BENCH, "PatienceBench", "document-2025", 3, "Measured on PatienceBench."),
    mention(LULL, "Lull", "document-2025", 3, "Lull slept."),
    mention(TOOL, "Lullaby", "document-2025", 3, "Lullaby hums."),
    Edge(
        source=AGENT,
        kind=EdgeKind.MENTIONS,
        target=PATIENCE,
        evidence=(
            Evidence(
                record="arxiv:2402.00001",
                block=0,
                quote="We wait with Patience 2.",
                extractor="forms/1",
                named="Patience 2",
            ),
        ),
    ),
    told(PATIENCE, EdgeKind.RELEASED_BY, LAB),
    told(HASTE, EdgeKind.RELEASED_BY, LAB, Basis.KNOWN),
    told(PATIENCE, EdgeKind.SUCCEEDS, "model-patience", Basis.NAMED),
    told("model-patience-3", EdgeKind.SUCCEEDS, PATIENCE),
    told("model-patience-2-mini", EdgeKind.VARIANT_OF, PATIENCE, Basis.NAMED),
    told(PATIENCE, EdgeKind.OUTPERFORMS, HASTE),
    told(AGENT, EdgeKind.INTRODUCES, SEARCH),
    told(AGENT, EdgeKind.USES, PATIENCE),
    told(SPEED, EdgeKind.USES, SEARCH),
    told(JUDGE, EdgeKind.EVALUATED_ON, BENCH),
    told(JUDGE, EdgeKind.AUTHORED_BY, ADA),
)


def name(library: Library) -> None:
    """Say what the small library's texts name."""
    claims = tuple(Claim(node=node, rank=ClaimRank.MENTION, stamp="") for node in _NODES)
    library.graph.apply([GraphDelta(contributor="names:test", claims=claims, edges=_EDGES)])
