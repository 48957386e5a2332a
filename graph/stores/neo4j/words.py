"""Full text on a server: its index says which texts hold which words; phrases are told, and scores reckoned, here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from graph.ports import Hit
from graph.stores.bm25 import Asked, Columns, Scale, rarity
from graph.stores.neo4j.connection import Server
from graph.stores.neo4j.indexes import text_index
from graph.stores.neo4j.transaction import Row
from graph.stores.words import TITLE_WEIGHT, phrases, tokenise

BETWEEN = "|"
"""What stands between title and text: no word has it."""

LONGEST = 120
"""Letters of a word that the index is asked for: it cuts words of over 255 UTF-16 units into pieces."""

MOST_TERMS = 100
"""Words that one text is asked to hold; a server refuses queries of a thousand."""


def cut(*texts: str) -> Columns:
    """Return the words of title and text, a list each."""
    return [tokenise(text) for text in texts]


def written(columns: Columns) -> str:
    """Return words as they are kept and indexed."""
    return f" {BETWEEN} ".join(map(" ".join, columns))


def columns_of(words: str) -> Columns:
    """Return what was written."""
    return [column.split() for column in words.split(BETWEEN)]


class Tally(Struct, frozen=True):
    """What is known of all texts of a label: the last number given out, how many they are, and of how many words.

    `titles` is how many words their titles have; `revision` the version of the library in which one changed last. `made`
    tells these numbers from those of a library that was here before.
    """

    last: int = 0
    rows: int = 0
    tokens: int = 0
    titles: int = 0
    revision: int = 0
    made: str = ""


def read_tally(server: Server, label: str) -> Tally:
    """Return the tally of a label's texts."""
    row = server.row(f"MATCH (t:Tally {{id: $label}}) RETURN {_given('t')}", label=label)
    return Tally(*row) if row else Tally()


def write_tally(server: Server, label: str, tally: Tally) -> None:
    """Keep the tally, where it is another now."""
    if tally != read_tally(server, label):
        fields = ", ".join(f"t.{field} = ${field}" for field in Tally.__struct_fields__)
        values = {field: getattr(tally, field) for field in Tally.__struct_fields__}
        server.run(f"MERGE (t:Tally {{id: $label}}) SET {fields}", label=label, **values)


def _given(name: str) -> str:
    return ", ".join(f"{name}.{field}" for field in Tally.__struct_fields__)


class FullText:
    """The texts of a label, found by the words in a field."""

    def __init__(self, server: Server, label: str, field: str = "words") -> None:
        self._server = server
        self._label = label
        self._field = field

    def search(self, query: str, limit: int) -> list[Hit]:
        """Return the texts that hold all words of the query, the last one as a beginning, best first, ties by key."""
        *whole, last = phrases(query) or [()]
        if not last:
            return []
        wanted = [*map(Asked, whole), Asked(last, prefix=True)]
        asked = set(wanted)
        texts = self._texts([_query(wanted)])
        found = {key: text for key, text in texts.items() if all(one.is_in(text) for one in asked)}
        counts = self.counts(asked) if len(asked) > 1 else dict.fromkeys(asked, len(found))
        tally = read_tally(self._server, self._label)
        return self._best(found, wanted, self._scale(counts, tally.rows, tally.tokens, (TITLE_WEIGHT, 1.0)), limit)

    def likest(self, words: Mapping[Asked, int], limit: int) -> list[Hit]:
        """Return the texts of one column that hold any of these, each of which so many hold, best first, ties by key."""
        texts = self._texts(_query([one]) for one in words)
        tally = read_tally(self._server, self._label)
        return self._best(texts, list(words), self._scale(words, tally.rows, tally.titles, (1.0,)), limit)

    def counts(self, asked: Collection[Asked]) -> dict[Asked, int]:
        """Return how many texts hold each of these."""
        plain = {_query([one]): one for one in asked if _is_plain(one)}
        found = {plain[query]: texts for query, texts in self._ask("key, count(node)", plain)}
        return {one: found.get(one, 0) if _is_plain(one) else len(self.holding([one])) for one in asked}

    def holding(self, any_of: Collection[Asked]) -> set[int]:
        """Return the numbers of the texts that hold one of these."""
        numbers = {
            number for (number,) in self._ask("node.number", (_query([one]) for one in any_of if _is_plain(one)))
        }
        others = [one for one in any_of if not _is_plain(one)]
        for number, words in self._ask(f"node.number, node.{self._field}", (_query([one]) for one in others)):
            if number not in numbers and any(one.is_in(columns_of(words)) for one in others):
                numbers.add(number)
        return numbers

    def _texts(self, queries: Iterable[str]) -> dict[str, Columns]:
        rows = self._ask(f"node.id, node.{self._field}", queries)
        return {key: columns_of(words) for key, words in rows}

    def _ask(self, what: str, queries: Iterable[str]) -> list[Row]:
        cypher = f"CALL db.index.fulltext.queryNodes($index, key) YIELD node RETURN {what}"
        return self._server.among(cypher, queries, index=self._index)

    def _scale(self, counts: Mapping[Asked, int], rows: int, tokens: int, weights: Sequence[float]) -> Scale:
        rarities = {one: rarity(rows, texts) for one, texts in counts.items()}
        return Scale(rarities=rarities, weights=weights, length=max(tokens, 1) / max(rows, 1))

    def _best(self, texts: Mapping[str, Columns], wanted: Sequence[Asked], scale: Scale, limit: int) -> list[Hit]:
        hits = [Hit(key, score) for key, text in texts.items() if (score := scale.score(wanted, text)) > 0]
        return sorted(hits, key=lambda hit: (-hit.score, hit.key))[:limit]

    @cached_property
    def _index(self) -> str:
        return text_index(self._server.agent(), self._label, self._field)


def _is_plain(asked: Asked) -> bool:
    """Say whether the index alone tells who holds that."""
    return len(asked.words) == 1 and len(asked.words[0]) <= LONGEST


def _query(wanted: Sequence[Asked]) -> str:
    """Return what asks the index for texts that may hold all of these; words are letters and digits, never syntax."""
    terms = (
        _term(word, open=one.prefix and at == len(one.words)) for one in wanted for at, word in enumerate(one.words, 1)
    )
    return " AND ".join(sorted(dict.fromkeys(terms), key=len, reverse=True)[:MOST_TERMS])


def _term(word: str, *, open: bool) -> str:
    return f"{word[:LONGEST]}*" if open or len(word) > LONGEST else word
