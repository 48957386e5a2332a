"""Who answers a search: holds the catalogue of one library, and asks a model for the meaning of a question once it is there."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct

from graph.model import Identity, NodeId
from graph.ports import Coming, Library, Meaning
from graph.ports.register import Words
from graph.views.search.addresses import UNKNOWN, address_in, is_surely, phrase_of, row_of
from graph.views.search.catalogue import Catalogue, Cataloguer, Mask
from graph.views.search.drawing import choices, results
from graph.views.search.filters import counted, let_through
from graph.views.search.highlights import Wanted
from graph.views.search.nearness import Nearness
from graph.views.search.question import Filters, Question, question_of
from graph.views.search.ranking import (
    EXACT,
    MOST_NEAR,
    TITLES,
    ByWords,
    Holding,
    Ranking,
    best,
    best_first,
    by_titles,
    by_words,
    exactly,
    fused,
    top,
)
from graph.views.search.saying import NO_WORDS, said
from graph.views.search.shapes import FilterChoices, SearchView
from graph.views.search.titles import Scores

NAME_WORDS = 4
"""Words that a person's name has at most."""
_KEPT = 128
"""Rows of so many words are remembered while nothing changes: the common words come again and again."""


class _Found(Struct, frozen=True, kw_only=True):
    """All rows' scores, what has the words, and what is said of it: at any rate, and of the part that filters let through.

    `surely` are the rows found: all but what is near in meaning alone where the library has none of the words as it is spelt.
    """

    scores: Scores
    surely: Mask
    words: ByWords
    by: str = "words"
    notes: tuple[str, ...]
    told: Callable[[Mask, bool], tuple[str, ...]]


class Finder:
    """Answers searches in one library. `coming` tells how many vectors there are still to come."""

    def __init__(self, library: Library, meaning: Meaning | None = None, coming: Callable[[], Coming] = Coming) -> None:
        self._library = library
        self._nearness = Nearness(library, meaning) if meaning else None
        self._coming = coming
        self._cataloguer = Cataloguer(library)
        self._holding = _Holding(library)
        self._hits: tuple[tuple[str, int, str], list[NodeId]] | None = None

    def prepare(self) -> None:
        """Make ready what the first search would wait for: the catalogue, and the model where there are vectors for it."""
        if self._library.is_unmade():
            return
        self._cataloguer.current()
        if self._nearness:
            self._nearness.prepare()

    def state(self) -> str:
        """Return what an answer hangs on beside the library's version: the vectors there are, and whether a model reads."""
        if self._nearness is None or self._library.is_unmade():
            return "words"
        return self._nearness.state()

    def find(self, query: str, filters: Filters | None = None, limit: int = 20, skip: int = 0) -> SearchView:
        """Return the best of what the query finds under the filters, past the first `skip`; any text is a query."""
        asked, through = question_of(query), filters or Filters()
        if not asked or self._library.is_unmade():
            notes = () if asked or not query.strip() else (NO_WORDS,)
            return SearchView(
                query=query, by="words", notes=notes, total=0, skip=skip, results=(), filters=_no_choices()
            )
        catalogue = self._cataloguer.current()
        found = self._ranked(catalogue, query, asked)
        shown = (found.scores > 0) & let_through(catalogue, through)
        rows = np.flatnonzero(shown)
        likely = rows[top(found.scores[rows], skip + limit)]
        part = best_first(catalogue, likely, found.scores)[skip : skip + limit]
        return SearchView(
            query=query,
            by=found.by,
            notes=(*found.told(shown, through != Filters()), *found.notes),
            total=len(rows),
            skip=skip,
            results=results(self._library, catalogue, part, found.scores, self._wanted(found.words)),
            filters=choices(self._library, counted(catalogue, found.scores > 0, through)),
        )

    def ranking(self, query: str) -> list[NodeId]:
        """Return all that the query finds, best first: what `find` draws a part of."""
        catalogue, asked = self._cataloguer.current(), question_of(query)
        return _in_order(catalogue, self._ranked(catalogue, query, asked).scores) if asked else []

    def hits(self, query: str) -> list[NodeId]:
        """Return what the query surely finds, best first, for who cannot say beside it that it is near in meaning only.

        The last answer is kept while nothing changes: a page asks, and then its data do.
        """
        asked, of = question_of(query), (query, self._library.version(), self.state())
        if not asked or self._library.is_unmade():
            return []
        if self._hits is None or self._hits[0] != of:
            catalogue = self._cataloguer.current()
            found = self._ranked(catalogue, query, asked)
            self._hits = of, _in_order(catalogue, found.scores * found.surely)
        return self._hits[1]

    def _ranked(self, catalogue: Catalogue, query: str, asked: Question) -> _Found:
        """Rank by what the query names if that is an address, else by its words, by titles and by meaning."""
        address = address_in(query)
        row = row_of(self._library, catalogue, address) if address else None
        if address and (row is not None or is_surely(query, address)):
            return self._at_address(catalogue, address, row)
        return self._by_all(catalogue, asked)

    def _at_address(self, catalogue: Catalogue, address: Identity, row: int | None) -> _Found:
        """Return the work of this address, and what mentions it."""
        asked = question_of(f'"{phrase_of(address)}"')
        words = by_words(catalogue, asked, self._holding.of(catalogue, self._library.version()))
        scores = fused(catalogue, [Ranking(words.scores, words.all)])
        if row is not None:
            scores[row] += EXACT
        notes = () if row is not None else (UNKNOWN,)
        return _Found(scores=scores, surely=scores > 0, words=words, notes=notes, told=lambda _shown, _filtered: ())

    def _by_all(self, catalogue: Catalogue, asked: Question) -> _Found:
        holding = self._holding.of(catalogue, self._library.version())
        words = by_words(catalogue, asked, holding)
        titles = by_titles(catalogue, catalogue.titles.meant(asked.every))
        rankings = [Ranking(words.scores, words.found), titles]
        called = self._with_phrase(asked, words, holding)
        if called is not None:
            rankings.append(Ranking(words.scores, called, TITLES))
        near = self._nearness.near(catalogue, asked.text) if self._nearness else None
        if near is not None:
            meant, chance = near
            rankings.append(Ranking(meant, best(meant, MOST_NEAR) & ((meant > chance) | words.found | titles.ranked)))
        scores = fused(catalogue, rankings)
        named = exactly(catalogue, asked.text, titles.scores)
        scores[named] += EXACT
        surely = words.found | titles.ranked | any(term.rows.any() and not term.taken for term in words.terms)
        surely[named] = True
        for phrase in asked.phrases:
            scores = scores * holding([phrase], False)
        return _Found(
            scores=scores * catalogue.there,
            surely=surely,
            words=words,
            by="words" if near is None else "words and meaning",
            notes=self._notes(near),
            told=lambda shown, filtered: tuple(said(asked, words, titles.ranked, shown, filtered=filtered)),
        )

    def _with_phrase(self, asked: Question, words: ByWords, holding: Holding) -> Mask | None:
        """Return which rows have the words side by side, where no title has them: those by a person of this name, mostly."""
        plain = [word for each in asked.words for word in each]
        if not 1 < len(plain) <= NAME_WORDS or asked.phrases or words.titled.any() or not words.all.any():
            return None
        if "," in asked.text:  # the family's name first
            plain.reverse()
        return words.all & holding([tuple(plain)], False)

    def _notes(self, near: object) -> tuple[str, ...]:
        """Return what is to be said of meaning: that it has no say, or does not have it of everything."""
        coming = self._coming()
        if near is None:
            return self._nearness.why_not(coming) if self._nearness else ()
        if not coming.waiting:
            return ()
        have = coming.total - coming.waiting
        return (f"Vectors still coming: {have:,} of {coming.total:,}; the others are found by their words.",)

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


def _in_order(catalogue: Catalogue, scores: Scores) -> list[NodeId]:
    rows = np.flatnonzero(scores)
    return [catalogue.keys[row] for row in rows[np.argsort(-scores[rows], kind="stable")]]


def _no_choices() -> FilterChoices:
    return FilterChoices(kind=(), month=(), category=(), source=(), state=())
