"""What the lexicon knows of names, as lineage asks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graph.lineage import Fact, Facts
from graph.model import NodeKind
from graph.names import name_key
from ingest.entities.lexicon import Entry, Lexicon

_COUNTED = (
    "adapter agent algorithm approach attack autoencoder bandit circuit classifier code decoder embedding encoder "
    "example explanation feature field filter flow forest function game graph head kernel label law layer machine map "
    "mechanism method metric model network operator optimizer policy process prompt protocol representation system "
    "skill space team tokenizer transformer tree value vector verifier window workflow"
)
_COUNTED_WORDS = frozenset(_COUNTED.split())
"""Last words of names that people use in the plural as readily."""


def facts_of(lexicon: Lexicon) -> Facts:
    """Return the lexicon's facts by kind and name."""
    owners = Counter(key for entry in lexicon.entries for key in entry.keys)
    return {
        (entry.kind, name_key(entry.name)): Fact(
            kind=entry.kind,
            name=entry.name,
            aliases=_aliases(entry),
            organization=entry.organization,
            parent=entry.parent,
            since=entry.since,
            certain=() if entry.topic else _certain(entry, owners),
        )
        for entry in lexicon.entries
    }


def _certain(entry: Entry, owners: Mapping[str, int]) -> tuple[str, ...]:
    """Return the names that are the entry's in whatever case and context, and no other's even in some."""
    plain = (form.text for form in entry.forms if not form.doubtful and not form.exact)
    return tuple(text for text in plain if owners[name_key(text)] == 1)


def _aliases(entry: Entry) -> tuple[str, ...]:
    """Return what else the entry is called for certain; of a kind of thing ("evolutionary algorithm") in the plural too."""
    found = [form.text for form in entry.forms if not form.doubtful]
    if entry.kind is NodeKind.TECHNIQUE and entry.name.rpartition(" ")[2].lower() in _COUNTED_WORDS:
        found.append(f"{entry.name}s")
    return tuple(name for name in dict.fromkeys(found) if name != entry.name)
