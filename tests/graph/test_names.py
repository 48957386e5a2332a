"""What names and labels say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names import address_words, fold, is_generic, name_shape, share_words, slug


@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    """A folded name folds to itself."""
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_slugs_are_plain(text: str) -> None:
    """Letters, digits, single hyphens between them, dots only inside."""
    made = slug(text)

    assert made == made.strip("-.")
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert slug(made) == made


@pytest.mark.parametrize(
    "text", ["here", "Paper", "the paper", "[1]", "GitHub repo", "", "https://x.org/y", "full text"]
)
def test_link_words_name_nothing(text: str) -> None:
    """What people put under a link instead of a name."""
    assert is_generic(text)


@pytest.mark.parametrize("text", ["GPT-4", "Jamba", "DeepSeek v3 technical report", "Paper Reading Club", "论文"])
def test_names_name_something(text: str) -> None:
    """One telling word is enough."""
    assert not is_generic(text)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/posts/state_of-agents.html", "state of agents"),
        ("https://example.org/gemma/paper.pdf", "gemma"),
        ("https://www.example.org/", "example.org"),
        ("https://example.org/2025/01/31", "example.org"),
    ],
)
def test_an_address_gives_a_name(url: str, name: str) -> None:
    """The last part of the path that reads as words."""
    assert address_words(url) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SIMA 2 embodied agent research", "DeepMind Sima 2"),
        ("Agentless", "Agentless: Demystifying LLM-based Software Engineering Agents"),
        ("RLHF", "Reinforcement Learning from Human Feedback"),
        ("The agents survey", "An Agentic Survey"),
        ("Deep Mind", "DeepMind"),
        ("paper", "Self-Play Preference Optimization"),
        ("", "Self-Play Preference Optimization"),
    ],
)
def test_labels_of_one_work_have_something_in_common(one: str, other: str) -> None:
    """A shared word, an acronym, a nickname, or a label that says nothing."""
    assert share_words(one, other)
    assert share_words(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "LoRA+: Efficient Low Rank Adaptation of Large Models",
            "Self-Play Preference Optimization for Language Model Alignment",
        ),
        ("A New Model for Music", "The Paper on Protein Folding"),
    ],
)
def test_unrelated_labels_have_nothing_in_common(one: str, other: str) -> None:
    """Words that every title has are no common ground."""
    assert not share_words(one, other)
    assert not share_words(other, one)


def test_a_shape_sets_case_and_hyphens_aside_but_no_missing_space() -> None:
    """Two spellings of one shape look the same to a reader."""
    assert name_shape("GPT-4o") == name_shape("gpt 4o") == name_shape("“GPT‑4o”")
    assert len({name_shape(name) for name in ("GPT-4o", "GPT4o", "GPT-4.o")}) == 3
