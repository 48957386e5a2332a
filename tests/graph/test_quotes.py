"""The words that evidence quotes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.mention import Mention, Passage, Statement
from graph.model import EdgeKind, NodeKind
from graph.quotes import Quotes, quoted


def mention(start: int, end: int) -> Mention:
    """Return a mention of the first passage."""
    return Mention(passage=0, start=start, end=end, text="", kind=NodeKind.MODEL, name="", extractor="")


def test_a_passage_is_cut_into_sentences_once() -> None:
    """However many names it has, and not before one is asked for."""
    asked = []

    def sentences(text: str) -> list[tuple[int, int]]:
        asked.append(text)
        return [(0, 4), (5, 9)]

    quotes = Quotes([Passage(text="One. Two. "), Passage(text="Never.")], sentences)

    assert [quotes.around(mention(*bounds)) for bounds in ((0, 3), (5, 8), (9, 10))] == ["One.", "Two.", ""]
    assert asked == ["One. Two. "]


def test_a_statement_is_quoted_with_what_it_is_about() -> None:
    """As long as that stands in it."""
    text = f"{'Word ' * 90}Quill."
    quotes = Quotes([Passage(text=text)], lambda said: [(0, len(said))])
    stated = Statement(kind=EdgeKind.USES, passage=0, start=0, end=len(text), object=0)

    assert quotes.within(stated, mention(450, 455)).endswith("Word Quill.")
    assert quotes.within(stated, mention(900, 905)).startswith("Word Word")


@given(st.text("ab .", max_size=900), st.data())
def test_a_quote_has_the_name_and_is_short(text: str, data: st.DataObject) -> None:
    """Wherever the name stands."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first = data.draw(st.integers(start, end))
    last = data.draw(st.integers(first, min(end, first + 100)))

    quote = quoted(text, start, end, first, last)

    assert text[first:last].strip() in quote
    assert quote.strip("…") in text
    assert len(quote) <= 302
