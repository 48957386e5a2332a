"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) → Feed."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from ingest.sources.decoding import decode
from ingest.sources.feeds.feed_entry import Enclosure, Feed, FeedEntry
from ingest.sources.feeds.xmlfeed import urljoin_or

Object = dict[str, Any]

_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
"""An escape of JSON, whole; the group is half a character: whoever cut the text cut an emoji in two."""


def read_json(content: bytes, url: str | None) -> Feed:
    """Return the feed, or raise msgspec.DecodeError. What has the wrong type is left out, not read wrongly."""
    feed, repairs = _decoded(decode(content).text)
    if not isinstance(feed, dict):
        raise msgspec.DecodeError("not an object")
    if not isinstance(feed.get("items"), list):
        raise msgspec.DecodeError("its items are not a list")
    site = _string(feed, "home_page_url")
    authors = _authors(feed)
    start = site or _string(feed, "feed_url") or url
    return Feed(
        title=_string(feed, "title"),
        title_type="text",
        url=_string(feed, "feed_url"),
        site=site,
        about=_string(feed, "description"),
        authors=authors,
        entries=tuple(_entry(item, start, authors) for item in _objects(feed, "items")),
        repairs=repairs,
    )


def _decoded(text: str) -> tuple[Any, tuple[str, ...]]:
    try:
        return _json(text), ()
    except msgspec.DecodeError:
        mended = _ESCAPE.sub(lambda escape: r"\ufffd" if escape[1] else escape[0], text)
        if mended == text:
            raise
        return _json(mended), ("broken-character",)


def _json(text: str) -> Any:
    try:
        return msgspec.json.decode(text.encode())
    except RecursionError as error:
        raise msgspec.DecodeError("nested too deeply") from error


def _entry(item: Object, start: str | None, inherited: tuple[str, ...]) -> FeedEntry:
    html, text = _string(item, "content_html"), _string(item, "content_text")
    link = _string(item, "url")
    link = urljoin_or(start, link) if link else None
    return FeedEntry(
        id=_string(item, "id"),
        link=link,
        title=_string(item, "title"),
        title_type="text",
        content=html or text,
        content_type="html" if html else "text",
        summary=_string(item, "summary"),
        summary_type="text",
        authors=_authors(item) or inherited,
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        tags=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str) and tag.strip()),
        enclosures=tuple(
            Enclosure(urljoin_or(start, address), _string(attached, "mime_type"))
            for attached in _objects(item, "attachments")
            if (address := _string(attached, "url"))
        ),
        base=link or start,
        external=_string(item, "external_url"),
    )


def _string(record: Object, name: str) -> str | None:
    value = record.get(name)
    if isinstance(value, str):
        return value.strip() or None
    # Version 1.0's own examples number their items.
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _list(record: Object, name: str) -> list[Any]:
    value = record.get(name)
    return value if isinstance(value, list) else []


def _objects(record: Object, name: str) -> list[Object]:
    return [value for value in _list(record, name) if isinstance(value, dict)]


def _authors(record: Object) -> tuple[str, ...]:
    people = _objects(record, "authors")
    if not people and isinstance(record.get("author"), dict):
        people = [record["author"]]
    return tuple(dict.fromkeys(name for person in people if (name := _string(person, "name"))))
