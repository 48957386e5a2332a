"""Names of models, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model_names import Parsed, parse_model


def parsed(name: str) -> Parsed:
    """Return the parts of a name that has some."""
    found = parse_model(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "words", "version", "size", "date"),
    [
        ("GPT-5.2", "gpt", (5, 2), None, None),
        ("Claude Opus 4.5", "claude opus", (4, 5), None, None),
        ("Llama 3.1 70B Instruct", "instruct llama", (3, 1), "70b", None),
        ("Gemini 2.0 Flash", "flash gemini", (2,), None, None),
        ("o3-mini", "mini o", (3,), None, None),
        ("DeepSeek-V3.2-Exp", "deepseek exp", (3, 2), None, None),
        ("DeepSeek-R1-0528", "deepseek r", (1,), None, "0528"),
        ("Qwen3-0.6B", "qwen", (3,), "0.6b", None),
        ("Qwen3-235B-A22B-2507", "qwen", (3,), "235b a22b", "2507"),
        ("Mixtral 8x7B", "mixtral", None, "8x7b", None),
        ("GPT-4o mini", "gpt mini o", (4,), None, None),
        ("Claude 3 Opus 20240229", "claude opus", (3,), None, "20240229"),
        ("Sora", "sora", None, None, None),
    ],
)
def test_a_name_is_taken_apart(
    name: str, words: str, version: tuple[int, ...] | None, size: str | None, date: str | None
) -> None:
    """Into the words of its family and variant, its version, its size and its date."""
    parsed = parse_model(name)

    assert parsed is not None
    assert (sorted(parsed.words), parsed.version, parsed.size, parsed.date) == (words.split(), version, size, date)


@pytest.mark.parametrize("name", ["", "42", "3D", "+", "A " * 60, "1.5-bit nets"])
def test_what_begins_with_no_word_is_not_taken_apart(name: str) -> None:
    """It gets no edges."""
    assert parse_model(name) is None


@given(st.text(max_size=90))
def test_any_text_can_be_asked(name: str) -> None:
    """Whatever a feed calls a model."""
    parse_model(name)


def test_a_range_extends_nothing() -> None:
    """Nor does a version that is written with a hyphen."""
    assert parsed("GPT-5 Pro").extends(parsed("GPT-5"))
    assert not parsed("Quill 12-16").extends(parsed("Quill 12"))
    assert not parsed("Claude-3-5-Sonnet").extends(parsed("Claude 3"))
