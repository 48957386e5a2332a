"""Three rankings of the same rows, by words, by titles and by meaning, and the one they make together.

They are fused by reciprocal rank (Cormack, Clarke and Büttcher 2009): ranks need no common scale, and what two rankings
have near their top comes before what one has at it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct

from graph.ports.register import Words
from graph.views.search.catalogue import Catalogue, Mask
from graph.views.search.question import Question
from graph.views.search.titles import Meant, Scores

K = 60
"""The constant of reciprocal rank fusion, its authors' own: how much the very first places count."""
LISTED = 1.1
"""What lists or people chose comes before a paper known from metadata alone that is as good, or nearly: some six places."""
SOME = 0.5
"""Where nothing has all words: what has so much of their weight, at the best."""
LIKE = 0.6
"""The share of the words that a title must have to be looked at as the one that was meant."""
MOST_TITLES = 50
MOST_NEAR = 200
"""So many are near in meaning: beyond, everything is near everything."""

Holding = Callable[[Sequence[Words], bool], Mask]
"""Words, any of them (as a beginning too) → the rows that hold them."""


class ByWords(Struct, frozen=True):
    """Which rows have the words, and how well; whether they have `all`; the words each was taken for, where not itself."""

    found: Mask
    scores: Scores
    all: bool
    sought: tuple[Words, ...]
    taken: tuple[tuple[str, tuple[str, ...]], ...]
    prefix: Words | None


def by_words(catalogue: Catalogue, question: Question, holding: Holding) -> ByWords:
    """Rank by the words' rarity, those in titles doubly: all of them must occur, or else the most that do together.

    A word stands for its plural or singular too; one that is nowhere for what it begins, else for its neighbours.
    """
    size = len(catalogue.keys)
    scores, whole = np.zeros(size, np.float32), 0.0
    every, sought, taken, prefix = catalogue.there.copy(), list[Words](), list[tuple[str, tuple[str, ...]]](), None
    have = np.zeros(size, np.float32)
    for place, words in enumerate(question.words):
        forms = _forms(words)
        rows = holding(forms, False)
        if not rows.any() and place == len(question.words) - 1 and len(words[-1]) > 2:
            rows, prefix = holding([words], True), words
        if not rows.any():
            forms = (
                [(word,) for word in catalogue.titles.spelt(catalogue.titles.meant(words)[0])]
                if len(words) == 1
                else []
            )
            rows = holding(forms, False) if forms else rows
            if rows.any():
                taken.append((" ".join(words), tuple(form for (form,) in forms)))
        worth = float(np.log1p(size / (rows.sum() + 0.5)))
        sought += forms
        whole += worth
        have += worth * rows
        every &= rows
        scores += worth * (rows.astype(np.float32) + _in_titles(catalogue, forms))
    if every.any():
        found = every
    else:
        bar = max(SOME * whole, float(have.max(initial=0.0)) * 0.999)
        found = catalogue.there & (have >= bar) & (have > 0)
    return ByWords(found, scores, bool(every.any()), tuple(sought), tuple(taken), prefix)


def by_titles(catalogue: Catalogue, wanted: Sequence[Meant]) -> Scores:
    """Return how well each row's title, or the best of its names, is the one meant; 0 where it is not."""
    share, cover = catalogue.titles.alike(wanted)
    scores = np.where(share >= LIKE, share + 0.1 * np.minimum(cover, 1.0), 0.0).astype(np.float32)
    found: Scores = np.zeros(len(catalogue.keys), np.float32)
    named = np.flatnonzero(scores)
    np.maximum.at(found, catalogue.owners[named], scores[named])
    return found * catalogue.there


def fused(catalogue: Catalogue, rankings: Sequence[tuple[Scores, Mask, float]]) -> Scores:
    """Return the rows' scores by several rankings (scores, the rows that it ranks, its weight), what is listed preferred."""
    together = np.zeros(len(catalogue.keys), np.float64)
    for scores, ranked, weight in rankings:
        rows = np.flatnonzero(ranked)
        # Of equals the listed first, then the newest.
        order = np.lexsort((-catalogue.months[rows], ~catalogue.listed[rows], -scores[rows]))
        together[rows[order]] += weight / (K + 1 + np.arange(len(rows)))
    return (together * np.where(catalogue.listed, LISTED, 1.0)).astype(np.float32)


def best(scores: Scores, most: int) -> Mask:
    """Return the `most` rows with the highest scores, those without any left out."""
    mask = scores > 0
    if int(mask.sum()) > most:
        bar = np.partition(scores, -most)[-most]
        mask = scores >= bar
    return mask


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
