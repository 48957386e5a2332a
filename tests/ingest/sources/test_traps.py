"""Traps for readers: what each looks for, begun a hundred thousand times and never ended, takes no time worth speaking of."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from graph.errors import AlmanacError
from graph.outline import Block, BlockKind
from ingest.outline import outline_html
from ingest.outlines.taming import DEEPEST, tamed
from ingest.pipeline import read
from ingest.sources import READERS, read_source, reader_named
from ingest.sources.pages.reader import PageReader
from ingest.sources.saved.markers import markers
from ingest.sources.scanning import CDATA, COMMENT, DOCTYPE, enclosed, outside, parted, without
from ingest.sources.xmltree import parse_xml

SIZE = 60_000
ENOUGH = 5.0
"""Seconds of this process, five times what any reader took (1 s was enough for all of them) in a run of all long tests."""
OPENINGS = {
    "arxiv-api": ['<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>'],
    "oai-pmh": ["<OAI-PMH><ListRecords>"],
    "opml": ["<opml><body>"],
    "feed": ["<rss><channel><item><title>", "<!DOCTYPE x><rss><channel><item><description>&bad;"],
    "webvtt": ["WEBVTT\n\n", "WEBVTT\n\n00:00.000 --> 00:01.000\n"],
    "srt": ["1\n00:00:00,000 --> 00:00:01,000\n"],
    "bibtex": ["@article{a, title = {", '@article{a, author = "'],
    "ris": ["TY  - JOUR\nAU  - "],
    "csl-json": ['[{"title":"'],
    "csv": ["title,url\n", 'title,url\n"'],
    "reading-list": ["# List\n\n- "],
    "page": ["<html><body><article><p>", "<html><head>"],
}
"""What makes a reader take what follows for its own."""
BEGINNINGS = [
    "<!--", "<![CDATA[", "<!DOCTYPE [", "<?", "<?xml ", "<a ", "<b>", "</b>", "<link ", "<item>", "&lt;p ", "&",
    "[", "![", "[a](", "{", '{"a":', '"', "a", "9", "- ", "* ", "# ", "| a ", ",", "\n", " \n", " ", "a ", "a: ",
    "Ab Cd: ", "@a{", "TY  - ", "00:00 ", "-->", "<v ", "1 day ago\n", "Jan 1, 2025\n", "http://a", "a@", ", and ",
    "by A ", "(", "\\", "$", "\x00",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", [reader.name for reader in READERS])
def test_no_beginning_keeps_a_reader_busy(name: str) -> None:
    """Whether the reader was named or found, and whatever becomes of the source."""
    reader, slow = reader_named(name), {}
    for opening in ["", *OPENINGS.get(name, [])]:
        for beginning in BEGINNINGS:
            content = (opening + (beginning * SIZE)[:SIZE]).encode()
            before = time.process_time()
            try:
                reader.detect(content, None)
                for fetched in reader.read(content, target="trap", url="https://a.example/").documents[:20]:
                    read(fetched)
            except AlmanacError:
                pass  # it was refused with a reason, and soon
            if (spent := time.process_time() - before) > ENOUGH:
                slow[opening + beginning] = round(spent, 1)

    assert slow == {}


@pytest.mark.parametrize("beginning", ["<!--", "<![CDATA[", "<!DOCTYPE [", "<?", "<?xml ", "<link ", "&lt;p ", "<a "])
def test_nothing_left_open_is_looked_at_again_and_again(beginning: str) -> None:
    """As a source of its own, and in a feed that needs mending."""
    before = time.process_time()
    for content in (
        beginning * 20_000,
        f"<!DOCTYPE x><rss><channel><title>T</title><item><description>{beginning * 20_000}&bad;",
    ):
        try:
            for fetched in read_source(content.encode(), target="trap", url="https://a.example/").documents:
                read(fetched)
        except AlmanacError:
            pass  # it was refused with a reason, and soon

    assert time.process_time() - before < 2 * ENOUGH


def test_comments_before_a_feed_are_not_tried_in_every_grouping() -> None:
    """Forty of them would be a million million ways."""
    tree = parse_xml(
        b'<?xml version="1.0"?>' + b"<!-- a -->" * 40 + b"<rss><channel><title>a & b</title></channel></rss>"
    )

    assert tree is not None
    assert tree.root[0][0].text == "a & b"


def test_only_the_feeds_own_doctype_is_dropped() -> None:
    """One that an author shows stays, in CDATA or in a comment."""
    shown = "<!DOCTYPE html> is how it begins"
    feed = (
        f"<!-- <!DOCTYPE none> --><!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><title><![CDATA[{shown}]]></title>"
        "<item><title>a & b</title></item></channel></rss>"
    )
    tree = parse_xml(feed.encode())

    assert tree is not None
    assert tree.root[0][0].text == shown


@pytest.mark.parametrize(
    ("opening", "closing"), [("<b>", "</i>"), ("<select>", "</b>"), ("<h1>", "<h2>"), ("<p><div>", "</p>")]
)
def test_absurd_nesting_is_cut(opening: str, closing: str) -> None:
    """Its text stays, where its elements have one."""
    before = time.process_time()
    outline = outline_html("<p>first</p>" + opening * 50_000 + closing * 50_000 + "last", None)

    assert time.process_time() - before < 2 * ENOUGH
    assert outline.words() >= 1


def test_a_large_page_is_left_as_it_is() -> None:
    """Size, unclosed paragraphs and some depth are what people write."""
    page = "<div>" * 50 + "<p>a <b>bold</b> word<li>and more<br>" * 20_000 + "</span></div>" * 50

    assert tamed(page) == page
    assert tamed("<i>" * (DEEPEST - 1) + "<br>" * 10_000) == "<i>" * (DEEPEST - 1) + "<br>" * 10_000


def test_what_is_enclosed_is_found_once() -> None:
    """In the order of the text; what is left open is none."""
    text = "a<!-- <![CDATA[ -->b<![CDATA[ <!-- ]]>c<!DOCTYPE x [ ] ]>d<!-- e<![CDATA[f]]>"

    assert parted(text, COMMENT, CDATA, *DOCTYPE)[::2] == ["a", "b", "c", "d<!-- e", ""]
    assert without(text, COMMENT) == "ab<![CDATA[ <!-- ]]>c<!DOCTYPE x [ ] ]>d<!-- e<![CDATA[f]]>"
    assert outside("x<!--x-->x", str.upper, COMMENT) == "X<!--x-->X"
    assert list(enclosed("<!-->-->", COMMENT)) == [(0, 8)]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DECLARED = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}<!ENTITY x SYSTEM "SECRET">]>'


@pytest.mark.parametrize(
    "head",
    [
        DECLARED,
        f"<!DOCTYPE a>{DECLARED}",
        " " * 5_000 + DECLARED,
        f"<!-- {' ' * 50_000} -->{DECLARED}",
        DECLARED.replace("<!ENTITY l0", '<!ENTITY q "]>"><!ENTITY l0'),
        DECLARED.lower(),
        DECLARED.replace("]>", f"<!-- {' ' * 2_000_000} -->]>"),
    ],
    ids=["plain", "second", "padded", "behind a comment", "quoted end", "lower case", "longer than looked at"],
)
@pytest.mark.parametrize(
    "body",
    [
        "<title>t &l9; &x;</title><link>https://a.example/&l9;</link>",
        '<title a="&l9;">t</title><description a="&x;">d</description>',
        "<title>t &l9; &x;</title><item><b></item></channel><item>",
    ],
    ids=["text", "attribute", "broken"],
)
def test_no_declared_entity_is_expanded(head: str, body: str, tmp_path: Path) -> None:
    """Wherever the declaration hides and wherever it is used, also where feedparser has to help."""
    secret = tmp_path / "secret"
    secret.write_text("do-not-tell")
    feed = f'<?xml version="1.0"?>{head}<rss><channel><title>C</title><item>{body}</item></channel></rss>'
    before = time.process_time()
    try:
        found = read_source(feed.replace("SECRET", secret.as_uri()).encode(), target="trap")
    except AlmanacError:
        found = None  # it was refused with a reason, and soon
    told = b"".join(fetched.payload for fetched in found.documents) if found else b""

    assert b"lollol" not in told
    assert b"do-not-tell" not in told
    assert time.process_time() - before < 2 * ENOUGH


def test_comments_before_a_page_are_not_tried_in_every_grouping() -> None:
    """Forty of them would be a million million ways, where no DOCTYPE follows."""
    before = time.process_time()
    reader = PageReader()

    assert not reader.detect(b"<!-- a --> " * 40 + b"text", None)
    assert not reader.detect(b"<!-- a -->" * 6_000 + b"<!--" * 6_000, None)
    assert reader.detect(b"<!-- a --> " * 40 + b"<!DOCTYPE\nhtml>", None)
    assert time.process_time() - before < ENOUGH


@pytest.mark.parametrize("kind", [None, *(reader.name for reader in READERS)])
@pytest.mark.parametrize(
    "shape",
    [
        "%s",
        '{"version": "https://jsonfeed.org/version/1.1", "items": [%s]}',
        '{"version": "https://jsonfeed.org/version/1.1", "title": "\\ud83d", "items": [%s]}',
        '[{"type": "article", "title": "T"}, %s]',
        '{"segments": [%s]}',
    ],
)
def test_no_nesting_of_json_overflows_a_stack(kind: str | None, shape: str) -> None:
    """Whoever reads it, also after mending."""
    for deep in ("[" * 100_000 + "]" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000):
        with suppress(AlmanacError):
            read_source((shape % deep).encode(), target="trap", kind=kind)


def test_raised_digits_are_no_number_to_count_to() -> None:
    """Python refuses beyond 4,300 of them."""
    assert all(
        max(marker.numbers) < 10**6 for marker in markers([Block(BlockKind.PARAGRAPH, "word" + "²" * 5_000)], 10)
    )
