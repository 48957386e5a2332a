"""Feeds → sources and documents."""

from __future__ import annotations

import tarfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import UnreadableError
from graph.model import Document, Precision
from graph.outline import BlockKind
from ingest.outlines.text import plain
from ingest.sources import SourceReading, read_source, reader_for, reader_named
from ingest.sources.repairs import SENTENCES
from tests.shared import SHARED, needs_shared

FEEDS = Path(__file__).parents[3] / "data" / "feeds"
NOW = datetime(2025, 5, 3, 12, tzinfo=UTC)
ITEM = "<item><title>One</title><link>https://a.example/1</link><description>{}</description></item>"
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{}</channel></rss>'


def read(name: str) -> SourceReading:
    return read_source((FEEDS / name).read_bytes(), target=name, as_of=NOW)


def documents(reading: SourceReading) -> list[Document]:
    return [reader_named(fetched.reader).document(fetched) for fetched in reading.documents]


def codes(reading: SourceReading) -> list[str]:
    return [note.code for note in reading.notes]


def text_of(content: bytes | str) -> str:
    """Return the first block of the first document."""
    content = content.encode() if isinstance(content, str) else content
    return documents(read_source(content, target="t"))[0].outline.blocks[0].text


def test_rss_is_read_as_it_was_meant() -> None:
    """Titles lose their markup, the body is the long one, the offset is the stated one, addresses are absolute."""
    reading = read("rss.xml")
    first, *_ = documents(reading)

    assert (reading.source.title, reading.source.site) == ("Reading & Writing", "https://reading.example/")
    assert (first.title, first.authors, first.tags) == (
        "What attention is & isn’t",
        ("Ada Novak",),
        ("Models", "models & methods"),
    )
    assert (first.kind, str(first.identity)) == ("post", "web:https://reading.example/attention")
    assert first.published is not None
    assert (first.published.month, first.published.offset) == ("2025-01", -480)
    assert first.published.instant == datetime(2025, 1, 7, 7, 30, tzinfo=UTC)
    assert first.summary == "A short word on attention."
    assert first.outline.blocks[1].links[0].url == "https://reading.example/papers"


def test_relative_dates_are_resolved_once_and_bring_no_change_tomorrow() -> None:
    """Two days ago today and three days ago tomorrow are the same day, hence the same digest."""
    content = (FEEDS / "rss.xml").read_bytes()
    today = read_source(content, target="t", as_of=NOW).documents[1]
    later = content.replace(b"2 days ago", b"3 days ago")
    tomorrow = read_source(later, target="t", as_of=NOW.replace(day=4)).documents[1]
    document = reader_named("feed").document(today)

    assert (today.id, today.digest) == (tomorrow.id, tomorrow.digest)
    assert document.published is not None
    assert (document.published.precision, document.published.instant.day) == (Precision.DAY, 1)
    assert document.repairs == ("relative-date",)


def test_an_episode_has_something_to_hear() -> None:
    """An audio enclosure makes a post an episode; plain notes keep their lines and links."""
    episode = documents(read("rss.xml"))[1]

    assert (episode.kind, episode.authors) == ("episode", ("Bo Lind",))
    assert [block.text for block in episode.outline.blocks] == [
        "Line one: https://robots.example/a.",
        "00:00 Start",
        "04:10 The robot",
    ]
    assert episode.outline.blocks[0].links[0].url == "https://robots.example/a"


def test_one_id_with_two_texts_is_two_documents_and_the_same_text_twice_is_one() -> None:
    """Only what is equal byte for byte collapses, and both are reported."""
    reading = read("rss.xml")
    third = documents(reading)[2]

    assert len(reading.documents) == 3
    assert len({fetched.id for fetched in reading.documents}) == 3
    assert codes(reading) == ["same-id", "duplicate"]
    assert (third.published, third.repairs) == (None, ("date-not-read",))


def test_atom_keeps_types_bases_and_inherited_authors() -> None:
    """Text is text, HTML is HTML, xml:base counts, a date without a time is a day, an id can be the address."""
    reading = read("atom.xml")
    first, second = documents(reading)

    assert (reading.source.title, reading.source.url) == ("Papers <weekly>", "https://papers.example/feed.atom")
    assert (first.title, first.url, first.authors) == ("Week one", "https://papers.example/weeks/1", ("Cleo Haas",))
    assert first.published is not None
    assert (first.published.precision, first.published.basis) == (Precision.DAY, "stated")
    assert first.outline.blocks[0].kind is BlockKind.LIST_ITEM
    assert first.outline.blocks[0].links[0].url == "https://papers.example/weeks/1/paper"
    assert (second.title, second.url) == ("Week <two>", "https://papers.example/weeks/2")
    assert second.published is not None
    assert (second.published.basis, second.published.month, second.published.offset) == ("updated", "2025-02", -300)
    assert (second.outline.blocks[0].text, second.authors) == ("An inline body", ("Dee Okafor",))


def test_rdf_in_another_encoding_is_read() -> None:
    """Items beside their channel, Latin-1, Dublin Core, a month for a date."""
    (document,) = documents(read("rdf.xml"))

    assert (document.title, document.authors, document.tags) == ("On naïve methods", ("Eva Ruiz",), ("Methods",))
    assert document.published is not None
    assert (document.published.precision, document.published.month) == (Precision.MONTH, "2024-11")


def test_json_feed_is_read() -> None:
    """Numbers as ids, text or HTML, what has the wrong type left out."""
    reading = read("feed.json")
    first, second = documents(reading)

    assert (first.title, first.url, first.authors) == (
        "A paper <elsewhere>",
        "https://notes.example/17",
        ("Finn Adeyemi",),
    )
    assert first.outline.blocks[0].links[0].url == "https://notes.example/16"
    assert first.published is not None
    assert first.published.month == "2025-03"
    assert (second.title, second.url, second.published) == (None, "https://notes.example/18", None)


def test_a_second_reading_is_the_first() -> None:
    """Ids and digests come from what is read, not from when or where."""
    for path in FEEDS.iterdir():
        once = read_source(path.read_bytes(), target=path.name, as_of=NOW)
        again = read_source(path.read_bytes(), target=str(path), as_of=NOW)
        assert (once.source, once.documents) == (again.source, again.documents)


def test_a_source_is_the_same_however_its_address_is_spelt() -> None:
    """Scheme, www, default port and a trailing slash make no other source; another file on the same host does."""
    ids = {
        read_source(RSS.format("").encode(), target="t", url=url).source.id
        for url in ("http://www.a.example/feed", "https://a.example:443/feed/", "https://A.example/feed?utm_source=x")
    }
    others = {
        read_source(
            RSS.format("").encode(), target="t", url=f"https://raw.githubusercontent.com/a/b/main/{name}"
        ).source.id
        for name in ("one.xml", "two.xml")
    }

    assert len(ids) == 1
    assert len(others) == 2


@pytest.mark.parametrize(
    ("content", "repairs"),
    [
        (RSS.format(ITEM.format("Tom & Jerry")), ["bare-ampersand"]),
        (RSS.format(ITEM.format("Tom &amp; Jerry")), []),
        ("\ufeff \n" + RSS.format(ITEM.format("Tom &amp; Jerry")), []),
        ("Warning: line 3\n" + RSS.format(ITEM.format("Tom &amp; Jerry")), ["junk-before-xml"]),
        (RSS.format(ITEM.format("Tom&nbsp;&amp;&nbsp;Jerry")), ["html-entities"]),
        (RSS.format(ITEM.format("Tom \x08&amp;&#x1f; Jerry")), []),
        (RSS.format(ITEM.format("Tom &amp; Jerry") + "<item><title>cut o"), ["not-well-formed"]),
        (RSS.format(ITEM.format("Tom &amp; Jerry")).replace("<rss", "<?xml version='1.0'?><rss a=b"), ["not-well-formed"]),
        ('<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">' + RSS.format(ITEM.format("Tom &amp; Jerry"))[21:], []),
    ],
)  # fmt: skip
def test_broken_xml_is_mended_and_said_so(content: str, repairs: list[str]) -> None:
    """What was meant is read; what had to be mended is in the notes."""
    reading = read_source(content.encode(), target="t")

    assert text_of(content) == "Tom & Jerry"
    assert codes(reading) == repairs


@pytest.mark.parametrize(
    "content",
    [
        RSS.format(ITEM.format("naïve")).replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"),
        RSS.format(ITEM.format("naïve")).encode("utf-16-le"),
        RSS.format(ITEM.format("naïve")).replace('"1.0"', '"1.0" encoding="utf-16"').encode(),
        RSS.format(ITEM.format("naïve")).encode("cp1252"),
        RSS.format(ITEM.format("naïve")).replace('"1.0"', '"1.0" encoding="utf-8"').encode("cp1252"),
        RSS.format(ITEM.format("naïve")).replace('"1.0"', '"1.0" encoding="no-such"').encode(),
        RSS.format(ITEM.format("naïve")).encode("utf-8-sig"),
    ],
)
def test_the_encoding_is_the_one_it_is_in(content: bytes) -> None:
    """Marks and zero bytes beat declarations, and a wrong declaration is survived."""
    assert text_of(content) == "naïve"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7"])
def test_entity_bombs_do_not_go_off(encoding: str) -> None:
    """Entities that a feed declares are not expanded, in text or attributes, in whatever encoding they hide."""
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE rss [<!ENTITY l0 "lol">{lol}'
        '<!ENTITY file SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>T</title><item>'
        '<title>One</title><guid isPermaLink="&l11;">x&l11;</guid><description>&file;safe</description></item>'
        "</channel></rss>"
    )

    assert "root:" not in text_of(bomb.encode(encoding))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "a binary file of no kind that is read here"),
        (b"<!doctype html><html><head><title>x</title></head></html>", "an HTML page without a text"),
        (
            b"<html><link rel='alternate' type='application/rss+xml' href='/feed.xml'></html>",
            "an HTML page without a text; the page names its feed: https://a.example/feed.xml",
        ),
        (b'{"items": []}', "JSON of no kind that is read here (--kind names one)"),
        (b'{"version": "https://jsonfeed.org/version/1", ', "a JSON Feed that is broken"),
        (
            b'{"version": "https://jsonfeed.org/version/1.1", "items": {}}',
            "a JSON Feed that is broken: its items are not a list",
        ),
        (
            b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 100_000,
            "a JSON Feed that is broken: nested too deeply",
        ),
        (b"Dear reader, <3", "plain text of no kind that is read here"),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", "XML (<urlset>) of no kind that is read here"),
    ],
)
def test_what_is_no_feed_is_called_what_it_is(content: bytes, reason: str) -> None:
    """One clear line for each."""
    with pytest.raises(UnreadableError) as failure:
        read_source(content, target="t", url="https://a.example/blog")

    assert failure.value.reason.startswith(reason)


def test_a_named_kind_that_the_bytes_are_not_is_told() -> None:
    """The refusal speaks of what was asked for, and still names the page's feed."""
    page = b"<html><link rel='alternate' type='application/rss+xml' href='/feed.xml'></html>"

    with pytest.raises(UnreadableError, match="an HTML page, not what was looked for; the page names its feed: https"):
        read_source(page, target="t", url="https://a.example/blog", kind="feed")


@pytest.mark.parametrize(
    ("link", "url", "repairs"),
    [
        ("javascript:alert(1)", None, ("address-not-kept",)),
        ("data:text/html,x", None, ("address-not-kept",)),
        ("file:///etc/passwd", None, ("address-not-kept",)),
        ("a.example/1", "https://a.example/1", ()),
        ("HTTPS://a.example/1", "HTTPS://a.example/1", ()),
        ("http://127.0.0.1/1", "http://127.0.0.1/1", ()),
    ],
)
def test_only_addresses_on_the_web_are_kept(link: str, url: str | None, repairs: tuple[str, ...]) -> None:
    """Neither the document nor what is exported of it leads to a script or a file."""
    item = f"<item><title>One</title><link>{link}</link></item>"
    (document,) = documents(read_source(RSS.format(item).encode(), target="t"))

    assert (document.url, document.repairs) == (url, repairs)


def test_half_a_character_spoils_no_json_feed() -> None:
    """Whoever cut a title cut its emoji in two; whole ones and written-out backslashes stay as they are."""
    items = r"""{"id": "1", "title": "Half \ud83d", "content_text": "\uDE00 \ud83d\ud83d\ude00"},
        {"id": "2", "title": "Whole \ud83d\ude00", "content_text": "C:\\ud83d"}"""
    content = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{items}]}}'.encode()
    reading = read_source(content, target="t")

    assert [(document.title, document.outline.blocks[0].text) for document in documents(reading)] == [
        ("Half \ufffd", "\ufffd \ufffd\U0001f600"),
        ("Whole \U0001f600", r"C:\ud83d"),
    ]
    assert [(note.kind, note.code) for note in reading.notes] == [("mended", "broken-character")]
    assert reading.notes[0].message == SENTENCES["broken-character"]


def test_the_kind_is_told_by_the_bytes() -> None:
    """A server may call a feed what it likes."""
    assert reader_for((FEEDS / "atom.xml").read_bytes(), "text/html") is not None
    page = reader_for(b"<html></html>", "application/rss+xml")
    assert page is not None
    assert page.name == "page"


def test_every_repair_has_its_sentence() -> None:
    """What the notes say is in words."""
    for path in FEEDS.iterdir():
        assert all(note.message == SENTENCES[note.code] for note in read(path.name).notes)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["rss.xml", "atom.xml", "rdf.xml", "feed.json"]), st.integers(0, 2000))
def test_damaged_feeds_are_read_or_refused(damage: bytes, name: str, place: int) -> None:
    """No bytes make the reader crash."""
    content = (FEEDS / name).read_bytes()
    try:
        documents(read_source(content[:place] + damage + content[place + len(damage) :], target="t"))
        documents(read_source(content[:place] + damage, target="t"))
    except UnreadableError:
        return


@needs_shared
def test_the_seed_feed_has_its_ten_documents() -> None:
    """A feed saved from a browser under another name."""
    reading = read_source((SHARED / "seeds" / "002_404256067547fa3a.txt").read_bytes(), target="seed")

    assert len(reading.documents) == 10
    assert reading.notes == ()


@needs_shared
@pytest.mark.slow
def test_every_entry_that_feedparser_finds_is_a_document() -> None:
    """On each of the real feeds, by count and by title."""
    with tarfile.open(SHARED / "data" / "feeds" / "real-feeds-dev.tar.xz") as archive:
        for member in archive:
            if not member.isfile() or (file := archive.extractfile(member)) is None:
                continue
            content = file.read()
            reading = read_source(content, target=member.name)
            found = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
            ours = Counter((document.title or "").lower() for document in documents(reading))
            assert len(reading.documents) + codes(reading).count("duplicate") >= len(found.entries), member.name
            assert {plain(entry.get("title") or "").lower() for entry in found.entries} <= set(ours), member.name


def test_a_tag_with_an_impossible_name_is_no_error() -> None:
    """Damage may glue a tag's start to a date; what it stands in is read."""
    content = (
        b"<rss version='2.0'><channel><title>F</title><item><title>One</title>"
        b"<description>Before <A00:00:00 -0500> after</description></item></channel></rss>"
    )

    assert [document.title for document in documents(read_source(content, target="t"))] == ["One"]
