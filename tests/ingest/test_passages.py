"""What of a document or a record is read for names, and whose it is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from graph.mention import Passage
from graph.model import Document, Item
from graph.outline import Block, BlockKind, Outline, Span
from graph.record import Record
from ingest.passages import document_text, record_text

LIST, SAID, HEAD = BlockKind.LIST_ITEM, BlockKind.PARAGRAPH, BlockKind.HEADING


def block(text: str, kind: BlockKind = SAID, **more) -> Block:
    """Return a block; headings and list items are of level 1."""
    return Block(kind, text, **({"level": 1} if kind in (HEAD, LIST) else {}) | more)


def document(*blocks: Block, title: str | None = None) -> Document:
    """Return a document of these blocks."""
    return Document(
        id="document-a", source="source-a", kind="post", title=title, url=None, identity=None, outline=Outline(blocks)
    )


def item(place: int, label: str) -> Item:
    """Return an item that stands in this block."""
    nothing = {"section": None, "month": None, "category": None, "url": None, "identity": None, "version": None}
    return Item(
        id=f"item-{place}", document="document-a", position=1, label=label, links=(), comment=None, repairs=(),
        block=place, **nothing,
    )  # fmt: skip


def owned(blocks: list[Block], places: list[int]) -> list[str | None]:
    """Return the number of the item that each passage belongs to."""
    text = document_text(document(*blocks), [item(place, blocks[place].text) for place in places])
    return [passage.item and passage.item.removeprefix("item-") for passage in text.passages]


def test_a_title_is_the_first_passage_and_a_label_as_a_whole():
    """It has no block."""
    text = document_text(document(block("Words."), title="On Okapis"), ())

    assert text.passages == (
        Passage(text="On Okapis", labels=(Span(0, 9),)),
        Passage(text="Words.", block=0),
    )
    assert text.key == "document-a"


def test_headings_and_speakers_are_told():
    """Turns and notes are read as what they are."""
    text = document_text(
        document(block("Part", HEAD), block("I say.", BlockKind.TURN, speaker="Ada"), block("N", BlockKind.NOTE)), ()
    )

    assert text.passages[0].heading
    assert text.passages[1] == Passage(text="I say.", block=1, speaker="Ada")


@pytest.mark.parametrize(
    "left_out",
    [
        block("x = GPT5()", BlockKind.CODE),
        block("https://a.example/gpt-5"),
        block("www.a.example https://b.example"),
        block("[12] [Okafor2024]"),
        block("(Okafor et al., 2024)."),
        block("1, 2."),
        block(""),
    ],
    ids=lambda one: one.text[:12],
)
def test_what_says_nothing_in_words_is_left_out(left_out):
    """The others keep their places in the outline."""
    text = document_text(document(left_out, block("Words.")), ())

    assert [passage.block for passage in text.passages] == [1]


def test_a_bibliography_is_left_out_but_for_its_items():
    """Up to the next heading of its level; footnotes are no bibliography."""
    blocks = [
        block("References:", HEAD, level=2),
        block("Okafor, A. On okapis.", LIST),
        block("Wu, C. On zebras.", LIST),
        block("Books", HEAD, level=3),
        block("Schütt, B. On quaggas.", LIST),
        block("Footnotes", HEAD, level=2),
        block("As Zebra-2 shows.", BlockKind.NOTE),
    ]

    text = document_text(document(*blocks), [item(2, "On zebras")])

    assert [passage.block for passage in text.passages] == [2, 5, 6]


def test_the_label_of_an_item_is_marked():
    """Where it is written so; a mended one is not."""
    blocks = block("1. Okapi: a model", LIST), block("Zebra - worth it", LIST)
    text = document_text(document(*blocks), [item(0, "Okapi"), item(1, "Zebra!")])

    assert [passage.labels for passage in text.passages] == [(Span(3, 8),), ()]


def test_what_follows_an_item_is_about_it():
    """Up to the next item or heading."""
    blocks = [
        block("Before."),
        block("A", LIST),
        block("On Ay."),
        block("B", LIST),
        block("New", HEAD),
        block("After."),
    ]

    assert owned([replace(one, text=one.text + " word") for one in blocks], [1, 3]) == [None, "1", "1", "3", None, None]


def test_what_follows_a_list_is_not_about_its_last_entry():
    """Remarks below the entry and what it quotes still are."""
    deeper = block("deeper", LIST, level=2)
    blocks = [block("An entry", LIST), deeper, block("Said.", BlockKind.QUOTE), block("All this.", SAID), deeper]

    assert owned(blocks, [0]) == ["0", "0", "0", None, None]


def test_what_follows_an_entry_that_is_a_paragraph_is_about_it():
    """As in reviews that set each entry in paragraphs."""
    assert owned([block("An entry"), block("On it."), block("More.")], [0]) == ["0", "0", "0"]


def test_a_record_is_its_title_and_its_abstract():
    """Its authors are told too; without an abstract there is just the title."""
    record = Record(identity="arxiv:2501.00001", title="Okapi", provider="p", abstract="We okapi.", authors=("A. O.",))
    text = record_text(record)

    assert text.passages == (Passage(text="Okapi", labels=(Span(0, 5),)), Passage(text="We okapi.", block=0))
    assert (text.key, text.authors) == ("arxiv:2501.00001", ("A. O.",))
    assert len(record_text(replace(record, abstract=None)).passages) == 1


def test_the_digest_is_of_all_that_is_read():
    """And of nothing else: a new version of a record says the same."""
    record = Record(identity="arxiv:2501.00001", title="Okapi", provider="p", abstract="We okapi.", authors=("A. O.",))
    digest = record_text(record).digest

    assert record_text(replace(record, venue="Zoo", provider="q")).digest == digest
    changed = [replace(record, title="Zebra"), replace(record, abstract=None), replace(record, authors=())]
    assert len({digest, *(record_text(one).digest for one in changed)}) == 4


def test_items_are_part_of_the_digest():
    """Whose a passage is decides what its sentences say."""
    one = document(block("An entry", LIST))

    assert document_text(one, ()).digest != document_text(one, [item(0, "An entry")]).digest


def test_hostile_text_is_cut_at_once():
    """Megabytes of what only begins to be a mark, an address, a word."""
    for hostile in ("[" * 2_000_000, "(1234" * 400_000, "a@" * 1_000_000, "www." * 500_000, "1 " * 1_000_000):
        assert len(document_text(document(block(hostile)), ()).passages) <= 1
