"""The capitalised words of a passage, and which of them can stand in somebody's name. All patterns are linear."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from ingest.entities.forms.generic import COUNTED, STARTERS, TERMS, word_set
from ingest.entities.forms.nouns import kind_of
from ingest.entities.forms.scanning import opens
from ingest.entities.forms.versions import VARIANTS

_WORD = re.compile(
    r"(?<![\w@#/.&$=%~^*-])[A-ZÀ-Þ](?:[^\W\d_]|['’](?!s\b)(?=[^\W\d_])|-(?=[A-ZÀ-Þ]))*+(?![\w/@]|-\w|\.\w{2}|['’]\w{2})"
)
_PARTICLES = re.compile(
    r"[ \u00a0](?:(?:van|von|de|da|di|du|del|della|der|den|la|le|bin|ibn|al|el|dos|ter|ten|zu)"
    r"(?: (?:der|den|la|los|las|de))? )?"
)
_ORGANIZED = word_set(
    """labs lab team group deep google microsoft openai new open american chinese european generative artificial united best
    top big general senior chief north south east west san santa saint mount lake fort port los las cape police times post
    office party ministry committee bank union council court house street journal news press radio association society
    agency department commission federation government university institute college academy laboratory laboratories inc
    corporation corp foundation ltd gmbh llc co school hospital center centre museum library airport stadium county city
    state states republic kingdom bridge park river valley island islands beach road avenue prize award awards medal cup
    league championship championships olympics games act bill law treaty theorem conjecture lecture lectures festival
    conference summit forum magazine review weekly daily books studio studios records pictures capital ventures partners
    holdings systems technologies technology software computing solutions services international global national federal
    world royal british french german russian indian japanese korean canadian australian israeli african asian english
    spanish italian internet web mobile desktop enterprise cloud science sciences engineering security intelligence data
    digital network networks computer machine human social public private district olympic olympics memorial"""
)
_SPOKEN = word_set(
    """says said writes wrote argues meets joins wins gets takes makes leaves talks explains reveals launches returns dies
    warns calls wants goes announces announced discusses interviews asks answers thinks believes shows tells gives comes
    chapter prologue interview episode part podcast newsletter blog article essay quote quotes tribe effect era hall"""
)
_HONORIFICS = word_set(
    "mr mrs ms dr prof professor sir dame lord lady father sister brother saint king queen prince princess pope"
)
_NONE = _HONORIFICS | TERMS | STARTERS | COUNTED | VARIANTS | _ORGANIZED | _SPOKEN


class Word(Struct, frozen=True):
    """A capitalised word: where it stands, what it is, and whether a sentence may begin with it."""

    start: int
    end: int
    text: str
    opens: bool

    @property
    def initial(self) -> bool:
        """Say whether it is a single letter."""
        return len(self.text) == 1


def words(text: str) -> list[Word]:
    """Return the capitalised words of a text in order."""
    return [Word(m.start(), m.end(), m.group(), opens(text, m.start())) for m in _WORD.finditer(text)]


def joined(text: str, one: Word, other: Word) -> bool:
    """Say whether nothing stands between two words but a space, an initial's point, a "van" or "de la"."""
    start = one.end
    if one.initial and text[start : start + 1] == ".":
        start += 1
    if other.start - start > 1:
        return other.start - start < 14 and bool(_PARTICLES.fullmatch(text, start, other.start))
    return other.start - start == 1 and text[start] in " \u00a0"


def is_organized(word: str) -> bool:
    """Say whether the word makes an institution, a place or an event of the names before it."""
    return word.lower() in _ORGANIZED


@lru_cache(maxsize=1 << 16)
def may_be_called(word: str) -> bool:
    """Say whether the word can be a part of somebody's name: no word of the language, the field or an institution."""
    low = word.lower()
    if len(word) < 2 or word.isupper() or low in _NONE or kind_of(low):
        return False
    return not (low.endswith("s") and (low[:-1] in _NONE or kind_of(low[:-1])))
