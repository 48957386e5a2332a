"""Communities as pages tell them, and where nodes stand in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from graph.errors import NotFoundError
from graph.joined import lists_of_works
from graph.mention import NAMED_KINDS
from graph.model import WORK_KINDS, NodeId
from graph.ports import Library
from graph.ports.analysis import Atlas, Community, Standing
from graph.views.ends import ends
from graph.views.whole_shapes import (
    CommunityIndex,
    CommunityLine,
    CommunityName,
    CommunityView,
    End,
    Extent,
    StandingLine,
    Term,
)

HUBS = 5
SHOWN = 60
STANDING = 10
AHEAD = 60
"""Looked at for so many that are no lists."""

BETWEEN = 3
"""Joined with fewer of another community, a node does not belong to both."""

_WORKS = {kind.value for kind in WORK_KINDS}
_CONCEPTS = {kind.value for kind in NAMED_KINDS}


def community_index(library: Library, atlas: Atlas | None) -> CommunityIndex:
    """Return the communities, the largest first; not ready where nothing was worked out yet."""
    if atlas is None:
        return CommunityIndex(ready=False, extent=Extent(), communities=(), between=())
    tops = [community for community in atlas.communities if community.parent is None]
    return CommunityIndex(
        ready=True,
        extent=extent(atlas),
        communities=_lines(library, atlas, tops),
        between=_first(library, atlas, _joining(atlas.standings)),
    )


def community_view(library: Library, atlas: Atlas | None, key: str) -> CommunityView:
    """Return the community, or raise NotFoundError."""
    known = {community.id: community for community in atlas.communities} if atlas else {}
    if atlas is None or key not in known:
        raise NotFoundError("community", key)
    community = known[key]
    members = set(community.members)
    named = _known(library, community.members)
    here = [standing for standing in atlas.standings if standing.key in members and _is_shown(standing.key)]
    parts = [one for one in atlas.communities if one.parent == key]
    return CommunityView(
        line=_lines(library, atlas, [community])[0],
        parent=_name(known[community.parent]) if community.parent else None,
        works=tuple(end for end in named if end.kind in _WORKS)[:SHOWN],
        concepts=tuple(end for end in named if end.kind not in _WORKS)[:SHOWN],
        central=_first(library, atlas, here),
        between=_first(library, atlas, _joining(here)),
        parts=_lines(library, atlas, parts),
    )


def standing_of(library: Library, atlas: Atlas | None, key: NodeId) -> StandingLine | None:
    """Return where a node stands; None where it belongs nowhere, or nothing was worked out yet."""
    found = [standing for standing in atlas.standings if standing.key == key] if atlas else []
    lines = _standings(library, atlas, found) if atlas else ()
    return lines[0] if lines else None


def extent(atlas: Atlas) -> Extent:
    """Return what was looked at."""
    return Extent(nodes=atlas.nodes, joins=atlas.joins, works=max(atlas.works, atlas.vectors), vectors=atlas.vectors)


def fields_of(atlas: Atlas, keys: Collection[NodeId]) -> dict[NodeId, CommunityName]:
    """Return node → its community, for those of the keys that belong to one."""
    found: dict[NodeId, CommunityName] = {}
    for community in atlas.communities:
        if community.parent is None:
            found.update((key, _name(community)) for key in community.members if key in keys)
    return found


def _joining(standings: Iterable[Standing]) -> list[Standing]:
    """Return what belongs to two communities, the most evenly joined first."""
    both = [one for one in standings if one.other and min(one.inside, one.outside) >= BETWEEN and _is_shown(one.key)]
    return sorted(both, key=lambda one: (-min(one.inside, one.outside), one.key))


def _is_shown(key: NodeId) -> bool:
    """Tell a work or a concept from a list and from a heading, which join what people put there."""
    return key.partition("-")[0] in _WORKS | _CONCEPTS


def _first(library: Library, atlas: Atlas, standings: Sequence[Standing]) -> tuple[StandingLine, ...]:
    """Return the first of these; issues of digests are joined with all that they list, and tell nothing by it."""
    some = standings[:AHEAD]
    issues = lists_of_works(library, [one.key for one in some])
    return _standings(library, atlas, [one for one in some if one.key not in issues][:STANDING])


def _standings(library: Library, atlas: Atlas, standings: Sequence[Standing]) -> tuple[StandingLine, ...]:
    named = ends(library, [one.key for one in standings])
    names = {community.id: _name(community) for community in atlas.communities}
    return tuple(_standing(one, named[one.key], names) for one in standings if one.key in named)


def _standing(standing: Standing, node: End, names: Mapping[str, CommunityName]) -> StandingLine:
    return StandingLine(
        node=node,
        joined=standing.joined,
        community=names[standing.community],
        inside=standing.inside,
        other=names[standing.other] if standing.other else None,
        outside=standing.outside,
    )


def _lines(library: Library, atlas: Atlas, communities: Sequence[Community]) -> tuple[CommunityLine, ...]:
    hubs = {one.id: _hubs(one) for one in communities}
    named = ends(library, {key for some in hubs.values() for key in some})
    return tuple(
        CommunityLine(
            id=one.id,
            name=one.name,
            works=one.works,
            nodes=len(one.members),
            terms=tuple(Term(text=text, inside=inside, all=every) for text, inside, every in one.terms),
            hubs=tuple(named[key] for key in hubs[one.id] if key in named)[:HUBS],
            parts=tuple(_name(part) for part in atlas.communities if part.parent == one.id),
        )
        for one in communities
    )


def _hubs(community: Community) -> list[NodeId]:
    """Return what a community is around: the concepts joined best in it, else the works; not its headings and lists."""
    kinds = [key.partition("-")[0] for key in community.members]
    concepts = [key for key, kind in zip(community.members, kinds, strict=True) if kind in _CONCEPTS]
    works = [key for key, kind in zip(community.members, kinds, strict=True) if kind in _WORKS]
    return (concepts or works)[: HUBS * 2]


def _known(library: Library, keys: Sequence[NodeId]) -> list[End]:
    """Return those of the keys that there are, listed ones first, else in their order: no more than a page shows."""
    listed = library.graph.many(keys)
    first = sorted(keys, key=lambda key: key not in listed)
    works = [key for key in first if key.partition("-")[0] in _WORKS][:SHOWN]
    others = [key for key in first if key.partition("-")[0] in _CONCEPTS][:SHOWN]
    named = ends(library, [*works, *others])
    return [named[key] for key in (*works, *others) if key in named]


def _name(community: Community) -> CommunityName:
    return CommunityName(id=community.id, name=community.name, works=community.works)
