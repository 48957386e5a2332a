"""How near everything is in meaning to what was asked, and how near is no more than chance."""

from __future__ import annotations

import random
import string
import threading

import numpy as np

from graph.link import Facet, space_of
from graph.ports import READY, Coming, Library, Meaning, Space, Vectors
from graph.views.search.catalogue import Catalogue, Mask
from graph.views.search.ranking import top
from graph.views.search.titles import Rows, Scores

MOST_LIKELY = 3_000
"""So many with the nearest titles are compared by their texts too: what is read of the others would take as long again."""
BY_CHANCE = 3
"""What letters drawn at random find, on average: nearer than that is near for a reason."""
TAIL = 1 / 1_000
"""And no more than this share, where there is little to find."""
_DRAWS = 48
_LOOKED_AT = 4_000
"""Rows that the draws are compared with: 200,000 likenesses tell one in 20,000."""
_FACETS = (Facet.TITLE, Facet.TEXT)
_JUST_LOADED = "the model has just been loaded, and meaning counts from now on"


class Nearness:
    """Asks a model what a question means, and compares it with the vectors that the library has."""

    def __init__(self, library: Library, meaning: Meaning) -> None:
        self._library = library
        self._meaning = meaning
        self._spaces = _SpaceRows()
        self._lock = threading.Lock()
        self._chance: tuple[Space, Space, float] | None = None

    def prepare(self) -> None:
        """Begin to load the model, where there are vectors to ask it for."""
        if self.has_vectors():
            self._meaning.load()

    def state(self) -> str:
        """Return what an answer hangs on: the vectors there are, and whether the model reads."""
        return f"{self._meaning.state()} {self._library.vectors.version()}"

    def has_vectors(self) -> bool:
        """Say whether there is anything to compare with."""
        counts = self._library.vectors.counts()
        return any(counts.get(name) for name in self._names())

    def why_not(self, coming: Coming) -> tuple[str, ...]:
        """Return in words why meaning has no say, as notes; none where nothing is awaited either."""
        if self.has_vectors():
            state = self._meaning.state()
            return (f"By words alone: {_JUST_LOADED if state == READY else state}.",)
        if coming.waiting:
            return (f"By words alone: vectors are still coming, none of {coming.total:,} is there yet.",)
        return ()

    def near(self, catalogue: Catalogue, text: str) -> tuple[Scores, float] | None:
        """Return how near each row is, and from where on that is more than chance; None where nobody can say now."""
        vector = self._meaning.vector(text) if self.has_vectors() else None
        if vector is None:
            return None
        titles, texts = self._library_spaces()
        near = self._likeness(catalogue, titles, vector)
        likely = np.zeros(len(near), np.bool_)
        likely[top(near, MOST_LIKELY)] = True
        near += self._likeness(catalogue, texts, vector, likely)
        return np.maximum(near, 0) * likely * catalogue.there, self._by_chance(titles[1], texts[1])

    def _likeness(
        self, catalogue: Catalogue, named: tuple[str, Space], vector: Vectors, only: Mask | None = None
    ) -> Scores:
        """Return the cosine of each row's vector in the space, or of `only` these; 0 where it has none."""
        name, space = named
        near: Scores = np.zeros(len(catalogue.keys) + 1, np.float32)  # the last one, at -1, is for what has no row
        if len(space.keys) and space.matrix.shape[1] == len(vector):
            rows = self._spaces.rows(name, space, catalogue)
            held = slice(None) if only is None else np.flatnonzero(np.append(only, False)[rows])
            near[rows[held]] = space.matrix[held] @ vector
        return near[:-1]

    def _by_chance(self, titles: Space, texts: Space) -> float:
        """Return how near letters drawn at random come to all but a few of the titles and texts there are."""
        with self._lock:
            known = self._chance
            if known is None or known[0] is not titles or known[1] is not texts:
                self._chance = known = titles, texts, self._drawn(titles, texts)
            return known[2]

    def _drawn(self, titles: Space, texts: Space) -> float:
        every = [self._meaning.vector(text) for text in draws()]
        drawn = np.stack([vector for vector in every if vector is not None])
        some = range(0, len(titles.keys), max(len(titles.keys) // _LOOKED_AT, 1))
        if not len(some) or titles.matrix.shape[1] != drawn.shape[1]:
            return 0.0
        near = titles.matrix[some] @ drawn.T
        if len(texts.keys) and texts.matrix.shape[1] == drawn.shape[1]:
            places = {key: place for place, key in enumerate(texts.keys)}
            both = [(at, places[titles.keys[row]]) for at, row in enumerate(some) if titles.keys[row] in places]
            near[[at for at, _ in both]] += texts.matrix[[place for _, place in both]] @ drawn.T
        return float(np.quantile(near, 1 - min(BY_CHANCE / len(titles.keys), TAIL)))

    def _library_spaces(self) -> tuple[tuple[str, Space], tuple[str, Space]]:
        titles, texts = ((name, self._library.vectors.whole(name)) for name in self._names())
        return titles, texts

    def _names(self) -> list[str]:
        return [space_of(self._meaning.name, facet) for facet in _FACETS]


def draws() -> list[str]:
    """Return words of letters drawn at random, one to three at a time; always the same."""
    chance = random.Random(48)  # noqa: S311 - no secret
    return [
        " ".join("".join(chance.choices(string.ascii_lowercase, k=chance.randint(3, 10))) for _ in range(1 + at % 3))
        for at in range(_DRAWS)
    ]


class _SpaceRows:
    """Which row of the catalogue each row of a space is, worked out once for each two."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Space, Catalogue, Rows]] = {}

    def rows(self, name: str, space: Space, catalogue: Catalogue) -> Rows:
        """Return the rows, -1 for what the catalogue does not have."""
        with self._lock:
            known = self._known.get(name)
            if known is None or known[0] is not space or known[1] is not catalogue:
                rows = np.fromiter((catalogue.rows[key] for key in space.keys), np.int64, len(space.keys))
                known = self._known[name] = space, catalogue, rows
            return known[2]
