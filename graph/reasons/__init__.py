"""Why two nodes are linked, in words that a reader can check: told from the library as it is now, so that each is true.

A reason is found in the nodes' own words (`graph.reasons.told`), in lists that have both, in what catalogues say. What
everybody says is no reason: names and words count by how few of the corpus have them. Rejected: to tell a reason by the
linker's features, which say what made a link probable but not where that stands; and counting how often words stand
side by side, which costs a look-up a pair of words and tells the same words as counting the rarer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from graph.link import Ends, Link, Reason
from graph.model import Evidence
from graph.ports import Library
from graph.reasons.lists import listed_together
from graph.reasons.naming import Rarity, one_names_the_other, side_by_side
from graph.reasons.nearness import Nearness
from graph.reasons.nearness import model_of as model_of
from graph.reasons.people import both_by, one_cites_the_other
from graph.reasons.phrases import plain
from graph.reasons.subjects import Subjects
from graph.reasons.told import EXTRACTOR as EXTRACTOR
from graph.reasons.told import Told, apart, told

MOST = 4
"""Reasons a link: a reader looks at two."""
CONFIRMED = Reason(kind="confirmed", text="you keep this link")


def reasons(library: Library, links: Sequence[Link]) -> dict[Ends, tuple[Reason, ...]]:
    """Return each link's reasons, the most telling first, at most four; none where nothing that can be said is true."""
    known = told(library, {end for link in links for end in (link.a, link.b)})
    pairs = [link for link in links if link.a in known and link.b in known]
    why = _Why(library, [(known[link.a], known[link.b]) for link in pairs])
    return {(link.a, link.b): tuple(why.told(link, known[link.a], known[link.b]))[:MOST] for link in pairs}


class _Why:
    """What many pairs have in common, looked up once for all of them."""

    def __init__(self, library: Library, pairs: Sequence[tuple[Told, Told]]) -> None:
        self._library = library
        self._rarity = Rarity(library, {key: name for pair in pairs for one in pair for key, name in one.names.items()})
        self._subjects = Subjects(library, pairs, self._rarity)
        self._near = Nearness(library)

    def told(self, link: Link, one: Told, other: Told) -> Iterator[Reason]:
        """Yield the reasons of one link; that they read alike only where nothing else can be said."""
        found = [
            *([CONFIRMED] if link.confirmed else ()),
            *one_cites_the_other(one, other),
            *one_names_the_other(one, other, self._rarity),
            *listed_together(self._library, one, other),
            *side_by_side(self._library, one, other),
        ]
        one, other = apart(one, other)
        named = [plain(where.named) for reason in found for where in reason.evidence if where.named]
        found += [*self._subjects.told(one, other, named), *both_by(one, other)]
        yield from found or self._near.reads_alike(one, other)


def evidence_of(some: Iterable[Reason], model: str | None) -> tuple[Evidence, ...]:
    """Return where reasons stand as evidence of an edge, each place once; `model` made the vectors."""
    extractor = f"{EXTRACTOR} {model}" if model else EXTRACTOR
    places = (replace(where, extractor=extractor, named=None) for reason in some for where in reason.evidence)
    return tuple(dict.fromkeys(places))
