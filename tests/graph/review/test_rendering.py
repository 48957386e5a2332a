"""Markdown, HTML and JSON: the same words, footnotes that hold, nothing a source wrote gets out of its text."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from graph.ports import Library
from graph.review import draft, plan, render_html, render_json, render_markdown
from graph.review.addresses import safe_address
from graph.review.markdown import escape, starting
from graph.review.shapes import Draft, DraftItem, DraftSection, Reference, Sentence
from tests.graph.review.test_review import EITHER_WAY

HOSTILE = (
    'x](https://evil.example) <script>alert(1)</script>\n\n# Head\n- ![i](http://e.example/i) `c` **b** [^1] &amp; "'
)


def hostile() -> Draft:
    """Return a draft in which every text tries to get out."""
    source = Reference(document="d", title=HOSTILE, source=HOSTILE, section=HOSTILE, url="javascript:alert(1)")
    sentence = Sentence(text=HOSTILE, sources=(source,))
    item = DraftItem(
        node="n", title=HOSTILE, url="https://a.example/)<b>", picked=True, remarks=(sentence,), sources=(source,)
    )
    section = DraftSection(name=HOSTILE, paragraph=(sentence,), items=(item,))
    return Draft(year=2025, by="month", headline=sentence, opening=(sentence,), sections=(section,))


@pytest.mark.parametrize(("year", "by"), EITHER_WAY)
def test_every_footnote_is_defined_and_used_in_order_of_first_use(library: Library, year: int, by: str) -> None:
    """Marks and notes match, numbered from 1 without a gap."""
    text = render_markdown(draft(plan(library, year, by)))
    used = [int(number) for number in re.findall(r"\[\^(\d+)\](?!:)", text)]
    defined = [int(number) for number in re.findall(r"(?m)^\[\^(\d+)\]:", text)]

    assert list(dict.fromkeys(used)) == defined == list(range(1, len(defined) + 1))


def test_one_source_and_section_is_one_footnote(library: Library) -> None:
    """Two works of one section share its note."""
    text = render_markdown(draft(plan(library, 2024, "category")))
    notes = re.findall(r"(?m)^\[\^\d+\]: (.*)", text)

    assert len(notes) == len(set(notes))
    assert (
        "“2024: a year of reading”, Ada's letters, 31 December 2024, “Agents”. "
        "<https://source-letters.example/2024#agents>" in notes
    )


def test_items_are_links_with_their_comment(library: Library) -> None:
    """Title, address, comment, note."""
    text = render_markdown(draft(plan(library, 2024, "category")))

    assert "- [A Judge of Judges](https://arxiv.org/abs/2401.00002) — Ada Reader: “Reads verdicts twice.”[^" in text


@given(st.text(max_size=80))
def test_escaped_text_reads_as_text(text: str) -> None:
    """Whatever is written, Markdown makes one paragraph of plain text of it, with linkify on."""
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(f"a {escape(text)}")

    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}


@given(st.text(alphabet="#-+*=>1.) \n`~|:[]", max_size=12))
def test_escaped_text_starts_no_block(text: str) -> None:
    """A text that begins a line does not become a heading, a list, a rule or a table."""
    tokens = MarkdownIt("commonmark").parse(starting(escape(text)))

    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}


@given(st.text(alphabet="#-+*=>1.) \n`~|:[]a\\\r", max_size=20))
def test_own_words_keep_their_lines_and_start_no_block(text: str) -> None:
    """In an item they are one paragraph of it, with a line for each of theirs."""
    source = Reference(title="The editor")
    words = Sentence(text=text.strip(), sources=(source,), verbatim=True)
    after = Sentence(text="Listed by Ada.", sources=(source,))
    item = DraftItem(node="n", title="A", url=None, picked=True, remarks=(words, after), sources=(source,))
    section = DraftSection(name="March", paragraph=(after,), items=(item,))
    made = Draft(year=2025, by="month", headline=after, opening=(after,), sections=(section,))
    line = render_markdown(made).partition("- ")[2].partition("\n\n")[0]
    tokens = MarkdownIt("commonmark").parse(f"- {line}")
    inline = next(token for token in tokens if token.type == "inline")
    breaks = sum(child.type == "hardbreak" for child in inline.children or [])

    assert [token.type for token in tokens if token.type.endswith("_open")] == [
        "bullet_list_open", "list_item_open", "paragraph_open"
    ]  # fmt: skip
    assert breaks == max(len(text.strip().splitlines()), 1)
    assert render_html(made).count("<br>") == breaks


def test_a_hostile_source_injects_no_markdown() -> None:
    """One heading, one section, one item; its link is the item's own."""
    tokens = MarkdownIt("commonmark").parse(render_markdown(hostile()))
    inline = [child for token in tokens for child in token.children or []]

    assert [token.type for token in tokens if token.type == "heading_open"] == ["heading_open"] * 2
    assert not [child for child in inline if child.type in ("html_inline", "image", "code_inline")]
    assert [child.attrs["href"] for child in inline if child.type == "link_open"] == ["https://a.example/%29%3Cb%3E"]


def test_a_hostile_source_injects_no_html() -> None:
    """Texts are escaped and only http addresses become links."""
    page = render_html(hostile())

    assert "<script" not in page
    assert "javascript:" not in page
    assert page.count("<h2>") == 1


def test_html_marks_and_notes_match(library: Library) -> None:
    """Every mark leads to a note and every note back to its first mark."""
    page = render_html(draft(plan(library, 2025, "month")))
    ids = re.findall(r'id="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) == set(ids)


def test_json_numbers_its_references(library: Library) -> None:
    """Sources are numbers of references, every one used."""
    record = json.loads(render_json(draft(plan(library, 2025, "category"))))
    used = set(_sources(record))

    assert used == {reference["number"] for reference in record["references"]}
    assert (record["year"], record["by"]) == (2025, "category")


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "ftp://a.example", "/relative", "https://", "http://["]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    """Everything else stays unlinked."""
    assert safe_address(url) is None


def _sources(value: object) -> list[int]:
    if isinstance(value, dict):
        own = value.get("sources", [])
        return [*own, *(number for one in value.values() for number in _sources(one))]
    if isinstance(value, list):
        return [number for one in value for number in _sources(one)]
    return []
