"""RSS, RDF and Atom → Feed, straight from lxml's tree.

Why not fastfeedparser, which is as quick: it turns dates into UTC (the offset the source stated is lost, and law 9
needs it), does not say whether a title is markup, and makes up descriptions where there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml import etree
from msgspec.structs import replace

from ingest.sources.feeds.feed_entry import Enclosure, Feed, FeedEntry
from ingest.sources.xmltree import Element, Tree, local_name

_SPACES = {
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss/": "media",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PUBLISHED = ("pubdate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created", "date")
_UPDATED = ("updated", "modified", "dcterms:modified")
_BODIES = ("content:encoded", "content", "xhtml:body", "description", "summary", "itunes:summary", "dc:description")
_NAMED_ADDRESS = re.compile(r"\s*(?:mailto:)?\S+@\S+\s*\((.+)\)\s*|\s*(.+?)\s*<\S+@\S+>\s*", re.DOTALL)
_ADDRESS = re.compile(r"\S+@\S+\.\S+")
LONGEST_NAME = 300
"""Signs in which a name is looked for beside an address; the patterns take the square of them."""

Fields = dict[str, list[Element]]
Body = tuple[str, str, Element]
"""Text, its type, where it stands."""


def read_tree(tree: Tree, url: str | None) -> Feed | None:
    """Return the feed in the tree, or None where there is none; `url` is where it was fetched."""
    root = tree.root
    kind = local_name(root.tag)
    channel = root if kind in ("feed", "channel") else next(_named(root, "channel"), root)
    entries = list(_named(root, "item", "entry"))
    if channel is root and kind not in ("feed", "channel") and not entries:
        return None
    fields = _fields(channel)
    base = _base_of(channel, url)
    links = _links(fields, base)
    feed = Feed(
        title=_text(fields, "title"),
        title_type=_type(fields.get("title")),
        url=links.get("self"),
        site=links.get("alternate"),
        about=_text(fields, "description", "subtitle", "tagline", "itunes:summary"),
        authors=_authors(fields),
        repairs=tuple(sorted(tree.repairs)),
    )
    inherited = feed.authors if kind == "feed" else ()
    start = base or feed.site or feed.url
    return replace(feed, entries=tuple(_entry(entry, start, inherited) for entry in entries))


def _named(root: Element, *names: str) -> Iterator[Element]:
    for element in root.iter(etree.Element):
        if _key(element.tag).rpartition(":")[2] in names and not _key(element.tag).startswith("?"):
            yield element


@lru_cache(maxsize=4096)
def _key(tag: str) -> str:
    """Return "title", "dc:creator" …; "?:name" for what belongs to a vocabulary that is not read."""
    if tag.startswith("{"):
        space, _, name = tag[1:].partition("}")
        prefix = _SPACES.get(space.lower(), _SPACES.get(space.lower().rstrip("/"), "?"))
    else:
        prefix, _, name = tag.rpartition(":")
        prefix = "" if prefix in ("rss", "atom", "rdf") else prefix
    return f"{prefix}:{name.lower()}" if prefix else name.lower()


def _fields(parent: Element) -> Fields:
    fields: Fields = {}
    for child in parent.iterchildren(etree.Element):
        fields.setdefault(_key(child.tag), []).append(child)
    for group in fields.get("media:group", ()):
        for child in group.iterchildren(etree.Element):
            fields.setdefault(_key(child.tag), []).append(child)
    return fields


def _entry(element: Element, start: str | None, inherited: tuple[str, ...]) -> FeedEntry:
    fields = _fields(element)
    base = _base_of(element, None)
    base = urljoin_or(start, base) if base else start
    links = _links(fields, base)
    key = _text(fields, "id", "guid") or element.get(_ABOUT)
    link = _text(fields, "feedburner:origlink") or links.get("alternate") or _permalink(fields, key)
    content, summary = _bodies(fields)
    place = _base_of(content[2], None) if content else None
    return FeedEntry(
        id=key,
        link=link,
        title=_text(fields, "title", "media:title", "dc:title"),
        title_type=_type(fields.get("title")),
        content=content[0] if content else None,
        content_type=content[1] if content else "html",
        summary=summary[0] if summary else None,
        summary_type=summary[1] if summary else "html",
        authors=_authors(fields) or inherited,
        published=_text(fields, *_PUBLISHED),
        updated=_text(fields, *_UPDATED),
        tags=_tags(fields),
        enclosures=_enclosures(fields, base),
        base=urljoin_or(base, place) if place else link or base,
        external=links.get("related"),
    )


def _text(fields: Fields, *names: str) -> str | None:
    for name in names:
        for element in fields.get(name, ()):
            if text := _inner(element).strip():
                return text
    return None


def _inner(element: Element) -> str:
    """Return the text, or the markup where the feed put elements in instead of escaping them."""
    if not len(element):
        return element.text or ""
    for inside in element.iterdescendants(etree.Element):
        with suppress(ValueError):  # a name that only broken XML has stays as it is
            inside.tag = inside.tag.rpartition("}")[2]
    text = element.text or ""
    markup = (etree.tostring(child, method="html", encoding="unicode", with_tail=True) for child in element)
    return text + "".join(markup)


def _type(elements: list[Element] | None) -> str:
    """Return "text" only where an Atom feed says or implies so: everywhere else markup is to be expected."""
    if not elements:
        return "html"
    element = elements[0]
    stated = (element.get("type") or "").lower()
    if len(element) or "html" in stated or element.get("mode") == "escaped":
        return "html"
    atom = "atom" in element.tag.partition("}")[0].lower()
    return "text" if atom or stated.startswith("text") else "html"


def _bodies(fields: Fields) -> tuple[Body | None, Body | None]:
    """Return the longest body, and the longest of the others where it says something else."""
    found: list[Body] = []
    for name in (*_BODIES, "media:description"):
        for element in fields.get(name, ()):
            if text := _inner(element).strip():
                kind = "text" if name in ("media:description", "itunes:summary") else _type([element])
                found.append((text, kind, element))
    found.sort(key=lambda body: len(body[0]), reverse=True)
    content = found[0] if found else None
    summary = next((body for body in found[1:] if body[0] != found[0][0]), None)
    return content, summary


def _links(fields: Fields, base: str | None) -> dict[str, str]:
    """Return relation → address: the first of each relation, alternates in HTML before others."""
    links: dict[str, str] = {}
    for element in fields.get("link", ()):
        href = element.get("href")
        written = (href if href is not None else element.text or "").strip()
        if not written:
            continue
        relation = (element.get("rel") or "alternate").lower().rpartition("/")[2]
        page = "html" in (element.get("type") or "html")
        key = relation if page or relation != "alternate" else "alternate-file"
        links.setdefault(key, urljoin_or(base, written))
    if "alternate" not in links and "alternate-file" in links:
        links["alternate"] = links["alternate-file"]
    return links


def _permalink(fields: Fields, key: str | None) -> str | None:
    """Return the guid where it is an address and does not deny being one."""
    denied = any((guid.get("isPermaLink") or "").lower() == "false" for guid in fields.get("guid", ()))
    return key if key and not denied and key.startswith(("http://", "https://")) else None


def _authors(fields: Fields) -> tuple[str, ...]:
    names: list[str] = []
    for name in ("author", "dc:creator", "itunes:author", "managingeditor"):
        if names and name in ("itunes:author", "managingeditor"):
            break
        for element in fields.get(name, ()):
            named = [_inner(child) for child in element if _key(child.tag) == "name"]
            names.extend(named or ([] if len(element) else [element.text or ""]))
    return tuple(dict.fromkeys(person for written in names if (person := person_of(written))))


def person_of(written: str) -> str | None:
    """Return the name in "a@b.org (Name)" or "Name <a@b.org>"; None where there is an address only."""
    found = _NAMED_ADDRESS.fullmatch(written) if len(written) <= LONGEST_NAME else None
    name = " ".join(((found[1] or found[2]) if found else written).split())
    return None if not name or (len(name) <= LONGEST_NAME and _ADDRESS.fullmatch(name)) else name


def _tags(fields: Fields) -> tuple[str, ...]:
    written: Iterable[str] = (
        element.get("label") or element.get("term") or element.text or ""
        for name in ("category", "dc:subject")
        for element in fields.get(name, ())
    )
    return tuple(dict.fromkeys(tag for text in written if (tag := " ".join(text.split()))))


def _enclosures(fields: Fields, base: str | None) -> tuple[Enclosure, ...]:
    attached = [(element.get("url"), element) for element in fields.get("enclosure", ())]
    attached += [(e.get("href"), e) for e in fields.get("link", ()) if (e.get("rel") or "").lower() == "enclosure"]
    return tuple(Enclosure(urljoin_or(base, url.strip()), e.get("type"), e.get("length")) for url, e in attached if url)


def _base_of(element: Element, outer: str | None) -> str | None:
    """Return the element's own xml:base, resolved against the outer one."""
    stated = element.get(_BASE)
    return urljoin_or(outer, stated.strip()) if stated else outer


def urljoin_or(base: str | None, address: str) -> str:
    """Return the address made absolute where there is something to start from."""
    if not base or address.startswith(("http://", "https://")):
        return address
    try:
        host = urlsplit(base).netloc
        if host and address.startswith(f"{host}/"):
            return f"https://{address}"  # the scheme was forgotten
        return urljoin(base, address)
    except ValueError:
        return address
