"""Outlines as pages draw them."""

from __future__ import annotations

from time import process_time

from api.pages.outlines import Run, draw, runs
from graph.model import Item
from graph.outline import Block, BlockKind, Link, Span

ITEM = Item(
    id="item-1",
    document="document-1",
    section=None,
    position=1,
    month=None,
    category=None,
    label="A",
    url=None,
    identity=None,
    version=None,
    links=(),
    comment=None,
    repairs=(),
    block=1,
)


def test_text_is_cut_where_links_and_emphasis_begin_and_end() -> None:
    """A link that is half in bold is drawn in two parts."""
    block = Block(
        kind=BlockKind.PARAGRAPH,
        text="see the paper",
        links=(Link(4, 13, "https://a.example"),),
        emphasis=(Span(8, 13),),
    )

    assert runs(block) == (
        Run("see "),
        Run("the ", "https://a.example"),
        Run("paper", "https://a.example", strong=True),
    )


def test_a_script_in_a_link_is_drawn_as_text() -> None:
    """And so is an empty address, and a place that is not there."""
    for url in ("javascript:alert(1)", "", "#gone"):
        assert runs(Block(kind=BlockKind.PARAGRAPH, text="x", links=(Link(0, 1, url),))) == (Run("x"),)


def test_an_address_in_a_private_network_is_drawn_as_text() -> None:
    """Whatever a source wrote, a click reaches the public web only."""
    for url in (
        "http://127.0.0.1:5000/",
        "http://localhost/x",
        "http://10.0.0.1",
        "ftp://a.example",
    ):
        assert runs(Block(kind=BlockKind.PARAGRAPH, text="x", links=(Link(0, 1, url),))) == (Run("x"),)


def test_a_block_of_very_many_links_is_drawn_in_time() -> None:
    """Twice the links take about twice the time."""
    links = tuple(Link(2 * n, 2 * n + 1, f"https://a.example/{n}") for n in range(10_000))
    start = process_time()

    drawn = runs(Block(kind=BlockKind.PARAGRAPH, text="y " * len(links), links=links))

    assert process_time() - start < 3
    assert [run.url for run in drawn[::2]] == [link.url for link in links]


def test_a_footnote_leads_to_its_place() -> None:
    """Names of a source are kept apart from ours by a prefix."""
    blocks = (
        Block(kind=BlockKind.PARAGRAPH, text="x1", links=(Link(1, 2, "#fn1"),)),
        Block(kind=BlockKind.NOTE, text="a note", anchors=("fn1",)),
    )

    first, second = draw(blocks, ())

    assert first.runs[1].url == "#a-fn1"
    assert second.anchors == ("a-fn1",)


def test_a_heading_counts_the_items_under_it() -> None:
    """Up to the next heading; the items are marked in their blocks."""
    blocks = (
        Block(kind=BlockKind.HEADING, text="One", level=2),
        Block(kind=BlockKind.LIST_ITEM, text="A", level=1, list=1, ordered=True),
        Block(kind=BlockKind.HEADING, text="Two", level=2),
    )

    one, item, two = draw(blocks, (ITEM,))

    assert (one.listed, two.listed) == (1, 0)
    assert item.items == (ITEM,)
    assert item.marker == "1."


def test_an_image_is_at_most_a_link() -> None:
    """Never an inlined one."""
    block = Block(kind=BlockKind.FIGURE, text="A graph", image="data:image/png;base64,AAAA")

    assert draw((block,), ())[0].image is None


def test_a_footnote_s_mark_is_drawn_where_its_empty_link_stands() -> None:
    """Raised, at the end of a text too; one that leads to no note is nothing. The note bears its number."""
    text = Block(
        BlockKind.PARAGRAPH,
        "o3 it was",
        links=(Link(2, 2, "#note-1"), Link(9, 9, "#note-2"), Link(9, 9, "#note-7"), Link(9, 9, "https://a.example")),
    )
    notes = [Block(BlockKind.NOTE, f"N{n}", anchors=(f"note-{n}",)) for n in (1, 2)]

    drawn = draw([text, *notes, Block(BlockKind.NOTE, "more of it")], [])

    assert drawn[0].runs == (
        Run("o3"),
        Run("1", "#a-note-1", note=True),
        Run(" it was"),
        Run("2", "#a-note-2", note=True),
    )
    assert [block.marker for block in drawn[1:]] == ["1", "2", ""]
