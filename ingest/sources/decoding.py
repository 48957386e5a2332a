"""Bytes → text, when the XML parser would not take their word for it."""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_META = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_MARKS_16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_REPLACED = frozenset({"iso8859-1", "ascii", "latin-1"})
"""What is declared as Latin-1 is windows-1252 on the web (https://encoding.spec.whatwg.org/#names-and-labels)."""


class Decoded(Struct, frozen=True):
    """Text, and whether the declared encoding was wrong."""

    text: str
    wrong: bool


def declared(content: bytes) -> str | None:
    """Return the encoding the XML declaration names, as Python's codecs call it; None for none or an unknown one."""
    found = _DECLARED.search(content[:1024])
    if found is None:
        return None
    try:
        codec = codecs.lookup(found[1].decode("ascii"))
    except LookupError:
        return None
    # Some of Python's codecs (zlib, rot13) turn no bytes into text.
    return codec.name if getattr(codec, "_is_text_encoding", True) else None


def decode(content: bytes) -> Decoded:
    """Return the text by its mark, its zero bytes, its declaration; else UTF-8; else windows-1252. Never raises."""
    for mark, codec in (*_MARKS, *_MARKS_16):
        if content.startswith(mark):
            return Decoded(content.decode(codec, "replace"), False)
    if wide := _wide(content):
        return Decoded(content.decode(wide, "replace"), False)
    name = declared(content)
    stated = "cp1252" if name in _REPLACED else name
    for codec in dict.fromkeys((stated, "utf-8") if stated else ("utf-8",)):
        if codec.startswith(("utf-16", "utf-32")):
            continue  # without a mark or a zero byte it is neither
        try:
            return Decoded(content.decode(codec), codec != (stated or "utf-8"))
        except UnicodeDecodeError:
            continue
    guess = "utf-8" if _mostly_utf8(content) else "cp1252"
    return Decoded(content.decode(guess, "replace"), True)


def decode_html(content: bytes) -> Decoded:
    """Return a page's text: as `decode` does, but where it is no UTF-8 the page's own word on its encoding counts."""
    found = _META.search(content[:4096])
    try:
        codec = codecs.lookup(found[1].decode("ascii")) if found and not _is_utf8(content) else None
        if codec is not None and getattr(codec, "_is_text_encoding", True) and not codec.name.startswith("utf"):
            name = "cp1252" if codec.name in _REPLACED else codec.name
            return Decoded(content.decode(name, "replace"), False)
    except (LookupError, UnicodeError):
        pass  # an encoding nobody knows says nothing
    return decode(content)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide(content: bytes) -> str | None:
    if content[:4].lstrip(b"\x00")[:1] != b"<" and b"\x00<" not in content[:64] and b"<\x00" not in content[:64]:
        return None
    even, odd = content[:400:2].count(0), content[1:400:2].count(0)
    if max(even, odd) * 4 < min(len(content), 400):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _mostly_utf8(content: bytes) -> bool:
    """Tell UTF-8 with a few broken places from an eight-bit encoding."""
    broken = content.decode("utf-8", "replace").count("\ufffd")
    high = len(content) - len(content.translate(None, bytes(range(128, 256))))
    return broken * 8 < high
