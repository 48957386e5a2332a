"""Whether a known form, found in a text, is the whole name there: "GPT-4" in "GPT-4.1", "GPT-4 Turbo" or "GPT-5-Codex"
is part of another name, which the text gives; in "GPT-4-based" it is the name.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from graph.model import NodeKind

_LONGEST = 40
"""As much of a text as is looked at on either side: no word that changes a name is longer."""

# What English hangs on a name with a hyphen without making it another one.
_COMBINED = (
    "agnostic aided aligned and annotated assisted augmented aware backed based building built centered centric "
    "class clustered compatible compliant conditional conditioned constrained controlled derived design developed "
    "directed distilled driven empowered enabled encoded enhanced equipped equivalent era esque evaluated extracted "
    "family finetuned fine first focused form format free friendly funded generated guided hosted induced infused "
    "informed inspired integrated integration judged labeled labelled led level like made managed matching mediated "
    "method model models native only operated optimised optimized or oriented out owned paired parameterized partnered "
    "post powered pretrained produced quality ready regularized related rewritten scale scored score series specific "
    "sponsored style styled supervised supported sized tier to trained training tuned type types user users using "
    "variant variants verified via vs wide written"
)
_COMBINING = frozenset(_COMBINED.split())
_PREFIXES = "and anti cross ex inter intra like mid multi non or post pre pro semi single sub vs"
_BEFORE = frozenset(_PREFIXES.split())
# Words that name a size or a variant of what stands before them.
_VARIANTS = (
    "air alpha audio base beta chat coder codex deep embedding exp flash guard haiku image instruct it large lite "
    "live max medium micro mini nano next omni opus oss plus preview prime pro reasoning small sonnet thinking tiny "
    "turbo ultra vision vl xl xs xxl"
)
_VARIANT = frozenset(_VARIANTS.split())
_UNMISTAKABLE = frozenset({"instruct", "mini", "nano", "turbo"})
"""Variants that are told even in small letters, behind a space."""

_MADE = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
_LICENCE = re.compile(r"[ -][Ll]icen[cs]e")
_PART_NEXT = re.compile(r"[ \u00a0]([A-Z][A-Za-z]{2,9})\b")
_PRODUCT_WORDS = (
    "assistant business canvas desktop education enterprise images notebook shopping studio teams workspace"
)
PRODUCTS = frozenset(_PRODUCT_WORDS.split())
"""Capitalised behind the name of a model or a product they make it another product's: "ChatGPT Enterprise"."""
_TITLED = re.compile(r"\b(?:[Cc]hief|[Ll]ead|[Ss]enior|[Pp]rincipal|[Hh]ead|[Vv]ice) \Z")
"""Before the name of a product these make somebody's title of it: "Chief AI Scientist"."""

_JOINED_NEXT = re.compile(r"[-‐‑–_](\w[\w.]{0,30})")
_SPACED_NEXT = re.compile(
    r"[ \u00a0]\(?(v?\d+(?:\.\d+)*[a-z]{0,2}|[A-Za-z]{2,9})(?![\w%]|\.\d|,\d)([ \u00a0][a-z]{2,})?", re.A
)
_JOINED_BEFORE = re.compile(r"([^\W_]{1,30})[-‐‑–_]\Z")
_SIZE = re.compile(r"\d+(?:\.\d+)?[bmktx]\d*", re.IGNORECASE)
_VERSION = re.compile(r"v?\d{1,2}|v?\d{1,2}(?:\.\d+)+[a-z]?|v\d+|\d+[a-z]{1,2}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}")
_DOMAIN = re.compile(r"\.[a-z]")
_MODEL_LIKE = frozenset({NodeKind.MODEL, NodeKind.BENCHMARK})
"""Kinds whose next version or size is another thing: "SWE-bench Pro", "Gemini 3"; "PyTorch 2.0" is PyTorch."""

_BESIDE = frozenset({NodeKind.TECHNIQUE, NodeKind.ORGANIZATION, NodeKind.PERSON})
"""Kinds that stand side by side with a hyphen and stay two names: "CNN-LSTM"; "GPT-5-Codex" is one."""


def addresses(text: str) -> list[tuple[int, int]]:
    """Return the places of web addresses, whose words name nothing."""
    if "://" not in text and "www." not in text:
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]


def is_whole(text: str, start: int, end: int, kind: NodeKind, starts: Collection[int], ends: Collection[int]) -> bool:
    """Say whether text[start:end] is all of a name of this kind; `starts`, `ends` are those of other known forms."""
    return not _begun_before(text, start, kind, ends) and not _goes_on(text, start, end, kind, starts)


def _goes_on(text: str, start: int, end: int, kind: NodeKind, starts: Collection[int]) -> bool:
    after = text[end : end + 1]
    if not after or after in ",;)’'\"":
        return False
    rest = text[end : end + _LONGEST]
    if after in ".+:":
        return _marked_next(text[end - 1], rest)
    if kind is NodeKind.ORGANIZATION and _LICENCE.match(rest):
        return True
    if kind in _MADE and end + 1 not in starts and (part := _PART_NEXT.match(rest)) and part[1].lower() in PRODUCTS:
        return True
    if joined := _JOINED_NEXT.match(rest):
        beside = end + 1 in starts and (kind in _BESIDE or after == "–")
        return not beside and _other_name(joined[1], kind)
    return kind in _MODEL_LIKE and _spaced_variant(rest, written=text[start:end], kind=kind)


def _marked_next(last: str, rest: str) -> bool:
    if rest[0] == ".":
        return (last.isdigit() and rest[1:2].isdigit()) or bool(_DOMAIN.match(rest))
    if rest[0] == ":":
        return rest[1:2].isdigit()
    return not rest.lstrip("+")[:1].isalnum()


def _other_name(word: str, kind: NodeKind) -> bool:
    """Say whether a word joined to a name makes it another: a number, a variant, a name; not "based", nor "Based"."""
    low = word.rstrip(".").lower()
    if low in _COMBINING:
        return False
    if not word.islower() or not word.isalpha():
        return True
    return low in _VARIANT and kind not in (NodeKind.ORGANIZATION, NodeKind.PERSON)


def _spaced_variant(rest: str, *, written: str, kind: NodeKind) -> bool:
    found = _SPACED_NEXT.match(rest)
    if not found:
        return False
    word, further = found[1], found[2]
    if word[-1].isalpha() and word.isalpha():
        small = written.islower() or word in _UNMISTAKABLE
        return word.lower() in _VARIANT and (small or word[0].isupper())
    if _SIZE.fullmatch(word):
        return kind is NodeKind.MODEL
    return bool(_VERSION.fullmatch(word)) and not (word.isdigit() and further and further.strip().endswith("s"))


def _begun_before(text: str, start: int, kind: NodeKind, ends: Collection[int]) -> bool:
    before = text[start - 1 : start]
    if kind is NodeKind.PRODUCT and _TITLED.search(text, max(0, start - 12), start):
        return True
    if not before or before not in "-‐‑–_.@$^":
        return False
    if before in "$^":
        # A formula that goes on as a name: "$\\tau^2$-bench", "R$^3$Bench".
        return text[max(0, start - _LONGEST) : start].count("$") % 2 == 0 and text[start - 2 : start - 1].strip() != ""
    if before == "@":
        return kind is not NodeKind.ORGANIZATION
    if before == ".":
        return text[start - 2 : start - 1].isalnum()
    found = _JOINED_BEFORE.search(text[max(0, start - _LONGEST) : start])
    if not found or (start - 1 in ends and (kind in _BESIDE or before == "–")):
        return False
    word = found[1]
    return word.lower() not in _BEFORE and (kind is NodeKind.MODEL or not word.islower())
