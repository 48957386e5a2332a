"""Regularised least squares over works."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from graph.embedders.hashing import HashingEmbedder
from graph.ridge import Ridge, Seen

TITLES = ["Music from text", "Songs and music", "Singing voices", "Protein folding", "Protein structure", "Binders"]
PLACES = np.array([0, 0, 0, 1, 1, 1])
EVEN = np.ones(len(TITLES), dtype=np.float32)


def seen(*titles: str) -> Seen:
    """Return works with these titles that name nothing."""
    return Seen(HashingEmbedder().embed(titles), titles, [() for _ in titles])


def test_held_out_values_are_those_of_a_model_without_the_example() -> None:
    """The closed form is exact where the rarity of pieces does not move: by meaning alone."""
    vectors = HashingEmbedder().embed(TITLES)
    blank = Seen(vectors, [""] * len(TITLES), [()] * len(TITLES))
    held_out = Ridge(blank, PLACES, EVEN, 2).held_out

    for left in range(len(TITLES)):
        rest = np.arange(len(TITLES)) != left
        others = Ridge(replace(blank.part(slice(0, 5)), vectors=vectors[rest]), PLACES[rest], EVEN[rest], 2)
        alone = others.values(blank.part(slice(left, left + 1)))
        assert np.allclose(alone, held_out[left], atol=1e-5)


@given(st.text(max_size=60))
def test_values_are_sums_of_what_examples_say(title: str) -> None:
    """The reasons are the guess: nothing else enters it."""
    ridge = Ridge(seen(*TITLES), PLACES, EVEN, 2)
    asked = seen(title)
    values = ridge.values(asked)

    for place in (0, 1):
        assert np.isclose(ridge.speaking(asked, np.array([place])).sum(), values[0, place], atol=1e-5)
    assert np.isclose(values.sum(), 0, atol=1e-5)


def test_words_speak_for_the_class_whose_titles_have_them() -> None:
    """Their endings may differ."""
    ridge = Ridge(seen(*TITLES), PLACES, EVEN, 2)

    music, proteins = (ridge.words_for("musical proteins zzz", place) for place in (0, 1))

    assert music["musical"] > 0 > music["proteins"]
    assert proteins["proteins"] > 0 > proteins["musical"]
    assert music["zzz"] == proteins["zzz"] == 0


def test_names_speak_for_the_class_whose_works_have_them() -> None:
    """A name that no example has says nothing."""
    named = replace(seen(*TITLES), concepts=[("WaveNet",), ("WaveNet",), (), ("ESM",), (), ()])

    told = Ridge(named, PLACES, EVEN, 2).concepts_for(("WaveNet", "ESM", "GPT"), 0)

    assert told["WaveNet"] > 0 > told["ESM"]
    assert told["GPT"] == 0


def test_an_example_that_weighs_more_is_heeded_more() -> None:
    """Two that contradict each other: the weightier one wins."""
    titles, places = ["Singing proteins", "Singing proteins", "Rest"], np.array([0, 1, 1])

    for heavy in (0, 1):
        weights = np.array([8 if at == heavy else 1 for at in range(3)], dtype=np.float32)
        values = Ridge(seen(*titles), places, weights, 2).values(seen("Singing proteins"))
        assert values[0].argmax() == heavy
