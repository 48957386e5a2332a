"""Full text over Bolt gives what SQLite's gives, in its order: nobody sees from what is found which store has the library."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from graph.corpus import searched
from graph.model import Moment
from graph.ports import Frequency, SearchEntry
from graph.record import Record
from graph.stores.words import tokenise
from tests.contracts.conftest import sqlite
from tests.contracts.values import undone
from tests.graph.stores.texts import WORDS, queries, texts

pytestmark = pytest.mark.slow

_held = st.lists(texts, min_size=1, max_size=12)


def fill(library, texts, later):
    """Write the texts, then others in the place of some, and remove one."""
    for stage, some in enumerate((texts, later)):
        told = Moment(datetime(2025, 1, 1 + stage, tzinfo=UTC))
        library.search.put(SearchEntry(str(number), *text) for number, text in enumerate(some))
        library.corpus.put(
            Record(identity=f"x:{number}", title=title, provider="crossref", abstract=text or None, updated=told)
            for number, (title, text) in enumerate(some)
        )
    library.search.delete(["1"])


def holding(library, words, *, prefix):
    """Return the texts that hold the words, those that stand for entries and those of records."""
    _, records = library.register.holding([words], prefix=prefix)
    papers = {one.number: one.identity for one in library.register.records().records}
    return {papers[number] for number in records}


def answers(library, query):
    """Return all that full text answers."""
    words = tuple(tokenise(query))
    return (
        library.search.search(query, 100),
        library.corpus.search(query, 100),
        library.corpus.titled(query, 100),
        library.corpus.frequencies([token for word in WORDS for token in tokenise(word)]),
        holding(library, words, prefix=False),
        holding(library, words, prefix=True),
        {key: searched(record) for key, record in library.corpus.records(["x:0", "x:1"]).items()},
    )


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=_held, later=st.lists(texts, max_size=4), asked=st.lists(queries, min_size=1, max_size=5))
def test_both_stores_give_the_same_hits_with_the_same_scores(bolt, texts, later, asked):
    """To the last digit, after changes too."""
    with sqlite() as one, bolt() as other:
        fill(one, texts, later)
        fill(other, texts, later)

        for query in asked:
            assert answers(other, query) == answers(one, query)


def test_words_are_added_up_now_and_then(bolt, monkeypatch):
    """And counted the same before and after, inside a transaction and behind one that failed."""
    monkeypatch.setattr("graph.stores.neo4j.frequencies.MOST_WAITING", 2)
    with bolt() as library, sqlite() as one:
        for number in range(9):
            record = Record(identity=f"x:{number % 7}", title="a b" if number < 7 else "b c c", provider="crossref")
            record = replace(record, updated=Moment(datetime(2025, 1, 1 + number, tzinfo=UTC)))
            with undone(library):
                library.corpus.put([replace(record, title="never")])
                assert library.corpus.frequencies(["never"]) == {"never": Frequency(1, 1)}
            library.corpus.put([record])
            one.corpus.put([record])

            asked = ["a", "b", "c", "never"]
            assert library.corpus.frequencies(asked) == one.corpus.frequencies(asked)
