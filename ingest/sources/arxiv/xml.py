"""The XML that arXiv's services answer with → its root and its elements' texts."""

from __future__ import annotations

import re
from unicodedata import normalize

from graph.errors import UnreadableError
from graph.ports import Note
from ingest.sources.kinds import describe
from ingest.sources.repairs import SENTENCES
from ingest.sources.xmltree import Element, Tree, local_name, parse_xml

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
ENCODED_TWICE = "encoded-twice"

Texts = dict[str, list[str]]
"""Local name → the texts of the children called so, white space folded, empty ones left out."""


def opened(content: bytes, target: str, root: str) -> Tree:
    """Return the tree of XML whose root is called so, or raise UnreadableError saying what it is instead."""
    once = _encoded_once(content)
    tree = parse_xml(once or content)
    if tree is None or not isinstance(tree.root.tag, str) or local_name(tree.root.tag) != root:
        raise UnreadableError(target, describe(content, None))
    if once:
        tree.repairs.add(ENCODED_TWICE)
    return tree


def mended(tree: Tree, target: str) -> list[Note]:
    """Return a note for each thing that was mended in the XML."""
    return [
        Note(kind="mended", code=code, where=target, message=SENTENCES.get(code, code)) for code in sorted(tree.repairs)
    ]


def named(parent: Element, name: str) -> list[Element]:
    """Return the children that are called so, whatever their namespace."""
    return [child for child in parent if isinstance(child.tag, str) and local_name(child.tag) == name]


def texts(parent: Element) -> Texts:
    """Return the children's texts by local name."""
    found: Texts = {}
    for child in parent:
        if isinstance(child.tag, str) and (text := folded("".join(child.itertext()))):
            found.setdefault(local_name(child.tag), []).append(text)
    return found


def first(found: Texts, *names: str) -> str | None:
    """Return the first text under the first of these names that has one."""
    return next((found[name][0] for name in names if name in found), None)


def folded(text: str) -> str:
    """Return the text in NFC with its white space folded."""
    return normalize("NFC", " ".join(text.split()))


def _encoded_once(content: bytes) -> bytes | None:
    """Return UTF-8 that was encoded a second time as it was before; None for any other bytes.

    Only where every stretch beyond ASCII reads as UTF-8 once more: a single honest "é" shows that nothing is wrong.
    """
    try:
        text = content.decode("utf-8")
        if text.isascii():
            return None
        return _BEYOND_ASCII.sub(lambda found: found[0].encode("latin-1").decode("utf-8"), text).encode("utf-8")
    except ValueError:
        return None
