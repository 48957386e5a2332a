"""Who a name in a text is: surnames and given names alone, initials, and two spellings of one person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import Levenshtein

from graph.mention import Mention, Text
from graph.model import NodeKind
from graph.names import name_key
from ingest.entities.lexicon import Lexicon

LONG_GIVEN = 6
"""From so many letters on, two given names one or two letters apart are one misspelt: "Yang" and "Ying" are two people."""

_MOST_NAMES = 300
"""People a text names before nobody is looked for among them any more: conference lists, not prose."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_PARTICLE_WORDS = "de da di du van von der den ter la le el al bin ibn y e dos del"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())


class _Person(Struct, frozen=True):
    """A full name: keys of the given name's words and of the surname; the higher the rank, the better the spelling."""

    name: str
    given: tuple[str, ...]
    surname: str
    rank: int
    known: bool = False


def name_persons(mentions: Sequence[Mention], text: Text, lexicon: Lexicon) -> list[Mention]:
    """Give each person the fullest name that this text, else common knowledge, has; what may be two people's is left alone."""
    if not any(one.kind is NodeKind.PERSON for one in mentions):
        return list(mentions)
    people = _people(mentions, text)
    by_surname: dict[str, list[_Person]] = defaultdict(list)
    by_given: dict[str, list[_Person]] = defaultdict(list)
    for person in people:
        by_surname[person.surname].append(person)
        by_given[person.given[0]].append(person)

    def named(one: Mention) -> Mention:
        if one.kind is not NodeKind.PERSON or one.known:
            return one
        read = _read(one.name, 0)
        if read is None:
            alone = name_key(re.sub(r"['’]s?\Z", "", one.name))
            meant = by_surname.get(alone) or by_given.get(alone) or []
        else:
            meant = [person for person in by_surname.get(read.surname, ()) if _same(person, read)]
            meant = (
                meant if any(len(person.given[0]) > 1 for person in meant) else _widely_known(read, lexicon) or meant
            )
        best = _only(meant)
        return replace(one, name=best.name, known=best.known) if best else one

    return [named(one) for one in mentions]


def _widely_known(read: _Person, lexicon: Lexicon) -> list[_Person]:
    """Return whom everybody means by this surname, if the given name or its initial is theirs."""
    named = [one for one in lexicon.entries_of(read.surname) if one.kind is NodeKind.PERSON]
    people = [person for one in named if (person := _read(one.name, 3, known=True))]
    return [person for person in people if _same(person, read)] if len(people) == 1 else []


def _people(mentions: Iterable[Mention], text: Text) -> list[_Person]:
    """Return the full names in the text and in its metadata, best spellings first, each once."""
    found: dict[str, _Person] = {}
    speakers = {passage.speaker for passage in text.passages if passage.speaker}
    written = [one for one in mentions if one.kind is NodeKind.PERSON]
    sources = [(one.name, 3, True) for one in written if one.known]
    sources += [(name, 2, False) for name in (*text.authors, *sorted(speakers))]
    sources += [(one.name, 1, False) for one in written if not one.known]
    for name, rank, known in sources[:_MOST_NAMES]:
        person = _read(name, rank, known)
        if person is not None:
            found.setdefault(name_key(person.name), person)
    return sorted(found.values(), key=lambda one: (-one.rank, -sum(map(len, one.given)), one.name))


def _read(name: str, rank: int, known: bool = False) -> _Person | None:
    """Return a full name's parts ("Andrej Karpathy", "Karpathy, A."); None for a single word."""
    last, comma, first = name.partition(",")
    if comma and first.strip():
        name = f"{first.strip()} {last.strip()}"
    words = _WORD.findall(name.removesuffix("'s").removesuffix("’s"))
    if not 2 <= len(words) <= 6:
        return None
    # "Blaise Agüera y Arcas" is called Arcas as little as Ludwig van Beethoven is called van.
    cut = next((n for n, word in enumerate(words[1:], 1) if word.casefold() in _PARTICLES), len(words) - 1)
    cut = cut - 1 if cut > 1 and words[cut].casefold() in ("y", "e") else cut
    given = tuple(key for word in words[:cut] if (key := name_key(word)))
    surname = name_key(" ".join(words[cut:]))
    return _Person(name, given, surname, rank, known) if given and surname else None


def _same(one: _Person, other: _Person) -> bool:
    """Say whether two people of one surname are one: initials, short forms, one or two letters astray."""
    first, second = one.given[0], other.given[0]
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    if len(short) != 2 and long.startswith(short):
        return True
    near = min(len(first), len(second)) >= LONG_GIVEN and first[0] == second[0]
    return near and Levenshtein.distance(first, second, score_cutoff=2) <= 2


def _only(people: Sequence[_Person]) -> _Person | None:
    """Return the best spelling if all of them may be one person."""
    if not people or any(not _same(people[0], other) for other in people[1:]):
        return None
    return people[0]
