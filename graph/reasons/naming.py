"""Names as reasons: both are about one thing, or one names what the other brought."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import log

from msgspec import Struct

from graph.link import Reason
from graph.mention import NAMED_KINDS
from graph.model import NodeKind
from graph.names import clipped, name_key
from graph.ports import Library
from graph.reasons.phrases import is_short_for, plain
from graph.reasons.told import Name, Said, Told, concept_of
from graph.uses import key_of_name

RARE = (0.01, 0.03, 0.08)
"""The share of texts that may have a name which both have ("RLHF" tells two from none of the others), where none of their
titles has it, one or both: they chose it for a title."""
FEW = 40
"""Of fewer texts than this nothing can be said about how rare a name is (as `graph.views.chips`)."""
Found = tuple[Said, re.Match[str]]
_TITLED = re.compile(r"([^\s:]{3,30}): ")
_LEAST_LETTERS = 4
_QUOTED = 2
_KINDS = frozenset({NodeKind.TECHNIQUE, NodeKind.BENCHMARK, NodeKind.MODEL, NodeKind.PRODUCT, NodeKind.PERSON})
"""Two that name one organization have its name in common."""
_PARTS = {
    "title": "the title of ",
    "abstract": "the abstract of ",
    "comment": "what a list says of ",
    "text": "",
    "quote": "",
}


def title_of(one: Told) -> str:
    """Return a node's name as reasons write it."""
    name = clipped(one.node.name, 60)
    return name if one.node.kind in NAMED_KINDS else f"“{name}”"


class Rarity:
    """How few texts have each of these names."""

    def __init__(self, library: Library, names: Mapping[str, Name]) -> None:
        self._texts = library.concordance.counts() if names else {}
        self._sizes = (library.concordance.size(), library.corpus.count())
        self._records: dict[str, int] = {}
        for use in library.mentions.record_uses(list(names)) if names else ():
            self._records[use.name] = self._records.get(use.name, 0) + use.count

    def share(self, key: str, name: Name) -> float:
        """Return the share of the texts that name it: of the library's or of the corpus', whichever is greater."""
        counts = (self._texts.get(concept_of(name), 0), self._records.get(key, 0))
        return max((count / size for count, size in zip(counts, self._sizes, strict=True) if size >= FEW), default=0.0)

    def weight(self, key: str, name: Name) -> float:
        """Return the logarithm of how many texts there are to one that names it."""
        return -log(max(self.share(key, name), 1 / max(*self._sizes, 2)))

    def is_rare(self, key: str, name: Name, titles: int = 0) -> bool:
        """Tell whether the name tells something of two that use it, so many of them in their titles."""
        return self.share(key, name) <= RARE[titles]


def shared_names(one: Told, other: Told, rarity: Rarity) -> Iterator[SharedName]:
    """Yield what the words of both name and few texts do; not what one of the two is itself."""
    own = {key_of_name(each.node.name) for each in (one, other)}
    for key, name in sorted({**other.names, **one.names}.items()):
        if key not in own and name.kind in _KINDS and rarity.is_rare(key, name, titles=2):
            here, there = one.find(name), other.find(name)
            if here and there:
                found = SharedName(name, rarity.share(key, name), here, there)
                if rarity.is_rare(key, name, found.titles):
                    yield found


def one_names_the_other(one: Told, other: Told, rarity: Rarity) -> Iterator[Reason]:
    """Yield that one names what the other is, introduces, or has for a name in its title."""
    for namer, named in ((other, one), (one, other)):
        if namer.node.kind in NAMED_KINDS:
            continue
        for key, name, brings in _brought(named):
            found = namer.find(name)
            if found and (named.node.kind in NAMED_KINDS or rarity.is_rare(key, name, titles=1)):
                said, match = found
                told = f"{_PARTS[said.part]}{title_of(namer)} names {match[0]}{brings}"
                yield Reason(kind="named", text=told, evidence=(said.quote(match.start(), match.end(), match[0]),))
                return


def side_by_side(library: Library, one: Told, other: Told) -> Iterator[Reason]:
    """Yield that two concepts are named in the same places, where that is more than chance: twice at least."""
    if {one.node.kind, other.node.kind} <= NAMED_KINDS:
        blocks = library.concordance.beside(one.node.id).get(other.node.id, 0)
        if blocks > 1:
            places = {(said.evidence.document, said.evidence.record, said.evidence.block) for said in other.said}
            both = [
                said
                for said in one.said
                if said.part == "quote"
                and (said.evidence.document, said.evidence.record, said.evidence.block) in places
            ]
            quotes = tuple(said.evidence for said in both[:_QUOTED])
            yield Reason(kind="named", text=f"named side by side in {blocks} places", evidence=quotes)


def in_words(some: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(some[:-1]), some[-1]] if len(some) > 1 else some)


def _brought(named: Told) -> Iterator[tuple[str, Name, str]]:
    """Yield the names that stand for a node, and how."""
    if named.node.kind in NAMED_KINDS:
        spellings = tuple(dict.fromkeys((named.node.name, *named.node.aliases)))
        yield key_of_name(named.node.name), Name(kind=named.node.kind, called=named.node.name, spellings=spellings), ""
        return
    for key in sorted(named.introduces & named.names.keys()):
        yield key, named.names[key], f", which {title_of(named)} introduces"
    titled = _TITLED.match(named.node.name)
    if titled and (key := key_of_name(titled[1])) not in named.introduces and _is_own(titled[1]):
        name = Name(kind=NodeKind.MODEL, called=titled[1], spellings=(titled[1],))
        yield key, name, f", the name that {title_of(named)} gives"


def _is_own(word: str) -> bool:
    """Tell a name that somebody made up from a word of the language: it has a capital or a digit inside."""
    return len(key_of_name(word)) >= _LEAST_LETTERS and any(sign.isupper() or sign.isdigit() for sign in word[1:])


class SharedName(Struct, frozen=True):
    """A name that stands in the words of both, the share of texts that have it, and where it stands first."""

    name: Name
    share: float
    here: Found
    there: Found

    @property
    def titles(self) -> int:
        """Return how many of the two have it in their titles."""
        return (self.here[0].part, self.there[0].part).count("title")

    @property
    def called(self) -> str:
        """Return the name as one of the two writes it: small where one of them does, within a sentence."""
        return next((match[0] for _, match in (self.here, self.there) if match[0].islower()), self.here[1][0])

    @property
    def is_one(self) -> bool:
        """Tell whether a reader sees one name in both: spelt alike, or short for the other."""
        one, other = (plain(match[0]) for _, match in (self.here, self.there))
        alike = (
            name_key(self.here[1][0]) == name_key(self.there[1][0]) or set(one) <= set(other) or set(other) <= set(one)
        )
        return alike or is_short_for(one, other) or is_short_for(other, one)
