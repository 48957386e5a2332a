"""The names that are known: facts of common knowledge, kept as tables in `lexicon/`, one a kind.

A table is UTF-8, tab-separated, with a header; its columns are the fields of `Entry`. An alias may be marked by its
first character: `=` counts only in exactly this case, `?` only where the context speaks for it, `?=` both. A marked
alias that equals the name restricts the name itself.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from graph.errors import AlmanacError
from graph.model import NodeKind
from graph.names import name_key

__all__ = ["Entry", "Form", "Lexicon", "LexiconError", "load"]

FOLDER = Path(__file__).parent / "lexicon"
TOPICS = "topics"
"""The table of tasks and fields: every other abstract names some in passing, so they count in titles and headings only."""
COLUMNS = ("name", "aliases", "organization", "parent", "since", "needs")
TABLES = {
    "models": NodeKind.MODEL,
    "techniques": NodeKind.TECHNIQUE,
    "topics": NodeKind.TECHNIQUE,
    "benchmarks": NodeKind.BENCHMARK,
    "organizations": NodeKind.ORGANIZATION,
    "people": NodeKind.PERSON,
    "products": NodeKind.PRODUCT,
}


class LexiconError(AlmanacError):
    """A line of a table that is no entry."""

    def __init__(self, table: Path, line: int, reason: str) -> None:
        super().__init__(f"{table.name}, line {line}: {reason}")
        self.table, self.line = table, line


class Form(Struct, frozen=True):
    """One way of writing a name. `exact`: in this case only; `doubtful`: where the context speaks for it only."""

    text: str
    exact: bool = False
    doubtful: bool = False


class Entry(Struct, frozen=True, kw_only=True):
    """A known name: `organization`, `parent` are canonical names; `since` YYYY or YYYY-MM; `needs` words of its context.

    `parent` is the model it is a variant of or the family it belongs to, the broader technique, or the organization
    that an organization belongs to. The first of `forms` is the canonical name. A `topic` is a task or a field, which
    counts only where a title or a heading names it.
    """

    kind: NodeKind
    name: str
    forms: tuple[Form, ...]
    organization: str | None = None
    parent: str | None = None
    since: str | None = None
    needs: tuple[str, ...] = ()
    topic: bool = False

    @property
    def keys(self) -> set[str]:
        """Return the keys of all its forms."""
        return {name_key(form.text) for form in self.forms}


class Lexicon:
    """Entries, and how to look them up."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)

    @cached_property
    def version(self) -> str:
        """Return a digest of all entries: another lexicon reads texts differently."""
        return sha256(msgspec.json.encode(self.entries)).hexdigest()[:12]

    @cached_property
    def families(self) -> frozenset[str]:
        """Return the canonical names of models that are some model's parent."""
        parents = {entry.parent for entry in self.entries if entry.kind is NodeKind.MODEL}
        return frozenset(entry.name for entry in self.entries if entry.kind is NodeKind.MODEL and entry.name in parents)

    @property
    def organizations(self) -> tuple[Entry, ...]:
        """Return the organizations, in the order of their table."""
        return tuple(entry for entry in self.entries if entry.kind is NodeKind.ORGANIZATION)

    def entry(self, kind: NodeKind, name: str) -> Entry | None:
        """Return the entry of this kind with this canonical name, however it is spelt."""
        return self._by_name.get((kind, name_key(name)))

    def entries_of(self, form: str) -> tuple[Entry, ...]:
        """Return the entries that have this name or alias, however it is spelt; a canonical name's entry comes first."""
        return self._by_form.get(name_key(form), ())

    def without(self, names: Iterable[str]) -> Lexicon:
        """Return a lexicon without the entries that one of these names may mean."""
        keys = {name_key(name) for name in names}
        return Lexicon(entry for entry in self.entries if keys.isdisjoint(entry.keys))

    @cached_property
    def _by_name(self) -> Mapping[tuple[NodeKind, str], Entry]:
        return {(entry.kind, name_key(entry.name)): entry for entry in self.entries}

    @cached_property
    def _by_form(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for key in entry.keys:
                found[key].append(entry)
        return {key: tuple(sorted(some, key=lambda one: name_key(one.name) != key)) for key, some in found.items()}


def load(folder: Path = FOLDER) -> Lexicon:
    """Return the lexicon of a folder's tables, or raise LexiconError for a line that is no entry."""
    return Lexicon(
        entry
        for stem, kind in TABLES.items()
        if (table := folder / f"{stem}.tsv").is_file()
        for entry in _entries(table, kind)
    )


def _entries(table: Path, kind: NodeKind) -> list[Entry]:
    """Return a table's entries; one name stands once, however it is spelt."""
    found: dict[str, Entry] = {}
    with table.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(rows, ())) != COLUMNS:
            raise LexiconError(table, 1, f"the columns are {', '.join(COLUMNS)}")
        for row in rows:
            if len(row) > len(COLUMNS) or not row or not (key := name_key(row[0])):
                raise LexiconError(table, rows.line_num, "no name, or too many columns")
            if key in found:
                raise LexiconError(table, rows.line_num, f"{row[0]!r} stands twice")
            found[key] = replace(_entry(kind, *row), topic=table.stem == TOPICS)
    return list(found.values())


def _entry(
    kind: NodeKind,
    name: str,
    aliases: str = "",
    organization: str = "",
    parent: str = "",
    since: str = "",
    needs: str = "",
) -> Entry:
    return Entry(
        kind=kind,
        name=name.strip(),
        forms=_forms(name.strip(), [*map(_form, _listed(aliases)), *_addresses(kind, name.strip())]),
        organization=organization.strip() or None,
        parent=parent.strip() or None,
        since=since.strip() or None,
        needs=_listed(needs),
    )


def _forms(name: str, aliases: list[Form]) -> tuple[Form, ...]:
    """Return all forms, the canonical one first, as restricted as an alias that equals it says."""
    own = next((form for form in aliases if form.text == name), Form(name))
    return (own, *dict.fromkeys(form for form in aliases if form.text != name))


def _addresses(kind: NodeKind, name: str) -> list[Form]:
    """Return how a company called "Foo AI" writes itself as well: "Foo.ai"."""
    stem = name.removesuffix(" AI")
    return [Form(f"{stem}.ai")] if kind is NodeKind.ORGANIZATION and stem != name else []


def _form(marked: str) -> Form:
    text = marked.lstrip("?=")
    marks = marked[: len(marked) - len(text)]
    return Form(text.strip(), exact="=" in marks, doubtful="?" in marks)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for raw in cell.split(";") if (part := raw.strip()))
