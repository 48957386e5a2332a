"""Web pages: what they say, what they say of themselves, and those that hold nothing to read."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from graph.errors import UnreadableError
from graph.model import Document, Precision
from graph.outline import BlockKind
from graph.ports import Found
from ingest.items import items_of
from ingest.sources import SourceReading, read_source, reader_named

DATA = Path(__file__).resolve().parents[3] / "data" / "pages"


def read(name: str, url: str | None = None) -> tuple[SourceReading, Document]:
    """Return what one of our pages held, and its document."""
    reading = read_source((DATA / name).read_bytes(), target=name, url=url)
    return reading, reader_named(reading.documents[0].reader).document(reading.documents[0])


def page(body: str, head: str = "<title>A page</title>") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def document(content: bytes, url: str | None = None) -> Document:
    (fetched,) = read_source(content, target="page.html", url=url).documents
    assert fetched.reader == "page"
    return reader_named("page").document(fetched)


PROSE = "<p>" + "Here is a sentence with eight words in it. " * 12 + "</p>"


def test_a_post_is_read_without_what_stands_around_it() -> None:
    """Headings, links, code; no navigation, no newsletter, no related posts, no footer."""
    _, post = read("post.html", "https://weighted.example/2025/03/merging?utm_source=mail")

    assert [b.text for b in post.outline.blocks if b.kind is BlockKind.HEADING] == ["Averages", "Arithmetic", "Votes"]
    assert [b.text for b in post.outline.blocks if b.kind is BlockKind.CODE] == ["merged = (one + other) / 2"]
    assert [link.url for b in post.outline.blocks for link in b.links] == [
        "https://weighted.example/2024/common-start", "https://arxiv.org/abs/2212.04089", "https://arxiv.org/abs/2306.01708",
    ]  # fmt: skip
    everything = " ".join(block.text for block in post.outline.blocks)
    assert not any(word in everything for word in ("Archive", "Subscribe", "Related", "©"))


def test_a_post_says_who_when_and_where() -> None:
    """Its date as exactly as it states it, in its offset; its address is the canonical one of its site."""
    reading, post = read("post.html")

    assert (post.title, post.authors, post.url) == (
        "Three ways to merge models", ("Ann Lee",), "https://weighted.example/2025/03/merging",
    )  # fmt: skip
    assert post.published is not None
    assert post.published.local.isoformat() == "2025-03-14T09:30:00+09:00"
    assert (reading.source.kind, reading.source.title, reading.source.site) == (
        "page", "Weighted", "https://weighted.example/",
    )  # fmt: skip
    assert (post.kind, post.source) == ("page", reading.source.id)


def test_pages_of_one_site_are_documents_of_one_source() -> None:
    """Also where one says www and the other does not."""
    one, _ = read("two-feeds.html", "https://www.weighted.example/")
    other, _ = read("post.html")

    assert one.source.id == other.source.id
    assert one.documents[0].id != other.documents[0].id


def test_a_page_fetched_twice_is_one_document_though_its_markup_changes() -> None:
    """Tokens and counters are no text."""
    first = read_source(page(PROSE + "<script>a=1</script>"), target="x", url="https://a.example/p?utm_source=n")
    second = read_source(page(PROSE + "<script>a=2</script>"), target="x", url="https://a.example/p")

    assert [(f.id, f.digest) for f in first.documents] == [(f.id, f.digest) for f in second.documents]


def test_a_journals_page_is_the_page_of_its_work() -> None:
    """Its citation tags become a record; the document's identity is the work's."""
    reading, article = read("journal.html", "https://journal.example/42")
    (record,) = reading.records

    assert (record.identity, record.title, record.venue) == (
        "doi:10.5555/jst.2024.0042", "Gates that starve", "Journal of Sparse Things",
    )  # fmt: skip
    assert record.authors == article.authors == ("Mina Park", "Ravi Iyer")
    assert record.published is not None
    assert (record.published.instant.date().isoformat(), record.published.precision) == ("2024-11-05", Precision.DAY)
    assert str(article.identity) == record.identity


def test_a_page_of_documentation_keeps_its_lists_and_code() -> None:
    """Undated, since it states no date; the signs beside its headings are no title."""
    _, docs = read("docs.html")

    assert (docs.title, docs.published) == ("Loading weights", None)
    assert [b.kind.value for b in docs.outline.blocks] == [
        "paragraph", "heading", "paragraph", "list-item", "list-item", "list-item", "code",
    ]  # fmt: skip
    assert [b.level for b in docs.outline.blocks if b.kind is BlockKind.LIST_ITEM] == [1, 1, 2]


def test_a_reading_list_on_a_page_has_items() -> None:
    """Read as a feed's are; its month is what the page states."""
    _, listed = read("reading-list.html")

    assert [item.identity for item in items_of(listed)] == [
        "arxiv:1701.06538", "arxiv:2101.03961", "arxiv:2401.04088", "arxiv:2401.06066",
    ]  # fmt: skip
    assert listed.published is not None
    assert (listed.published.month, listed.published.precision) == ("2025-04", Precision.MONTH)


def test_a_page_names_its_feeds() -> None:
    """Each once, absolute, with its title; a translation of the page is no feed."""
    reading, _ = read("two-feeds.html", "https://weighted.example/")

    assert reading.feeds == (
        Found("https://weighted.example/feed.xml", "Posts"),
        Found("https://feeds.example/weighted.atom"),
    )
    assert reading.notes[0].message == (
        "this page names its feed: https://weighted.example/feed.xml "
        "(to follow it: flask subscribe https://weighted.example/feed.xml)"
    )


@pytest.mark.parametrize(
    ("head", "body", "url", "date", "basis"),
    [
        ('<meta property="article:published_time" content="2025-03-14">', "", None, "2025-03-14", "stated"),
        ('<script type="application/ld+json">[{"@graph": [{"datePublished": "2025-03"}]}]</script>', "", None, "2025-03", "stated"),
        ("", '<article><time datetime="2025-03-14">last week</time></article>', None, "2025-03-14", "stated"),
        ("", '<p class="post-date">Published on March 14, 2025</p>', None, "2025-03-14", "stated"),
        ("", "", "https://a.example/2025/03/14/merging", "2025-03-14", "address"),
        ("", "", "https://a.example/blog/2025-03/merging", "2025-03", "address"),
        ("", "<footer>© 2023</footer>", None, None, None),
        ("", "<p>It was all over in March 2021.</p>", "https://a.example/papers/2025", None, None),
    ],
)  # fmt: skip
def test_a_date_is_stated_or_in_the_address_or_unknown(
    head: str, body: str, url: str | None, date: str | None, basis: str | None
) -> None:
    """Never a copyright's year, never today."""
    published = document(page(PROSE + body, head), url).published

    assert (published.basis if published else None) == basis
    written = published.local.date().isoformat() if published else None
    assert (written and written[: len(date or "")]) == date


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ((DATA / "shell.html").read_bytes(), "only a script would bring"),
        (page("<h1>404</h1><p>Page not found.</p>"), "the page was not found"),
        (page("<p>Sorry</p>", "<title>Page not found | A</title>"), "the page was not found"),
        (page("<h1>Hello</h1><form><input type='password'></form>"), "asks to sign in"),
        (page("<p>Sign in to continue reading this story.</p>"), "asks to sign in"),
        (page("<p>Checking your browser before accessing.</p>"), "whether a person is reading it"),
        (page(""), "without a text"),
    ],
)
def test_a_page_that_holds_nothing_is_called_what_it_is(content: bytes, reason: str) -> None:
    """One clear line for each."""
    with pytest.raises(UnreadableError, match=reason):
        read_source(content, target="x", url="https://a.example/")


def test_a_text_that_breaks_off_at_a_wall_is_kept_as_far_as_it_goes() -> None:
    """And says that it is cut."""
    read_so_far = document(page(PROSE + "<div>Subscribe to continue reading.</div>"))

    assert read_so_far.repairs == ("text-cut",)


def test_a_page_is_read_in_the_encoding_it_names() -> None:
    """Where it is not UTF-8, whatever it says."""
    head = '<meta charset="{}"><title>x</title>'
    body = "<p>" + "Модель читает текст. " * 30 + "</p>"

    for codec in ("windows-1251", "koi8-r", "utf-8"):
        written = f"<html><head>{head.format(codec)}</head><body>{body}</body></html>".encode(codec)
        assert document(written).outline.blocks[0].text.startswith("Модель читает")
    lying = f"<html><head>{head.format('windows-1251')}</head><body>{body}</body></html>".encode()
    assert document(lying).outline.blocks[0].text.startswith("Модель читает")


def test_no_entity_of_a_page_is_expanded() -> None:
    """Neither a bomb nor a file."""
    bomb = '<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = document(f"{bomb}<html><body>{PROSE}<p>&b; &f;</p></body></html>".encode()).outline.blocks[-1].text

    assert "boom" not in text
    assert "root:" not in text


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "text " * 100,
        "<p " + " ".join(f"a{n}=b" for n in range(50_000)) + ">" + "text " * 100,
        "<a href=x><b>text " * 20_000,
        "<table><tr><td>" * 3_000 + "text " * 100,
        "<!-- -->" * 100_000 + "text " * 100,
    ],
    ids=["deep", "attributes", "unclosed", "tables", "comments"],
)
def test_a_page_that_attacks_its_reader_is_read_in_time(body: str) -> None:
    """And its words are kept."""
    start = process_time()

    words = document(f"<html><body>{body}</body></html>".encode()).outline.words()

    assert process_time() - start < 10
    assert words >= 100


def test_what_is_no_name_of_a_tag_does_not_stop_a_page() -> None:
    """People write <a...> and attributes that are none; control characters come along."""
    odd = document(page(f"<p on<click=x 1=2>One <a...>two</a...> <x:y>three</x:y>\x0b four.</p>{PROSE}"))

    assert odd.outline.blocks[0].text == "One two three four."


def test_a_comment_in_code_is_no_comment_on_the_page() -> None:
    """Classes of words inside a line mean something else."""
    code = '<pre><code><span class="token comment"># why</span>\n<span class="menu">x = 1</span></code></pre>'

    assert document(page(PROSE + code)).outline.blocks[-1].text == "# why\nx = 1"
