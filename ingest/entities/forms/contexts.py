"""What the words on both sides of a name say: that it is one, and of what kind."""

from __future__ import annotations

import re

from msgspec import Struct

from graph.model import NodeKind
from ingest.entities.forms.generic import word_set
from ingest.entities.forms.nouns import head_kind, kind_of

_WINDOW = 90
"""Signs looked at on each side; about fourteen words."""


class Evidence(Struct, frozen=True):
    """Weight for a name, and for a kind where the words say one. `told`: an introduction or a definition, not just use."""

    weight: float
    kind: NodeKind | None = None
    told: bool = False


_CALLED = word_set("""called named dubbed termed coined call name term dub denoted namely titled""")
_INTRODUCING = word_set(
    """introduce introduces introduced introducing propose proposes proposed proposing present presents presented
    presenting develop develops developed release releases released releasing unveil unveils unveiled unveiling
    launch launches launched launching announce announces announced announcing open-source open-sourced open-sources
    debuted debuts contribute contributed create created describe describes offer devise design build built
    construct constructed publish published meet"""
)
_PASSED = word_set(
    """a an the our new novel its their simple efficient effective first this open open-source lightweight unified two
    three"""
)
_LISTING = word_set("like including namely e.g e.g. incl")
_USING = word_set(
    """using use uses used via with apply applying outperform outperforms outperforming surpass surpasses surpassing
    than against by over beating beats exceeding adopt adopts employ employs leveraging leverages utilizing called
    both and or matching exceeds on compared integrating combining"""
)
_ACTING = word_set(
    """could achieves outperforms improves consists leverages introduces reduces enables uses surpasses employs adopts
    incorporates combines integrates learns provides demonstrates shows exhibits generates offers supports delivers
    significantly consistently can first then also operates addresses exceeds beats matches outperformed achieved
    yields utilizes extends generalizes scales allows attains produces captures builds comprises contains covers
    includes decomposes formulates treats trains predicts maintains performs requires works substantially
    effectively was scored excels obtains establishes sets features jointly models"""
)
_WORKERS = word_set(
    """researchers researcher scientists scientist engineers engineer team teams folks colleagues professor people lab
    labs group"""
)
_PUBLISHING = word_set(
    """released releases announced announces launched launches unveiled unveils published publishes acquired acquires
    says said declared raised hired told countered plans ceo cto cofounder co-founder"""
)
"""What companies do, and who works there."""
_NAMED_KINDS = word_set("architecture algorithm benchmark dataset optimizer framework")
"""After "the Foo" these introduce a name as well as "called" does."""
_OWNING = word_set("a an our their its new newest latest first own")
_CLOSING = frozenset(",.;:)") | {""}
_COPULAS = word_set("is are was represents")
_ARTICLES = word_set("a an the our one this")
_MARKS = "\"'“”‘’()[]{}*`,.;:!?_~"
_PARTING = word_set("to for in of from at that a the which is are")
_MANY = 0.7
"""What "Foo models" says next to "the Foo model": it may be a kind of models."""
_CARDED, _CARDS = word_set("system model safety"), word_set("card cards")
_CARD = 0.8
"""What "the Foo system card" says: the documents of models are called so."""
_ENDS = re.compile(r"[.!?;]\s")


def evidence(text: str, start: int, end: int) -> list[Evidence]:
    """Return what the words before and after text[start:end] say of it, within its sentence."""
    prev = text[max(0, start - 12) : start].rstrip(' "“‘').rpartition(" ")[2].lower()
    return [*_before(text, start, text[end : end + 1] in _CLOSING), *_after(text, prev, end)]


def _before(text: str, start: int, closed: bool) -> list[Evidence]:
    left = _ENDS.split(text[max(0, start - _WINDOW) : start])[-1]
    if not left or left[-1] not in " \"'“‘({[*`":
        return []
    bracketed = left[-1] == "("
    words = [word for word in left.split() if word[0] != "\\"][-8:]
    if not words:
        return []
    plain = [word.strip(_MARKS).lower() for word in words]
    while plain and not plain[-1]:
        plain.pop()
        words.pop()
    if not plain:
        return []
    if bracketed or words[-1][-1] == ":":
        kind = kind_of(plain[-1])
        return [Evidence(0.45, kind)] if kind else []
    return _said_before(words, plain, closed)


def _said_before(words: list[str], plain: list[str], closed: bool) -> list[Evidence]:
    prev = plain[-1]
    if prev in _CALLED and len(plain) > 1:
        return [Evidence(1.0, _noun_before(plain[:-1]), True)]
    if prev in _INTRODUCING:
        return [Evidence(0.8, None, True)]
    if prev in _LISTING or plain[-2:] == ["such", "as"]:
        return _listed(plain)
    if prev in {"at", "from"} and len(plain) > 1 and plain[-2] in _WORKERS:
        return [Evidence(0.9, NodeKind.ORGANIZATION, True)]
    comma = words[-1].endswith(",")
    if (comma or words[-1][0].islower()) and (kind := kind_of(prev)):
        told = any(word in _INTRODUCING for word in plain[:-1])
        if comma and not any(word in _OWNING for word in plain[-5:-1]):
            return []  # "the Foo browser, Bar": a list, not what Bar is
        told = told or (comma and closed)
        return [Evidence((0.6 if comma else 0.45) + (0.5 if told else 0.0), kind, told)]
    if prev in _PASSED and any(word in _INTRODUCING for word in plain[-4:-1]):
        return [Evidence(0.5, None, True)]
    if prev == "on" or (prev == "the" and len(plain) > 1 and plain[-2] == "on"):
        return [Evidence(0.15, NodeKind.BENCHMARK)]
    return [Evidence(0.25)] if prev in _USING else []


def _listed(plain: list[str]) -> list[Evidence]:
    """Read "models such as", "benchmarks like": right after a noun it says what the name is; farther off it may."""
    nouns = plain[-3:-1] if plain[-2:] == ["such", "as"] else plain[-2:-1]
    if kind := next((kind for noun in nouns if (kind := kind_of(noun))), None):
        return [Evidence(1.0, kind, True)]
    return [Evidence(0.3, _noun_before(plain[:-1]))]


def _noun_before(plain: list[str]) -> NodeKind | None:
    """Return the kind that the nearest noun says ("a framework, which we call", "models such as")."""
    return next((kind for word in reversed(plain[-5:]) if (kind := kind_of(word))), None)


def _after(text: str, prev: str, end: int) -> list[Evidence]:
    right = text[end : end + _WINDOW]
    right = _ENDS.split(right, maxsplit=1)[0]
    right = right.lstrip("\"'”’}*`\\)")
    if not right:
        return []
    if right.startswith(","):
        return _apposed(right[1:].split())
    if right[0] in "s" or not right[0].isspace():
        return [Evidence(0.1)] if right[:2] == "s " else []
    return _said_after(prev, right.split())


def _apposed(words: list[str]) -> list[Evidence]:
    """Read ", a novel framework that": what the name is said to be."""
    if len(words) > 2 and words[0].lower() in {"which", "where"} and words[1].lower() in _COPULAS:
        words = words[2:]
    if len(words) < 2 or words[0].lower() not in _ARTICLES:
        return []
    if words[0].lower() not in {"a", "an"} and not any(word[-1] in ",.;)" for word in words[1:6]):
        return []  # "…, our approach outperforms": the sentence goes on
    kind = head_kind(words)
    return [Evidence(0.9, kind, True)] if kind else []


def _said_after(prev: str, words: list[str]) -> list[Evidence]:
    if not words:
        return []
    first = words[0].strip(_MARKS).lower()
    if first in _COPULAS and len(words) > 2:
        kind = head_kind(words[1:]) if words[1].lower() in _ARTICLES else None
        return [Evidence(0.9, kind, True)] if kind else [Evidence(0.2)]
    if first in _PUBLISHING or (first in {"team", "researchers", "engineers"} and words[0][-1].isalpha()):
        return [Evidence(0.4, NodeKind.ORGANIZATION)]
    if first in _ACTING:
        return [Evidence(0.35)]
    if first in _NAMED_KINDS and prev == "the":
        return [Evidence(1.0, kind_of(first), True)]
    return _nouns_after(words)


def _nouns_after(words: list[str]) -> list[Evidence]:
    """Read "Foo language models": the nearest noun, among the next three words, says the kind."""
    for place, word in enumerate(words[:3]):
        plain = word.strip(_MARKS)
        if not word[0].islower():
            break
        if plain in _CARDED and words[place + 1 : place + 2] and words[place + 1].strip(_MARKS) in _CARDS:
            return [Evidence(_CARD, NodeKind.MODEL)]
        if kind := kind_of(plain):
            following = (
                kind_of(words[place + 1].strip(_MARKS)) if len(words) > place + 1 and word[-1].isalpha() else None
            )
            return [Evidence((0.55, 0.4, 0.3)[place] * (_MANY if plain.endswith("s") else 1.0), following or kind)]
        if word[-1] in ",.;:)" or word in _USING or word in _PARTING:
            break
    return []
