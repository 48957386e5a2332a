"""Why two nodes are joined: every edge between them and their link, in words and with its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from graph.errors import NotFoundError
from graph.model import Edge, EdgeKind, NodeId
from graph.ports import Library
from graph.ports.analysis import Atlas
from graph.views.bridges import bridges_of
from graph.views.ends import ends
from graph.views.map.paths import Step
from graph.views.node import edge_lines
from graph.views.related import RelatedLine, related_lines, ruled_on
from graph.views.shapes import EdgeLine
from graph.views.whole_shapes import BridgeLine, End


class WhyJoined(Struct, frozen=True, kw_only=True):
    """What joins `one` and `other`: edges as `one` has them, the link, and where nothing joins them why they may belong together.

    What a document says is told as said by the work that it is.
    """

    one: End
    other: End
    lines: tuple[EdgeLine, ...]
    link: RelatedLine | None
    bridge: BridgeLine | None


class Stride(Struct, frozen=True, kw_only=True):
    """A step of a way, and why it holds (None at the first)."""

    step: Step
    why: WhyJoined | None


def why_view(library: Library, atlas: Atlas | None, one: NodeId, other: NodeId) -> WhyJoined:
    """Return what joins the two, which may be nothing; NotFoundError where one of them is not there."""
    named = ends(library, (one, other))
    for key in (one, other):
        if key not in named:
            raise NotFoundError("node", key)
    lines = edge_lines(library, one, _between(library, one, other))
    link = library.links.between(one, other)
    bridges = [] if lines or link else [line for line in bridges_of(library, atlas, one) if line.b.id == other]
    return WhyJoined(
        one=named[one],
        other=named[other],
        lines=lines,
        link=related_lines(library, one, [link])[0] if link else None,
        bridge=bridges[0] if bridges else None,
    )


def is_dismissed(library: Library, one: NodeId, other: NodeId) -> bool:
    """Tell whether a person said that the two are not related."""
    return any(not made.value["keep"] for made in ruled_on(library, one, other)[-1:])


def strides(library: Library, steps: Iterable[Step]) -> tuple[Stride, ...]:
    """Return the way with why each of its steps holds, told as the step before has it."""
    found, before = list[Stride](), None
    for step in steps:
        found.append(Stride(step=step, why=why_view(library, None, before, step.node) if before else None))
        before = step.node
    return tuple(found)


def _between(library: Library, one: NodeId, other: NodeId) -> list[Edge]:
    """Return the edges between the two and between the documents that they are, each as if it were the work's own."""
    records = library.graph.edges_to((one, other), (EdgeKind.RECORDS,))
    own = {key: {key} | {edge.source for edge in records if edge.target == key} for key in (one, other)}
    return [
        replace(edge, source=source)
        for source, target in ((one, other), (other, one))
        for edge in library.graph.edges_from(own[source])
        if edge.target == target and edge.kind is not EdgeKind.RECORDS
    ]
