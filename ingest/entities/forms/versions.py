"""Model names by grammar: a family, then version, size and variant: "Foo 3.1 Pro", "Bar-2 70B", "org/Baz-8B-beta".

The family is what the grammar cannot know, so what follows it must speak: a size in billions, a variant's word, a
decimal version. A whole number alone ("Foo 3") says little; the text around it decides.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from ingest.entities.forms.generic import COUNTED, STARTERS, TERMS, is_generic

VARIANTS = frozenset(
    """mini nano micro pro flash ultra lite turbo instruct chat base preview exp thinking coder vision large medium small
    tiny xl xxl xlarge huge giant plus max next beta alpha omni audio code math vl reasoning distill high low fast
    deep experimental reasoner codex instant air embed embedding tts speech image edit live it sft dpo rlhf hf latest
    uncensored guard moe long realtime multimodal dense sparse scout edge mobile prover zero air-x heavy speed""".split()
)
_WEAK = frozenset(
    "large medium small base next max plus zero low high long fast air live image code math deep vision edit".split()
)
"""Variants that are everyday words: they extend a name, but alone do not make one."""

_WORD = r"[^\W_]++(?:\.\d[^\W_]*+)*+"
_AFTER = re.compile(rf"[ \-‐‑]({_WORD}(?:[-‐‑]{_WORD})*+)")
_SIZE = re.compile(r"(?:\d+x)?\d+(?:\.\d+)?[BbMT](?:[-‐‑]?A\d+(?:\.\d+)?B)?|A\d+(?:\.\d+)?B|E\d+B")
_VERSION = re.compile(r"[vVkKmMrRoOxX]?\d{1,2}(?:\.\d{1,3}){0,2}[a-z]{0,2}")
_DATE = re.compile(r"(?:19|20)\d\d(?:\d{4})?|\d{4}")
_DECIMAL = re.compile(r"\d\.\d")
_FUSED = re.compile(r"([A-Za-z][A-Za-z]{2,}?)[vV]?(\d{1,2}(?:\.\d{1,2})?)[a-z]?")


class Named(Struct, frozen=True):
    """What the grammar read at a token: the end of the name, its family, and how far it is a model's (0 to 1)."""

    end: int
    family: str
    weight: float


def read(text: str, start: int, end: int, families: frozenset[str]) -> Named | None:
    """Return the model name that begins with the token text[start:end], None where no version, size or variant follows."""
    token = text[start:end]
    head, inner = _split(token)
    if head.lower() in STARTERS or head.lower() in COUNTED or not any(sign.isupper() for sign in token):
        if head.lower() not in families:
            return None
    if is_generic(head) and head.lower() not in families or len(head) < 2:
        return None
    parts = list(inner)
    place = end
    while len(parts) < 8 and (found := _AFTER.match(text, place)):
        more = _parts(found.group(1))
        spaced = found.group()[0] == " "
        if not more or not all(_extends(part, spaced, parts) for part in more):
            break
        parts += more
        place = found.end()
    if not parts:
        return None
    return Named(place, head, _weight(head, parts, families))


def is_addition(text: str) -> bool:
    """Say whether what follows a name is only version, size and variant: "-Codex", " 70B Instruct"."""
    pieces = re.split("[ \-‐‑]", text.strip(" -‐‑"))
    return text[:1] in {" ", "-", "‐", "‑"} and all(map(_is_part, pieces))


@lru_cache(maxsize=1 << 16)
def _split(token: str) -> tuple[str, tuple[str, ...]]:
    """Return the family in a token and what in the same token follows it: "Foo3.1-mini" is Foo, 3.1 and mini."""
    pieces = _parts(token)
    head, rest = pieces[0], pieces[1:]
    for place, piece in enumerate(rest):
        if not _is_part(piece):
            head, rest = "-".join(pieces[: place + 2]), rest[place + 1 :]
            return (head, tuple(rest)) if all(map(_is_part, rest)) else (token, ())
    if fused := _FUSED.fullmatch(head):
        return fused.group(1), (fused.group(2), *rest)
    return head, tuple(rest)


def _parts(text: str) -> list[str]:
    return re.split("[-‐‑]", text)


def _is_part(piece: str) -> bool:
    return bool(
        piece.lower() in VARIANTS or _SIZE.fullmatch(piece) or _VERSION.fullmatch(piece) or _DATE.fullmatch(piece)
    )


def _extends(part: str, spaced: bool, before: list[str]) -> bool:
    """Say whether the part goes on with a name: after a space a plain small word does only where it is a variant's."""
    if not spaced:
        return _is_part(part)
    if part.lower() in _WEAK:
        return part[0].isupper()
    if _DATE.fullmatch(part) and not _VERSION.fullmatch(part):
        return False
    if part.isdigit() and any(piece.isdigit() or _DECIMAL.search(piece) for piece in before):
        return False
    return _is_part(part)


def _weight(head: str, parts: list[str], families: frozenset[str]) -> float:
    if head.lower() in families:
        return 1.0
    weight = 0.0
    for part in parts:
        plain = part.lower()
        if _SIZE.fullmatch(part) and part[-1] in "Bb":
            weight += 0.9
        elif _DECIMAL.search(part):
            weight += 0.5
        elif plain in VARIANTS:
            weight += 0.2 if plain in _WEAK else 0.4
        else:
            weight += 0.25
    return min(weight, 1.0) if head.lower() not in TERMS else 0.0
