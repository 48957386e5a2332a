"""What kinds of label there are: one that names nothing, one in another script or language, authors and a year, an id."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.audit.text import plain, words_of
from graph.identity import Address, read_address
from graph.model import Identity, Month
from graph.names import is_generic

_ID = re.compile(
    r"(?<![\w./])(?:arxiv[:\s]\s*)?(?P<arxiv>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>[1-9]\d?))?(?![\w.]*\d)|"
    r"(?P<doi>10\.\d{4,9}/[^\s)\]]+)",
    re.I,
)
# "v2", where it says what is linked and is no part of a name: in brackets, after "version", at the end after a comma.
_VERSION = re.compile(
    r"[(\[](?:arxiv\s+)?v(?:ersion\s+)?(\d{1,2})[)\]]|(?:\b(?:version|revision|preprint)|[,;–—]|\barxiv)\s+v?(\d{1,2})\s*[)\]]?\s*$",
    re.I,
)
_NAME = r"[^\W\d_][\w'’.-]+"
_BY_YEAR = r"[\s,(\[]*(?:19|20)\d\d[a-z]?"
_AUTHORS = re.compile(
    rf"[(\[]?\s*(?P<names>{_NAME}\s+et\s+al\.?(?:{_BY_YEAR})?|{_NAME}(?:,\s+{_NAME})*,?\s+(?:and|&)\s+{_NAME}{_BY_YEAR})\s*[)\]]*",
    re.I,
)
_NOT_NAMES = frozenset(("et", "al", "and", "und", "colleague", "other"))
# The small words of other languages, less those that are also English or names.
_FOREIGN_TEXT = (
    "der das und ist nicht von fur mit ein eine zur zum les des une pour dans est sur avec aux el los las una para "
    "con por del que il lo gli della dei che nel sul sono het een voor op van naar och att det pa"
)
_FOREIGN = frozenset(_FOREIGN_TEXT.split())
_PARTS = re.compile(r"\s*[()\[\]:|]\s*|\s[–—-]\s")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def names_nothing(label: str) -> bool:
    """Say whether the label could stand over any link ("paper", "here", "[12]")."""
    return is_generic(plain(label)) or not words_of(label)


def in_other_words(text: str) -> bool:
    """Say whether the text is in another script or language than titles usually are, so that no words can be compared."""
    letters = [letter for letter in text if letter.isalpha()]
    if letters and sum(ord(letter) > 0x24F for letter in letters) > len(letters) / 2:
        return True
    return len(_FOREIGN & set(words_of(text))) >= 2


def id_in(label: str) -> tuple[Identity, int | None] | None:
    """Return the identity that the label itself spells out, with its version; None where it has none, or several."""
    found = {(address.identity, address.version) for match in _ID.finditer(label) if (address := _read(match)).identity}
    if len(found) != 1:
        return None
    identity, version = found.pop()
    return (identity, version) if identity else None


def without_ids(label: str) -> str:
    """Return what the label says beside ids."""
    return _ID.sub(" ", label)


def version_in(label: str) -> int | None:
    """Return the version of a paper that the label names outside any name; None where it names none."""
    match = _VERSION.search(label)
    return int(match[1] or match[2]) if match else None


def authors_in(label: str) -> tuple[str, ...] | None:
    """Return the surnames where the label is nothing but authors ("Vaswani et al., 2017"); None for any other."""
    match = _AUTHORS.fullmatch(label.strip())
    return (
        tuple(word for word in words_of(match["names"]) if word not in _NOT_NAMES and not word[0].isdigit())
        if match
        else None
    )


def surnames(authors: Sequence[str]) -> frozenset[str]:
    """Return the words of the authors' names, spelt with and without the e of an umlaut."""
    words = {word for author in authors for word in words_of(author) if len(word) > 1}
    return frozenset(words | {without_umlauts(word) for word in words})


def without_umlauts(word: str) -> str:
    """Return Mueller as Muller, which is how accents are dropped from Müller."""
    return re.sub(r"(?<=[aou])e(?=[^aeiou])", "", word)


def latest_month(section: str | None, month: Month | None) -> Month | None:
    """Return the last month that the heading over an item speaks of: its month, or the end of the one year it names."""
    if month:
        return month
    years = set(_YEAR.findall(section or ""))
    return f"{years.pop()}-12" if len(years) == 1 else None


def _read(match: re.Match[str]) -> Address:
    if match["doi"]:
        return read_address(match["doi"])
    return read_address(f"arxiv:{match['arxiv']}" + (f"v{match['version']}" if match["version"] else ""))


def parts_of(label: str) -> tuple[str, ...]:
    """Return what stands before and in brackets, and before and after a colon: each may name the paper by itself."""
    parts = (part.strip() for part in _PARTS.split(label))
    return tuple(part for part in parts if part and part != label.strip())
