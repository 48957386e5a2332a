"""What to read next, out of a library: chosen by `graph.recommend` among the candidates, and told with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from graph.joined import lists_of_works
from graph.model import DecisionKind, DocumentId, EdgeKind, NodeId
from graph.names import name_key
from graph.placing import surest
from graph.ports import Library
from graph.recommend import Facts, chosen, trade_off
from graph.views.because import Liked, facts, liked_for, whys
from graph.views.candidates import Pool, Reader, Wish, looked_into, pool_of, reader_of
from graph.views.entries import ARXIV, entries
from graph.views.known import known_entries
from graph.views.meanings import Meanings
from graph.views.reading_shapes import Leaning, Recommendation, RecommendationsView
from graph.views.shapes import Entry
from graph.views.shelf import Shelf

NEARER = 0.05
"""Of a cosine: by less, nobody would call a work closer to a third than another is."""
ASKED = 3
"""Liked works that are asked what they share with one that is recommended, the nearest first."""
SHORTLIST = 300
"""Candidates that a choice is made from: the best two hundredth of a large corpus, all of a small library."""


def recommendations(library: Library, now: datetime, wish: Wish | None = None) -> RecommendationsView:
    """Return what to read next. The same for the same library, day and wish."""
    wish, now = wish or Wish(), now.replace(hour=0, minute=0, second=0, microsecond=0)
    reader, meanings = reader_of(library, now), Meanings(library)
    every = pool_of(library, reader, meanings, now, wish)
    pool = _chosen(library, reader, meanings, every, wish)
    drawn = entries_of(library, set(pool.keys))
    nearest = _nearest_liked(pool.keys, reader, meanings)
    names = _called(library, {liked for some in nearest.values() for liked in some})
    liked = liked_for(library, nearest, reader.opinions, names)
    voices, shelf = _voices(library, drawn), Shelf.of(library, _quoted(liked))
    found = [
        Recommendation(
            entry=drawn[key],
            score=round(float(score), 4),
            reasons=whys(
                drawn[key], liked.get(key), voices.get(key), shelf, unusual=wish.surprise > 0 and every.is_learned
            ),
        )
        for key, score in zip(pool.keys, pool.scores, strict=True)
    ]
    weighed = _weighed(found[:2], pool, meanings, liked)
    return RecommendationsView(
        basis=_basis(reader, every, wish) if found else "There is nothing left to recommend.",
        decided=len(reader.opinions),
        candidates=len(every.keys),
        notes=_notes(reader, every, wish),
        surprise=wish.surprise,
        top=found[0] if found else None,
        backup=found[1] if len(found) > 1 else None,
        trade_off=trade_off(*weighed) if len(weighed) > 1 else None,
        others=tuple(found[2:]),
        leanings=_leanings(library, reader),
    )


def _chosen(library: Library, reader: Reader, meanings: Meanings, pool: Pool, wish: Wish) -> Pool:
    """Return what is shown: diverse, each work once, none under a title that was read already, none of one's own posts."""
    best = _best(library, pool)
    names = _names(library, {*best.keys, *reader.closed})
    taken = {names[key] for key in reader.closed if key in names}
    own = _own_posts(library, best.keys)
    kept = []
    for place, key in enumerate(best.keys):
        if key in names and names[key] not in taken and key not in own:
            taken.add(names[key])
            kept.append(place)
    best = best.part(kept)
    best = best if wish.surprise else looked_into(library, reader, best)
    interests = {key: some[0] for key, some in _nearest_liked(best.keys, reader, meanings).items()}
    groups = _categories(library, best.keys) | interests
    picked = chosen(best.scores, meanings.of(best.keys), [groups.get(key) for key in best.keys], wish.limit)
    return best.part(picked)


def _best(library: Library, pool: Pool) -> Pool:
    """Return the best that are no lists of others: who chose from a digest has no use for the digest.

    Whether a post is a list is read off its text, so that it is asked only of those that come into question.
    """
    count = SHORTLIST
    while True:
        best = pool.best(count)
        lists = lists_of_works(library, best.keys)
        kept = [place for place, key in enumerate(best.keys) if key not in lists]
        if 2 * len(kept) >= SHORTLIST or count >= len(pool.keys):
            return best.part(kept[:SHORTLIST])
        count *= 2


def _weighed(
    two: Sequence[Recommendation], pool: Pool, meanings: Meanings, liked: Mapping[NodeId, Liked]
) -> list[Facts]:
    """Return what the first two are weighed by; either is near to a liked work where it is nearer than the other."""
    found = []
    fits = [float(fit) for fit in pool.fits[:2]] if pool.is_learned else [None, None]
    for one, other, fit in zip(two, reversed(two), fits, strict=False):
        near = liked.get(one.entry.node.id)
        if near:
            own, others, liked_one = meanings.of([one.entry.node.id, other.entry.node.id, near.work])
            near = near if float((own - others) @ liked_one) > NEARER else None
        found.append(facts(one.entry, fit, near))
    return found


def _own_posts(library: Library, keys: Sequence[NodeId]) -> set[NodeId]:
    """Return those of the works that only sources of one's own mention."""
    own = {source.id for source in library.documents.sources() if source.mine}
    told = library.chronicle.tellings(keys) if own else []
    return {one.work for one in told if one.source in own} - {one.work for one in told if one.source not in own}


def _names(library: Library, keys: set[NodeId]) -> dict[NodeId, str]:
    """Return node → its title as its spellings share it: two versions of one work are called alike."""
    return {key: name_key(name) or name for key, name in _called(library, keys).items()}


def _categories(library: Library, keys: Sequence[NodeId]) -> dict[NodeId, NodeId]:
    """Return work → the own category that it counts under."""
    edges = sorted(library.graph.edges_from(keys, (EdgeKind.IN_CATEGORY,)), key=surest, reverse=True)
    schemes = {key: node.scheme for key, node in library.graph.many({edge.target for edge in edges}).items()}
    return {edge.source: edge.target for edge in edges if schemes.get(edge.target, ARXIV) != ARXIV}


def _nearest_liked(keys: Sequence[NodeId], reader: Reader, meanings: Meanings) -> dict[NodeId, list[NodeId]]:
    """Return work → those that the reader spoke for that are nearest to it, the more so the more they were liked."""
    liked, known = meanings.known(reader.likes), meanings.known(keys)
    if not liked or not known:
        return {}
    near = meanings.of(known) @ meanings.of(liked).T
    near *= np.sqrt(np.array([reader.opinions[key].weight for key in liked], dtype=np.float32))
    columns = {key: column for column, key in enumerate(liked)}
    for row, key in enumerate(known):
        if key in columns:
            near[row, columns[key]] = -1  # nothing is recommended because of itself
    count = min(ASKED, len(liked))
    best = np.argpartition(-near, count - 1, axis=1)[:, :count]
    found = {
        key: [liked[column] for column in sorted(some, key=lambda column: -scores[column]) if scores[column] > 0]
        for key, some, scores in zip(known, best.tolist(), near.tolist(), strict=True)
    }
    return {key: some for key, some in found.items() if some}


def entries_of(library: Library, keys: set[NodeId]) -> dict[NodeId, Entry]:
    """Return work → its entry, for those of the keys that the library or its corpus knows."""
    nodes = library.graph.many(keys)
    records = list(library.corpus.by_node(keys - nodes.keys()).values())
    drawn = [*entries(library, list(nodes.values())), *known_entries(library, records)]
    return {entry.node.id: entry for entry in drawn}


def _voices(library: Library, drawn: Mapping[NodeId, Entry]) -> dict[NodeId, str | None]:
    """Return work → the source that published it, where a document of the library records it and no list has it."""
    titles = {source.id: source.title for source in library.documents.sources()}
    found: dict[NodeId, str | None] = dict.fromkeys(drawn)
    for one in library.chronicle.tellings(drawn.keys()):
        if not drawn[one.work].listings:
            found[one.work] = found[one.work] or titles.get(one.source)
    return found


def _quoted(liked: Mapping[NodeId, Liked]) -> set[DocumentId]:
    some = (one for each in liked.values() if each.shared for one in each.shared.evidence)
    return {one.document for one in some if one.document}


def _basis(reader: Reader, pool: Pool, wish: Wish) -> str:
    """Return what the list rests on, in words."""
    if wish.surprise and pool.is_learned:
        return "A surprise: what others speak of, a step away from what you usually choose."
    if wish.surprise:
        return "A surprise: drawn by lot, the likelier the more sources mention a work, and the later."
    if not pool.is_learned:
        return "What most independent sources mentioned lately."
    works = len(reader.opinions)
    return (
        f"Learned from the {works} works you decided on." if works > 1 else "Learned from the one work you decided on."
    )


def _notes(reader: Reader, pool: Pool, wish: Wish) -> tuple[str, ...]:
    """Return what limits the list, in words."""
    notes = []
    if not reader.opinions:
        notes.append("Pick, rate or skip a few works, and the list will be yours.")
    elif pool.keys and pool.unread == len(pool.keys):
        notes.append("What works mean has not been read yet, so what you chose cannot count.")
    elif pool.unread:
        notes.append(f"{pool.unread:,} of {len(pool.keys):,} works have not been read for their meaning yet.")
    if pool.corpus and wish.corpus is None:
        notes.append("Few listed works are left, so papers that no list has are among these.")
    return tuple(notes)


def _leanings(library: Library, reader: Reader) -> tuple[Leaning, ...]:
    """Return of which works more or less was asked for, the latest first."""
    last = {work: one for work, made in reader.decisions.items() for one in made if one.kind is DecisionKind.LEANING}
    asked = {work: one for work, one in last.items() if one.value["toward"]}
    drawn = _called(library, set(asked))
    ordered = sorted(asked, key=lambda work: (asked[work].at, work), reverse=True)
    return tuple(
        Leaning(node=work, name=drawn[work], toward=str(asked[work].value["toward"]))
        for work in ordered
        if work in drawn
    )


def _called(library: Library, keys: set[NodeId]) -> Mapping[NodeId, str]:
    nodes = library.graph.many(keys)
    return {key: node.name for key, node in nodes.items()} | {
        key: record.title for key, record in library.corpus.by_node(keys - nodes.keys()).items()
    }
