"""Model names by grammar: a family, then version, size and variant: "Foo 3.1 Pro", "Bar-2 70B", "Baz-8B-beta".

The family is what the grammar cannot know, so what follows it must speak: a size in billions, a variant's word, a
decimal version. A whole number alone ("Foo 3") says little; the text around it decides.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from ingest.entities.forms.generic import COUNTED, STARTERS, is_generic, word_set
from ingest.entities.forms.nouns import kind_of

_STRONG = word_set("""mini nano pro flash turbo ultra lite instruct preview chat exp thinking coder opus""")
"""Variants that after a space extend a name even in lower case ("Foo-4 mini"); others do with a hyphen or a capital."""
VARIANTS = _STRONG | word_set(
    """micro base vision large medium small tiny xl xxl xlarge huge giant plus max next beta alpha omni audio code math
    vl vlm reasoning distill high low fast deep experimental reasoner codex instant air embed embedding tts speech
    image edit live it sft dpo ppo grpo rlhf hf latest guard moe long realtime multimodal dense sparse edge mobile
    prover zero heavy multilingual english instruction lm o1 awq gptq gguf fp8 int4 int8 fp16 bf16 hd"""
)

IDENTIFIERS = word_set(
    """cve ghsa utf rfc iso iec ieee pep sha sha- md md- din ansi fips jira kb ecma isbn issn doi ascii apache gpl lgpl
    agpl mpl bsd cc by by-sa by-nc by-nc-sa by-nc-nd by-nd mit license licence"""
)
"""What numbers files, standards, weaknesses and licences: no number behind these makes a name."""

_EVENTS = word_set(
    """launch release released update report card announcement paper blog post review rumors leak arrival debate era
    moment day"""
)
"""What follows a model's name in a headline without belonging to it."""

_WORD = r"[^\W_]++(?:\.\d[^\W_]*+)*+"
_AFTER = re.compile(rf"[ \-‐‑]({_WORD}(?:[-‐‑]{_WORD})*+)(?![%×°@$/]|:\d|,\d{{3}})")
_HYPHENS = re.compile("[-‐‑]")
_SIZE = re.compile(r"(?:\d{1,2}x)?\d+(?:\.\d+)?[BbMT]|A\d+(?:\.\d+)?[BM]|E\d+B")
_VERSION = re.compile(r"[vVkKmMrRoOxX]?\d{1,2}(?:\.\d{1,2}){0,2}(?!st|nd|rd|th)[a-z]{0,2}")
_PROGRAM = re.compile(r"[vV]?\d{1,4}(?:\.\d{1,4}){2,3}[a-z]{0,2}\d?")
"""A version of three parts is a program's: "1.13.5"."""
_RANGE = re.compile(r"\d+(?:[-‐‑–]\d+)+")
"""Numbers of things that are counted, not named: "1-3"."""
_DATE = re.compile(r"(?:19|20)\d\d(?:\d{4})?|\d{4}")
_DECIMAL = re.compile(r"\d\.\d")
_FUSED = re.compile(r"([^\W\d_]{3,20})([vV]?\d{1,2}(?:\.\d{1,2})?[a-z]?)")
_TIER = re.compile(r" ([A-Z][a-z]{3,11})(?=[ ,.;:)'’]|$)(?! [A-Z])")
_MOST = 8
"""Parts that a name has at most."""


class Named(Struct, frozen=True):
    """What the grammar read at a token: the end of the name, its family, and how far it is a model's (0 to 1).

    `bare`: nothing but a number follows the family, as it does many a thing's name. `program`: the number is a program's.
    """

    end: int
    family: str
    weight: float
    bare: bool = False
    program: bool = False


def read(text: str, start: int, end: int, families: frozenset[str], tiers: bool) -> Named | None:
    """Return the model name that begins with the token text[start:end], None where no version, size or variant follows.

    `tiers`: an unknown capitalised word after the version belongs to the name ("Foo 3 Opal"), as in running text.
    """
    token = text[start:end]
    head, inner = _split(token)
    plain = head.lower()
    if plain not in families and (
        not plain[:1].isalpha()
        or plain in STARTERS
        or plain in COUNTED
        or plain.removesuffix("s") in COUNTED
        or plain in VARIANTS
        or plain in IDENTIFIERS
        or not any(map(str.isupper, token))
        or is_generic(head)
    ):
        return None
    parts = list(inner)
    while len(parts) < _MOST and (found := _AFTER.match(text, end)):
        if _PROGRAM.fullmatch(found.group(1)):
            return Named(found.end(), head, 0.0, program=True)
        if _RANGE.fullmatch(found.group(1)):
            break
        more = _HYPHENS.split(found.group(1))
        if not all(_extends(part, found.group()[0] == " ", parts, plain in families or tiers) for part in more):
            break
        parts += more
        end = found.end()
    if not parts:
        return None
    if tiers and parts[-1].lower() not in VARIANTS and (tier := _TIER.match(text, end)) and _is_tier(tier.group(1)):
        end = tier.end()
    if any(map(_PROGRAM.fullmatch, parts)):
        return Named(end, head, 0.0, program=True)
    spaced = head.isupper() and not inner
    if plain in families:
        return Named(end, head, 1.0)
    bare = all(part.lower() not in VARIANTS and not _SIZE.fullmatch(part) for part in parts)
    return Named(end, head, _weight(parts, spaced), bare)


def is_addition(text: str) -> bool:
    """Say whether what follows a name is only version, size and variant: "-Codex", " 70B Instruct"."""
    pieces = re.split(r"[ \-‐‑]", text.strip(" -‐‑"))
    return text[:1] in {" ", "-", "‐", "‑"} and all(map(_is_part, pieces))


@lru_cache(maxsize=1 << 16)
def _split(token: str) -> tuple[str, tuple[str, ...]]:
    """Return the family in a token and what in the same token follows it: "Foo3.1-mini" is Foo, 3.1 and mini."""
    pieces = _HYPHENS.split(token)
    first = next((place for place, piece in enumerate(pieces) if place and _is_part(piece)), len(pieces))
    fused = _FUSED.fullmatch(pieces[0])
    if fused and not pieces[0].isupper():
        head, rest = fused.group(1), [fused.group(2), *pieces[1:]]
    else:
        head, rest = "-".join(pieces[:first]), pieces[first:]
    parts = tuple(piece for piece in rest if _is_part(piece))
    telling = any(_SIZE.fullmatch(part) or _DECIMAL.search(part) for part in parts)
    if not telling and any(not _is_part(piece) and piece.islower() for piece in rest):
        return token, ()
    return head, parts


def _is_part(piece: str) -> bool:
    return piece.lower() in VARIANTS or any(form.fullmatch(piece) for form in (_SIZE, _VERSION, _DATE))


def _is_tier(word: str) -> bool:
    plain = word.lower()
    return plain not in STARTERS | COUNTED | _EVENTS and kind_of(plain) is None and not is_generic(word)


def _extends(part: str, spaced: bool, before: list[str], telling: bool) -> bool:
    """Say whether the part goes on with a name. After a space, words must look like a variant, not like the text;
    `telling`: a capital there says something, as it does not in a title."""
    if not spaced:
        return _is_part(part)
    plain = part.lower()
    if plain in VARIANTS:
        if plain == part:
            return plain in _STRONG and bool(before)
        return bool(before) or (telling and plain in _STRONG)
    if _SIZE.fullmatch(part):
        return part[-1] == "B" or part[0] == "A"
    if part.isdigit():
        return len(part) < 3 and not any(any(map(str.isdigit, piece)) for piece in before)
    return bool(_VERSION.fullmatch(part)) and not part.startswith("0")


def _weight(parts: list[str], acronym: bool) -> float:
    """Return how far the parts speak of a model; after an acronym and a space a number may count anything."""
    weight = 0.0
    for part in parts:
        if _SIZE.fullmatch(part) and part[-1] in "Bb":
            weight += 0.9
        elif _DECIMAL.search(part):
            weight += 0.25 if acronym else 0.55
        elif part.lower() in VARIANTS:
            weight += 0.4 if part.lower() in _STRONG else 0.2
        elif part.isdigit():
            weight += 0.1 if acronym else 0.25
        else:
            weight += 0.35
    return min(weight, 1.0)
