"""The examples are true, readable by any feed reader, and in our own words.

The tests that need ../shared document where the facts come from: each arXiv id and title stands in the arXiv
snapshot there, and no commentary repeats eight words in a row from an abstract, a reading list or a seed.
"""

import calendar
import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import html

from tests.shared import SHARED, needs_shared

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FEEDS = ("2024-by-category.xml", "2025-by-month.xml", "notes.json")
REVIEWS = FEEDS[:2]
ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|10\.48550/arXiv\.)([^\s\"?#]+)", re.IGNORECASE
)
MONTHS = calendar.month_name[1:]
RUN = 8  # Shorter runs of words are shared by any two texts on one subject.


class Post(NamedTuple):
    """One post of a feed: its title and address, its body as HTML."""

    title: str
    url: str
    body: str


class Entry(NamedTuple):
    """One list entry of a review: the section it stands in, its label, its addresses, all of its text."""

    section: str
    label: str
    urls: tuple[str, ...]
    text: str


@cache
def posts(name: str) -> tuple[Post, ...]:
    """Return the feed's posts, XML by feedparser, JSON by json."""
    if name.endswith(".json"):
        items = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))["items"]
        return tuple(Post(item["title"], item["url"], item["content_html"]) for item in items)
    feed = feedparser.parse((EXAMPLES / name).read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    return tuple(Post(entry.title, entry.link, entry.content[0].value) for entry in feed.entries)


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """Return the review's list entries in order; the table of contents before the first heading is none."""
    section, found = "", []
    for node in html.fromstring(posts(name)[0].body).iter("h2", "li"):
        if node.tag == "h2":
            section = str(node.text_content())
        elif section:
            label = node.find("a") if node.find("a") is not None else node.find("strong")
            urls = tuple(str(anchor.get("href")) for anchor in node.iter("a"))
            found.append(Entry(section, str(label.text_content()), urls, str(node.text_content())))
    return tuple(found)


def sections(name: str) -> dict[str, list[Entry]]:
    """Return the review's entries by section, in order."""
    found: dict[str, list[Entry]] = {}
    for entry in entries(name):
        found.setdefault(entry.section, []).append(entry)
    return found


def arxiv_ids(text: str) -> list[str]:
    """Return the ids in the text's arXiv addresses, whatever their spelling, without version and file ending."""
    return [re.sub(r"(v\d+)?(\.pdf)?$", "", written) for written in ARXIV.findall(text)]


def words(text: str) -> list[str]:
    """Return the text's words, lower-cased, without accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", plain.lower())


@cache
def snapshot() -> dict[str, tuple[str, str]]:
    """Return title and abstract by arXiv id."""
    with gzip.open(SHARED / "data/arxiv/snapshot-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        papers = map(json.loads, lines)
        return {paper["id"]: (paper["title"] or "", paper["abstract"] or "") for paper in papers}


def commentary() -> Iterator[str]:
    """Yield each paragraph and list entry of the examples, without the names of works that it links."""
    for name in FEEDS:
        for post in posts(name):
            for node in html.fromstring(f"<div>{post.body}</div>").iter("p", "li"):
                for anchor in node.iter("a") if name in REVIEWS else ():
                    anchor.text = "|"
                yield str(node.text_content())


def runs(text: str) -> Iterator[str]:
    """Yield every run of RUN words of the text."""
    found = words(text)
    for start in range(len(found) - RUN + 1):
        yield " ".join(found[start : start + RUN])


def others_texts() -> Iterator[str]:
    """Yield what others wrote: abstracts, reading lists' comments, seeds."""
    yield from (abstract for _, abstract in snapshot().values())
    with gzip.open(SHARED / "data/reading-lists/lists-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["comment"] or "" for line in lines)
    for seed in sorted((SHARED / "seeds").iterdir()):
        yield re.sub(r"<[^>]+>", " ", seed.read_text(encoding="utf-8", errors="replace"))


def test_each_feed_is_read_by_an_ordinary_reader() -> None:
    """The XML feeds are well-formed, the JSON feed is 1.1, and each post has a title, an address and a body."""
    assert json.loads((EXAMPLES / "notes.json").read_text(encoding="utf-8"))["version"].endswith("/version/1.1")
    assert [len(posts(name)) for name in FEEDS] == [1, 1, 6]
    assert all(post.title and post.body for name in FEEDS for post in posts(name))
    assert {urlsplit(post.url).hostname for name in FEEDS for post in posts(name)} == {"almanac.example"}


def test_the_reviews_hold_about_130_works_in_eight_categories_and_twelve_months() -> None:
    """Every category and every month is worth opening."""
    by_category, by_month = (sections(name) for name in REVIEWS)

    assert [len(found) for found in by_category.values()] == [12, 6, 10, 8, 8, 8, 6, 7]
    assert [heading.split(":")[0] for heading in by_month] == MONTHS
    assert [len(found) for found in by_month.values()] == [7, 8, 6, 7, 6, 6, 6, 6, 5, 7, 5, 6]


def test_the_table_of_contents_leads_to_every_category() -> None:
    """Each `#name` is a heading's, each heading has one."""
    body = html.fromstring(posts("2024-by-category.xml")[0].body)
    fragments = [urlsplit(str(anchor.get("href"))).fragment for anchor in body.iter("a")]
    targets = [fragment for fragment in fragments if fragment]

    assert targets == [str(heading.get("id")) for heading in body.iter("h2")]


@pytest.mark.parametrize("name", REVIEWS)
def test_no_section_names_a_work_twice(name: str) -> None:
    """A label, and an address, stand once in a section."""
    for found in sections(name).values():
        labels = [entry.label for entry in found]
        urls = [url for entry in found for url in entry.urls]
        assert len(set(labels)) == len(labels)
        assert len(set(urls)) == len(urls)


@pytest.mark.parametrize("name", REVIEWS)
def test_every_entry_says_why(name: str) -> None:
    """The comment is a real one, and no two are alike."""
    comments = [entry.text.removeprefix(entry.label) for entry in entries(name)]

    assert all(8 <= len(comment.split()) <= 60 for comment in comments)
    assert len(set(comments)) == len(comments)


def test_the_works_of_a_category_are_in_order_of_date() -> None:
    """Within a category the arXiv ids rise."""
    for found in sections("2024-by-category.xml").values():
        ids = [arxiv_ids(entry.urls[0])[0] for entry in found if entry.urls and arxiv_ids(entry.urls[0])]
        assert ids == sorted(ids)


@pytest.mark.parametrize("name", FEEDS)
def test_every_arxiv_address_has_a_valid_id(name: str) -> None:
    """All are ids of 2024 and 2025."""
    found = [one for post in posts(name) for one in arxiv_ids(post.body)]

    assert found
    assert all(re.fullmatch(r"2[45](0[1-9]|1[0-2])\.\d{5}", one) for one in found)


def test_the_examples_show_what_a_reader_must_handle() -> None:
    """Spellings of addresses, two links in an item, an item without any, a paper in two places, posts that cite."""
    by_category, by_month = (entries(name) for name in REVIEWS)
    urls = [url for entry in by_category + by_month for url in entry.urls]
    spellings = ("//arxiv.org/abs/", "/pdf/", "/html/", "//www.arxiv.org", "doi.org/", "nature.com/", "//github.com/")
    spellings += ("huggingface.co/papers/", "youtu.be/", "youtube.com/watch", "utm_source", "v1")
    ids = [{one for entry in found for one in arxiv_ids(" ".join(entry.urls))} for found in (by_category, by_month)]
    r1 = [entry.section for entry in by_month if "2501.12948" in arxiv_ids(" ".join(entry.urls))]

    assert [spelling for spelling in spellings if not any(spelling in url for url in urls)] == []
    assert sum(len(entry.urls) > 1 for entry in by_category) > 3
    assert [entry.label for entry in by_category if not entry.urls] == ["OpenAI o1-preview"]
    assert ids[0] & ids[1] == {"2412.19437"}
    assert len(r1) == 2


def test_links_between_the_examples_lead_somewhere() -> None:
    """Every almanac.example address that a post links is a post's."""
    known = {post.url for name in FEEDS for post in posts(name)}
    linked = {
        url
        for name in FEEDS
        for post in posts(name)
        for url in re.findall(r'"(https://almanac\.example/[^"#]+)"', post.body)
    }

    assert linked <= known
    assert len(linked) >= 5


@needs_shared
@pytest.mark.parametrize("name", REVIEWS)
def test_every_arxiv_title_is_the_snapshots(name: str) -> None:
    """A label is the title, its beginning, or a name that title or abstract gives the work."""
    for entry in entries(name):
        for one in arxiv_ids(entry.urls[0]) if entry.urls else ():
            title, abstract = (" ".join(words(text)) for text in snapshot()[one])
            label = " ".join(words(entry.label))
            assert title.startswith(label) or f" {label} " in f" {title} {abstract} ", entry


@needs_shared
@pytest.mark.parametrize("name", FEEDS)
def test_every_arxiv_id_is_in_the_snapshot(name: str) -> None:
    """Further links, and links in prose, are verified too."""
    assert {one for post in posts(name) for one in arxiv_ids(post.body)} <= snapshot().keys()


@needs_shared
@pytest.mark.slow
def test_the_commentary_is_our_own() -> None:
    """No run of eight words stands in an abstract, a reading list's comment or a seed."""
    ours = {run for text in commentary() for run in runs(text)}

    assert len(ours) > 3000
    assert [run for text in others_texts() for run in runs(text) if run in ours] == []
