"""feedparser's reading → Feed: for XML so broken that the tree lost entries. Slow, patient, and asked last."""

from __future__ import annotations

import re
from typing import Any

from ingest.sources.decoding import decode
from ingest.sources.feeds.feed_entry import Enclosure, Feed, FeedEntry
from ingest.sources.feeds.xmlfeed import person_of, urljoin_or

_TAG = re.compile(r"<[A-Za-z]")

Parsed = Any
"""feedparser comes without types."""


def read_patiently(content: bytes, url: str | None) -> Feed:
    """Return what feedparser makes of the bytes; nothing is sanitised or resolved, since no markup is ever rendered."""
    import feedparser  # 0.1 s that nearly no feed needs

    text = decode(content).text
    # What stands before the first tag could only declare entities, and keep feedparser's patterns busy.
    begins = _TAG.search(text)
    text = text[begins.start() :] if begins else ""
    parsed: Parsed = feedparser.parse(
        text.encode("utf-8", "replace"),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    feed = parsed.feed
    links = {link.get("rel"): link.get("href") for link in reversed(feed.get("links", []))}
    site = feed.get("link") or None
    return Feed(
        title=feed.get("title") or None,
        title_type=_type(feed.get("title_detail")),
        url=links.get("self"),
        site=site,
        about=feed.get("subtitle") or None,
        authors=_authors(feed),
        entries=tuple(_entry(entry, site or url) for entry in parsed.entries),
        repairs=("read-by-feedparser",),
    )


def _entry(entry: Parsed, start: str | None) -> FeedEntry:
    bodies = [(detail.get("value") or "", detail) for detail in entry.get("content", [])]
    bodies.append((entry.get("summary") or "", entry.get("summary_detail") or {}))
    bodies = sorted((body for body in bodies if body[0].strip()), key=lambda body: len(body[0]), reverse=True)
    content = bodies[0] if bodies else None
    summary = next((body for body in bodies[1:] if body[0] != bodies[0][0]), None)
    link = urljoin_or(start, entry["link"]) if entry.get("link") else None
    return FeedEntry(
        id=entry.get("id") or None,
        link=link,
        title=entry.get("title") or None,
        title_type=_type(entry.get("title_detail")),
        content=content[0] if content else None,
        content_type=_type(content[1]) if content else "html",
        summary=summary[0] if summary else None,
        summary_type=_type(summary[1]) if summary else "html",
        authors=_authors(entry),
        published=entry.get("published") or None,
        updated=entry.get("updated") if "updated" in entry.keys() else None,  # noqa: SIM118 (get() makes one up)
        tags=tuple(dict.fromkeys(tag["term"] for tag in entry.get("tags", []) if tag.get("term"))),
        enclosures=tuple(
            Enclosure(urljoin_or(start, file["href"]), file.get("type"))
            for file in entry.get("enclosures", [])
            if file.get("href")
        ),
        base=link or start,
    )


def _type(detail: Parsed) -> str:
    return "text" if detail and detail.get("type") == "text/plain" else "html"


def _authors(record: Parsed) -> tuple[str, ...]:
    written = [author.get("name") or "" for author in record.get("authors", [])]
    return tuple(dict.fromkeys(name for text in written if (name := person_of(text))))
