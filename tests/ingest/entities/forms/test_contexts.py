"""What the words around a name say."""

from __future__ import annotations

import pytest

from graph.model import NodeKind
from tests.ingest.entities.forms.naming import named


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("We introduce QuillFlow, a framework that sorts words.", "QuillFlow", NodeKind.TECHNIQUE),
        ("In this work we present Quill, an open language model for law.", "Quill", NodeKind.MODEL),
        ("They propose a benchmark called Quill.", "Quill", NodeKind.BENCHMARK),
        ("The team trained a new model, Quill, on maps.", "Quill", NodeKind.MODEL),
        ("QuillTune is a method for tuning without data.", "QuillTune", NodeKind.TECHNIQUE),
        ("It beats models such as Quill, Marten and Otter-2.", "Marten", NodeKind.MODEL),
        ("It uses the Quill architecture throughout.", "Quill", NodeKind.TECHNIQUE),
        ("Among them is QUIL, a corpus of letters.", "QUIL", NodeKind.BENCHMARK),
        ("A startup called Quill bought it.", "Quill", NodeKind.ORGANIZATION),
        ("The work of researchers at Quillworks shows it.", "Quillworks", NodeKind.ORGANIZATION),
        ("A study of the University of Quillford shows it.", "University of Quillford", NodeKind.ORGANIZATION),
        ("A tool like QuillDesk helps, and QuillDesk is a browser for notes.", "QuillDesk", NodeKind.PRODUCT),
        (
            "We learn by Quiet Reward Optimization via Quiet Reward Optimization.",
            "Quiet Reward Optimization",
            NodeKind.TECHNIQUE,
        ),
    ],
)
def test_the_words_around_a_name_say_what_it_is(text: str, name: str, kind: NodeKind) -> None:
    assert named(text).get(name) is kind


@pytest.mark.parametrize(
    "text",
    [
        "On Monday we went to Paris and ate at noon.",
        "Training models is hard. Models learn. Agents act.",
        "The CEO said that AI and LLMs use GPUs.",
        "We raised $7B and spent 40M euros in Q3.",
        "See Section 3, Table 2 and Figure 4.1 for more.",
        "State-of-the-Art results in Low-Resource settings.",
        "Open https://example.org/Quill-7B/Foo.html now.",
        "The file README.md and main.py are there.",
    ],
)
def test_plain_text_names_nothing(text: str) -> None:
    assert named(text) == {}


def test_everyday_use_alone_makes_no_name() -> None:
    assert named("They went there with Quill and came back using Quill.") == {}


def test_what_another_sentence_says_is_not_heard() -> None:
    assert named("We introduce a model. Quill went home.") == {}
