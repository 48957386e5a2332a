"""Names that people would give: what is frequent inside and rare outside, told as it is written."""

from __future__ import annotations

import pytest

from graph.analysis.naming import Words, names_of
from graph.analysis.terms import capitals_of, cased, heading_terms, terms_of

KITES = [
    f"Flying kites {where}"
    for where in ("at night", "in the rain", "over rivers", "from roofs", "in winter", "by hand")
]
BREAD = [
    f"Baking rye bread {how}" for how in ("slowly", "with seeds", "on stone", "in clay", "for weeks", "without salt")
]


def named(
    *titles: list[str],
    former: list[list[str]] | None = None,
    concepts: dict[str, list[str]] | None = None,
    headings: dict[str, list[str]] | None = None,
    proper: tuple[str, ...] = (),
) -> list[str]:
    keys = [[f"{place} {title}" for title in some] for place, some in enumerate(titles)]
    terms = {
        key: terms_of(title, (concepts or {}).get(title, ()))
        for some, group in zip(titles, keys, strict=True)
        for title, key in zip(some, group, strict=True)
    }
    under = {
        key: heading_terms((headings or {}).get(title, ()))
        for some, group in zip(titles, keys, strict=True)
        for title, key in zip(some, group, strict=True)
    }
    words = Words(terms=terms, headings=under)
    return [one.name for one in names_of(keys, words, former or [[] for _ in titles], proper=proper)]


def test_a_community_is_called_after_what_only_it_has():
    """The phrase rather than its words."""
    assert named(KITES, BREAD) == ["Flying kites", "Baking rye bread"]


def test_what_all_have_names_none():
    """Here everything is about large language models."""
    titles = [[f"{title} with Large Language Models" for title in some] for some in (KITES, BREAD)]

    assert all("anguage" not in name for name in named(*titles))


def test_a_term_is_told_with_what_it_rests_on():
    """How many of the works have it, and how many of all."""
    keys = [f"work {number}" for number in range(6)]
    terms = {key: terms_of(title) for key, title in zip(keys, KITES, strict=True)}
    terms |= {title: terms_of(title) for title in (*BREAD, "Why kites fall")}
    (naming,) = names_of([keys], Words(terms=terms), [[]])

    assert naming.terms == (("flying kites", 6, 6),)


def test_a_concept_names_its_works():
    """As it is written there, whatever the titles say."""
    titles = ["On waiting", "Patience pays", "To rest", "Sooner or later", "Idle hands", "No haste"]
    concepts = {title: ["GRPO"] for title in titles}

    assert named(titles, BREAD, concepts=concepts)[0] == "GRPO"


def test_a_name_stays_while_it_is_nearly_as_good():
    """Yesterday's term is kept against one that is only a little better."""
    titles = ["Red kites", "Kites fly", "Red boats", "Blue kites", "Old boats", "New boats sink"]
    today = named(titles, BREAD)[0]
    other = "boats" if "kites" in today.lower() else "kites"

    assert other in named(titles, BREAD, former=[[other], []])[0].lower()


IDLE = ["On waiting", "Patience pays", "To rest", "Sooner or later", "Idle hands", "No haste"]


def test_a_heading_names_what_stands_under_it():
    """Most of the community, and little else; where others stand under it too, it is no name of this one."""
    under = {title: ["Leisure"] for title in IDLE[:4]}

    assert named(IDLE, BREAD, headings=under)[0] == "Leisure"
    assert named(IDLE, BREAD, headings=under | {title: ["Leisure"] for title in BREAD})[0] == ""
    assert named(IDLE, BREAD, headings={title: ["Leisure"] for title in IDLE[:2]})[0] == ""


@pytest.mark.parametrize(
    "heading",
    [
        "Milestone papers",
        "Week 12",
        "March 2024",
        "2023",
        "Must read",
        "Others",
        "Introduction",
        "Papers",
        "Top 10 of the week",
        "Useful Resources",
        "Other notable news",
        "My favourite posts of the year",
    ],
)
def test_a_heading_that_tells_a_kind_a_time_or_a_rank_is_no_name(heading: str):
    """Though everything stands under it."""
    assert named(IDLE, BREAD, headings={title: [heading] for title in IDLE})[0] == ""


@pytest.mark.parametrize("heading", ["Reinforcement learning papers", "Kites of the week", "New kinds of bread"])
def test_a_heading_with_a_subject_may_be_one(heading: str):
    """Whatever else it tells."""
    assert heading_terms([heading])


def test_a_word_that_leans_on_the_next_is_told_with_it():
    """As most of them go on."""
    law = [f"Maritime {what}" for what in ("trade", "trade routes", "trade winds", "lore", "maps", "stories", "songs")]

    assert named(law, BREAD)[0] == "Maritime trade"


def test_nothing_is_told_twice():
    """In another form of the word, or as its initials."""
    marks = ["Watermarks in wood", "Watermarking of wool", "Watermarks on cloth", "Watermarking by hand"]
    long = ["Slow motion kites", "SMK in the rain", "Slow motion kites and SMK", "SMK, or slow motion kites", "SMK"]

    assert named([*marks, *(f"{one} {at}" for at, one in enumerate(marks))], BREAD)[0].lower().count("watermark") == 1
    assert named([*long, *(f"{one} {at}" for at, one in enumerate(long))], BREAD)[0] in ("SMK", "Slow motion kites")


def test_what_few_say_names_nothing():
    """Two of seven, or three of thirty: the others are not called by it; nor is a word that needs another after it."""
    few = ["Sails of flax", "Sails of hemp", *IDLE[:5]]
    many = [
        "Sails of flax",
        "Sails of hemp",
        "Sails of wool",
        *(f"{letter}{letter}" for letter in map(chr, range(97, 123))),
    ]
    noisy = [f"Noisy {what}" for what in ("bells", "drums", "horns", "pipes")]

    assert named(few, BREAD)[0] == named(many, BREAD)[0] == named(noisy, BREAD)[0] == ""


def test_what_is_mostly_said_elsewhere_names_nothing():
    """A few of the works say it, and many others do."""
    some = [*(f"Boats {number}" for number in range(16)), *(f"Oars of {name}" for name in ("ash", "oak", "elm"))]
    others = [f"Oars and rye {number}" for number in range(12)]

    assert "ars" not in named(some, others)[0]


def test_a_word_is_not_written_like_a_product():
    """Its plural is seen; a product that all mean keeps its capital."""
    tools = ["Operators on trees", "Operators in time", "An operator of winds", "Operators and rain"]
    quill = ["Quill at night", "Quill in the rain", "Why Quill", "Quill by hand"]

    assert named(["Wooden oars", *tools], quill, proper=("Operator", "Quill")) == ["Operators", "Quill"]


def test_capitals_are_learnt_from_titles_written_like_sentences():
    """Those of titles with a capital at every word tell nothing, nor do first words."""
    told = capitals_of(
        ["Baking with the help of Bayesian thinking", "Tools: Trees for slow walking on Sundays", "All About Big Kites"]
    )

    assert told["bayesian"]
    assert not told["thinking"]
    assert not {"trees", "tools", "kites"} & told.keys()
    assert cased("bayesian Thinking with LoRA kites", told) == "Bayesian thinking with LoRA kites"


def test_a_group_without_words_has_no_name():
    """Whoever asks finds another: after what is joined best in it."""
    assert named(["2023", "404", "17", "2024"], KITES)[0] == ""


@pytest.mark.parametrize(
    ("title", "term", "written"),
    [
        ("Few-Shot Learning of Kites", "few shot learning", "few-shot learning"),
        ("QLoRA: Quantized Adapters", "qlora", "QLoRA"),
        ("Agents’ Memories", "agent memory", "agents’ memories"),
        ("Chain of Thought, Revisited", "chain of thought", "chain of thought"),
    ],
)
def test_terms_are_written_as_within_a_sentence(title: str, term: str, written: str):
    """Plural and singular are one term; capitals stay where they are inside a word."""
    assert terms_of(title)[term] == written


def test_a_piece_of_a_compound_is_no_term():
    """Nor are words on both sides of a comma, or words that end in "of"."""
    terms = terms_of("Few-Shot Kites, Boats of Wood")

    assert not {"shot kite", "kite boat", "boat of"} & terms.keys()
