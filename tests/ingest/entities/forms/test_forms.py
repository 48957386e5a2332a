"""The finder of unknown names as a whole: its laws, and what it does with hostile texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.mention import Passage
from graph.model import NodeKind
from graph.outline import Span
from ingest.entities.choosing import choose
from ingest.entities.forms import FormsFinder
from ingest.entities.forms.generic import is_generic
from ingest.entities.forms.nouns import head_kind
from ingest.entities.forms.scanning import Shape, shape_of, tokens
from tests.ingest.entities.forms.naming import named

_WRITTEN = (
    "Quill Quill-7B GPQ GPQs QuillNet 3.1 70B Pro mini ( ) , . : - / the of we introduce model called LLM é Ünal 数 \\ $ \n "
    "“ ” 's + *"
)
_PIECES = st.sampled_from(_WRITTEN.split(" "))
_TEXTS = st.one_of(
    st.text(max_size=80), st.lists(_PIECES, max_size=30).map(" ".join), st.lists(_PIECES, max_size=30).map("".join)
)


@given(st.lists(_TEXTS, max_size=4))
def test_candidates_are_spans_in_order_and_those_chosen_never_overlap(texts: list[str]) -> None:
    passages = [
        Passage(text=text, block=n, labels=(Span(0, len(text)),) if n == 0 else ()) for n, text in enumerate(texts)
    ]
    found = FormsFinder().find(passages)
    assert found == FormsFinder().find(passages)
    for passage, candidates in zip(passages, found, strict=True):
        assert [one.start for one in candidates] == sorted(one.start for one in candidates)
        assert all(0 <= one.start < one.end <= len(passage.text) for one in candidates)
        assert all(0 < one.confidence <= 1 for one in candidates)
        chosen = choose(passage, candidates)
        assert all(one.end <= other.start for one, other in pairwise(chosen))


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "A-",
        "Aa",
        "Quill-7B ",
        "Aa Bb ",
        "(",
        "(A",
        "A (",
        "Foo (F) ",
        "1.",
        "A.1",
        "a-",
        "Quill, ",
        "such as A, ",
        "X of ",
        "\\",
        "Aa: ",
        "3",
    ],
)
def test_long_hostile_texts_are_read(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    FormsFinder().find([Passage(text=text, block=0, labels=(Span(0, len(text)),))])


def test_nothing_is_found_in_nothing() -> None:
    assert FormsFinder().find([]) == []
    assert FormsFinder().find([Passage(text="")]) == [[]]


def test_one_place_that_introduces_a_name_speaks_for_all_passages() -> None:
    found = FormsFinder().find(
        [Passage(text="QuillNet helps.", block=0), Passage(text="We propose QuillNet.", block=1)]
    )
    assert [len(one) for one in found] == [1, 1]


def test_an_enumeration_shares_what_is_said_of_one() -> None:
    found = named("We compare open LLMs such as Quill-7B, Marten and Otter.")
    assert found == {"Quill-7B": NodeKind.MODEL, "Marten": NodeKind.MODEL, "Otter": NodeKind.MODEL}


def test_a_company_before_its_model_is_no_part_of_the_name() -> None:
    found = named("Quillworks announced a plan. Then Quillworks Marten 3.1 Pro came.")
    assert "Marten 3.1 Pro" in found


@pytest.mark.parametrize(
    "name", ["LLM", "LLMs", "AI agents", "Large Language Models", "SpeechLLMs", "Multi-Agent", "3D", "2025", "The"]
)
def test_terms_of_the_field_name_nothing(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize("name", ["NExT", "QuillNet", "GPQ", "Self-GPQ", "R*", "3DS"])
def test_styled_capitals_name_even_where_the_letters_are_a_word(name: str) -> None:
    assert not is_generic(name)


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("a large language model for code", NodeKind.MODEL),
        ("a family of open models", NodeKind.MODEL),
        ("a model merging method that", NodeKind.TECHNIQUE),
        ("a new, fast benchmark of", NodeKind.BENCHMARK),
        ("a person who", None),
    ],
)
def test_the_head_of_a_phrase_says_its_kind(phrase: str, kind: NodeKind | None) -> None:
    assert head_kind(phrase.split()) is kind


@pytest.mark.parametrize(
    ("token", "shape"),
    [
        ("QuillNet", Shape.CAMEL),
        ("nanoQuill", Shape.CAMEL),
        ("GPQ", Shape.ACRONYM),
        ("Q*", Shape.ACRONYM),
        ("GPQ-4", Shape.DIGITS),
        ("Self-GPQ", Shape.MIXED),
        ("Quill", Shape.WORD),
        ("Low-Rank", Shape.WORD),
        ("3.1", Shape.NUMBER),
    ],
)
def test_a_token_has_one_shape(token: str, shape: Shape) -> None:
    assert shape_of(token) is shape


def test_tokens_leave_out_addresses_and_markup() -> None:
    assert [token.text for token in tokens("see \\textbf{QuillNet} at https://a.org/FooBar, @Marten and non-GPQ")] == [
        "QuillNet",
        "GPQ",
    ]


def test_institutions_are_known_by_their_own_word() -> None:
    """Also where it governs what follows; a sentence's first adverb is no part of a name."""
    found = named("We met at the Marten Quill University of Otter and the Center for Quill Studies.")
    assert set(found.values()) == {NodeKind.ORGANIZATION}
    assert "Marten University" in named("Unfortunately Marten University closed.")


def test_a_company_may_be_its_address() -> None:
    """ "Quillworth.ai" is a name in a sentence, not in an address."""
    assert named("See the post at Quillworth.ai again.") == {"Quillworth.ai": NodeKind.ORGANIZATION}
    assert named("See www.Quillworth.ai or Quillworth.ai/about.") == {}


def test_bots_are_products_with_all_their_versions() -> None:
    """A capital that only begins a sentence, and a surname, make none."""
    found = named("We built Quillbot v0.1 and Quillbot is fine.")
    assert found == {"Quillbot v0.1": NodeKind.PRODUCT, "Quillbot": NodeKind.PRODUCT}
    assert named("Then Marten met Talbot.") == {}


def test_a_family_with_a_product_word_is_a_product() -> None:
    """ "Quill Enterprise" is sold by the makers of Quill."""
    assert named("Many bought Quill Enterprise.", families=("Quill",)) == {"Quill Enterprise": NodeKind.PRODUCT}


def test_publications_are_organizations_where_the_noun_says_so() -> None:
    """As any other name by the noun behind it."""
    assert named("I read the QuillNews newsletter and QuillNews again.")["QuillNews"] is NodeKind.ORGANIZATION
