"""Who answers a search: holds the catalogue of one library, and asks a model for the meaning of a question once it is there."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

from graph.link import Facet, space_of
from graph.model import NodeId
from graph.names import name_key
from graph.ports import Coming, Library, Meaning, Space, Vectors
from graph.ports.register import Words
from graph.views.search.catalogue import Catalogue, Cataloguer, Mask
from graph.views.search.drawing import choices, results
from graph.views.search.filters import counted, let_through
from graph.views.search.highlights import Wanted
from graph.views.search.question import Filters, Question, question_of
from graph.views.search.ranking import (
    MOST_NEAR,
    MOST_TITLES,
    TITLES,
    ByWords,
    best,
    best_first,
    by_titles,
    by_words,
    fused,
    top,
)
from graph.views.search.shapes import Choices, SearchView
from graph.views.search.titles import Rows, Scores

NOWHERE = "Nothing has all of these words; these have most of them."
CUT = "Only the first words of so many are looked for."
_KEPT = 128
"""Rows of so many words are remembered while nothing changes: the common words come again and again."""
_FACETS = (Facet.TITLE, Facet.TEXT)
MOST_LIKELY = 3_000
"""So many with the nearest titles are compared by their texts too: what is read of the others would take as long again."""


class Finder:
    """Answers searches in one library. `coming` tells how many vectors there are still to come."""

    def __init__(self, library: Library, meaning: Meaning | None = None, coming: Callable[[], Coming] = Coming) -> None:
        self._library = library
        self._meaning = meaning
        self._coming = coming
        self._cataloguer = Cataloguer(library)
        self._holding = _Holding(library)
        self._spaces = _SpaceRows()

    def prepare(self) -> None:
        """Make ready what the first search would wait for: the catalogue, and the model where there are vectors for it."""
        if self._library.is_unmade():
            return
        self._cataloguer.current()
        if self._meaning and self._has_vectors():
            self._meaning.load()

    def state(self) -> str:
        """Return what an answer hangs on beside the library's version: the vectors there are, and whether a model reads."""
        if self._meaning is None or self._library.is_unmade():
            return "words"
        counts = self._library.vectors.counts()
        held = [counts.get(space, 0) for space in self._space_names()]
        return f"{self._meaning.state()}-{'-'.join(map(str, held))}"

    def find(self, query: str, filters: Filters | None = None, limit: int = 20, skip: int = 0) -> SearchView:
        """Return the best of what the query finds under the filters, past the first `skip`; any text is a query."""
        asked, through = question_of(query), filters or Filters()
        if not asked or self._library.is_unmade():
            return SearchView(query=query, by="words", notes=(), total=0, skip=skip, results=(), filters=_no_choices())
        catalogue = self._cataloguer.current()
        words, scores, notes = self._ranked(catalogue, asked)
        shown = np.flatnonzero(scores * let_through(catalogue, through))
        likely = shown[top(scores[shown], skip + limit)]
        part = best_first(catalogue, likely, scores)[skip : skip + limit]
        return SearchView(
            query=query,
            by="words and meaning" if notes is None else "words",
            notes=(*self._said(asked, words), *(self._partly() if notes is None else notes)),
            total=len(shown),
            skip=skip,
            results=results(self._library, catalogue, part, scores, self._wanted(words)),
            filters=choices(self._library, counted(catalogue, scores > 0, through)),
        )

    def ranking(self, query: str) -> list[NodeId]:
        """Return all that the query finds, best first: what `find` draws a part of."""
        catalogue, asked = self._cataloguer.current(), question_of(query)
        return _in_order(catalogue, self._ranked(catalogue, asked)[1]) if asked else []

    def _ranked(self, catalogue: Catalogue, asked: Question) -> tuple[ByWords, Scores, tuple[str, ...] | None]:
        """Return what has the words, all rows' scores, and why meaning has no say (None: it has)."""
        holding = self._holding.of(catalogue, self._library.version())
        words = by_words(catalogue, asked, holding)
        titles = by_titles(catalogue, catalogue.titles.meant(asked.every))
        called = catalogue.called.get(name_key(asked.text), ())
        titles[list(called)] = 2.0
        rankings = [(words.scores, words.found, 1.0), (titles, best(titles, MOST_TITLES), TITLES)]
        near, why = self._near(catalogue, asked)
        if near is not None:
            rankings.append((near, best(near, MOST_NEAR), 1.0))
        scores = fused(catalogue, rankings)
        for phrase in asked.phrases:
            scores = scores * holding([phrase], False)
        return words, scores * catalogue.there, why

    def _near(self, catalogue: Catalogue, asked: Question) -> tuple[Scores | None, tuple[str, ...] | None]:
        """Return how near each row is in meaning; None, and why, where nobody can say."""
        if self._meaning is None or not self._has_vectors():
            return None, ()
        vector = self._meaning.vector(asked.text)
        if vector is None:
            return None, (f"By words alone: {self._meaning.state()}.",)
        titles, texts = ((name, self._library.vectors.whole(name)) for name in self._space_names())
        near = self._likeness(catalogue, *titles, vector)
        likely = np.zeros(len(near), np.bool_)
        likely[top(near, MOST_LIKELY)] = True
        near += self._likeness(catalogue, *texts, vector, likely)
        return np.maximum(near, 0) * likely * catalogue.there, None

    def _likeness(
        self, catalogue: Catalogue, name: str, space: Space, vector: Vectors, only: Mask | None = None
    ) -> Scores:
        """Return the cosine of each row's vector in the space, or of `only` these; 0 where it has none."""
        near: Scores = np.zeros(len(catalogue.keys) + 1, np.float32)  # the last one, at -1, is for what has no row
        if len(space.keys) and space.matrix.shape[1] == len(vector):
            rows = self._spaces.rows(name, space, catalogue)
            held = slice(None) if only is None else np.flatnonzero(np.append(only, False)[rows])
            near[rows[held]] = space.matrix[held] @ vector
        return near[:-1]

    def _space_names(self) -> list[str]:
        return [space_of(self._meaning.name, facet) for facet in _FACETS] if self._meaning else []

    def _has_vectors(self) -> bool:
        counts = self._library.vectors.counts()
        return any(counts.get(name) for name in self._space_names())

    def _partly(self) -> tuple[str, ...]:
        coming = self._coming()
        if not coming.waiting:
            return ()
        have = coming.total - coming.waiting
        return (f"Vectors still coming: {have:,} of {coming.total:,}; the others are found by their words.",)

    def _said(self, asked: Question, words: ByWords) -> tuple[str, ...]:
        taken = (
            f"“{' '.join(term.words)}” is nowhere; taken for {_listing([word for (word,) in term.forms])}."
            for term in words.terms
            if term.taken
        )
        return (*((CUT,) if asked.cut else ()), *taken, *(() if words.all or not words.terms else (NOWHERE,)))

    def _wanted(self, words: ByWords) -> Wanted:
        forms = [form for term in words.terms for form in (term.words, *term.forms)]
        return Wanted(forms, prefix=next((one.words for one in words.terms if one.prefix), None))


class _Holding:
    """The rows that hold words, remembered for one version of the library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._version: tuple[int, int] = -1, 0
        self._kept: OrderedDict[tuple[tuple[Words, ...], bool], Mask] = OrderedDict()

    def of(self, catalogue: Catalogue, version: int) -> Callable[[Sequence[Words], bool], Mask]:
        """Return who tells the rows of this catalogue."""

        def holding(any_of: Sequence[Words], prefix: bool) -> Mask:
            asked = (tuple(any_of), prefix)
            with self._lock:
                if self._version != (version, id(catalogue)):
                    self._version = version, id(catalogue)
                    self._kept.clear()
                if asked in self._kept:
                    self._kept.move_to_end(asked)
                    return self._kept[asked]
            mask = catalogue.held(self._library.register.holding(any_of, prefix=prefix))
            with self._lock:
                if self._version == (version, id(catalogue)):
                    self._kept[asked] = mask
                    if len(self._kept) > _KEPT:
                        self._kept.popitem(last=False)
            return mask

        return holding


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


def _in_order(catalogue: Catalogue, scores: Scores) -> list[NodeId]:
    rows = np.flatnonzero(scores)
    return [catalogue.keys[row] for row in rows[np.argsort(-scores[rows], kind="stable")]]


def _listing(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words[:3]]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _no_choices() -> Choices:
    return Choices(kind=(), month=(), category=(), source=(), state=())
