"""What forms ask of common knowledge: which words are names already, so that a version or a headline is read by them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from graph.model import NodeKind
from ingest.entities.forms.generic import word_set
from ingest.entities.lexicon import Lexicon

_NEAR = 100
"""Signs on each side of a version in which a sign of a model counts."""
_ENDS = re.compile(r"[.!?;]\s|\n")
_GLUE = re.compile(r"[a-z0-9](?=[A-Z][^\W\d_])")
_PREFIXES = word_set(
    "mini nano tiny micro auto baby open bio prot med code chat visual video audio math fast light multi"
)
"""What makers put before a family's name to make another of it."""
_MODEL_WORDS = re.compile(
    r"\b(?:[Mm]odels?|[A-Za-z]?LL?Ms?|[MV]LMs?|SLMs?|weights|checkpoints?|parameters|chat-?bots?|pre-?trained|fine-?tun\w{1,4}"
    r"|MMLU|GPQA|AIME|\w{0,12}[Bb]ench|(?:context|token) (?:window|limit)s?|distill\w{0,3})\b"
)
_WORDS = re.compile(r"[^\W_]+")
_RELEASED = (
    r"(?: (?:new|latest|newest|own|releases|released|launches|launched|introduces|introduced|unveils|unveiled|announces"
    r"|announced))?"
)
_MAKER = re.compile(rf"([^\W_][\w.&-]*(?: [^\W_][\w.&-]*)?)(?:['’]s?)?{_RELEASED} $")


class Known(Struct, frozen=True):
    """Names that are known, in small letters: families of models (`doubtful` ones are words, too), what is no model
    (`programs`: products and organizations), and the organizations that make models.
    """

    families: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    programs: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, lexicon: Lexicon) -> Known:
        """Return what a lexicon knows."""
        named = {name.lower() for name in lexicon.families}
        certain, doubtful, programs = set[str](), set[str](), set[str]()
        for entry in lexicon.entries:
            if entry.kind is NodeKind.MODEL and entry.name.lower() in named:
                (doubtful if entry.forms[0].doubtful else certain).add(entry.name.lower())
            elif entry.kind in (NodeKind.PRODUCT, NodeKind.ORGANIZATION):
                programs |= {form.text.lower() for form in entry.forms}
        makers = {entry.organization for entry in lexicon.entries if entry.kind is NodeKind.MODEL}
        forms = {form.text.lower() for one in lexicon.organizations if one.name in makers for form in one.forms}
        return cls(frozenset(certain), frozenset(doubtful), frozenset(programs - certain - doubtful), frozenset(forms))

    def is_family(self, word: str) -> bool:
        """Say whether the word is the name of a family of models, though it may be another word as well."""
        return word.lower() in self.families or word.lower() in self.doubtful

    def glued(self, token: str) -> int | None:
        """Return where two names that were run together part ("orion-miniLyra-2", "callLyra-2"); None where they are one."""
        for glue in _GLUE.finditer(token):
            left, right = token[: glue.end()].lower(), token[glue.end() :].lower()
            prefixed = not token[: glue.end()].isalpha() or not token[: glue.end()].islower() or left in _PREFIXES
            if self._begins_known(left) and self._begins_known(right):
                return glue.end()
            if not prefixed and len(left) > 3 and right in self.families and any(map(str.isdigit, right)):
                return glue.end()
        return None

    def _begins_known(self, name: str) -> bool:
        pieces = name.split("-")
        return any(self._is_known("-".join(pieces[:count])) for count in range(1, len(pieces) + 1))

    def leads(self, name: str) -> bool:
        """Say whether a name begins with a known one: "Foo Patents" where Foo is a product, a maker or a family."""
        words = name.split(" ")
        return any(self._is_known(" ".join(words[:count]).lower()) for count in range(1, min(len(words), 4)))

    def _is_known(self, name: str) -> bool:
        return name in self.programs or name in self.makers or name in self.families or name in self.doubtful

    def speaks_of_model(self, text: str, start: int, end: int, *, widely: bool) -> bool:
        """Say whether the words around text[start:end] are those of models: the noun, another model, its maker.

        `widely`: in the sentences beside it as well.
        """
        if self._is_made(text, start):
            return True
        left, right = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        if not widely:
            left, right = _ENDS.split(left)[-1], _ENDS.split(right, maxsplit=1)[0]
        return any(bool(_MODEL_WORDS.search(side)) or self._names_family(side) for side in (left, right))

    def _names_family(self, side: str) -> bool:
        return any(word[0].isupper() and word.lower() in self.families for word in _WORDS.findall(side))

    def _is_made(self, text: str, start: int) -> bool:
        found = _MAKER.search(text, max(0, start - 60), start)
        if found is None:
            return False
        maker = re.sub(r"['’]s?$", "", found[1].lower())
        return maker in self.makers or maker.rpartition(" ")[2] in self.makers


def known_families(families: Iterable[str]) -> Known:
    """Return what is known where only families are."""
    return Known(families=frozenset(family.lower() for family in families))
