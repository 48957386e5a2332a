"""The parts of a search that need no library: titles, questions, marks."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidInputError
from graph.tokens import tokenise
from graph.views.search.highlights import Wanted, excerpt, marked
from graph.views.search.question import MOST_WORDS, months_of, question_of
from graph.views.search.shapes import Marked
from graph.views.search.titles import Segment, Titles, Vocabulary

TITLES = (
    "Reinforcement learning of patience",
    "Reinforced concrete, a history",
    "Learning to wait",
    "Deepseek",
    "On the learning of zebras",
    "Agents that wait for agents",
)


def titles(*segments: tuple[str, ...]) -> Titles:
    """Return the titles as a row of segments."""
    vocabulary = Vocabulary()
    return Titles(vocabulary, [Segment(vocabulary, some) for some in segments])


def likest(held: Titles, query: str) -> int:
    """Return the row of the title that has most of the query's words, of several the one with the least besides."""
    share, cover = held.alike(held.meant(tokenise(query)))
    return int((share + 0.1 * cover).argmax())


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("reinforcment lerning", 0),
        ("patience learning reinforcement", 0),
        ("deepsek", 3),
        ("depeseek", 3),
        ("zebars of learnign", 4),
        ("concrete historie", 1),
    ],
)
def test_a_misspelt_title_is_found(query: str, row: int) -> None:
    """In any order, whichever segment it lies in."""
    assert likest(titles(TITLES), query) == row
    assert likest(titles(TITLES[:2], TITLES[2:3], TITLES[3:]), query) == row


def test_a_word_as_it_is_counts_more_than_its_neighbours() -> None:
    """And a rare misspelling in a title is not worth more than the word."""
    held = titles(("Large language models", "Large langauge models", "Language", "Language of bees"))

    share, _ = held.alike(held.meant(["large", "language"]))

    assert share[0] == max(share)
    assert share[1] < share[0]


def test_short_words_and_numbers_have_no_neighbours() -> None:
    """GPT is not GPU, and 2024 not 2025; but three letters that nobody knows may be four."""
    held = titles(("GPU", "GPT", "Of 2025", "Only"))

    assert held.spelt(held.meant(["gpt"])[0]) == ["gpt"]
    assert held.spelt(held.meant(["nly"])[0]) == ["only"]
    assert held.meant(["2024"])[0].spellings == {}


@given(st.integers())
def test_every_single_slip_is_forgiven(seed: int) -> None:
    """A letter too many, too few, another one, two swapped: the word is among the spellings."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    word = "".join(chance.choices(string.ascii_lowercase, k=chance.randrange(5, 12)))
    at, letter = chance.randrange(len(word) - 1), chance.choice(string.ascii_lowercase)
    slips = (
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    held = titles((word,))

    assert all(held.spelt(held.meant([slipped])[0]) == [word] for slipped in slips)


def test_a_question_has_words_and_phrases() -> None:
    """The language's own words tell only a title, unless there are no others."""
    asked = question_of('how to "Mixture of Experts" GPT-5 routing of')

    assert asked.words == (("gpt", "5"), ("routing",))
    assert asked.phrases == (("mixture", "of", "experts"),)
    assert asked.every == ("how", "to", "gpt", "5", "routing", "of", "mixture", "experts")
    assert question_of("to be").words == (("to",), ("be",))
    assert question_of("“side by side”").phrases == (("side", "by", "side"),)


@pytest.mark.parametrize("query", ["", "  ", "!!!", '"', '""', "“”", "\x00", "\ud800", "🦜", "…"])
def test_no_words_are_no_question(query: str) -> None:
    """Nothing is looked for."""
    assert not question_of(query)


def test_a_quote_without_its_other_half_is_no_quote() -> None:
    """The words count all the same."""
    assert question_of('waiting "agents').words == (("waiting",), ("agents",))
    assert question_of('"a b" "agents').phrases == (("a", "b"),)


def test_of_very_many_words_the_first_are_looked_for() -> None:
    """And it is said that there were more."""
    asked = question_of(" ".join(f"w{number}" for number in range(5_000)))

    assert (len(asked.words), asked.cut) == (MOST_WORDS, True)
    assert question_of("x" * 10_000).cut


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2024-03", ("2024-03", "2024-03")),
        ("2024", ("2024-01", "2024-12")),
        ("2024-03..2024-06", ("2024-03", "2024-06")),
        ("2024..", ("2024-01", None)),
        ("..2024", (None, "2024-12")),
        ("2024-06..2024-03", ("2024-03", "2024-06")),
        ("..", (None, None)),
        ("March 2025", ("2025-03", "2025-03")),
        ("2025-3", ("2025-03", "2025-03")),
        ("mar. 2025", ("2025-03", "2025-03")),
        ("Sept 2025", ("2025-09", "2025-09")),
        ("2025 March", ("2025-03", "2025-03")),
        ("03/2025", ("2025-03", "2025-03")),
        ("Dec 2024 – Feb 2025", ("2024-12", "2025-02")),
        ("2024 to March 2025", ("2024-01", "2025-03")),
    ],
)
def test_months_are_one_or_a_range(text: str, months: tuple[str | None, str | None]) -> None:
    """Open at either end; told the wrong way round it is the same range."""
    assert months_of(text) == months


@pytest.mark.parametrize("text", ["2024-13", "march", "ma 2025", "2024-03-01", "٢٠٢٤", "2024-03...2024-06", "x.."])
def test_what_is_no_month_is_said(text: str) -> None:
    """With how one is written."""
    with pytest.raises(InvalidInputError, match=r"2024-03\.\.2024-06"):
        months_of(text)


def drawn(text: Marked | None) -> str:
    """Return the text with brackets around what is marked."""
    return "".join(f"[{part}]" if is_marked else part for part, is_marked in text.parts) if text else ""


def test_what_was_asked_for_is_marked() -> None:
    """Whole words, words side by side whatever is between, and beginnings; case and diacritics do not matter."""
    wanted = Wanted([("gpt", "5"), ("cafe",), ("wait",)], prefix=("patien",))

    assert drawn(marked("GPT-5, gpt 5 and GPT-52 at the Café: wait, waiting patiently", wanted)) == (
        "[GPT-5], [gpt 5] and GPT-52 at the [Café]: [wait], waiting [patiently]"
    )
    assert drawn(marked("nothing", Wanted([]))) == "nothing"
    assert drawn(marked("", wanted)) == ""


def test_an_excerpt_is_the_stretch_that_has_most() -> None:
    """Cut at words, with what is left out said; none where nothing is marked."""
    filler = "word " * 100
    text = f"agents {filler} agents wait here {filler}"
    wanted = Wanted([("agents",), ("wait",)])

    told = drawn(excerpt(["agents", text], wanted))

    assert "[agents] [wait] here" in told
    assert told.startswith("… word")
    assert told.endswith("word…")
    assert len(told) < 300
    assert excerpt([filler], wanted) is None


@given(st.text(), st.lists(st.lists(st.text("abcäß İ", min_size=1), min_size=1).map(tuple), max_size=4))
def test_marking_loses_nothing(text: str, sought: list[tuple[str, ...]]) -> None:
    """The parts together are the text."""
    assert "".join(part for part, _ in marked(text, Wanted(sought)).parts) == text
