"""Texts as rows of numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.wording import Wording, pieces, whole

TEXTS = [["music", "from", "text"], ["music", "music"], [], ["proteins"]]
some_words = st.lists(st.text("abc", min_size=1, max_size=5), max_size=5)


def test_the_pieces_of_a_word_mark_its_ends() -> None:
    """Three to five letters, the spaces around it counted."""
    assert pieces("ai") == (" ai", "ai ", " ai ")
    assert set(pieces("agents")) & set(pieces("agentic")) == {" ag", "age", "gen", "ent", " age", "agen", "gent"} | {
        " agen",
        "agent",
    }


def test_rare_words_weigh_more_and_frequent_ones_less_than_twice() -> None:
    """By tf-idf with logarithmic frequencies; rows have length one, or none."""
    wording = Wording(TEXTS, whole)
    rows = wording.rows.toarray()
    music, text = 0, 2

    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 1, 0, 1])
    assert rows[0, text] > rows[0, music] > 0


@given(st.lists(some_words, max_size=6), some_words, st.integers(0, 9))
def test_the_shares_of_words_add_up(examples: list[list[str]], text: list[str], seed: int) -> None:
    """Where words are their own pieces, their shares are the whole sum."""
    wording = Wording(examples, whole)
    weights = np.random.default_rng(seed).normal(size=wording.rows.shape[1]).astype(np.float32)

    assert np.isclose(sum(wording.shares(text, weights).values()), (wording.rows_of([text]) @ weights)[0], atol=1e-5)


def test_what_no_example_has_is_an_empty_row() -> None:
    """Without examples everything is."""
    assert not Wording(TEXTS, whole).rows_of([["unheard"]]).toarray().any()
    assert Wording([], pieces).rows_of([["unheard"], []]).shape == (2, 0)


def test_a_word_without_end_has_few_pieces() -> None:
    """Nobody writes words of a megabyte but those who mean harm."""
    assert len(pieces("a" * 1_000_000)) < 150
