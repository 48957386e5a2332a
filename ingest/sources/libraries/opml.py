"""The reader of OPML: the feeds that a subscription list names, with the folders they lie in. It brings no documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from graph.errors import UnreadableError
from graph.model import Document, Fetched
from graph.ports import Found, Note
from ingest.outlines.text import clean
from ingest.sources.decoding import decode
from ingest.sources.files import file_source
from ingest.sources.kinds import HEAD, describe, is_binary, root_of
from ingest.sources.reading import SourceReading
from ingest.sources.repairs import SENTENCES
from ingest.sources.xmltree import Element, local_name, parse_xml

KIND = "opml"
DEEPEST = 50
"""Folders nested deeper than that were made by no person."""
_READ = ("title", "text", "xmlurl")


class OpmlReader:
    """Reads subscription lists."""

    name = "opml"

    def detect(self, content: bytes, content_type: str | None) -> bool:
        """Tell it by its first tag."""
        del content_type
        return (
            b"pml" in content[:HEAD].lower() and not is_binary(content) and root_of(decode(content[:HEAD]).text) == KIND
        )

    def read(self, content: bytes, *, target: str, url: str | None, as_of: datetime | None = None) -> SourceReading:
        """Return the feeds that the list names, each once, or raise UnreadableError."""
        del as_of
        tree = parse_xml(content)
        if tree is None or local_name(str(tree.root.tag)) != KIND:
            raise UnreadableError(target, describe(content, url))
        feeds: dict[str, Found] = {}
        notes = [Note(kind="mended", code=code, where=target, message=SENTENCES[code]) for code in sorted(tree.repairs)]
        for found, why_not in _entries(tree.root):
            if why_not is None and found.address in feeds:
                why_not = "duplicate"
            if why_not is None:
                feeds[found.address] = found
            else:
                where = found.title or found.address
                notes.append(Note(kind="skipped", code=why_not, where=where, message=SENTENCES[why_not]))
        title = next((clean(e.text or "") for e in tree.root.iter() if _is(e, "title")), None)
        source = file_source(target, url, KIND, title)
        return SourceReading(source=source, feeds=tuple(feeds.values()), notes=tuple(notes))

    def document(self, fetched: Fetched) -> Document:
        """Refuse: a subscription list has no documents."""
        raise UnreadableError(fetched.key, "a subscription list has no documents")


def _entries(root: Element) -> Iterator[tuple[Found, str | None]]:
    """Yield each entry in its order, and why it is none where it names no feed."""
    body = next((e for e in root if _is(e, "body")), root)
    waiting: list[tuple[Element, tuple[str, ...]]] = [(e, ()) for e in reversed(body) if _is(e, "outline")]
    while waiting:
        element, folders = waiting.pop()
        # Names first: lxml looks each value up, so that taking all of them takes the square of their number.
        names = {str(name).lower(): name for name in element.keys()}  # noqa: SIM118 - an element is no mapping
        said = {name: str(element.get(names[name])) for name in _READ if name in names}
        title = clean(said.get("title") or said.get("text") or "") or None
        inner = [e for e in element if _is(e, "outline")]
        if written := said.get("xmlurl", "").strip():
            address = feed_address(written)
            yield Found(address or written, title, folders), None if address else "feed-address"
        elif not inner:
            yield Found("", title, folders), "no-feed"
        if len(folders) < DEEPEST:
            within = (*folders, title) if title and not written else folders
            waiting += [(e, within) for e in reversed(inner)]


def feed_address(written: str) -> str | None:
    """Return the http(s) address of a feed, `feed:` taken off; None for what leads nowhere on the web.

    `feed://` stands for `http://` by custom: https://en.wikipedia.org/wiki/Feed_URI_scheme.
    """
    address, scheme = written.strip(), "https"
    for own in ("feed://", "feed:", "itpc://", "pcast://"):
        if address.lower().startswith(own):
            address, scheme = address[len(own) :].lstrip("/"), "http"
            break
    host = address.lstrip("/").partition("/")[0]
    if "." in host and not host.endswith(":"):
        address = f"{scheme}://{address.lstrip('/')}"
    return address if address.lower().startswith(("http://", "https://")) and " " not in address else None


def _is(element: Element, name: str) -> bool:
    return isinstance(element.tag, str) and local_name(element.tag) == name
