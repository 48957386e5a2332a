"""Bridges as pages tell them: works near in meaning that nothing joins, and why they may belong together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model import NodeId
from graph.ports import Library
from graph.ports.analysis import Atlas, Bridge
from graph.views.communities import extent, fields_of
from graph.views.ends import ends
from graph.views.whole_shapes import BridgeLine, BridgesView, CommunityName, End, Extent

SHOWN = 40
_FACETS = {"background": "problem", "method": "method"}


def bridges_view(library: Library, atlas: Atlas | None, most: int = SHOWN) -> BridgesView:
    """Return the bridges; not ready where nothing was worked out yet."""
    if atlas is None:
        return BridgesView(ready=False, extent=Extent(), listed=(), beyond=())
    lines = bridge_lines(library, atlas, atlas.bridges)
    return BridgesView(
        ready=True,
        extent=extent(atlas),
        listed=tuple(line for line in lines if line.a.listed and line.b.listed)[:most],
        beyond=tuple(line for line in lines if not (line.a.listed and line.b.listed))[:most],
        odds=min((line.odds for line in lines), default=0.0),
        chance=max((line.chance for line in lines), default=0.0),
    )


def bridges_of(library: Library, atlas: Atlas | None, key: NodeId) -> list[BridgeLine]:
    """Return the bridges of one work, it being the first end of each."""
    found = [bridge for bridge in atlas.bridges if key in (bridge.a, bridge.b)] if atlas else []
    return bridge_lines(library, atlas, [_from(bridge, key) for bridge in found]) if atlas else []


def bridge_lines(library: Library, atlas: Atlas, bridges: Sequence[Bridge]) -> list[BridgeLine]:
    """Return the bridges whose ends are still there, and that nobody joined since."""
    keys = {key for bridge in bridges for key in (bridge.a, bridge.b, *bridge.path)}
    named, fields = ends(library, keys), fields_of(atlas, keys)
    joined = {(link.a, link.b) for link in library.links.among([key for one in bridges for key in (one.a, one.b)])}
    return [
        _line(bridge, named, fields)
        for bridge in bridges
        if bridge.a in named and bridge.b in named and (min(bridge.a, bridge.b), max(bridge.a, bridge.b)) not in joined
    ]


def _from(bridge: Bridge, key: NodeId) -> Bridge:
    if bridge.a == key:
        return bridge
    facets = (bridge.facets[1], bridge.facets[0]) if bridge.facets else None
    return Bridge(
        a=bridge.b,
        b=bridge.a,
        cosine=bridge.cosine,
        odds=bridge.odds,
        chance=bridge.chance,
        facets=facets,
        reasons=bridge.reasons,
        path=bridge.path[::-1],
    )


def _line(bridge: Bridge, named: Mapping[str, End], fields: Mapping[str, CommunityName]) -> BridgeLine:
    whole = all(key in named for key in bridge.path)
    path = tuple(named[key] for key in bridge.path) if whole else ()
    return BridgeLine(
        a=named[bridge.a],
        b=named[bridge.b],
        field_a=fields.get(bridge.a),
        field_b=fields.get(bridge.b),
        reasons=tuple(_reasons(bridge, path)),
        path=path,
        cosine=bridge.cosine,
        odds=bridge.odds,
        chance=bridge.chance,
    )


def _reasons(bridge: Bridge, path: Sequence[End]) -> list[str]:
    """Return what speaks for the bridge, as sentences: what is near, what both say, what does not join them."""
    told = [_nearness(bridge), *(f"{reason[:1].upper()}{reason[1:]}." for reason in bridge.reasons)]
    told.append(f"In the graph {_apart(path)}; what very many have in common is left aside.")
    return told


def _apart(path: Sequence[End]) -> str:
    return (
        f"they are {len(path) - 1} steps apart" if path else "they stand apart, and no way leads from one to the other"
    )


def _nearness(bridge: Bridge) -> str:
    if bridge.facets:
        one, other = (_FACETS.get(facet, facet) for facet in bridge.facets)
        return f"The {one} of the first is near the {other} of the second."
    return "They are nearer in meaning than works of two fields mostly are."


def _series(told: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(told[:-1]), *told[-1:]) if part)
