"""What is alike to a work in one facet: the problem it is about, its method, its result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from msgspec import Struct

from graph.gists import gists
from graph.ids import kind_of
from graph.link import Facet, Gist, Link, link_of, space_of
from graph.linking.facets import Parts, likeness
from graph.linking.lexicon import unit
from graph.linking.meaning import said
from graph.linking.roles import ROLES
from graph.model import WORK_KINDS, NodeId
from graph.ports import Library, Meaning, Vectors
from graph.reasons.nearness import model_of

MOST = 200
"""Works that are told, best first."""
LIKELY = 300
"""Nearest that are looked at closely, concepts among them."""
WORDS = {
    Facet.TITLE: "title",
    Facet.TEXT: "text",
    Facet.BACKGROUND: "problem",
    Facet.METHOD: "method",
    Facet.RESULT: "result",
}


class Likes(Struct, frozen=True, kw_only=True):
    """Links to what is alike, each with how much, best first; where there are none, `missing` says why."""

    found: Sequence[tuple[Link, float]] = ()
    missing: str | None = None


class Alike:
    """Compares the works of one library facet by facet.

    `parts` tells the parts of a text. A paper that nothing lists has no vectors of them: `meaning` reads the one asked for.
    """

    def __init__(
        self,
        library: Library,
        meaning: Meaning | None = None,
        parts: Callable[[Gist], Mapping[Facet, str]] | None = None,
    ) -> None:
        self._library = library
        self._meaning = meaning
        self._parts = parts

    def state(self) -> str:
        """Return what an answer hangs on beside the library's version: the vectors there are, and whether a model reads."""
        return f"{self._library.vectors.version()} {self._meaning.state() if self._meaning else ''}"

    def can(self, key: NodeId) -> bool:
        """Tell whether there is a text of it, read for its meaning, that others can be compared with."""
        model = model_of(self._library)
        return model is not None and key in self._library.vectors.get(space_of(model, Facet.TEXT), (key,))

    def of(self, key: NodeId, facet: Facet, limit: int = MOST) -> Likes:
        """Return the works most alike in the facet. Of titles and whole texts likeness is a cosine.

        Of a part it is how probable a reader finds the two alike in it. A link that is not there has the score 0.
        """
        model = model_of(self._library)
        if model is None:
            return Likes(missing="Vectors still coming: nothing has been read for its meaning yet.")
        near = self._by_part(model, key, facet, limit) if facet in ROLES else self._by_whole(model, key, facet, limit)
        if isinstance(near, str):
            return Likes(missing=near)
        held = {link.other(key): link for link in self._library.links.of((key,)).get(key, ())}
        return Likes(found=[(held.get(other, link_of(key, other, 0.0)), score) for other, score in near])

    def words(self, keys: Collection[NodeId], facet: Facet) -> dict[NodeId, str]:
        """Return key → what a work's text says of the facet, for those that say something of it."""
        if self._parts is None or facet not in ROLES:
            return {}
        told = {key: self._parts(gist).get(facet) for key, gist in gists(self._library, keys).items()}
        return {key: text for key, text in told.items() if text}

    def _by_whole(self, model: str, key: NodeId, facet: Facet, limit: int) -> list[tuple[NodeId, float]] | str:
        space = space_of(model, facet)
        own = self._library.vectors.get(space, (key,)).get(key)
        if own is None:
            return self._lacking(key, facet)
        hits = [hit for hit in self._library.vectors.nearest(space, own, LIKELY) if hit.key != key]
        there = gists(self._library, [hit.key for hit in hits])
        return [(hit.key, hit.score) for hit in hits if hit.key in there][:limit]

    def _by_part(self, model: str, key: NodeId, facet: Facet, limit: int) -> list[tuple[NodeId, float]] | str:
        """Return the nearest by text to the part and the whole of the one asked for, then as `likeness` ranks them."""
        own = gists(self._library, (key,)).get(key)
        text = space_of(model, Facet.TEXT)
        if own is None or key not in self._library.vectors.get(text, (key,)):
            return self._lacking(key, Facet.TEXT)
        part = self._part_of(model, own, facet)
        if isinstance(part, str):
            return part
        asked = self._side(model, [own], facet)
        asked.parts[0] = part
        wanted = unit(part[None] + unit(asked.titles + asked.texts))[0]
        near = self._library.vectors.nearest(text, wanted, LIKELY)
        works = [hit.key for hit in near if hit.key != key and kind_of(hit.key) in WORK_KINDS]
        others = list(gists(self._library, works).values())
        if not others:
            return []
        scores = likeness(asked, self._side(model, others, facet))
        best = np.lexsort((np.array([gist.key for gist in others]), -scores))[:limit]
        return [(others[at].key, float(scores[at])) for at in best]

    def _part_of(self, model: str, own: Gist, facet: Facet) -> Vectors | str:
        """Return the vector of a part, read now where it is not kept; else why there is none, in words."""
        kept = self._library.vectors.get(space_of(model, facet), (own.key,)).get(own.key)
        if kept is not None:
            return kept
        if self._parts is None or self._meaning is None or self._meaning.name != model:
            return "Vectors still coming: its parts have not been read for their meaning yet."
        told = self._parts(own).get(facet)
        if not told:
            return f"Its text tells no {WORDS[facet]}."
        read = self._meaning.vector(told)
        return f"Not yet: {self._meaning.state()}." if read is None else read

    def _lacking(self, key: NodeId, facet: Facet) -> str:
        """Return why a node has no vector of its title or text, in words."""
        gist = gists(self._library, (key,)).get(key)
        if gist is None or (facet is Facet.TEXT and not gist.text):
            return "There is no abstract or text of it to compare."
        return f"Vectors still coming: its {WORDS[facet]} has not been read for its meaning yet."

    def _side(self, model: str, nodes: Sequence[Gist], facet: Facet) -> Parts:
        keys = [gist.key for gist in nodes]
        width = self._library.vectors.whole(space_of(model, Facet.TEXT)).matrix.shape[1]

        def rows(of: Facet) -> Vectors:
            held = self._library.vectors.get(space_of(model, of), keys)
            none = np.zeros(width, dtype=np.float32)
            return np.stack([held.get(key, none) for key in keys])

        return Parts([said(gist) for gist in nodes], rows(Facet.TITLE), rows(Facet.TEXT), rows(facet))
