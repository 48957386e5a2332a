"""XML as feeds send it → a tree: strictly where it is well-formed, mended where it is not, as far as it goes at worst.

Entities that a document declares are never expanded: a document with a DOCTYPE goes through the mending below, which
drops it, so a bomb has nothing to explode. Nothing is fetched.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from lxml import etree

from ingest.sources.decoding import declared, decode
from ingest.sources.scanning import CDATA, COMMENT, DOCTYPE, enclosed, outside, without

Element = Any
"""lxml comes without types."""

_SAFE = re.compile(r"utf-8|ascii|iso8859-\d+|cp125\d")
"""Encodings in which the bytes of `<!DOCTYPE` are the ASCII ones, so that looking for them is enough."""
_START = re.compile(r"<\?xml\b|<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|opml)[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*(?:<\?+xml\b[^<>]*>\s*)+", re.IGNORECASE)
_SECOND_DECLARATION = re.compile(r"(?>\s*<!--.*?-->)*+\s*<\?xml\b[^<>]*\?>", re.DOTALL)
_VERBATIM = (CDATA, COMMENT)
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:(\w{1,40};))?")
_NUMBER = re.compile(r"&#(?:(\d{1,7})|x([0-9a-fA-F]{1,6}));")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<[A-Za-z][\w:.-]*\s[^<>]*>")
_UNQUOTED = re.compile(r"""("[^"]*"|'[^']*')|(\s[\w:.-]+=)([^\s"'>]+)""")
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)


class Tree:
    """A document's root, what was mended, and whether entries were seen that are not in the tree."""

    __slots__ = ("lossy", "repairs", "root")

    def __init__(self, root: Element, repairs: set[str], *, lossy: bool = False) -> None:
        self.root = root
        self.repairs = repairs
        self.lossy = lossy


def parse_xml(content: bytes) -> Tree | None:
    """Return the tree, or None where not even a root can be made out."""
    content = content.lstrip()
    codec = declared(content) or "utf-8"
    if _SAFE.fullmatch(codec) and b"\x00" not in content[:64] and b"<!DOCTYPE" not in content[:4096].upper():
        try:
            return Tree(etree.fromstring(content, _parser(recover=False)), set())
        except (etree.XMLSyntaxError, ValueError):
            pass  # mended below
    return _parse_mended(content)


def local_name(tag: str) -> str:
    """Return a tag's name without namespace or undeclared prefix, in lower case."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _parser(*, recover: bool) -> Element:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _parse_mended(content: bytes) -> Tree | None:
    decoded = decode(content)
    repairs = {"wrong-encoding"} if decoded.wrong else set()
    text = mended(decoded.text, repairs)
    try:
        return Tree(etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=False)), repairs)
    except (etree.XMLSyntaxError, ValueError):
        pass  # read as far as it goes
    text = outside(text, lambda part: _TAG.sub(_quoted, part), *_VERBATIM)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    seen = len(_ENTRY.findall(without(text, *_VERBATIM)))
    found = sum(local_name(tag) in ("item", "entry") for e in root.iter() if isinstance(tag := e.tag, str))
    return Tree(root, repairs | {"not-well-formed"}, lossy=found < seen)


def mended(text: str, repairs: set[str]) -> str:
    """Return the text without what XML forbids, without declarations; what was mended is added to `repairs`."""
    start = _START.search(text)
    if start is not None and without(text[: start.start()], *_VERBATIM, *DOCTYPE).strip("\ufeff \t\r\n"):
        repairs.add("junk-before-xml")
    text = text[start.start() :] if start is not None else text
    # A second declaration stands where comments were put before the real one.
    for declaration in (_DECLARATION, _SECOND_DECLARATION):
        if found := declaration.match(text):
            text = text[found.end() :]
    if "<!ENTITY" in text[:HEAD]:
        repairs.add("entities-ignored")
    text = _FORBIDDEN.sub("", _without_doctype(text[:HEAD]) + text[HEAD:])
    return outside(text, lambda part: _with_entities(part, repairs), *_VERBATIM)


HEAD = 1 << 20
"""A DOCTYPE stands before the root; one that is longer than this is an attack, and what is left of it is no XML."""


def _without_doctype(head: str) -> str:
    """Return the beginning without its first DOCTYPE; one inside a comment or CDATA is the author's own."""
    for start, end in enclosed(head, *_VERBATIM, *DOCTYPE):
        if head[start + 2] in "Dd":
            return head[:start] + head[end:]
    return head


def _quoted(tag: re.Match[str]) -> str:
    """Put quotes around the attribute values that have none."""
    return _UNQUOTED.sub(lambda found: found[1] or f'{found[2]}"{found[3]}"', tag[0])


def _with_entities(text: str, repairs: set[str]) -> str:
    def named(found: re.Match[str]) -> str:
        name = found[1]
        if name and (sign := html5.get(name)):
            repairs.add("html-entities")
            return sign.replace("&", "&amp;").replace("<", "&lt;")
        repairs.add("bare-ampersand")
        return "&amp;" + (name or "")

    def numbered(found: re.Match[str]) -> str:
        code = int(found[1]) if found[1] else int(found[2], 16)
        allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return found[0] if allowed else ""

    if "&" not in text:
        return text
    return _NUMBER.sub(numbered, _AMPERSAND.sub(named, text))
