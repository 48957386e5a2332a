"""HTML and plain text → outlines."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.outline import Block, BlockKind, Link, Outline
from ingest.outline import outline_html, outline_text

BASE = "https://example.org/posts/one"
TAGS = (
    "a b i em strong p div br ul ol li h1 h2 h6 table tr td th pre code blockquote figure figcaption img sup section "
    "span script svg hr dl dt dd nav html body base aside"
)


def read(html: str) -> tuple[Block, ...]:
    return outline_html(html, BASE).blocks


def kinds(html: str) -> list[tuple[str, str]]:
    return [(str(block.kind), block.text) for block in read(html)]


def linked(block: Block) -> list[tuple[str, str]]:
    return [(block.text[link.start : link.end], link.url) for link in block.links]


def test_blocks_come_in_reading_order() -> None:
    """Every kind of block is told apart, in the order a reader meets them."""
    html = (
        "<h2>Head</h2><p>One</p><ul><li>Item</li></ul><blockquote><p>Said</p></blockquote><pre>a  b\n  c\n</pre>"
        "<table><tr><th>x</th><th>y</th></tr></table><figure><img src='i.png'><figcaption>Seen</figcaption></figure>"
    )

    assert kinds(html) == [
        ("heading", "Head"),
        ("paragraph", "One"),
        ("list-item", "Item"),
        ("quote", "Said"),
        ("code", "a  b\n  c"),
        ("table-row", "x | y"),
        ("figure", "Seen"),
    ]


def test_bold_that_splits_a_word_leaves_it_whole() -> None:
    """No space is made up between inline elements, and none is lost."""
    (block,) = read("<p>For <strong>various task</strong>s, <em>all</em> <b>of</b> them</p>")

    assert block.text == "For various tasks, all of them"
    assert [block.text[span.start : span.end] for span in block.emphasis] == ["various task", "all", "of"]


def test_links_cover_their_text_exactly() -> None:
    """Folding, entities and signs beyond the basic plane do not move a span."""
    (block,) = read("<p>  𝛼 &amp;\n  e\u0301  <a href='/a b'>  the\n <b>paper</b> </a>, <a href=''>no address</a></p>")

    assert block.text == "𝛼 & \u00e9 the paper , no address"
    assert linked(block) == [("the paper", "https://example.org/a b"), ("no address", "")]


def test_addresses_are_made_absolute_and_what_leads_nowhere_is_dropped() -> None:
    """Fragments stay as written; mail, script and inlined files keep their text only."""
    html = (
        "<p><a href='two'>a</a> <a href='//cdn.org/x'>b</a> <a href='#c'>c</a> <a href='mailto:x@y.z'>d</a>"
        "<a href='javascript:alert(1)'>e</a> <a name='f'>f</a> <a href=' https://x.org/\n1 '>g</a></p>"
    )
    outline = outline_html(html, BASE)

    assert outline.blocks[0].text == "a b c de f g"
    assert linked(outline.blocks[0]) == [
        ("a", "https://example.org/posts/two"),
        ("b", "https://cdn.org/x"),
        ("c", "#c"),
        ("g", "https://x.org/1"),
    ]
    assert outline.repairs == ("link-not-followed",)


def test_a_list_item_is_one_block_and_its_nested_list_follows_it() -> None:
    """Paragraphs, line breaks and what stands behind a nested list belong to the item's own block."""
    html = "<ol><li><p>One <a href='/1'>x</a></p><p>Why</p><ul><li>In</li></ul>tail</li><li>Two<br>lines</li></ol>"
    first, nested, second = read(html)

    assert (first.text, first.level, first.list, first.ordered) == ("One x Why tail", 1, 1, True)
    assert (nested.text, nested.level, nested.list, nested.ordered) == ("In", 2, 2, False)
    assert (second.text, second.list) == ("Two lines", 1)


def test_headings_keep_their_names_and_lose_their_permalinks() -> None:
    """Ids and `<a name>` are where a fragment leads; the sign that links a heading to itself is no text."""
    html = '<p>Before</p><a name="old"></a><h2 id="new">Title <a class="headerlink" href="#new">¶</a></h2><p>After</p>'
    before, heading, after = read(html)

    assert (before.anchors, heading.anchors, after.anchors) == ((), ("old", "new"), ())
    assert (heading.text, heading.level, heading.links) == ("Title", 2, ())


@pytest.mark.parametrize(
    "html",
    [
        '<p>Text<sup id="fnref:1"><a href="#fn:1" class="footnote">1</a></sup>.</p><div class="footnotes"><ol>'
        '<li id="fn:1"><p>A note <a href="#fnref:1" class="reversefootnote">&#8617;</a></p></li></ol></div>',
        '<p>Text<sup>[<a href="#fn1" role="doc-noteref">1</a>]</sup>.</p><section role="doc-endnotes"><ol>'
        '<li id="fn1">A note<a href="#r1" role="doc-backlink">↩︎</a></li></ol></section>',
        '<p>Text<a class="footnote-anchor" href="https://x.org/p#footnote-1">1</a>.</p><div class="footnote">'
        '<a class="footnote-number" href="https://x.org/p#footnote-anchor-1">1</a><div class="footnote-content">'
        "<p>A note</p></div></div>",
    ],
)
def test_notes_are_kept_and_their_markers_are_not(html: str) -> None:
    """A footnote's text is a note; the number that leads there and the arrow back are no text."""
    assert kinds(html) == [("paragraph", "Text."), ("note", "A note")]


def test_numbers_that_are_links_stay() -> None:
    """Only a marker goes: a link whose text happens to be a number says something."""
    assert kinds('<p>Part <a href="/2">2</a> and <a href="#part-3">3</a></p>') == [("paragraph", "Part 2 and 3")]


def test_images_become_figures_without_cutting_a_paragraph() -> None:
    """An image's text is its caption or alt, never its file name; counting pixels are no images."""
    html = (
        '<p>See <img src="/a.png" alt="A plot"> here</p><p><a href="/b.jpg"><img src="b.jpg" alt="IMG_1.jpg"></a></p>'
        '<img src="https://t.org/p.gif" width="1" height="1"><img src="data:image/gif;base64,R0" data-src="/c.png">'
    )
    paragraph, one, two, three = read(html)

    assert paragraph.text == "See here"
    assert [(it.text, it.image) for it in (one, two, three)] == [
        ("A plot", "https://example.org/a.png"),
        ("", "https://example.org/posts/b.jpg"),
        ("", "https://example.org/c.png"),
    ]


def test_one_line_break_is_a_space_and_two_end_the_paragraph() -> None:
    """Old pages write paragraphs that way."""
    assert kinds("One<br>line<br>\n<br/>Next<div>Third</div>") == [
        ("paragraph", "One line"),
        ("paragraph", "Next"),
        ("paragraph", "Third"),
    ]


def test_tables_for_layout_are_read_as_text() -> None:
    """A cell that holds blocks is layout; empty cells keep their place in a row."""
    assert kinds("<table><tr><td>1</td><td></td><td>3</td></tr></table>") == [("table-row", "1 | | 3")]
    assert kinds("<table><tr><td><h1>H</h1><p>P</p></td><td>Q</td></tr></table>") == [
        ("heading", "H"),
        ("paragraph", "P"),
        ("paragraph", "Q"),
    ]


def test_what_a_reader_does_not_see_is_no_text() -> None:
    """Scripts, styles, embedded frames, hidden parts and invisible signs are left out."""
    html = (
        "<style>p{}</style><script>if (a<b) x()</script><p>a\u200bb\u00adc <span style='display:none'>no</span>"
        "<iframe>no</iframe><svg><title>no</title></svg><template>no</template>d</p>"
    )

    assert kinds(html) == [("paragraph", "abc d")]


def test_a_space_beside_an_invisible_sign_is_kept() -> None:
    """What nobody sees does not join two words."""
    assert kinds("<p>two<b>\u200b words\ufeff </b>here</p>") == [("paragraph", "two words here")]


def test_joiners_inside_a_word_or_an_emoji_stay() -> None:
    """They change what the reader sees; at the edge of Latin text they are padding."""
    assert kinds("<p>\u200c\u200cHi 👩\u200d💻 می\u200cخواهم\u200d </p>") == [
        ("paragraph", "Hi 👩\u200d💻 می\u200cخواهم")
    ]


def test_markup_that_was_escaped_twice_is_read_and_noted() -> None:
    """Code that shows tags is left alone, since real tags stand around it."""
    twice = outline_html("&lt;p&gt;One &lt;a href=&quot;/x&quot;&gt;two&lt;/a&gt;&lt;/p&gt;", BASE)

    assert (twice.blocks[0].text, linked(twice.blocks[0])) == ("One two", [("two", "https://example.org/x")])
    assert twice.repairs == ("double-escaped",)
    assert kinds("<p>Use &lt;p&gt;.</p>") == [("paragraph", "Use <p>.")]


def test_a_composed_letter_across_a_link_keeps_the_spans_inside() -> None:
    """Normalising may move a border; it never leaves the text."""
    (block,) = read("<p>cafe<a href='/x'>\u0301 bar</a></p>")

    assert block.text == "café bar"
    assert linked(block) == [(" bar", "https://example.org/x")]


@pytest.mark.parametrize(
    "tag", ["div", "blockquote", "ul><li", "b", "a href=x", "table><tr><td", "section class=footnotes"]
)
def test_deep_nesting_is_no_deeper_than_shallow(tag: str) -> None:
    """Ten thousand levels are read like one."""
    outline = outline_html(f"<{tag}>" * 10_000 + "deep", BASE)

    assert outline.words() == 1


def test_a_body_of_ten_megabytes_is_read() -> None:
    """Size alone is no error."""
    assert outline_html("<p>word</p>" * 900_000, None).words() == 900_000


def test_plain_text_keeps_its_paragraphs_lists_and_addresses() -> None:
    """Wrapped lines are joined, short ones were ended on purpose."""
    text = (
        "A line that was wrapped by a program because it ran to its very\nend, and then: https://x.org/a_(b).\r\n\r\n"
        "- one\n- two https://y.org/,\n1. first\n00:10 Intro\n12:05 Talk"
    )
    blocks = outline_text(text).blocks

    assert [(str(it.kind), it.list, it.ordered, it.text) for it in blocks] == [
        ("paragraph", 0, False, blocks[0].text),
        ("list-item", 1, False, "one"),
        ("list-item", 1, False, "two https://y.org/,"),
        ("list-item", 2, True, "first"),
        ("paragraph", 0, False, "00:10 Intro"),
        ("paragraph", 0, False, "12:05 Talk"),
    ]
    assert blocks[0].text.endswith("ran to its very end, and then: https://x.org/a_(b).")
    assert blocks[2].links == (Link(4, 18, "https://y.org/"),)


def check(outline: Outline) -> None:
    """Hold an outline to what every outline promises."""
    for block in outline.blocks:
        text = block.text
        assert unicodedata.is_normalized("NFC", text)
        assert text or block.kind is BlockKind.FIGURE
        if block.kind is not BlockKind.CODE:
            assert text == " ".join(text.split())
        for link in block.links:
            assert 0 <= link.start <= link.end <= len(text)
        for span in block.emphasis:
            assert 0 <= span.start < span.end <= len(text)
    assert list(outline.repairs) == sorted(set(outline.repairs))


pieces = st.one_of(
    st.text(max_size=12),
    st.sampled_from([" ", "\n", "\u0301", "\u1161", "\u200d", "&amp;", "&#x301;", "&lt;b&gt;", "word", "é", "한"]),
    st.sampled_from(
        [form.format(tag) for tag in TAGS.split() for form in ("<{}>", "</{}>", "<{} id=x class=footnotes>")]
    ),
    st.sampled_from(
        ["<a href='/x'>", "<a href=''>", "<a href='#fn1'>", "<img src=x alt='a  b'>", "<a href='http://[x'>"]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=40))
def test_any_markup_gives_a_valid_outline(parts: list[str]) -> None:
    """Spans lie inside the text, the text is folded and NFC, nothing raises."""
    check(outline_html("".join(parts), BASE))


@settings(max_examples=200, deadline=None)
@given(st.text() | st.lists(pieces).map("".join))
def test_any_text_gives_a_valid_outline(text: str) -> None:
    """Plain text may hold anything."""
    check(outline_text(text))
    check(outline_html(text, None))
