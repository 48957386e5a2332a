"""How names are marked."""

from __future__ import annotations

from api.pages.naming import marked, places, stretches, strip_bars
from api.pages.outlines import runs
from graph.model import Node, NodeKind
from graph.outline import Block, BlockKind, Link
from graph.views.shapes import Bar, NameAt

GPT = Node(id="model-gpt-5", kind=NodeKind.MODEL, name="GPT-5")
OTHER = Node(id="model-gpt-5.2", kind=NodeKind.MODEL, name="GPT-5.2")


def at(named: str, node: Node, quote: str = "") -> NameAt:
    return NameAt(block=0, named=named, quote=quote, node=node)


def test_a_name_is_marked_wherever_it_stands_as_a_word() -> None:
    """Within a longer word it is another name; what surrounds it stays text."""
    assert marked("RAG, <b>RAG</b> and DRAGON", "RAG") == (
        "<mark>RAG</mark>, &lt;b&gt;<mark>RAG</mark>&lt;/b&gt; and DRAGON"
    )
    assert marked("Say nothing", None) == "Say nothing"
    assert marked(None, "x") == ""
    assert marked("C++ it is", "C++") == "<mark>C++</mark> it is"


def test_a_name_is_not_marked_within_a_longer_one() -> None:
    """A version, a variant and what is written before it make another name."""
    for text in (
        "GPT-5.2, GPT-5-Codex, GPT-5 2, mini-GPT-5 and GPT-5",
        "GPT-5-mini, then GPT-5",
        "GPT-5.1-Codex! GPT-5.",
    ):
        (only,) = places(text, "GPT-5")
        assert only[0] == text.rindex("GPT-5")
        assert [start for start, _, _ in stretches(text, [at("GPT-5", GPT)])] == [only[0]]
    assert places("GPT-5.2 won", "GPT-5") == []


def test_a_name_that_never_stands_alone_is_marked_in_its_compound() -> None:
    """The words were quoted because of it; a made-up adjective is likelier the place than a longer name."""
    assert marked("o1-Max and an o1-based agent", "o1") == "o1-Max and an <mark>o1</mark>-based agent"
    assert marked("The BERT-LSTM", "BERT") == "The <mark>BERT</mark>-LSTM"
    assert marked("By pre-BERT means", "BERT") == "By pre-<mark>BERT</mark> means"


def test_a_long_sentence_is_cut_around_the_name() -> None:
    """The name is seen however late it comes."""
    drawn = marked("word " * 500 + "GPT-5 won " + "word " * 500, "GPT-5")

    assert "<mark>GPT-5</mark> won" in drawn
    assert len(drawn) < 600
    assert drawn.startswith("… ")
    assert drawn.endswith("…")


def test_a_name_in_a_hostile_text_is_found_soon() -> None:
    """Two megabytes of one letter hold it up no longer than they are long."""
    assert places("a" * 2_000_000, "aaa") == []
    assert len(places("a " * 1_000_000, "a")) == 1_000_000


def test_names_do_not_overlap() -> None:
    """The longest has its place first; each concept is marked once a block."""
    text = "GPT-5 mini beats GPT-5, and GPT-5 again"
    found = stretches(text, [at("GPT-5", GPT), at("GPT-5 mini", OTHER), at("GPT-5", GPT, "and GPT-5 again")])

    assert [(text[start:end], name.node.id) for start, end, name in found] == [
        ("GPT-5 mini", OTHER.id),
        ("GPT-5", GPT.id),
    ]


def test_a_name_is_marked_in_its_own_sentence() -> None:
    """One word that is two things in one block leads to each where it is that one."""
    text = "STAR is a paper. STAR is another."
    found = stretches(text, [at("STAR", GPT, "STAR is another."), at("STAR", OTHER, "STAR is a paper.")])

    assert [(start, name.node.id) for start, _, name in found] == [(0, OTHER.id), (17, GPT.id)]


def test_a_name_within_a_link_is_left_alone() -> None:
    """The link was there first; outside of it the name is one."""
    block = Block(BlockKind.PARAGRAPH, "Read GPT-5 by GPT-5.2", links=(Link(5, 10, "https://a.example/"),))
    drawn = runs(block, (), [at("GPT-5", GPT), at("GPT-5.2", OTHER)])

    assert [(run.text, run.url, run.concept) for run in drawn] == [
        ("Read ", None, None),
        ("GPT-5", "https://a.example/", None),
        (" by ", None, None),
        ("GPT-5.2", None, OTHER),
    ]


def test_bars_fall_into_their_span() -> None:
    """Scaled to the highest of those that do."""
    bars = [Bar(month="2024-01", count=90, picks=0), Bar(month="2025-02", count=10, picks=0)]

    assert strip_bars(bars, ["2025-01", "2025-02"], 20) == [(1, 20)]
    assert strip_bars(bars, [], 20) == []
