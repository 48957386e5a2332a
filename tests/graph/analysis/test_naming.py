"""Names that people would give: what is frequent inside and rare outside, told as it is written."""

from __future__ import annotations

import pytest

from graph.analysis.naming import names_of, terms_of

KITES = [
    f"Flying kites {where}"
    for where in ("at night", "in the rain", "over rivers", "from roofs", "in winter", "by hand")
]
BREAD = [
    f"Baking rye bread {how}" for how in ("slowly", "with seeds", "on stone", "in clay", "for weeks", "without salt")
]


def named(
    *titles: list[str], former: list[list[str]] | None = None, concepts: dict[str, list[str]] | None = None
) -> list[str]:
    keys = [[f"{place} {title}" for title in some] for place, some in enumerate(titles)]
    terms = {
        key: terms_of(title, (concepts or {}).get(title, ()))
        for some, group in zip(titles, keys, strict=True)
        for title, key in zip(some, group, strict=True)
    }
    return [one.name for one in names_of(keys, terms, former or [[] for _ in titles])]


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
    (naming,) = names_of([keys], terms, [[]])

    assert naming.terms == (("flying kites", 6, 6),)


def test_a_concept_names_its_works():
    """As it is written there, whatever the titles say."""
    titles = ["On waiting", "Patience pays", "To rest", "Sooner or later", "Idle hands", "No haste"]
    concepts = {title: ["GRPO"] for title in titles}

    assert named(titles, BREAD, concepts=concepts)[0] == "GRPO"


def test_a_name_stays_while_it_is_nearly_as_good():
    """Yesterday's term is kept against one that is only a little better."""
    titles = ["Red kites", "Red kites fly", "Red boats", "Blue kites", "Old boats", "New boats sink"]
    today = named(titles, BREAD)[0]
    other = "boats" if "kites" in today.lower() else "kites"

    assert other in named(titles, BREAD, former=[[other], []])[0].lower()


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
