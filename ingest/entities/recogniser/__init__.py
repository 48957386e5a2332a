"""Finds terms that nobody listed and no typography shows: "speculative decoding", "spectral clustering".

A phrase is judged by what a corpus tells of it: how often it stands in titles, is given an abbreviation, follows "via" or
"the"; a phrase that the corpus lacks, by its words. See train.py for how that is learned, docs/decisions.md for what else
was tried.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.candidate import Candidate
from ingest.entities.recogniser.phrases import Phrase, phrases
from ingest.entities.recogniser.weights import Weights, load, version

__all__ = ["LEAST", "RecogniserFinder"]

LEAST = 0.35
"""Of held-out phrases, two thirds of those above it are terms, and three quarters of the terms are above it."""
_ALONE = 0.55
"""In a passage that has no likelier one, terms are seldom meant: posts on other things have adapters and optimizations too."""
_MOST = 0.74
"""A known name inside a guess is what is meant ("LLM fine-tuning"), so no guess is as sure as choosing.WELL_FOUNDED."""
_A_WORD_MORE = 0.15
"""Of two phrases that end alike the longer one is meant, unless it is this much less likely a word."""


class RecogniserFinder:
    """A Finder of techniques by what was learned of phrases.

    `confidence` is the probability that the phrase is a term, up to the most that a guess may have.
    """

    def __init__(self, weights: Weights | None = None, least: float = LEAST) -> None:
        self._given = weights
        self._least = least

    @staticmethod
    def version() -> str:
        """Return the version of the weights, which are not read for it."""
        return f"recogniser/{version()}"

    def find(self, passages: Sequence[Passage]) -> list[list[Candidate]]:
        """Return each passage's terms in order; they do not overlap."""
        weights = self._given or load()
        return [self._in_text(passage.text, weights) for passage in passages]

    def _in_text(self, text: str, weights: Weights) -> list[Candidate]:
        found: list[Candidate] = []
        for ending in reversed(list(phrases(text))):
            candidate = self._likeliest(ending, weights)
            if candidate and (not found or candidate.end <= found[-1].start):
                found.append(candidate)
        return found[::-1] if any(one.confidence >= _ALONE for one in found) else []

    def _likeliest(self, ending: list[Phrase], weights: Weights) -> Candidate | None:
        likely = [(weights.probability(phrase.words), phrase) for phrase in ending]
        likely = [(sure, phrase) for sure, phrase in likely if sure >= self._least]
        if not likely:
            return None
        sure, phrase = max(likely, key=lambda one: one[0] + _A_WORD_MORE * len(one[1].words))
        return Candidate(
            start=phrase.start,
            end=phrase.end,
            kind=NodeKind.TECHNIQUE,
            extractor="recogniser",
            confidence=min(sure, _MOST),
        )
