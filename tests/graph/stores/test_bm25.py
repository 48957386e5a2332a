"""What a text is worth, beside SQLite's FTS5."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.ports import SearchEntry
from graph.stores.bm25 import Asked, Scale, rarity
from graph.stores.sqlite import SqliteLibrary
from graph.stores.words import TITLE_WEIGHT, phrases, tokenise
from tests.graph.stores.texts import queries, texts


@given(texts=st.lists(texts, min_size=1, max_size=12), query=queries)
def test_texts_are_worth_what_fts5_says(tmp_path_factory, texts, query):
    """To the last digit, so that equally good hits are so here too."""
    library = SqliteLibrary(tmp_path_factory.mktemp("bm25") / "library.sqlite")
    library.search.put(SearchEntry(str(number), *text) for number, text in enumerate(texts))
    held = {str(number): [tokenise(column) for column in text] for number, text in enumerate(texts)}
    *whole, last = map(Asked, phrases(query))
    wanted = [*whole, Asked(last.words, prefix=True)]

    counts = {one: sum(one.is_in(columns) for columns in held.values()) for one in wanted}
    length = sum(len(column) for columns in held.values() for column in columns) / len(held)
    scale = Scale({one: rarity(len(held), count) for one, count in counts.items()}, (TITLE_WEIGHT, 1.0), length or 1.0)
    expected = {
        key: scale.score(wanted, columns) for key, columns in held.items() if all(one.is_in(columns) for one in wanted)
    }

    assert {hit.key: hit.score for hit in library.search.search(query, 100)} == expected
    library.close()
