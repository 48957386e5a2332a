"""Small texts of few words, so that these meet: beginnings of each other, beside and behind each other, of several scripts."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = ("a", "ab", "abc", "b", "gpt", "gpt5", "5", "café", "推理", "推理模型", "и", "z" * 250, "z" * 300)
_words = st.sampled_from(WORDS)
_between = st.sampled_from((" ", " ", "-", ", "))


@st.composite
def _text(draw: st.DrawFn, most: int) -> str:
    return "".join(part for _ in range(draw(st.integers(0, most))) for part in (draw(_words), draw(_between)))


texts = st.tuples(_text(4), _text(10))
"""(title, text)"""

queries = st.lists(_words, min_size=1, max_size=4).flatmap(
    lambda words: st.lists(_between, min_size=len(words), max_size=len(words)).map(
        lambda marks: "".join(part for pair in zip(words, marks, strict=True) for part in pair)
    )
)
