"""What the recogniser finds with weights of our own, and with those that come with the package."""

from __future__ import annotations

from itertools import pairwise

import pytest

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.recogniser import RecogniserFinder
from ingest.entities.recogniser.phrases import phrases
from ingest.entities.recogniser.weights import CONSTANT, FILE, Weights, Words

OURS = Weights(
    {
        "orchard pruning": 0.7,
        "late orchard pruning": 0.6,
        "pruning": 0.1,
        "better pruning": 0.05,
        "lattice search": 0.9,
    },
    Words({"decoding": 1.0}, {"braided": 1.0}, -3.0),
    {CONSTANT: -2.0, "head": 1.5, "least": 1.5},
)


def found(text: str, weights: Weights | None = None) -> list[str]:
    """Return the terms found in a text."""
    finder = RecogniserFinder(weights)
    return [text[one.start : one.end] for one in finder.find([Passage(text=text)])[0]]


def test_a_phrase_the_corpus_knows_is_found_whatever_its_number_and_case() -> None:
    """Plurals and capitals do not change what a phrase is."""
    assert found("We tried orchard pruning. Lattice searches did worse.", OURS) == [
        "orchard pruning",
        "Lattice searches",
    ]


def test_the_longer_of_two_likely_phrases_is_meant() -> None:
    """A word more is worth a little less certainty."""
    assert found("They added late orchard pruning to it.", OURS) == ["late orchard pruning"]


def test_a_doubtful_term_counts_where_a_likely_one_stands() -> None:
    """A text on other things has words that might be terms elsewhere."""
    doubtful = Weights(OURS.phrases | {"orchard pruning": 0.5}, OURS.words, OURS.coefficients)

    assert found("The farm needs orchard pruning.", doubtful) == []
    assert found("Lattice search needs orchard pruning.", doubtful) == ["Lattice search", "orchard pruning"]


def test_an_unlikely_phrase_is_left_out() -> None:
    """What is said of any method is not the name of one."""
    assert found("All of it needs better pruning and a new search.", OURS) == []


def test_a_phrase_the_corpus_lacks_is_judged_by_its_words() -> None:
    """Both words are those of defined terms, so together they are likely one."""
    assert found("It rests on braided decoding, not on plain decoding.", OURS) == ["braided decoding"]


def test_no_phrase_goes_over_a_comma_an_owner_or_a_sentence() -> None:
    """Words that only stand beside each other are no phrase."""
    assert found("Lattice, search. Lattice's search. A lattice. Search it.", OURS) == []


def test_terms_are_techniques_and_no_surer_than_a_guess_may_be() -> None:
    """A known name inside a guess must be able to win."""
    found = RecogniserFinder(OURS).find([Passage(text="On lattice search")])[0]

    assert [(one.kind, one.known) for one in found] == [(NodeKind.TECHNIQUE, False)]
    assert found[0].confidence < 0.75


def test_the_same_text_gives_the_same_terms_whatever_it_is_read_with() -> None:
    """A batch changes nothing."""
    texts = [
        "The second stage is policy distillation.",
        "Nothing here.",
        "",
        "It uses beam search and rejection sampling.",
    ]
    finder = RecogniserFinder()

    together = finder.find([Passage(text=text) for text in texts])

    assert together == [finder.find([Passage(text=text)])[0] for text in texts]
    assert together == RecogniserFinder().find([Passage(text=text) for text in texts])


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The authors rely on curriculum learning and on beam search.", ["curriculum learning", "beam search"]),
        ("Our lunch was late, the training was dull, and the model was a bicycle.", []),
        ("Better systems need better models and a good language.", []),
    ],
)
def test_the_weights_know_methods_from_ordinary_words(text: str, terms: list[str]) -> None:
    """The package's own weights, on sentences of our own."""
    assert found(text) == terms


def test_the_weights_stay_small() -> None:
    """They are part of the repository."""
    assert FILE.stat().st_size < 5_000_000


@pytest.mark.parametrize(
    "piece", ["learning ", "a", "- ", "-", "a-", "learning-", "model.", "deep learning's ", "é", "((", "\x00"]
)
def test_hostile_text_is_read_in_one_pass(piece: str) -> None:
    """Half a megabyte of anything ends, and what is found lies inside the text in order."""
    text = piece * (500_000 // len(piece))

    terms = RecogniserFinder().find([Passage(text=text)])[0]

    assert all(0 <= one.start < one.end <= len(text) for one in terms)
    assert all(one.end <= other.start for one, other in pairwise(terms))


def test_phrases_are_bounded() -> None:
    """However many words stand together, a phrase has five at most."""
    endings = list(phrases("tall old dark wide deep slow learning"))

    assert [len(ending) for ending in endings] == [5]
