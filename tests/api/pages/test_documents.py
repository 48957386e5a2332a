"""A document's page: who speaks, what is followed, what was read of each block, where all of it leads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from api.pages.document_words import chapter_bars, link_words, named_most, part_of, read_words, spread_words
from graph.model import Claim, ClaimRank, Edge, EdgeKind, Evidence, GraphDelta, Node, NodeKind
from graph.outline import Block, BlockKind, Link, Outline
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.views.document_shapes import BlockRead, Chapter, LinkRead, NamedHere
from tests.api.world import World, world
from tests.graph.named import PATIENCE, name
from tests.graph.small import AGENT, BY_MONTH, fill, put

HASTE = Node(id="model-hurry", kind=NodeKind.MODEL, name="Hurry")
TALK = (
    Block(BlockKind.HEADING, "Beginnings", level=2, start=0.0),
    Block(BlockKind.TURN, "Welcome to the show.", speaker="Ann Lee", start=0.0),
    Block(BlockKind.TURN, "Hurry is a model.", speaker="Bo Kim", start=20.0),
    Block(BlockKind.PARAGRAPH, "It is quick.", speaker="Bo Kim"),
    Block(BlockKind.HEADING, "Ends", level=2, start=94.0),
    Block(BlockKind.TURN, "So Hurry it is.", speaker="Ann Lee", start=94.0),
)


def put_talk(library: Library, url: str | None = "https://youtu.be/qgHLZuZ7mmM") -> None:
    """Put a talk of two speakers into the library that names a model twice, the first time as a guess."""
    document = replace(
        BY_MONTH.document,
        id="document-talk",
        kind="episode",
        title="A talk",
        url=url,
        identity=None,
        summary="2:00",
        outline=Outline(TALK),
    )
    fetched = replace(BY_MONTH.fetched, id=document.id, key="talk")
    put(library, replace(BY_MONTH, fetched=fetched, document=document, items=()))
    edges = tuple(
        Edge(source=document.id, kind=EdgeKind.MENTIONS, target=HASTE.id, confidence=0.75, evidence=(said,))
        for said in [_said(2, "Hurry is a model."), _said(5, "So Hurry it is.")]
    )
    claim = Claim(node=HASTE, rank=ClaimRank.MENTION, stamp="")
    whole = replace(edges[0], evidence=tuple(one for edge in edges for one in edge.evidence))
    library.graph.apply([GraphDelta(contributor="names:talk", claims=(claim,), edges=(whole,))])


def _said(block: int, quote: str) -> Evidence:
    return Evidence(document="document-talk", block=block, quote=quote, extractor="forms/1", named="Hurry")


@pytest.fixture
def there(tmp_path: Path) -> World:
    library = MemoryLibrary()
    with library.transaction():
        fill(library)
        name(library)
        put_talk(library)
    return world(tmp_path, library)


def drawn(there: World, address: str) -> str:
    """Return a page with its white space folded."""
    client: FlaskClient = there.app.test_client()
    found = client.get(address)
    assert found.status_code == 200
    return re.sub(r"[ \n]+", " ", found.text)


def test_speakers_are_told_with_their_shares(there: World) -> None:
    """As figures, each with a shape of their own and a way to follow them."""
    page = drawn(there, "/documents/document-talk")

    assert "2:00 long, 15 words spoken, 3 turns of 2 speakers, 1 name." in page
    assert "53\u202f% of the words, 38\u202f% of the time, 2 turns" in page
    assert 'href="/documents/document-talk?speaker=Bo+Kim"' in page
    assert {"#v-1", "#v-2"} <= set(re.findall(r'use href="(#v-\d)"', page))


def test_a_turn_leads_to_itself_and_to_the_recording(there: World) -> None:
    """A chapter too, in the text and in the contents."""
    page = drawn(there, "/documents/document-talk")

    assert 'id="t-20" href="#t-20"' in page
    assert 'href="https://youtu.be/qgHLZuZ7mmM?t=20"' in page
    assert page.count('href="https://youtu.be/qgHLZuZ7mmM?t=94"') == 4  # contents twice, the chapter, its first turn


def test_a_recording_whose_site_cannot_jump_has_only_our_places(tmp_path: Path) -> None:
    """Nothing is promised that a page may not do."""
    library = MemoryLibrary()
    fill(library)
    put_talk(library, "https://show.example/1")

    page = drawn(world(tmp_path, library), "/documents/document-talk")

    assert "Listen from" not in page
    assert 'href="#t-94"' in page


def test_a_name_is_marked_as_the_guess_it_is_with_its_evidence_once(there: World) -> None:
    """The line under it says how sure; the mark stands where it is first named on the page."""
    page = drawn(there, "/documents/document-talk")

    assert page.count('title="Hurry: a guess, 75\u202f% sure">Hurry</a>') == 2
    assert page.count('aria-label="Evidence for Hurry: 1 source"') == 1


def test_a_speaker_is_followed_through_the_talk(there: World) -> None:
    """With what is left out leading to its place in the whole."""
    page = drawn(there, "/documents/document-talk?speaker=Ann+Lee")

    assert re.findall(r'id="b(\d)"', page) == ["0", "1", "4", "5"]
    assert 'href="/documents/document-talk#b4"' in page
    assert "2 paragraphs further on" in page
    assert ">The whole talk</a>" in page


def test_a_concept_is_followed_through_the_talk(there: World) -> None:
    """Marked where it is named; under an id that it had before, too."""
    page = drawn(there, f"/documents/document-talk?names={HASTE.id}")
    there.library.graph.redirect("model-hurry-old", HASTE.id)

    assert re.findall(r'id="b(\d)"', page) == ["0", "2", "4", "5"]
    assert page.count("is-followed") == 2
    assert re.findall(r'id="b(\d)"', drawn(there, "/documents/document-talk?names=model-hurry-old")) == list("0245")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("speaker=<i>", "Nobody called “&lt;i&gt;” speaks here."),
        ("names=model-none", "Nothing here names that."),
        ("speaker=Ann+Lee&names=model-hurry&after=9", "Only what"),
    ],
)
def test_what_cannot_be_followed_is_said(there: World, query: str, said: str) -> None:
    """In words, with the way back to the whole."""
    page = drawn(there, f"/documents/document-talk?{query}")

    assert said in page
    assert ">The whole talk</a>" in page


def test_what_was_read_is_told_under_each_block(there: World) -> None:
    """An entry with its identity, month and category, and the guess among them as one; each leads to where it is mended."""
    page = drawn(there, "/documents/document-2025?read=1")

    block = page[page.index('id="r2"') : page.index('id="r3"')]
    assert "Speed Without Haste" in block
    assert "arxiv:2501.00003" in block
    assert "January 2025</a> where a list has it" in block
    assert "a guess from the works most like it, 62\u202f%" in block
    assert f'href="/nodes/{PATIENCE}#yours"' in block
    assert 'href="/documents/document-2025?read=1#r2"' in block


def test_what_was_read_is_marked_in_the_text(there: World) -> None:
    """The label of an entry where it stands."""
    page = drawn(there, "/documents/document-2025?read=1")

    assert '<span class="span-read read-entry">Speed Without Haste</span>' in page


def test_what_was_read_is_not_told_unasked(there: World) -> None:
    """But the page says where."""
    page = drawn(there, "/documents/document-2025")

    assert "was-read" not in page
    assert 'href="/documents/document-2025?read=1">Show what was read, span by span</a>' in page


def test_a_link_that_was_left_out_says_why(tmp_path: Path) -> None:
    """And is no link to click where it leads nowhere good."""
    library = MemoryLibrary()
    fill(library)
    text = "see shop and paper"
    links = (Link(4, 8, "https://shop.example/a"), Link(13, 18, "https://arxiv.org/abs/2402.00001"))
    document = replace(
        BY_MONTH.document, id="document-links", outline=Outline((Block(BlockKind.PARAGRAPH, text, links=links),))
    )
    put(library, replace(BY_MONTH, fetched=replace(BY_MONTH.fetched, id=document.id), document=document, items=()))

    page = drawn(world(tmp_path, library), "/documents/document-links?read=1")

    assert "left out: it is no scholarly work, and no list here has it" in page
    assert '<q class="as-written">paper</q> read as a reference to' in page
    assert f'href="/nodes/{AGENT}"' in page


def test_a_long_document_keeps_what_is_asked_from_part_to_part(tmp_path: Path) -> None:
    """And a block's address opens the part that shows it."""
    library = MemoryLibrary()
    fill(library)
    blocks = tuple(Block(BlockKind.PARAGRAPH, f"Line {n}.", speaker="Ann Lee") for n in range(1200))
    document = replace(BY_MONTH.document, id="document-long", outline=Outline(blocks))
    put(library, replace(BY_MONTH, fetched=replace(BY_MONTH.fetched, id=document.id), document=document, items=()))
    there = world(tmp_path, library)

    assert 'href="/documents/document-long?speaker=Ann+Lee&amp;after=1000"' in drawn(
        there, "/documents/document-long?speaker=Ann+Lee&after=500"
    )
    assert 'id="b1100"' in drawn(there, "/documents/document-long?after=1000&read=1")


def test_shares_are_said_as_people_say_them() -> None:
    """Next to nothing is not nothing, and all is all."""
    assert [part_of(share) for share in (0.612, 0.004, 0.0, 1.0)] == [
        "61\u202f%",
        "under 1\u202f%",
        "0\u202f%",
        "100\u202f%",
    ]


def test_a_chapter_s_bar_is_as_wide_as_its_words_and_as_high_as_its_names_are_close() -> None:
    """A chapter of next to no words is no peak; nothing named is a flat line, and nothing at all none."""
    chapters = [_chapter(words, names) for words, names in ((300, 3), (100, 2), (0, 1))]

    assert [bar[1:] for bar in chapter_bars(chapters, 200, 30)] == [
        (0.0, 150.0, 15.0),
        (150.0, 50.0, 30.0),
        (200.0, 0.0, 25.0),
    ]
    assert [bar[3] for bar in chapter_bars([_chapter(5, 0)], 200, 30)] == [0.0]
    assert chapter_bars([], 200, 30) == []


def test_the_strip_says_in_words_what_it_shows() -> None:
    """For who does not see it."""
    assert spread_words([_chapter(9, 1), _chapter(9, 4, "Ends")]) == "Names by chapter, most in “Ends”: 4."
    assert spread_words([_chapter(9, 1)]) == "Names by chapter, most in the beginning: 1."
    assert spread_words([_chapter(9, 0)]) == "Nothing is named in any chapter."


def test_what_is_named_once_is_not_among_the_most_named() -> None:
    """Unless hardly anything is named twice."""
    named = [NamedHere(node=HASTE, blocks=tuple(range(places)), at=()) for places in (5, 4, 3, 2, 1, 1)]

    assert [len(one.blocks) for one in named_most(named)] == [5, 4, 3, 2]
    assert [len(one.blocks) for one in named_most(named[3:])] == [2, 1, 1]


def test_what_was_read_is_counted_in_words() -> None:
    """Links that were left out apart from those that were read; a reason without words is told as it is."""
    links = tuple(LinkRead(start=0, end=1, text="a", url="https://a.example", why=why) for why in ("cited", "itself"))

    assert read_words(BlockRead(block=1, links=links)) == "1 reference and 1 link left out"
    assert link_words("too-odd") == "left out: too odd"


def _chapter(words: int, names: int, title: str = "") -> Chapter:
    return Chapter(block=None, title=title, start=None, words=words, names=names)
