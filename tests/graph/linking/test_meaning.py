"""What is learned of a library, and what nodes mean by it."""

from __future__ import annotations

import numpy as np
import pytest

from graph.embedders.hashing import HashingEmbedder
from graph.link import Gist
from graph.linking import Seen, Sense, learn
from graph.linking.lexicon import learn_terms
from graph.linking.meaning import _sampled

TOPICS = {
    "tides": "harbour tide level moon gauge forecast flood storm surge pilot",
    "bread": "oven dough yeast flour crumb crust baker loaf proof starter",
}


def library(count: int = 60, seed: int = 3) -> Seen:
    """Return papers on tides and on bread, in turn, of words drawn at random."""
    draw = np.random.default_rng(seed)
    gists = []
    for number in range(count):
        words = list(TOPICS.values())[number % 2].split()
        title = " ".join(draw.choice(words, 3))
        text = f"we study {' '.join(draw.choice(words, 12))} with care"
        gists.append(Gist(key=f"paper-{number:03}", title=title, text=text))
    return seen(gists)


def seen(gists: list[Gist]) -> Seen:
    """Return the gists with their vectors."""
    embedder = HashingEmbedder()
    texts = embedder.embed([gist.text or "" for gist in gists])
    texts[[row for row, gist in enumerate(gists) if gist.text is None]] = 0
    return Seen(gists, embedder.embed([gist.title for gist in gists]), texts)


def test_papers_on_one_thing_mean_alike() -> None:
    """The nearest of each is of its own topic."""
    papers = library()
    meanings = learn(papers).see(papers).meanings
    like = meanings @ meanings.T
    np.fill_diagonal(like, -1)

    assert all((near - row) % 2 == 0 for row, near in enumerate(like.argmax(axis=1).tolist()))


def test_all_that_is_seen_has_unit_length() -> None:
    """Meanings and what the model sees; words as far as the library knows them."""
    papers = library(40)
    sight = learn(papers).see(papers)

    assert np.allclose(np.linalg.norm(sight.meanings, axis=1), 1, atol=1e-5)
    assert np.allclose(np.linalg.norm(sight.models, axis=1), 1, atol=1e-5)
    assert (sight.words.multiply(sight.words).sum(axis=1) <= 1 + 1e-5).all()


def test_who_comes_changes_next_to_nothing_of_the_sample() -> None:
    """Nor who goes: so one paper more leaves the links of others as they were. What is listed is always in it."""
    keys = [f"paper-arxiv-2306.{number:05}" for number in range(40_000)]
    sample = {keys[row] for row in _sampled(keys, [7])}
    fewer = {keys[1:][row] for row in _sampled(keys[1:], [6])}

    assert abs(len(sample) - 8_000) < 300
    assert len(sample ^ fewer) < 5
    assert keys[7] in sample & fewer
    assert len(_sampled(keys[:8_000], [])) == 8_000


def test_learning_is_the_same_every_time() -> None:
    """Equal nodes in their order give equal bytes, and the bytes give the same sight."""
    papers = library(50)
    kept = learn(papers).kept()

    assert learn(papers).kept() == kept
    assert np.array_equal(Sense.restored(kept).see(papers).meanings, learn(papers).see(papers).meanings)


def test_what_is_no_sense_is_not_restored() -> None:
    """A file of another kind, or cut short, is an error that says so."""
    with pytest.raises((ValueError, KeyError, EOFError)):
        Sense.restored(b"no archive")


def test_a_few_nodes_are_seen_as_they_are() -> None:
    """Down to one, and none: nothing is common to so few."""
    one = seen([Gist(key="paper-a", title="tide tables")])

    assert np.allclose(learn(one).see(one).models, one.titles, atol=1e-5)
    assert learn(one.part([])).see(one.part([])).meanings.shape[0] == 0


def test_a_node_without_a_text_is_seen_by_its_title() -> None:
    """A text that is still coming counts nothing."""
    papers = library(40)
    sense = learn(papers)
    bare = seen([Gist(key="paper-x", title="moon tide gauge")])
    near = (sense.see(papers).meanings @ sense.see(bare).meanings[0]).argmax()

    assert near % 2 == 0


def test_a_new_node_needs_no_learning() -> None:
    """It is seen with what was learned without it, words nobody else has included."""
    sight = learn(library(40)).see(seen([Gist(key="paper-x", title="sourdough", text="zymurgy of dough and yeast")]))

    assert np.isfinite(sight.meanings).all()
    assert sight.words.nnz > 0


def test_what_papers_usually_say_is_no_rare_word_in_a_small_library() -> None:
    """Three texts know little of what is rare: a word of theirs that all papers use weighs less than one that few do."""
    lexicon = learn_terms(["a framework for sundials", "a framework for kites", "bread"])
    usual, rare = lexicon.rows(["framework", "sundials"]).indices

    assert lexicon.rarity[usual] < lexicon.rarity[rare] - 3


def test_a_word_nobody_else_has_makes_a_text_less_like_others() -> None:
    """It stands in no row, and yet counts for its length."""
    lexicon = learn_terms(["kites and bread"] * 3)
    rows = lexicon.rows(["kites", "kites zymurgy"])

    assert (rows[:1] @ rows[1:].T).toarray()[0, 0] < 0.8
    assert lexicon.rows(["", "zymurgy"]).nnz == 0


def test_the_order_of_two_words_is_seen() -> None:
    """A pair and its reverse are two terms, and no pair reaches across texts."""
    lexicon = learn_terms(["paper kite", "kite paper"])

    assert len(lexicon.terms) == 4
    assert len(learn_terms(["paper", "kite"]).terms) == 2
