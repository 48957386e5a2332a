"""A document in figures, followed, and what was read of it block by block."""

from __future__ import annotations

from msgspec.structs import replace

from graph.model import Document, Edge, EdgeKind, Evidence, GraphDelta, Item, ItemLink, Node, NodeKind
from graph.outline import Block, BlockKind, Link, Outline
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.views.document import document_view, name_quote
from graph.views.document_figures import figures, followed
from graph.views.document_read import blocks_read
from graph.views.document_shapes import Chapter, Stands
from graph.views.shapes import NameAt
from tests.graph.named import LAB, PATIENCE, name
from tests.graph.small import AGENT, BY_CATEGORY, BY_MONTH, SPEED, fill

ROUTER = Node(id="technique-routing", kind=NodeKind.TECHNIQUE, name="Routing")
MODEL = Node(id="model-haste", kind=NodeKind.MODEL, name="Haste")
BLOCKS = (
    Block(BlockKind.TURN, "Welcome to it.", speaker="Ann Lee", start=0.0),
    Block(BlockKind.HEADING, "Routing", level=2, start=30.0),
    Block(BlockKind.TURN, "Routing is what Haste does.", speaker="Bo Kim", start=30.0),
    Block(BlockKind.PARAGRAPH, "It does.", speaker="Bo Kim"),
    Block(BlockKind.FIGURE, "A slide with many words on it"),
    Block(BlockKind.HEADING, "The end", level=2, start=90.0),
    Block(BlockKind.TURN, "Routing, then.", speaker="Ann Lee", start=90.0),
)
TALK = Document(
    id="document-talk",
    source="source-show",
    kind="episode",
    title="A talk",
    url=None,
    identity=None,
    summary="Episode 3 · 2:00",
    outline=Outline(BLOCKS),
)
NAMES = (
    NameAt(block=2, named="Routing", quote="Routing is what Haste does.", node=ROUTER),
    NameAt(block=2, named="Haste", quote="Routing is what Haste does.", node=MODEL),
    NameAt(block=6, named="Routing", quote="Routing, then.", node=ROUTER),
)


def test_who_speaks_is_told_in_shares_of_words_and_of_time() -> None:
    """In the order of first speaking; what a slide says is nobody's, the last turn goes on to the end."""
    voices = figures(TALK, ()).voices

    assert [(voice.name, voice.first, voice.turns, voice.words, voice.seconds) for voice in voices] == [
        ("Ann Lee", 0, 2, 5, 60.0),
        ("Bo Kim", 2, 1, 7, 60.0),
    ]
    assert [(round(voice.share, 2), voice.time_share) for voice in voices] == [(0.42, 0.5), (0.58, 0.5)]


def test_time_is_not_shared_out_where_it_is_not_known() -> None:
    """Neither without the recording's length nor with a turn that has no second; words are known all the same."""
    endless = figures(replace(TALK, summary=None), ())
    untimed = replace(TALK, outline=Outline((*BLOCKS, Block(BlockKind.TURN, "Bye.", speaker="Bo Kim"))))

    assert (endless.length, endless.at_least) == (90.0, True)
    assert {voice.time_share for voice in (*endless.voices, *figures(untimed, ()).voices)} == {None}


def test_a_clock_in_the_summary_that_ends_before_the_talk_is_not_its_length() -> None:
    """A summary may speak of any time."""
    assert figures(replace(TALK, summary="Best at 1:02."), ()).at_least
    assert figures(replace(TALK, summary="1:00:05 long"), ()).length == 3605.0


def test_chapters_count_their_words_and_names() -> None:
    """What stands before the first heading is a chapter without a title."""
    assert figures(TALK, NAMES).chapters == (
        Chapter(block=None, title="", start=0.0, words=3, names=0),
        Chapter(block=1, title="Routing", start=30.0, words=7, names=2),
        Chapter(block=5, title="The end", start=90.0, words=2, names=1),
    )


def test_what_is_named_most_comes_first_with_all_its_places() -> None:
    """Each place as far on as words go before it."""
    named = figures(TALK, NAMES).named

    assert [(one.node.id, one.blocks, one.at) for one in named] == [
        ("technique-routing", (2, 6), (0.25, 10 / 12)),
        ("model-haste", (2,), (0.25,)),
    ]


def test_a_text_has_no_voices_and_an_empty_one_no_chapters() -> None:
    """Nothing divides by nothing."""
    nothing = figures(replace(TALK, outline=Outline(), summary=None), ())

    assert (nothing.words, nothing.turns, nothing.voices, nothing.chapters, nothing.length) == (0, 0, (), (), None)


def test_one_speaker_is_followed_with_the_headings_over_what_they_say() -> None:
    """What goes on with a turn is theirs too; a heading with nothing of theirs under it is left out."""
    assert followed(BLOCKS, NAMES, "Ann Lee", None) == (0, 5, 6)
    assert followed(BLOCKS, NAMES, "Bo Kim", None) == (1, 2, 3)
    assert followed(BLOCKS, NAMES, "Nobody", None) == ()


def test_a_name_is_followed_and_by_one_speaker_alone() -> None:
    """Both conditions hold where both are asked."""
    assert followed(BLOCKS, NAMES, None, ROUTER.id) == (1, 2, 5, 6)
    assert followed(BLOCKS, NAMES, "Ann Lee", ROUTER.id) == (5, 6)
    assert followed(BLOCKS, NAMES, None, "model-none") == ()


def test_a_heading_that_names_it_stands_once() -> None:
    """Whether it is shown for itself or for what follows."""
    names = (NameAt(block=1, named="Routing", quote="Routing", node=ROUTER), *NAMES)

    assert followed(BLOCKS, names, None, ROUTER.id) == (1, 2, 5, 6)


def test_names_say_who_read_them_and_where(library: Library) -> None:
    """The mark of a name quotes its sentence, under its heading."""
    name(library)
    view = document_view(library, BY_MONTH.document.id)
    quote = name_quote(view, next(one for one in view.names if one.node.id == PATIENCE))

    assert (quote.named, quote.block, quote.extractor, quote.document_title) == (
        "Patience 2",
        2,
        "lexicon/1",
        view.document.title,
    )


def test_a_name_behind_the_end_of_a_shortened_text_is_left_out(library: Library) -> None:
    """It stands there until the text is read for names again."""
    name(library)
    short = replace(BY_MONTH.document, outline=Outline(BY_MONTH.document.outline.blocks[:3]))
    library.documents.put([replace(BY_MONTH, document=short, items=())])

    assert {one.block for one in document_view(library, short.id).names} == {2}


def test_a_block_tells_its_entry_its_names_and_what_it_states(library: Library) -> None:
    """With where the entry's work stands now, guesses among it."""
    name(library)
    read = blocks_read(library, document_view(library, BY_MONTH.document.id), range(4))[2]

    assert [(one.item.label, one.work and one.work.id) for one in read.items] == [("Speed Without Haste", SPEED)]
    assert read.items[0].month == Stands(node="month-2025-01", name="January 2025", basis="curated", probability=1.0)
    assert {one.node.id for one in read.names} >= {PATIENCE, LAB}
    assert ("RELEASED_BY", "Patience 2", LAB) in {(one.kind, one.source_name, one.target.id) for one in read.stated}


def test_a_guessed_category_is_told_as_a_guess(library: Library) -> None:
    """With its probability."""
    items = [one for read in blocks_read(library, document_view(library, "document-2025"), range(20)).values()
             for one in read.items]  # fmt: skip
    category = next(one.category for one in items if one.work and one.work.id == SPEED)

    assert category is not None
    assert (category.basis, category.probability < 1) == ("predicted", True)


def test_only_blocks_that_are_shown_are_told(library: Library) -> None:
    """And only those in which anything was read."""
    view = document_view(library, BY_CATEGORY.document.id)

    assert set(blocks_read(library, view, range(2))) <= {0, 1}
    assert blocks_read(library, view, ()) == {}


def test_links_say_what_became_of_them(library: Library) -> None:
    """What an entry lists goes without saying, its label without an address too; what leads within the text is no link."""
    words = "one two six ten own far in no un"
    spots = {word: (words.index(word), words.index(word) + len(word)) for word in words.split()}
    urls = {
        "one": "https://arxiv.org/abs/2402.00001",
        "two": "https://code.example/two",
        "six": "https://arxiv.org/abs/2501.00003",
        "ten": "https://shop.example/ten",
        "own": "https://links.example/",
        "far": "mailto:a@b.example",
        "in": "#note-1",
        "no": "",
        "un": "",
    }
    links = tuple(Link(*spots[word], url) for word, url in urls.items())
    blocks = (
        Block(BlockKind.PARAGRAPH, words, links=links),
        Block(BlockKind.LIST_ITEM, "shop", level=1, list=1, links=(Link(0, 4, "https://shop.example/a"),)),
    )
    _put_linking(library, Outline(blocks))

    read = blocks_read(library, document_view(library, "document-links"), range(2))

    assert [(link.text, link.why, link.node and link.node.id) for link in read[0].links] == [
        ("two", "further", None),
        ("six", "cited", SPEED),
        ("ten", "unchosen", None),
        ("own", "itself", None),
        ("far", "no-page", None),
        ("no", "empty", None),
    ]
    assert [link.why for link in read[1].links] == ["other-list"]


def test_reading_asks_as_often_for_many_blocks_as_for_few() -> None:
    """Whatever a text holds."""
    assert _asked(2) == _asked(40)


def _put_linking(library: Library, outline: Outline) -> None:
    document = replace(
        BY_MONTH.document,
        id="document-links",
        url="https://links.example",
        identity=replace(BY_MONTH.document.identity, value="https://links.example")  # type: ignore[type-var]
        if BY_MONTH.document.identity
        else None,
        outline=outline,
    )
    item = Item(
        id="item-links",
        document=document.id,
        section=None,
        position=1,
        month=None,
        category=None,
        label="un",
        url=None,
        identity="arxiv:2402.00001",
        version=None,
        links=(ItemLink("two", "https://code.example/two", "web:https://code.example/two"),),
        comment=None,
        repairs=(),
        block=0,
        node=AGENT,
    )
    fetched = replace(BY_MONTH.fetched, id=document.id, key="links")
    library.documents.put([replace(BY_MONTH, fetched=fetched, document=document, items=(item,))])


def _asked(blocks: int) -> int:
    """Return how many questions the graph is asked to read a document of so many blocks, each with a name."""
    library = MemoryLibrary()
    fill(library)
    many = tuple(
        Block(BlockKind.PARAGRAPH, "Haste", links=(Link(0, 5, f"https://a.example/{n}"),)) for n in range(blocks)
    )
    _put_linking(library, Outline(many))
    edge = Edge(
        source="document-links",
        kind=EdgeKind.MENTIONS,
        target=MODEL.id,
        evidence=tuple(
            Evidence(document="document-links", block=n, quote="Haste", named="Haste") for n in range(blocks)
        ),
    )
    library.graph.apply([GraphDelta(contributor="names:document-links", edges=(edge,))])
    counted = _Counted(library.graph)
    library.graph = counted  # type: ignore[assignment]
    blocks_read(library, document_view(library, "document-links"), range(blocks))
    return counted.asked


class _Counted:
    """Counts what a store is asked."""

    def __init__(self, store: object) -> None:
        self._store = store
        self.asked = 0

    def __getattr__(self, called: str) -> object:
        self.asked += 1
        return getattr(self._store, called)
