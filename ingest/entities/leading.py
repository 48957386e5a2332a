"""Makers that lead a name: "Northwind Orion 2" names Northwind too.

The lexicon knows such a name as one ("OpenAI o3"), and a company may be called as its models are. The maker becomes a
mention of its own, so that what is said of it is said of it; the rest keeps its full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from graph.mention import Mention, Text
from graph.model import NodeKind
from graph.names import name_key
from ingest.entities.lexicon import Entry, Lexicon

WORD = re.compile(r"[^\W_]+(?:\.\d+)*\+?")
# What stands for a size or a tier needs the family before it: "Large 2" is no name.
_TIER_WORDS = (
    "large medium small mini nano micro tiny base pro plus max ultra lite flash turbo preview instruct chat next exp"
)
TIERS = frozenset(_TIER_WORDS.split())

_MADE = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
_MOST_WORDS = 3
_LED = re.compile(r"['’]s |\s")
_RELEASING = (
    "releases released launches launched introduces introduced unveils unveiled announces announced ships shipped "
    "open-sources open-sourced debuts debuted publishes published drops dropped"
)
_ACTS = re.compile(rf" (?:(?:has|have|just|also|recently|today|quietly) ){{0,2}}(?:{'|'.join(_RELEASING.split())})\b")
_OWNS = re.compile(r"['’]s? \Z")


def has_own_word(name: str) -> bool:
    """Say whether a name begins with a word of letters that is no size or tier."""
    words = WORD.findall(name.casefold())
    return bool(words) and sum(map(str.isalpha, words[0])) > 2 and words[0] not in TIERS


def with_makers(mentions: Sequence[Mention], text: Text, lexicon: Lexicon) -> list[Mention]:
    """Return the mentions, in reading order, with the makers that lead some of them."""
    named = {one.text: one for one in mentions if one.kind is NodeKind.ORGANIZATION and not one.known}
    found: list[Mention] = []
    for place, one in enumerate(mentions):
        if one.kind not in _MADE:
            found.append(one)
            continue
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        acting = _acting(one, following, text.passages[one.passage].text, lexicon)
        found.extend([acting] if acting else _split(one, lexicon, named))
    return found


def _acting(one: Mention, following: Mention | None, text: str, lexicon: Lexicon) -> Mention | None:
    """Return the mention as the organization of the same name, where it releases or owns something."""
    owns = (
        following is not None
        and following.passage == one.passage
        and following.kind in _MADE
        and _OWNS.fullmatch(text, one.end, following.start)
    )
    if not owns and not _ACTS.match(text, one.end):
        return None
    maker = _organization(one.text, lexicon, doubtful=True)
    return replace(one, kind=maker.kind, name=maker.name, known=True, candidates=()) if maker else None


def _split(one: Mention, lexicon: Lexicon, named: Mapping[str, Mention]) -> Iterator[Mention]:
    """Yield the maker that leads a name, if one does, and the rest of it, where that can stand for itself."""
    for cut in reversed(list(_LED.finditer(one.text))[:_MOST_WORDS]):
        words, rest = one.text[: cut.start()], one.text[cut.end() :]
        maker = _organization(words, lexicon) or named.get(words)
        if maker and _stands_alone(one, rest, lexicon):
            yield Mention(
                passage=one.passage,
                start=one.start,
                end=one.start + cut.start(),
                text=words,
                kind=NodeKind.ORGANIZATION,
                name=maker.name,
                extractor=one.extractor,
                confidence=one.confidence,
                known=isinstance(maker, Entry),
            )
            yield replace(one, start=one.start + cut.end(), text=rest)
            return
    yield one


def _organization(words: str, lexicon: Lexicon, *, doubtful: bool = False) -> Entry | None:
    """Return the one organization that is called so, in this case; `doubtful`: also where only the context tells."""
    entries = [
        entry
        for entry in lexicon.entries_of(words)
        if entry.kind is NodeKind.ORGANIZATION
        and any(form.text == words and (doubtful or not form.doubtful) for form in entry.forms)
    ]
    return entries[0] if len(entries) == 1 else None


def _stands_alone(one: Mention, rest: str, lexicon: Lexicon) -> bool:
    """Say whether the rest is a name of the same thing by itself: another form of it, or one with its number."""
    if not one.known:
        return name_key(one.name) == name_key(rest)
    entry = lexicon.entry(one.kind, one.name)
    numbered = any(map(str.isdigit, rest)) and has_own_word(rest)
    return numbered or (entry is not None and name_key(rest) in entry.keys)
