"""LaTeX as it stands in bibliographies → plain text: accents as letters, braces and commands gone, words kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

ACCENTS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
ACCENTS |= {
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "d": "\u0323",
    "b": "\u0331",
    "k": "\u0328",
    "r": "\u030a",
}
LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ"}
LETTERS |= {"aa": "å", "AA": "Å"}
LETTERS |= {"i": "i", "j": "j", "textendash": "–", "textemdash": "—", "textquoteright": "’"}
"""By far the most frequent commands; pylatexenc is a hundred times slower and is asked for the others, each by itself."""
_ACCENT = re.compile(r"\\(?:([`'^\"~=.])\s*|([uvHcdbkr])(?:\s+|(?=\{)))\{?([A-Za-z])\}?")
_LETTER = re.compile(rf"\\({'|'.join(sorted(LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\s*\{{\}}|[ ]+)?")
_OTHERS = re.compile(r"(?<!\\)\$[^$]*\$|\\[A-Za-z]+\*?(?:[ ]*\{[^{}]*\})*")
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
_ADDRESS = re.compile(r"\\(?:url|href|path|nolinkurl)\s*\{((?:[^{}\\]|\\.)*)\}(?:\s*\{((?:[^{}]|\{[^{}]*\})*)\})?")
_SPACE = re.compile(r"\\\\|\\[,;: ]")
_BRACE = re.compile(r"\\([#$%&_{}~^])|[{}]|\\[()]")
_ESCAPED = re.compile(r"\\([#$%&_{}~^])")


def plain(latex: str) -> str:
    """Return what a reader sees, white space folded. Never raises: what is no LaTeX stays as it is."""
    at, parts = 0, []
    for address in _ADDRESS.finditer(latex):
        parts += [_words(latex[at : address.start()]), _words(address[2] or ""), " ", _bare(address[1])]
        at = address.end()
    return " ".join(unicodedata.normalize("NFC", "".join((*parts, _words(latex[at:])))).split())


def verbatim(value: str) -> str:
    r"""Return an address or an id: `\_` and `{\%}` are how LaTeX writes their signs, and nothing else is changed."""
    found = _ADDRESS.search(value)
    return _bare(found[1] if found else value)


def _words(text: str) -> str:
    if "\\" in text:
        text = _SPACE.sub(" ", text)
        text = _ACCENT.sub(_accented, _LETTER.sub(_letter, text))
    if "\\" in text or "$" in text:
        text = _OTHERS.sub(lambda found: _decoded(found[0]), text)
    for written, sign in _LIGATURES:
        text = text.replace(written, sign)
    return _BRACE.sub(lambda found: found[1] or "", text)


def _accented(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found[3] + ACCENTS[found[1] or found[2]])


def _letter(found: re.Match[str]) -> str:
    return LETTERS[found[1]]


def _bare(address: str) -> str:
    address = address.replace(r"\textasciitilde", "~").replace(r"{\~{}}", "~")
    return _ESCAPED.sub(_sign, address).replace("{", "").replace("}", "").strip()


def _sign(found: re.Match[str]) -> str:
    return found[1]


@lru_cache(maxsize=4096)
def _decoded(command: str) -> str:
    try:
        return _decoder()(command)
    except Exception:  # the library's own errors are many; what it cannot read is shown as it is written
        return command


@cache
def _decoder() -> Callable[[str], str]:
    """Return what decodes; imported when the first accent is met, since most files have none."""
    from pylatexenc.latex2text import LatexNodes2Text

    decode: Callable[[str], str] = LatexNodes2Text(math_mode="text").latex_to_text
    return decode
