"""Which candidates stand."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.candidate import Candidate
from ingest.entities.choosing import choose

MODEL, TECHNIQUE, ORGANIZATION = NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.ORGANIZATION


def at(
    text: str, name: str, kind: NodeKind = MODEL, known: bool = False, confidence: float = 0.7, by: str = "forms"
) -> Candidate:
    start = text.index(name)
    return Candidate(
        start=start,
        end=start + len(name),
        kind=kind,
        extractor="lexicon" if known else by,
        confidence=1.0 if known else confidence,
        known=known,
    )


def chosen(text: str, *candidates: Candidate) -> list[tuple[str, NodeKind]]:
    return [(text[one.start : one.end], one.kind) for one in choose(Passage(text=text), candidates)]


def test_at_the_same_place_common_knowledge_wins() -> None:
    text = "Quill is here."
    assert chosen(text, at(text, "Quill", TECHNIQUE, confidence=0.95), at(text, "Quill", known=True)) == [
        ("Quill", MODEL)
    ]


def test_a_version_makes_a_longer_name_than_the_known_one() -> None:
    text = "They ran Quill-5-Codex today."
    found = chosen(text, at(text, "Quill-5", known=True), at(text, "Quill-5-Codex", confidence=0.5))
    assert found == [("Quill-5-Codex", MODEL)]


def test_more_words_around_a_known_name_do_not_win() -> None:
    text = "Prompting with Quill of Thought today."
    found = chosen(
        text,
        at(text, "Quill of Thought", TECHNIQUE, known=True),
        at(text, "Prompting with Quill of Thought", TECHNIQUE),
    )
    assert found == [("Quill of Thought", TECHNIQUE)]


def test_a_longer_name_that_the_text_introduces_wins() -> None:
    text = "We propose Group Mirror Tuning."
    found = chosen(
        text,
        at(text, "Mirror Tuning", TECHNIQUE, known=True),
        at(text, "Group Mirror Tuning", TECHNIQUE, confidence=0.8),
    )
    assert found == [("Group Mirror Tuning", TECHNIQUE)]


def test_of_two_guesses_the_longer_stands_unless_it_is_weaker() -> None:
    text = "Quill Flow Net"
    assert chosen(text, at(text, "Quill", confidence=0.7), at(text, "Quill Flow", confidence=0.7)) == [
        ("Quill Flow", MODEL)
    ]
    assert chosen(text, at(text, "Quill", confidence=0.7), at(text, "Quill Flow", confidence=0.4)) == [("Quill", MODEL)]


def test_finders_vote_on_the_kind() -> None:
    text = "Quill"
    found = choose(
        Passage(text=text),
        [
            at(text, "Quill", TECHNIQUE, confidence=0.6),
            at(text, "Quill", confidence=0.4, by="a"),
            at(text, "Quill", confidence=0.5, by="b"),
        ],
    )
    assert [(one.kind, one.confidence) for one in found] == [(MODEL, 0.6)]


def test_what_one_finder_knows_of_a_span_is_kept() -> None:
    text = "GMO"
    known, guess = at(text, "GMO", TECHNIQUE, known=True), at(text, "GMO", TECHNIQUE)
    [one] = choose(Passage(text=text), [known, Candidate(**{**_fields(guess), "long": "Group Mirror Optimization"})])
    assert (one.known, one.long) == (True, "Group Mirror Optimization")


def test_a_known_maker_before_a_guessed_model_is_left_out() -> None:
    text = "Quillworks Marten 3 came."
    found = chosen(text, at(text, "Quillworks", ORGANIZATION, known=True), at(text, "Quillworks Marten 3"))
    assert found == [("Quillworks", ORGANIZATION), ("Marten 3", MODEL)]


def test_terms_of_the_field_never_stand_unless_known() -> None:
    text = "LLM agents reason."
    assert chosen(text, at(text, "LLM agents", TECHNIQUE, confidence=0.95)) == []


def test_a_span_outside_the_text_is_dropped() -> None:
    assert choose(Passage(text="Quill"), [Candidate(start=0, end=9, kind=MODEL, extractor="x")]) == []


_CANDIDATES = st.builds(
    lambda start, length, kind, known, confidence: Candidate(
        start=start, end=start + length, kind=kind, extractor="x", confidence=confidence, known=known
    ),
    st.integers(0, 40),
    st.integers(1, 12),
    st.sampled_from([MODEL, TECHNIQUE, ORGANIZATION]),
    st.booleans(),
    st.floats(0.1, 1),
)


@given(st.lists(_CANDIDATES, max_size=25))
def test_no_two_overlap_and_the_order_of_finders_does_not_matter(candidates: list[Candidate]) -> None:
    passage = Passage(text="Quill-5 Marten Otter-7B of Mirrors and GMO (x)"[:46])
    found = choose(passage, candidates)
    assert all(one.end <= other.start for one, other in pairwise(found))
    spans = [(one.start, one.end) for one in found]
    assert spans == [(one.start, one.end) for one in choose(passage, candidates[::-1])]


def _fields(one: Candidate) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__struct_fields__}


def test_a_guess_that_only_speaks_of_a_known_thing_is_not_its_name() -> None:
    """ "Role of Quill", "Developer-Quill"; a name of its own may end in another."""
    for text in ("The Role of Quill", "Developer-Quill"):
        assert chosen(text, at(text, "Quill", known=True), at(text, text, TECHNIQUE, confidence=0.9)) == [
            ("Quill", MODEL)
        ]
    text = "Audio-Quill"
    assert chosen(text, at(text, "Quill", known=True), at(text, text, confidence=0.9)) == [("Audio-Quill", MODEL)]
