"""What holds of any text: statements are in place, and reading them ends."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from graph.mention import Mention, Passage, Text
from graph.model import NodeKind
from graph.outline import Span
from ingest.entities.relations import relate
from tests.ingest.entities.marked import KINDS, entry, marked, post

_CUES = (
    "this paper the authors introduce uses using outperforms , . ; and — it we based on a new model from by compared to "
    "released ( ) ? % 's evaluated successor of ● : L M T"
)
_WORDS = st.sampled_from(_CUES.split())
_NAMES = st.tuples(st.sampled_from("MTBOPD"), st.sampled_from(["Orion 2", "Vega", "Northwind", "K"])).map(
    lambda drawn: f"{{{drawn[0]}:{drawn[1]}}}"
)


@given(st.lists(st.one_of(_WORDS, _NAMES), max_size=40), st.booleans())
def test_statements_have_valid_places_and_no_thing_is_related_to_itself(words: list[str], in_entry: bool) -> None:
    """Whatever the sentences are."""
    text, mentions = entry("{M:Orion 2}", " ".join(words)) if in_entry else post(" ".join(words))
    found = relate(text, mentions)

    assert found == relate(text, mentions)
    for one in found:
        passage = text.passages[one.passage].text
        assert 0 <= one.start < one.end <= len(passage)
        assert 0 <= one.object < len(mentions)
        assert one.subject is None or mentions[one.subject].name != mentions[one.object].name
        assert 0 < one.confidence <= 1


@given(st.text(alphabet=string.printable + "’—●“”İß\u0130", max_size=60), st.data())
def test_any_text_with_any_spans_is_read(text: str, data: st.DataObject) -> None:
    """Spans may touch or overlap a label, and lower case may be longer than what it was."""
    starts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=1, max_size=6)))
    bounds = list(zip(starts, [*starts[1:], len(text)], strict=True))
    mentions = [
        Mention(passage=0, start=a, end=b, text=text[a:b], kind=NodeKind(kind), name=text[a:b], extractor="test/1")
        for (a, b), kind in zip(bounds, list(KINDS.values()) * 2, strict=False)
        if a < b
    ]
    labels = (Span(0, len(text) // 2),) if data.draw(st.booleans()) else ()

    relate(
        Text(key="document-1", digest="", passages=(Passage(text=text, block=0, labels=labels, item="i"),)), mentions
    )


HOSTILE = [
    "using " * 60_000,
    "a, " * 100_000,
    "(" * 200_000,
    "— " * 100_000,
    "x" * 400_000,
    "the use of " * 30_000,
    ": " * 100_000,
]


@pytest.mark.parametrize("filler", HOSTILE, ids=[one[:8].strip() for one in HOSTILE])
def test_an_endless_sentence_is_read_at_once(filler: str) -> None:
    """What is longer than any sentence states nothing; nothing is tried on it."""
    written, mentions = marked("{M:Orion 2} from {O:Northwind} " + filler + "{M:Vega} using {T:gates}.")
    text = Text(key="document-1", digest="", passages=(Passage(text=written, block=0, item="i"),))

    assert not relate(text, mentions)


def test_a_sentence_of_nothing_but_names_and_cues_is_read_at_once() -> None:
    """As long as a sentence may be, with as many names as it may have."""
    written, mentions = marked("{M:Vega}, using {T:gates} and based on " * 19 + "this paper from {O:Northwind}.")
    passages = tuple(Passage(text=written, block=n, item="i") for n in range(20))
    everywhere = [replace(one, passage=n) for n in range(20) for one in mentions]

    relate(Text(key="document-1", digest="", passages=passages), everywhere)
