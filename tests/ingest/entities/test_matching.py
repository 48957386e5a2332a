"""Known names in texts: every spelling, whole names only, and what context decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.mention import Passage
from graph.model import NodeKind
from graph.names import name_key
from ingest.entities.candidate import Candidate
from ingest.entities.lexicon import Entry, Form, Lexicon
from ingest.entities.matching import LexiconFinder


def entry(kind: NodeKind, name: str, *aliases: Form, **further: object) -> Entry:
    """Return an entry whose name is unrestricted unless the first alias says otherwise."""
    own = () if aliases and aliases[0].text == name else (Form(name),)
    return Entry(kind=kind, name=name, forms=(*own, *aliases), **further)  # type: ignore[arg-type]


def only(text: str) -> Form:
    return Form(text, exact=True)


def perhaps(text: str) -> Form:
    return Form(text, exact=True, doubtful=True)


LEXICON = Lexicon(
    [
        entry(NodeKind.MODEL, "GPT-4", organization="OpenAI"),
        entry(NodeKind.MODEL, "GPT-4o", organization="OpenAI"),
        entry(NodeKind.MODEL, "Sora", organization="OpenAI"),
        entry(NodeKind.MODEL, "o1", only("o1"), organization="OpenAI"),
        entry(NodeKind.MODEL, "Llama 3 8B", organization="Meta"),
        entry(NodeKind.MODEL, "Claude", only("Claude"), organization="Anthropic"),
        entry(NodeKind.MODEL, "Claude Opus 4.5", Form("Opus 4.5"), organization="Anthropic", parent="Claude"),
        entry(NodeKind.ORGANIZATION, "OpenAI"),
        entry(NodeKind.ORGANIZATION, "Google"),
        entry(NodeKind.ORGANIZATION, "Anthropic"),
        entry(NodeKind.TECHNIQUE, "Retrieval-augmented generation", only("RAG")),
        entry(NodeKind.TECHNIQUE, "Chain of thought"),
        entry(NodeKind.TECHNIQUE, "LoRA"),
        entry(NodeKind.TECHNIQUE, "LoRA+"),
        entry(NodeKind.TECHNIQUE, "CNN"),
        entry(NodeKind.TECHNIQUE, "LSTM"),
        entry(NodeKind.TECHNIQUE, "Newton's method"),
        entry(NodeKind.TECHNIQUE, "Agent Skills", perhaps("Skills"), organization="Anthropic", needs=("Claude",)),
        entry(NodeKind.TECHNIQUE, "Pruning", Form("Pruning", doubtful=True), needs=("neural", "weight")),
        entry(NodeKind.BENCHMARK, "SWE-bench"),
        entry(NodeKind.PRODUCT, "PyTorch"),
        entry(NodeKind.PRODUCT, "Claude Code", organization="Anthropic"),
        entry(NodeKind.PRODUCT, "ChatGPT Deep Research", perhaps("Deep Research"), organization="OpenAI"),
        entry(NodeKind.PRODUCT, "Gemini Deep Research", perhaps("Deep Research"), organization="Google"),
        entry(NodeKind.TECHNIQUE, "STaR", only("STaR"), only("STAR"), needs=("reasoner", "bootstraps")),
        entry(NodeKind.BENCHMARK, "Situated reasoning", only("STAR"), needs=("video",)),
        entry(NodeKind.PERSON, "Bernhard Schölkopf"),
    ]
)
FINDER = LexiconFinder(LEXICON)


def found(*texts: str) -> list[list[Candidate]]:
    return FINDER.find([Passage(text=text, block=at) for at, text in enumerate(texts)])


def spans(text: str) -> list[str]:
    """Return what is found in one passage, as it is written."""
    return [text[one.start : one.end] for one in found(text)[0]]


def names(*texts: str) -> list[str | None]:
    """Return the canonical names found in passages."""
    return [one.name for some in found(*texts) for one in some]


@pytest.mark.parametrize(
    "written",
    [
        "GPT-4o",
        "GPT 4o",
        "gpt4o",
        "GPT4o",
        "GPT‑4o",
        "GPT–4o",
        "Gpt-4O",
        "gpt_4o",
        "GPT\u00a04o",
        "(GPT-4o)",
        "“GPT-4o”",
    ],
)
def test_spellings_are_one_name(written: str) -> None:
    """Hyphens of all kinds, spaces, nothing, and case do not make another name."""
    assert names(f"They asked {written}, once.") == ["GPT-4o"]


@pytest.mark.parametrize("written", ["chain-of-thought", "Chain of Thought", "chainofthought", "chain of-thought"])
def test_words_of_a_name_may_be_joined(written: str) -> None:
    """Between any two words."""
    assert spans(f"With {written} it works.") == [written]


def test_letters_with_accents_are_those_without() -> None:
    """And the place in the text stays right behind them."""
    assert spans("Érik met Bernhard Scholkopf, then Bernhard Schölkopf.") == [
        "Bernhard Scholkopf",
        "Bernhard Schölkopf",
    ]


@pytest.mark.parametrize("written", ["Sorana", "xSora", "o1x", "O1", "rag", "GPT-44", "storage", "LoRAx"])
def test_only_whole_words_in_the_right_case_are_names(written: str) -> None:
    """Neither a part of a word nor another case of a form that counts in its own only."""
    assert names(f"The {written} is here.") == []


@pytest.mark.parametrize(
    "written",
    [
        "GPT-4.1",
        "GPT-5-Codex",
        "GPT-4-Codex",
        "GPT-4-32k",
        "GPT-4 Turbo",
        "GPT-4-turbo",
        "gpt-4 turbo",
        "Claude 5",
        "Claude-5.1",
        "MiniGPT-4",
        "Auto-GPT-4",
        "SWE-bench Pro",
        "GPT-4+",
        "GPT-4++",
        "Llama 3 8B-Instruct",
        "Llama 33 8B",
    ],
)
def test_a_name_that_goes_on_is_another_name(written: str) -> None:
    """A version, a size or a variant makes another name, which finders of unknown names take whole."""
    assert names(f"We tried {written} there.") == []


@pytest.mark.parametrize(
    "written",
    [
        "GPT-4-based",
        "GPT-4-style",
        "GPT-4-Based",
        "GPT-4-level",
        "pre-GPT-4",
        "GPT-4/5",
        "GPT-4.",
        "GPT-4, 5 times",
        "GPT-4 (5 times)",
        "GPT-4 86.4%",
        "GPT-4's",
        "GPT-4’s",
        "GPT-4—the",
        "GPT-4: a",
        "GPT-4²",
    ],
)
def test_what_english_hangs_on_a_name_is_no_part_of_it(written: str) -> None:
    """Suffixes, possessives, punctuation and footnote marks stay outside the span."""
    assert spans(f"A {written} thing.") == ["GPT-4"]


def test_versions_of_a_product_are_the_product() -> None:
    """A library is the same one year later, and companies have no versions."""
    assert spans("PyTorch 2.0 and OpenAI-compatible endpoints.") == ["PyTorch", "OpenAI"]


def test_two_names_joined_by_a_hyphen_are_two() -> None:
    """Where both are known and neither is a model."""
    assert spans("A CNN-LSTM, an OpenAI–Google deal, a CNN-Gizmo.") == ["CNN", "LSTM", "OpenAI", "Google"]


def test_plurals_are_the_name_and_in_its_span() -> None:
    """Of acronyms and of what is one of a kind; a company has none."""
    assert spans("RAGs, CNNs, chains of thought and OpenAIs; LoRAs.") == ["RAGs", "CNNs", "LoRAs"]


def test_signs_that_make_a_name_are_asked_for() -> None:
    """LoRA+ is not LoRA; an apostrophe may be of either kind."""
    assert names("LoRA+ beats LoRA by Newton’s method.") == ["LoRA+", "LoRA", "Newton's method"]
    assert spans("LoRA+ wins.") == ["LoRA+"]


def test_a_space_inside_a_word_asks_for_capitals() -> None:
    """Open AI is a company, open AI an attitude."""
    assert spans("Open AI is for open AI.") == ["Open AI"]


def test_signs_between_sentences_are_no_part_of_a_name() -> None:
    """Nor are commas and brackets."""
    assert names("It is a chain. Of thought, chain, of thought (chain) of thought.") == []


def test_the_longest_name_wins() -> None:
    """And nothing overlaps."""
    assert names("Claude Code, Claude Opus 4.5 and Opus 4.5 by Claude") == [
        "Claude Code",
        "Claude Opus 4.5",
        "Claude Opus 4.5",
        "Claude",
    ]


def test_web_addresses_name_nothing() -> None:
    """Neither whole ones nor bare hosts; a sign of a handle is no address."""
    assert names("https://a.example/gpt-4o?x=Sora openai.com www.example.org/sora") == []
    assert names("@OpenAI shows Sora.") == ["OpenAI", "Sora"]


def test_a_doubtful_form_asks_for_its_context() -> None:
    """A word of its context or its maker in the passage, or its certain name anywhere."""
    assert names("Skills matter.") == []
    assert names("Skills matter.", "Claude likes it.") == ["Claude"]
    assert names("Skills matter to Anthropic.") == ["Agent Skills", "Anthropic"]
    assert names("Claude has Skills.") == ["Claude", "Agent Skills"]
    assert names("Skills matter.", "They are Agent Skills.") == ["Agent Skills", "Agent Skills"]
    assert names("Pruning roses.", "Pruning of weights.") == ["Pruning"]


def test_the_nearest_scope_decides_between_two_entries() -> None:
    """The sentence before the passage, the passage before the text."""
    assert names("OpenAI sells. Deep Research by Google is new.")[1] == "Gemini Deep Research"
    assert names("OpenAI sells. It made Deep Research.")[-1] == "ChatGPT Deep Research"
    assert names("A STAR is born.", "It watches a video.") == ["Situated reasoning"]


def test_what_most_speaks_for_decides() -> None:
    """Two words of its context outweigh one of the other's."""
    assert names("STAR, a reasoner that bootstraps, saw a video.") == ["STaR"]


def test_what_context_does_not_decide_stays_ambiguous() -> None:
    """With the canonical names it may be, and no name of its own."""
    (star,) = found("STAR is out.")[0]

    assert (star.name, star.known, star.candidates) == (None, False, ("STaR", "Situated reasoning"))
    assert star.confidence < found("A STAR reasoner.")[0][0].confidence < found("Sora.")[0][0].confidence


def test_passages_are_answered_one_by_one() -> None:
    """One list a passage, in order of their start."""
    assert [[one.start for one in some] for some in found("", "Sora, Sora", "nothing")] == [[], [0, 6], []]
    assert LexiconFinder(Lexicon([])).find([Passage(text="Sora")]) == [[]]


PIECES = st.sampled_from(
    [
        "GPT-4",
        "GPT 4o",
        "Sora",
        "o1",
        "RAG",
        "Claude",
        "Deep Research",
        "CNN",
        "LoRA+",
        "-",
        " ",
        ". ",
        "’s",
        "İ",
        "ﬁ",
        "²",
        "é",
        "中",
        "s",
        "\n",
        "4",
        "+",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=3))
def test_a_span_is_the_form_that_is_written_there(texts: list[str]) -> None:
    """Spans lie in the text, in order and apart, and spell a form of the entry but for a plural."""
    for text, candidates in zip(texts, found(*texts), strict=True):
        end = 0
        for one in candidates:
            assert end <= one.start < one.end <= len(text)
            end = one.end
            key = name_key(text[one.start : one.end])
            known = {entry.name for entry in (*LEXICON.entries_of(key), *LEXICON.entries_of(key.removesuffix("s")))}
            assert known >= ({one.name} if one.name else set(one.candidates))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Twice the same."""
    assert found(text) == found(text)


@pytest.mark.parametrize(
    "hostile",
    [
        "Deep Research ",
        "STAR ",
        "Skills-",
        "GPT-4-",
        "-",
        "gpt ",
        "https://",
        "www.a ",
        "Claude Claude ",
        "chain of ",
        "o1.",
    ],
)
def test_hostile_texts_take_no_longer_than_others(hostile: str) -> None:
    """A long block of words that nearly match, or always do, is read in one go."""
    text = hostile * (400_000 // len(hostile))

    assert all(one.end <= len(text) for one in found(text, "OpenAI, Google")[0])


@pytest.mark.parametrize(
    "text",
    ["Claude Enterprise is sold.", "He is Chief PyTorch Officer.", "Under the Google license.", "A Google License"],
)
def test_what_makes_another_thing_of_a_name_is_heeded(text: str) -> None:
    """A product's word behind it, a person's title before it, a licence called after an institution."""
    assert FINDER.find([Passage(text=text)]) == [[]]
