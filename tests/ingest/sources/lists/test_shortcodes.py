"""Shortcodes of GitHub's Markdown are no words of a list; what only looks like one is."""

from __future__ import annotations

import pytest

from ingest.sources.lists.shortcodes import without_shortcodes
from tests.ingest.sources.libraries.samples import documents, listed

MIXTRAL = "https://arxiv.org/abs/2401.04088"


def test_headings_and_entries_are_read_without_their_shortcodes() -> None:
    """Alone, several side by side, before words and behind them; the title of the list too."""
    entry = f"- :fire::+1: [Mixtral of Experts]({MIXTRAL}) :star: Eight experts."
    text = f"# :books: Papers\n\n## :newspaper: Agents :robot:\n\n{entry}\n"
    (document,), (item,) = documents(text.encode(), "list.md").values(), listed(text.encode(), "list.md")

    assert document.title == "Papers"
    assert item.section == "Agents"
    assert item.label == "Mixtral of Experts"
    assert item.comment == "Eight experts."


@pytest.mark.parametrize(
    "text",
    [
        "a:b:c",
        "a:books:b",
        "at 10:100:20",
        ":no such:",
        ":nosuch:",
        "::books::",
        "std::link::x",
        "x/:book:/y",
        ":books",
        "http://a:key:b",
    ],
)
def test_ordinary_text_between_colons_stays(text: str) -> None:
    """Only whole shortcodes that GitHub knows are dropped."""
    assert without_shortcodes(text) == text


def test_code_and_addresses_keep_theirs() -> None:
    """They say what they say."""
    text = f"## Agents\n\n- [`:books:`]({MIXTRAL})\n- [Second work here](https://example.org/:books:/a)\n"

    assert [(item.label, item.url) for item in listed(text.encode(), "list.md")] == [
        (":books:", MIXTRAL),
        ("Second work here", "https://example.org/:books:/a"),
    ]
