"""What texts name: the findings of the extractor, kept so that a name may be resolved anew without reading again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from graph.mention import Findings, Text
from graph.model import NodeKind


class Extractor(Protocol):
    """Reads texts for what they name and state. Deterministic; `name` is the version of all its rules and data."""

    @property
    def name(self) -> str: ...

    def read(self, texts: Iterable[Text]) -> Iterator[Findings]:
        """Yield each text's findings in order, read by all means: posts, lists, and the abstracts of listed works."""

    def skim(self, texts: Iterable[Text]) -> Iterator[Findings]:
        """Yield each text's findings in order, read the quick way: abstracts by the thousand."""


class Use(Struct, frozen=True, kw_only=True):
    """How one text uses one name: `name` is its key (`graph.names.name_key`), `text` the document's id or an identity.

    `called` is the full name as most often written there; `kind` what it seems to be there; `count` how often it is
    named; `weight` the sum of the confidences. `long` is the key of the long form that the text defines for it.
    """

    text: str
    name: str
    kind: NodeKind
    called: str
    known: bool = False
    count: int = 1
    weight: float = 1.0
    long: str | None = None


class Unread(StrEnum):
    """The texts there are: documents, the records of works of the library, all other records of the corpus."""

    DOCUMENTS = "documents"
    WORKS = "works"
    RECORDS = "records"


class MentionStore(Protocol):
    """Findings by text; derived, and kept only as long as nothing they were read from changes.

    A text has a say when it was read and not skimmed: documents, and the records of works of the library. What names
    mean is up to those; of the rest it is only known which record uses which name.
    """

    def put(self, findings: Iterable[Findings]) -> None:
        """Add findings or replace those of the same text."""

    def delete(self, texts: Collection[str]) -> None:
        """Remove the findings of these texts; unknown ones are fine."""

    def clear(self) -> None:
        """Remove all."""

    def page(self, after: str | None = None, limit: int = 200) -> list[Findings]:
        """Return a page of the findings, sorted by text."""

    def get(self, texts: Collection[str]) -> dict[str, Findings]:
        """Return text → its findings, for those that were read."""

    def read(self, texts: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return text → (digest, extractor) it was read under, for those that were read."""

    def unread(self, which: Unread, extractor: str, after: str = "", limit: int = 1000) -> list[str]:
        """Return a page of the texts there are that this extractor has not read (of `RECORDS`: skimmed), sorted by key."""

    def count_unread(self, which: Unread, extractor: str) -> int:
        """Return how many there are."""

    def uses(self, names: Collection[str]) -> list[Use]:
        """Return how texts with a say use these names, sorted by name, text, kind."""

    def used(self, texts: Collection[str]) -> set[str]:
        """Return the names that these texts use, and the long forms that they define, where they have a say."""

    def shortened(self, longs: Collection[str]) -> set[str]:
        """Return the names for which some text with a say defines one of these long forms."""

    def naming(self, names: Collection[str]) -> set[str]:
        """Return the texts with a say that use one of these names."""

    def names(self, after: str | None = None, limit: int = 1000) -> list[str]:
        """Return a page of the names that texts with a say use, sorted."""

    def records_naming(self, names: Collection[str], skip: int = 0, limit: int = 20) -> list[str]:
        """Return identities of records of the corpus, listed or not, that use one of these names, newest identity first."""

    def count_naming(self, names: Collection[str]) -> int:
        """Return how many records of the corpus use one of these names."""

    def record_uses(self, names: Collection[str] | None = None) -> list[Use]:
        """Return how records of the corpus use these names (all when None): `text` is empty, `count` says how many do.

        One a (name, kind, called, known), sorted so.
        """

    def counts(self) -> dict[str, int]:
        """Return {"texts": n, "mentions": n, "names": n}; names are those that texts with a say use."""
