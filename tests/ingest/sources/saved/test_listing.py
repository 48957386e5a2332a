"""Pages of posts in many layouts, and pages that only look like them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.saved.aggregator import AggregatorReader
from ingest.sources.saved.bylines import Byline, read_byline
from ingest.sources.saved.listing import Listing, read_listing
from ingest.sources.saved.page import read_page
from ingest.sources.saved.preview import PreviewReader

POSTS = (
    ("Ada Novak", "2 days ago", "The shape of a prompt", "https://ada.example/shape"),
    ("Ben Ito", "3 weeks ago", "On reading slowly", "https://ben.example/slowly"),
    ("Ada Novak", "1 months ago", "What a benchmark is for", "https://ada.example/bench"),
)
TEXT = "A prompt has a shape, and the shape is older than the models. A letter has it, and so has a recipe."
LONG = "Attention is a way of looking at words, and it goes on for much longer than a line of a page can hold. " * 5
LAYOUTS: dict[str, Callable[[str, str, str, str], str]] = {
    "a card": lambda a, d, t, u: (
        f'<a href="{u}"><div>{a}</div><span>{d}</span><h3>{t}</h3><p>{TEXT}</p><i>0 views</i></a>'
    ),
    "rows": lambda a, d, t, u: (
        f'<tr><td><a href="/x">{a}</a> {d}</td></tr><tr><td><a href="{u}">{t}</a></td></tr><tr><td>{TEXT}</td></tr>'
    ),
    "line breaks": lambda a, d, t, u: f'<p>{a} {d}<br><a href="{u}">{t}</a><br>{TEXT}<br>0 views</p>',
    "paragraphs": lambda a, d, t, u: f'<p>{a} {d}</p><h3><a href="{u}">{t}</a></h3><p>{TEXT}</p><p>0 views</p>',
    "list items": lambda a, d, t, u: (
        f'<li><a href="/x">{a}</a> <span>{d}</span><br><a href="{u}"><b>{t}</b></a><p>{TEXT}</p><i>0 views</i></li>'
    ),
    "the title first": lambda a, d, t, u: (
        f'<h2><a href="{u}">{t}</a></h2><p>by <a href="/x">{a}</a> · <time>{d}</time> · 3 min read</p><p>{TEXT}</p>'
    ),
    "the author last": lambda a, d, t, u: (
        f'<h2><a href="{u}">{t}</a></h2><span>{d}</span> <span>{a}</span><p>{TEXT}</p>'
    ),
    "parts in boxes": lambda a, d, t, u: (
        f'<div><b>{a}</b><span>{d}</span></div><div><a href="{u}">{t}</a></div><div>{TEXT}</div><div>0 views</div>'
    ),
}


def page(*parts: str) -> bytes:
    return f"<!doctype html><html><head><title>t</title></head><body>{''.join(parts)}</body></html>".encode()


def listing(content: bytes) -> Listing | None:
    read = read_page(content)
    return read_listing(read) if read else None


@pytest.mark.parametrize("layout", LAYOUTS)
def test_entries_are_found_in_any_layout(layout: str) -> None:
    """The page's own repetition tells where author, date, title and text stand."""
    entries = "".join(LAYOUTS[layout](*post) for post in POSTS)

    found = listing(
        page("<nav><a href='/'>Home</a></nav><h1>Latest posts</h1>", f"<div>{entries}</div>", "<a href='?2'>Next</a>")
    )

    assert found is not None
    assert [(entry.author, entry.when, entry.title, entry.url) for entry in found.entries] == list(POSTS)
    assert [[line.text for line in entry.lines] for entry in found.entries] == [[TEXT]] * 3
    assert found.heading == "Latest posts"


def test_a_list_of_titles_needs_no_texts() -> None:
    """Their bylines stand beside them."""
    entries = "".join(f'<li><a href="{u}">{t}</a> <small>{a}, {d}</small></li>' for a, d, t, u in POSTS)

    found = listing(page("<h1>Recent articles</h1>", f"<ul>{entries}</ul>", "<p>Older posts</p>"))

    assert found is not None
    assert [(entry.author, entry.when, entry.title, entry.url) for entry in found.entries] == list(POSTS)


def test_the_foot_of_a_page_is_no_text_of_its_last_entry() -> None:
    """Counts end an entry; what stands behind them is told."""
    text = "\n\n".join(f"{a} {d}\n\n{t}\n\n{TEXT}\n\n0 views" for a, d, t, _ in POSTS)

    found = listing(f"Latest Posts (3 found)\n{text}\n\nAbout this site\n© Somebody".encode())

    assert found is not None
    assert [line.text for line in found.entries[-1].lines] == [TEXT]
    assert [line.text for line in found.left] == ["About this site", "© Somebody"]


def test_a_blog_may_be_called_anything() -> None:
    """Its name repeats, or stands where the entry before it ended."""
    one = "".join(f"null pointers 3 weeks ago\n\nTitle {n}\n\n{TEXT}\n\n0 views\n" for n in range(3))
    other = f"Is it? What is this! 2 days ago\n\nAnother\n\n{TEXT}\n\n1 view\n"

    found = listing(f"Latest Posts (4 found)\n{one}{other}".encode())

    assert found is not None
    assert [entry.author for entry in found.entries] == ["null pointers"] * 3 + ["Is it? What is this!"]


def test_a_title_may_end_with_a_date() -> None:
    """Of two such lines the one with the name that repeats is the byline."""
    titles = ("Lessons learned one year ago", "Another", "A third")
    below = "".join(f"Ada Novak 3 weeks ago\n\n{title}\n\n{TEXT}\n\n0 views\n" for title in titles)
    above = "".join(f"{title}\n\nAda Novak · 3 weeks ago\n\n{TEXT}\n\n" for title in titles)

    for text in (below, above):
        found = listing(f"Latest Posts\n{text}".encode())
        assert found is not None
        assert [(entry.title, entry.author) for entry in found.entries] == [(title, "Ada Novak") for title in titles]


def test_every_line_is_read_or_told() -> None:
    """A post whose date nobody can read is left over, wherever it stands; a day inside a text begins no post."""
    known = "".join(f"{a} {d}\n\n{t}\n\nMay 7, 2025\n\n{TEXT}\n\n0 views\n\n" for a, d, t, _ in POSTS)
    strange = f"Dee P. in the days of yore\n\nOf old\n\n{LONG}\n\n5 views\n\n"

    for text in (known + strange, strange + known):
        found = listing(f"Latest Posts (4 found)\n{text}".encode())
        assert found is not None
        assert [line.text for line in found.left if "views" not in line.text] == [
            "Dee P. in the days of yore",
            "Of old",
            LONG.strip(),
        ]
        assert (found.stated, len(found.entries), found.entries[0].lines[0].text) == (4, 3, "May 7, 2025")


def test_posts_that_are_all_older_than_relative_dates_are_a_listing_where_the_page_counts_them() -> None:
    """Without a count such a page may be anything with dates."""
    posts = "".join(f"Ada Novak {n} May 2024\n\nTitle {n}\n\n{TEXT}\n\n0 views\n\n" for n in (7, 8, 9))
    found = listing(f"Latest Posts (3 found)\n{posts}".encode())

    assert found is not None
    assert [entry.when for entry in found.entries] == ["7 May 2024", "8 May 2024", "9 May 2024"]
    assert listing(posts.encode()) is None


COMMENTS = "".join(
    f"<div><b>Reader {c}</b> <span>{n} days ago</span><p>I think so {c}</p></div>" for n, c in enumerate("ABC", 1)
)
REPOSITORIES = "".join(
    f"<h3><a href='/r/{c}'>repo-{c}</a></h3><p>For {c}.</p><p>Python Updated <time>{n} days ago</time></p>"
    for n, c in enumerate("ABC", 1)
)
ISSUES = "".join(
    f"<a href='/{n}'>Bug {c}</a><div>#{n} opened <time>{n} days ago</time> by ada</div>" for n, c in enumerate("ABC", 1)
)
OTHERS: dict[str, bytes] = {
    "an article with comments": page(f"<h1>Why</h1><p>{LONG}</p>", COMMENTS),
    "comments alone": page("<h1>Why</h1><p>Short.</p>", COMMENTS),
    "comments as text": b"Comments\nJane Doe 2 days ago\nGreat, thank you!\nReply\nJohn Roe 3 days ago\nI disagree.\nReply\n",
    "an article": page(f"<h1>On reading</h1><p>Ada Novak <time>3 days ago</time></p><p>{LONG}</p>"),
    "an article and others": page(
        f"<h1>On reading</h1><p>Ada Novak <time>3 days ago</time></p><p>{LONG}</p><h2>Related</h2>",
        "<a href='/x'>X is here</a> <span>Ben Ito, 2 weeks ago</span>",
    ),
    "an article with its day and others": page(
        f"<h1>On reading</h1><p>Ada Novak <time>May 7, 2025</time></p><p>{LONG}</p><h2>Related</h2>",
        "".join(f"<h3><a href='/{c}'>On {c}</a></h3><p>Ben Ito <time>2 weeks ago</time></p>" for c in "ABC"),
    ),
    "repositories": page("<h1>Repositories</h1>", REPOSITORIES),
    "issues": page(ISSUES),
    "a diary": f"Today\n\n{LONG}\n\nYesterday\n\n{LONG}\n\n2 days ago\n\n{LONG}".encode(),
    "a log": b"server started\n2025-01-01 10:00:00\nrequest one\n2025-01-01 10:00:01\nrequest two\n2025-01-01 10:00:02\n",
    "a reading list": b"# Reading list\n\nUpdated 3 days ago\n\n- [A](https://arxiv.org/abs/2501.12948) read yesterday\n",
    "an article on readers": f"Comparing Feedly, Inoreader and Feedbin\nAda Novak\n2025-01-01\n\n{LONG}".encode(),
    "an article on previews": f"RSS feed previews in practice\nAda Novak\n2025-01-01\n\n{LONG}".encode(),
    "a feed": b"<?xml version='1.0'?><rss><channel><title>Latest posts</title></channel></rss>",
    "a transcript": b"WEBVTT\n\n00:01.000 --> 00:02.000\nAda Novak 2 days ago\n",
    "JSON": b'{"title": "Latest posts", "when": "2 days ago"}',
    "nothing": b" \n",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\x01\x02\x03",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_pages_are_left_to_their_readers(name: str) -> None:
    """Dates beside names are everywhere; a listing and a preview are more than that."""
    assert not AggregatorReader().detect(OTHERS[name], None)
    assert not PreviewReader().detect(OTHERS[name], None)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Ada Novak 5 days ago", Byline("5 days ago", "Ada Novak")),
        ("Ada Novak · an hour ago · 4 min read", Byline("an hour ago", "Ada Novak")),
        ("3 weeks ago by Ben Ito", Byline("3 weeks ago", "Ben Ito")),
        ("Posted by Dee P. • 2d", Byline("2d", "Dee P.")),
        ("Ada Novak Yesterday", Byline("Yesterday", "Ada Novak")),
        ("bits.example, 3 mo ago | 1,204 views", Byline("3 mo ago", "bits.example", "1,204 views")),
        ("last month", Byline("last month")),
        ("Ada Novak and Ben Ito — over a year ago", Byline("over a year ago", "Ada Novak and Ben Ito")),
        ("I wrote about this 2 days ago", None),
        ("we met yesterday", None),
        ("Updated 3 days ago", None),
        ("Chi Oduya Jan 7, 2025", Byline("Jan 7, 2025", "Chi Oduya")),
        ("By Ada Novak on 7th of January 2025", Byline("7th of January 2025", "Ada Novak")),
        ("Sept. 7th, 2025 · Ben Ito · 3 views", Byline("Sept. 7th, 2025", "Ben Ito", "3 views")),
        ("Posted on Tuesday, 7 January 2025", Byline("Tuesday, 7 January 2025")),
        ("GPT-5 came out on August 7, 2025", None),
        ("Notes from Jan 7, 2025", None),
        ("Ada Novak Jan 77, 2025", None),
        ("Ada Novak Megajan 7, 2025", None),
        ("Ada Novak", None),
        ("2d", None),
    ],
)
def test_bylines_are_told_from_sentences(line: str, byline: Byline | None) -> None:
    """By their form: a name, a date, counts, and the signs between them."""
    assert read_byline(line) == byline


@given(
    st.lists(
        st.sampled_from(("Ada 2 days ago", "A title", TEXT, "0 views", "by Ben", "yesterday", "2d", "·", LONG)),
        max_size=12,
    )
)
def test_no_order_of_lines_breaks_the_reader(lines: list[str]) -> None:
    """And no line is in two entries."""
    found = listing("\n".join(lines).encode())

    assert found is None or sum(len(entry.lines) + 1 for entry in found.entries) <= len(lines)
