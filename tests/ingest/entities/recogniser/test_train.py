"""What is learned of phrases, from a corpus of a few lines."""

from __future__ import annotations

import pytest

from graph.embedders.hashing import HashingEmbedder
from ingest.entities.recogniser.counting import Counts, counted, long_forms
from ingest.entities.recogniser.train import labels, learn

TERM = (
    "Orchard pruning for gardens",
    "We study orchard pruning (OP). It works via orchard pruning and in moss sampling.",
)
OTHER = "On roofs", "We need better training. The better training and a new training of ours failed."
JUDGED = {"orchard pruning": True, "moss sampling": True, "better training": False, "new training": False}


def corpus() -> Counts:
    """Return the counts of ten documents."""
    return counted([TERM, OTHER] * 5)


def test_phrases_are_counted_by_where_they_stand() -> None:
    """In titles, after "via", with an abbreviation behind."""
    counts = corpus()

    assert counts.documents["orchard pruning"] == 5
    assert counts.met["orchard pruning"] == 15
    assert counts.titles["orchard pruning"] == 5
    assert counts.defined["orchard pruning"] == 5
    assert counts.before["orchard pruning", "via"] == 5
    assert counts.before["better training", "the"] == 5


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("We use braided tree search (BTS) here.", [("braided", "tree", "search")]),
        ("Slow self-attention layers (SSALs) help.", [("slow", "self-attention", "layer")]),
        ("A word (XYZ) that is not its short form, and a note (see there).", []),
        ("(ABC)", []),
    ],
)
def test_what_a_text_abbreviates_is_read_backwards(text: str, forms: list[tuple[str, ...]]) -> None:
    """Each letter of the short form, from the last."""
    assert list(long_forms(text)) == forms


def test_learned_weights_keep_the_judgements_and_go_beyond_them() -> None:
    """A phrase that nobody judged is likelier where it stands as the terms do."""
    weights = learn(
        corpus(), {phrase: term for phrase, term in JUDGED.items() if phrase != "moss sampling"}, HashingEmbedder()
    )

    assert weights.probability(("orchard", "pruning")) > 0.8
    assert weights.probability(("better", "training")) < 0.1
    assert weights.probability(("moss", "sampling")) > weights.probability(("better", "training"))


def test_learning_twice_gives_the_same() -> None:
    """No chance is involved."""
    assert learn(corpus(), JUDGED, HashingEmbedder()) == learn(corpus(), JUDGED, HashingEmbedder())


def test_judgements_are_phrases_as_they_are_read() -> None:
    """In lower case, each once, with both answers given often."""
    judged = labels()

    assert all(phrase == phrase.lower().strip() for phrase in judged)
    assert 0.1 < sum(judged.values()) / len(judged) < 0.5
