"""The law of repetition: an identity is its own identity, whatever it was read from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity import address_of, identify, stated_month
from tests.graph.test_identity import AS_WRITTEN

PIECES = st.sampled_from(
    [
        *(
            "https://",
            "http:",
            "//",
            "www.",
            "arxiv.org",
            "abs/",
            "2402.06196",
            "v3",
            "hep-th/9901001",
            "math.CA/",
            ".pdf",
        ),
        *(
            "doi.org",
            "dx.doi.org/",
            "10.1000",
            "%2F",
            "%252F",
            "10.48550/arXiv.",
            "nature.com/articles/",
            "link.springer.com/",
        ),
        *(
            "youtube.com/watch?v=",
            "qgHLZuZ7mmM",
            "youtu.be/",
            "github.com/",
            "o/r",
            ".git",
            "/blob/main/",
            "/tree/",
            "..",
            ".",
        ),
        *(
            "google.com/search?q=",
            "google.com/url?url=",
            "web.archive.org/web/2024/",
            "urldefense.com/v3/__",
            "__",
            "huggingface.co/",
        ),
        *(
            "datasets/",
            "papers/",
            "aclanthology.org/",
            "P19-1001",
            "openreview.net/forum?id=",
            "abcDEF",
            "x.com/a/status/",
            "12",
        ),
        *(
            "example.org",
            "bücher.example",
            "u:p@",
            ":443",
            ":80",
            ":8080",
            "/",
            "\\",
            "?",
            "&",
            "=",
            "#",
            "#/",
            "#!",
            "utm_source=n",
        ),
        *(
            "b=2",
            "a=1",
            "amp;",
            "%",
            "%41",
            "%2e",
            "%22",
            "%5D",
            ")",
            "(",
            "]",
            "[",
            "<",
            ">",
            "'",
            '"',
            "`",
            ",",
            ";",
            "*",
            "|",
        ),
        *(
            " ",
            "\t",
            "\u200b",
            "\u00a0",
            "é",
            "e\u0301",
            "İ",
            "ß",
            "\ud800",
            "。",
            "／",
            "”",
            "“",
            "web:",
            "doi:",
            "arxiv:",
            "github:",
        ),
        *(
            "10.1002/(SICI)",
            "journals.plos.org/plosone/article?id=",
            "biorxiv.org/content/10.1101/",
            "[::1]",
            "8.8.8.8",
            "%00",
            "\x00",
        ),
    ]
)
NASTY = st.lists(PIECES, max_size=12).map("".join)
URLS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["https://", "http://", "//", ""]),
    st.sampled_from(
        ["example.org/", "doi.org/10.1000/", "arxiv.org/abs/", "github.com/o/r/", "google.com/url?q=https://", ""]
    ),
    NASTY,
)
TEXTS = st.one_of(st.text(st.characters(exclude_categories=())), NASTY, URLS)


def _repeats(text: str) -> None:
    identity = identify(text)
    if identity is None:
        return
    assert identify(str(identity)) == identity
    assert identify(address_of(identity)) == identity
    if identity.scheme in {"web", "arxiv", "doi"}:
        assert identify(identity.value) == identity
    stated_month(identity)


@given(TEXTS)
def test_an_identity_is_its_own_identity(text: str) -> None:
    """Law 8's ground: whatever the text, reading what was read changes nothing, and nothing raises."""
    _repeats(text)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None)
@given(TEXTS)
def test_an_identity_is_its_own_identity_however_long_one_tries(text: str) -> None:
    """The same law, tried long."""
    _repeats(text)


@pytest.mark.parametrize(("written", "identity"), AS_WRITTEN)
def test_the_examples_repeat_too(written: str, identity: str) -> None:
    """The law holds for every row of the table."""
    assert identity
    _repeats(written)
