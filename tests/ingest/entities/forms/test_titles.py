"""Names in titles and labels."""

from __future__ import annotations

import pytest

from graph.model import NodeKind
from tests.ingest.entities.forms.naming import named, title


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Zorvex: An Open Language Model for Chess", "Zorvex", NodeKind.MODEL),
        ("Zorvex: A Family of Small Vision-Language Models", "Zorvex", NodeKind.MODEL),
        ("ZorBench: Evaluating Agents at Sea", "ZorBench", NodeKind.BENCHMARK),
        ("ZorQuest - A dataset of riddles", "ZorQuest", NodeKind.BENCHMARK),
        ("ZorLoss: Training Without Labels", "ZorLoss", NodeKind.TECHNIQUE),
        ("Zorkit: A library for reproducible runs", "Zorkit", NodeKind.PRODUCT),
        ("ZorRA, a low-rank method for tuning", "ZorRA", NodeKind.TECHNIQUE),
        ("Ring of Mirrors: Debating with Oneself", "Ring of Mirrors", NodeKind.TECHNIQUE),
        ("Zorvex-3 Technical Report", "Zorvex-3", NodeKind.MODEL),
        ("The Zorvex 3 Herd of Models", "Zorvex 3", NodeKind.MODEL),
        ("Introducing Zorvex 2.5: our best model", "Zorvex 2.5", NodeKind.MODEL),
        ("Recursive Mirror Networks", "Recursive Mirror Networks", NodeKind.TECHNIQUE),
        ("Scalable Mirror Decoding", "Mirror Decoding", NodeKind.TECHNIQUE),
    ],
)
def test_a_title_names_what_it_presents(text: str, name: str, kind: NodeKind) -> None:
    if text == "Recursive Mirror Networks":
        text = "Recursive Mirror Network"
        name = text
    assert named(title(text), "This paper is about it.").get(name) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Large Language Models: A Survey",
        "Agents in the Wild: Survey and Outlook",
        "Rethinking Evaluation: What Went Wrong",
        "Why Do Models Forget?",
        "January: A Quiet Month",
        "Position: Benchmarks Should Rest",
        "Conclusion: what we learned",
        "Models are Mirrors: On Copying",
    ],
)
def test_a_title_of_plain_words_names_nothing(text: str) -> None:
    assert named(title(text)) == {}


def test_a_title_ends_with_what_it_works_by() -> None:
    found = named(title("Faster Decoding of Long Texts with ZorQuant"), "ZorQuant works.")
    assert found == {"ZorQuant": NodeKind.TECHNIQUE}


def test_a_name_that_a_title_introduces_is_found_in_the_text_however_it_is_cased() -> None:
    found = named(title("Zorvexnet: A Method For Sorting"), "We find that ZorvexNet sorts.")
    assert found == {"Zorvexnet": NodeKind.TECHNIQUE, "ZorvexNet": NodeKind.TECHNIQUE}


def test_a_name_of_several_words_is_found_again() -> None:
    found = named(title("Ring of Mirrors: A Framework for Debate"), "With Ring of Mirrors, two sides agree.")
    assert list(found) == ["Ring of Mirrors"]


@pytest.mark.parametrize(
    "text",
    [
        "Meet the winners of our prize",
        "Introducing import",
        "Hello, world",
        "Introducing a quieter way to read",
        "Introducing Zorvex",
        "Zorvex Lights, United States, 1959: A Framework",
        "Zorvex #1: A Framework for Debate",
        "ZorCon 2024: The Framework",
        "Zorvex at work: a new framework for calm",
        "Under Review, Zor Trek: The Chatbot",
    ],
)
def test_an_announcement_or_a_date_alone_names_nothing(text: str) -> None:
    """What is presented must be written as a name, and something must say what it is."""
    assert named(title(text)) == {}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Introducing the Zorvex Partner Program", "Zorvex Partner Program", NodeKind.PRODUCT),
        ("Announcing Zorvex Patents: search for everyone", "Zorvex Patents", NodeKind.PRODUCT),
        ("Introducing Zortle: a method for sorting", "Zortle", NodeKind.TECHNIQUE),
        ("Announcing the Zortle Safety Institute", "Zortle Safety Institute", NodeKind.ORGANIZATION),
    ],
)
def test_what_is_announced_is_what_is_said_of_it(text: str, name: str, kind: NodeKind) -> None:
    """A product by its last word or by the product before it."""
    assert named(title(text), families=("Zorvex",)).get(name) is kind


def test_only_a_paper_names_an_idea_without_saying_so() -> None:
    """A post's headline with a colon is a headline."""
    assert named(title("Mirrors of Zor: Talking to Oneself")) == {}
    assert named(title("Mirrors of Zor: Talking to Oneself"), "We propose to talk.") != {}
