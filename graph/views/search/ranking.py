"""Three rankings of the same rows, by words, by titles and by meaning, and the one they make together.

They are fused by reciprocal rank (Cormack, Clarke and Büttcher 2009): ranks need no common scale, and what two rankings
have near their top comes before what one has at it. `bench/search.py` says what each is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from graph.model import WORK_KINDS
from graph.names import name_key
from graph.ports.register import Words
from graph.views.search.catalogue import KINDS, Catalogue, Mask
from graph.views.search.question import Question
from graph.views.search.titles import Meant, Rows, Scores

K = 10
"""How little the very first places count. Its authors took 60 for rankings that go deep; here the title that was meant has
to stay first whatever else is near it."""
TITLES = 3.0
"""A title that has the words is what was meant more often than a text that has them, or one that is near in meaning."""
LISTED = 1.1
"""What lists or people chose comes before a paper known from metadata alone that is as good, or nearly: one place at the top."""
FEW = 20
"""Where fewer have all words, what has most of them follows."""
SOME = 0.5
"""The share of the words' weight that is most of them."""
MOST_PARTLY = 200
LIKE = 0.6
"""The share of the words that a title must have to be looked at as the one that was meant."""
DEEPEST = 1_000
"""Ranks told apart: nobody reads beyond, where the newest come first."""
MOST_TITLES = 50
MOST_NEAR = 200
"""So many are near in meaning: beyond, everything is near everything."""
COVER = 0.1
"""What it counts that a title has no other words: of two that have as many of those wanted, the shorter one is meant."""
EXACT = 1.0
"""What a name gets that is just what was asked for: more than all rankings together."""
_WORKS = np.array([kind in WORK_KINDS for kind in KINDS])

Places = NDArray[np.float64]

Holding = Callable[[Sequence[Words], bool], Mask]
"""Words, any of them (as a beginning too) → the rows that hold them."""


class Term(Struct, frozen=True):
    """A word that was asked for: the forms it was looked for in, the rows that hold one, and what it is worth.

    `taken` says that it is nowhere, so that words spelt nearly so were looked for; `prefix` that it is a beginning.
    """

    words: Words
    forms: tuple[Words, ...]
    rows: Mask
    worth: float
    taken: bool = False
    prefix: bool = False


class ByWords(Struct, frozen=True):
    """Which rows have the words, and how well; which have them `all`, or all in the title; how each was looked for."""

    found: Mask
    scores: Scores
    all: Mask
    titled: Mask
    terms: tuple[Term, ...]


class Ranking(Struct, frozen=True):
    """Rows and how good each is, of which those `ranked` get a place, and what the first place is worth.

    `margin`: names and works that are no more than that apart are not compared, and get their places among their like.
    """

    scores: Scores
    ranked: Mask
    weight: float = 1.0
    margin: float | None = None


def by_words(catalogue: Catalogue, question: Question, holding: Holding) -> ByWords:
    """Rank by the words' rarity, those in titles doubly; what has all of them, and where that is little, most of them.

    A word stands for its plural or singular too; one that is nowhere for what it begins, else for its neighbours.
    """
    last = len(question.words) - 1
    terms = (
        *(_term(catalogue, words, holding, last=place == last) for place, words in enumerate(question.words)),
        *(_phrase(phrase, holding) for phrase in question.phrases),
    )
    size = len(catalogue.keys)
    there = catalogue.there if terms else np.zeros(size, np.bool_)
    every, titled, have, scores = there.copy(), there.copy(), np.zeros(size, np.float32), np.zeros(size, np.float32)
    for term in terms:
        every &= term.rows
        have += term.worth * term.rows
        in_titles = _in_titles(catalogue, term.forms)
        titled &= in_titles > 0
        scores += term.worth * in_titles
    found = every
    if every.sum() < FEW:
        partly = there & (have >= SOME * sum(term.worth for term in terms)) & (have > 0)
        found = every | best(np.where(partly, have + scores, 0), MOST_PARTLY)
    return ByWords(found, have + scores, every, titled, terms)


def _term(catalogue: Catalogue, words: Words, holding: Holding, *, last: bool) -> Term:
    forms, taken, prefix = _forms(words), False, False
    rows = holding(forms, False)
    if not rows.any() and last and len(words[-1]) > 2:
        rows = holding([words], True)
        prefix = bool(rows.any())
    if not rows.any() and len(words) == 1:
        forms = [(word,) for word in catalogue.titles.spelt(catalogue.titles.meant(words)[0])] or forms
        rows = holding(forms, False)
        taken = bool(rows.any())
    worth = float(np.log1p(len(rows) / (rows.sum() + 0.5)))
    return Term(words, tuple(forms), rows, worth, taken, prefix)


def _phrase(words: Words, holding: Holding) -> Term:
    rows = holding([words], False)
    return Term(words, (words,), rows, float(np.log1p(len(rows) / (rows.sum() + 0.5))))


def by_titles(catalogue: Catalogue, wanted: Sequence[Meant]) -> Ranking:
    """Rank by how well the title, or the best of the names, is the one meant.

    "Forward reasoning" has fewer words beside "reasoning" than any paper's title, and is no better for it.
    """
    share, cover = catalogue.titles.alike(wanted)
    scores = np.where(share >= LIKE, share + COVER * cover, 0.0).astype(np.float32)
    found: Scores = np.zeros(len(catalogue.keys), np.float32)
    named = np.flatnonzero(scores)
    np.maximum.at(found, catalogue.owners[named], scores[named])
    found *= catalogue.there
    rows, ranked = np.flatnonzero(found), np.zeros(len(found), np.bool_)
    works = _WORKS[catalogue.kinds[rows]]
    for own in (rows[works], rows[~works]):
        ranked[own[top(found[own], MOST_TITLES)]] = True
    return Ranking(found, ranked, TITLES, margin=COVER)


def fused(catalogue: Catalogue, rankings: Sequence[Ranking]) -> Scores:
    """Return the rows' scores by several rankings, what is listed preferred.

    What is equally good shares the middle of its places: a word that a thousand titles have tells none of them.
    """
    together: Scores = np.zeros(len(catalogue.keys), np.float32)
    for ranking in rankings:
        rows = np.flatnonzero(ranking.ranked)
        least = ranking.weight / (K + 1 + DEEPEST)
        together[rows] += least
        rows = rows[top(ranking.scores[rows], DEEPEST)]
        if len(rows) > 2 * DEEPEST:  # the middle of the places of the last ones, all equal, lies beyond
            rows = rows[ranking.scores[rows] > ranking.scores[rows].min()]
        places = _places(ranking.scores[rows], _WORKS[catalogue.kinds[rows]], ranking.margin)
        together[rows] += np.maximum(ranking.weight / (K + 1 + places) - least, 0)
    together[catalogue.listed] *= LISTED
    return together


def _places(scores: Scores, works: Mask, margin: float | None) -> Places:
    """Return how many are better than each; with a margin, of the other kind only those better by more than that."""
    if margin is None:
        return _within(scores)
    places = np.empty(len(scores))
    for own in (works, ~works):
        other, least = np.sort(scores[~own]), scores[own] + np.float32(margin)
        places[own] = _within(scores[own]) + len(other) - np.searchsorted(other, least, side="right")
    return places


def _within(scores: Scores) -> Places:
    ordered = np.sort(scores)
    first, last = (len(ordered) - np.searchsorted(ordered, scores, side=side) for side in ("right", "left"))
    return (first + last - 1) / 2


def exactly(catalogue: Catalogue, name: str, titles: Scores) -> list[int]:
    """Return the rows of the concepts and works with this name or alias: as it is spelt, else whatever its spaces."""
    called = catalogue.called.get(name_key(name), ())
    return [row for row in called if titles[row] >= 1 + COVER - 1e-4] or list(called)


def best_first(catalogue: Catalogue, rows: Rows, scores: Scores) -> Rows:
    """Return the rows by score; of equals the listed first, then the newest."""
    return rows[np.lexsort((-catalogue.months[rows], ~catalogue.listed[rows], -scores[rows]))]


def best(scores: Scores, most: int) -> Mask:
    """Return the `most` rows with the highest scores, and those that are as good as the last; none without a score."""
    rows = np.flatnonzero(scores > 0)
    mask = np.zeros(len(scores), np.bool_)
    mask[rows[top(scores[rows], most)]] = True
    return mask


def top(scores: Scores, most: int) -> Rows:
    """Return the places of the highest scores, `most` of them and those that are as good as the last; in no order."""
    if len(scores) <= most:
        return np.arange(len(scores))
    return np.flatnonzero(scores >= np.partition(scores, -most)[-most])


def _forms(words: Words) -> list[Words]:
    """Return the word with its plural or singular; words side by side as they are."""
    word = words[-1]
    if len(words) > 1 or len(word) < 4 or not word.isalpha() or not word.isascii():
        return [words]
    other = word[:-1] if word.endswith("s") and not word.endswith("ss") else f"{word}s"
    return [words, (other,)]


def _in_titles(catalogue: Catalogue, forms: Sequence[Words]) -> Scores:
    """Return 1 for the rows whose title has one of the forms."""
    found: Scores = np.zeros(len(catalogue.keys), np.float32)
    for words in forms:
        rows = [catalogue.owners[catalogue.titles.having(word)] for word in words]
        if len(words) == 1:
            found[rows[0]] = 1.0
        else:
            found[np.flatnonzero(np.bincount(np.concatenate(rows)) >= len(words))] = 1.0
    return found
