"""What is said of an answer beside its results: what was not found, what was taken for it, and what these are then. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.views.search.catalogue import Mask
from graph.views.search.question import Question
from graph.views.search.ranking import ByWords, Term

CUT = "Only the first words of so many are looked for."
NO_WORDS = "There is no word in this to look for."
_NAMED = 3


def said(asked: Question, words: ByWords, titles: Mask, shown: Mask, *, filtered: bool) -> Iterator[str]:
    """Yield what limits the answer `shown`: as few sentences as tell it, each of them true under the filters."""
    if asked.cut:
        yield CUT
    phrases = [term for term in words.terms if term.words in asked.phrases]
    nowhere = [term for term in phrases if not term.rows.any()]
    if nowhere:
        several = _listing([" ".join(term.words) for term in nowhere], "and")
        yield f"{several} {'stand' if len(nowhere) > 1 else 'stands'} nowhere just so."
        return
    if shown.any():
        yield from (_taken(term) for term in words.terms if term.taken)
    if not (words.all & shown).any():
        yield f"Nothing{' under these filters' if filtered else ''} has {_instead(words, titles, shown)}"


def _instead(words: ByWords, titles: Mask, shown: Mask) -> str:
    """Return what nothing has, and what the results are instead."""
    none = "this word" if len(words.terms) == 1 else "any of these words"
    known = len(words.terms) > 1 and any(term.rows.any() for term in words.terms)
    if (words.found & shown).any():
        return "all of these words; these have some of them."
    if (titles & shown).any():
        return f"{'all of these words' if known else none}; these have titles or names spelt nearly so."
    if shown.any():
        return "all of these words; these are near in meaning." if known else f"{none}; these are near in meaning only."
    return "most of these words." if known else f"{none}."


def _taken(term: Term) -> str:
    return f"“{' '.join(term.words)}” is nowhere; taken for {_listing([word for (word,) in term.forms], 'or')}."


def _listing(words: Sequence[str], last: str) -> str:
    quoted = [f"“{word}”" for word in words[:_NAMED]]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"
