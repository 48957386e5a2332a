"""The SearchIndex port's contract."""

import pytest

from graph.ports import SearchEntry


@pytest.fixture
def search(library):
    library.search.put(
        [
            SearchEntry("paper-1", "Attention is all you need", "transformers without recurrence"),
            SearchEntry("paper-2", "Recurrence revisited", "attention, again: Café au lait"),
            SearchEntry("paper-3", "GPT-5.2 system card", "A model’s card"),
            SearchEntry("paper-4", "推理模型", "GPT models, 5 of them"),
        ]
    )
    return library.search


def keys(search, query):
    return [hit.key for hit in search.search(query)]


def test_titles_weigh_more(search):
    """The same word in a title beats the one in a text."""
    assert keys(search, "attention") == ["paper-1", "paper-2"]
    assert keys(search, "recurrence") == ["paper-2", "paper-1"]


def test_all_words_must_occur(search):
    """In the title or the text."""
    assert keys(search, "attention lait") == ["paper-2"]
    assert keys(search, "attention nowhere") == []


def test_only_the_last_word_is_a_prefix(search):
    """It is the one still being typed."""
    assert keys(search, "all atten") == ["paper-1"]
    assert keys(search, "atten all") == []


def test_case_and_diacritics_do_not_matter(search):
    """Neither in what is asked nor in what is held."""
    assert keys(search, "CAFE") == keys(search, "café") == keys(search, "cafe\u0301") == ["paper-2"]


def test_a_word_with_marks_inside_is_looked_for_as_it_stands(search):
    """Its parts must stand side by side."""
    assert keys(search, "GPT-5") == ["paper-3"]
    assert set(keys(search, "gpt 5")) == {"paper-3", "paper-4"}
    assert keys(search, "推理") == ["paper-4"]


@pytest.mark.parametrize("query", ["", "   ", '"', "'", "*", "-", "…", "()", "\x00", "\ud800", "AND ()", "^", "🦜"])
def test_no_words_find_nothing(search, query):
    """And raise nothing."""
    assert keys(search, query) == []


@pytest.mark.parametrize(
    "query", ['attention"', "title:attention", "NEAR(attention all, 5)", "attention OR", "attention -all"]
)
def test_nothing_is_syntax(search, query):
    """FTS5's own signs and words are text like any other."""
    search.search(query)

    assert keys(search, 'attention" all*') == ["paper-1"]


def test_a_very_long_query_is_a_query(search):
    """However much is pasted into the field."""
    assert keys(search, "attention " * 5_000) == ["paper-1", "paper-2"]


def test_an_entry_is_replaced_and_removed(search):
    """No trace of what it said is left."""
    search.put([SearchEntry("paper-1", "Renamed", "")])
    search.delete(["paper-2", "unknown"])

    assert keys(search, "attention") == []
    assert keys(search, "renamed") == ["paper-1"]
    search.clear()
    assert keys(search, "renamed") == []


def test_the_last_of_one_key_in_one_call_wins(search):
    """As in a dictionary."""
    search.put([SearchEntry("k", "first", ""), SearchEntry("k", "second", "")])

    assert (keys(search, "first"), keys(search, "second")) == ([], ["k"])


def test_the_limit_keeps_the_best(search):
    """Scores fall from hit to hit."""
    assert [hit.key for hit in search.search("recurrence", limit=1)] == ["paper-2"]
    first, second = search.search("recurrence")
    assert first.score > second.score > 0


def test_entries_come_in_pages(search):
    """By key, as they were put."""
    first = search.page(limit=3)

    assert [entry.key for entry in first] == ["paper-1", "paper-2", "paper-3"]
    assert search.page(after="paper-3") == [SearchEntry("paper-4", "推理模型", "GPT models, 5 of them")]
