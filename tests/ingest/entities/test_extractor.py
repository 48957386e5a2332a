"""The parts put together: what comes out of whole texts."""

from __future__ import annotations

import pytest

from graph.mention import Findings, Mention, Passage, Text
from graph.model import EdgeKind
from graph.outline import Span
from ingest.entities import extractor
from ingest.entities.extractor import Entities

ABSTRACT = (
    "Language models reason badly. We introduce Heronet-7B, a language model that is trained with Group Relative Policy "
    "Optimization (GRPO). Heronet-7B outperforms GPT-4o on MMLU. GRPO helps most in question answering."
)


@pytest.fixture(scope="module")
def entities() -> Entities:
    """Return the real extractor, made once: its tables take a second."""
    return Entities()


def text(key: str = "arxiv:2501.00001", title: str = "Heronet: Question Answering at Scale") -> Text:
    """Return a paper's title and abstract."""
    label = (Span(0, len(title)),)
    return Text(
        key=key,
        digest="1",
        passages=(Passage(text=title, labels=label), Passage(text=ABSTRACT, block=0)),
    )


def named(found: Findings) -> dict[str, Mention]:
    """Return the first mention of each name."""
    return {mention.name: mention for mention in reversed(found.mentions)}


def test_known_and_unknown_names_are_found_and_a_short_form_is_its_long_one(entities: Entities) -> None:
    """A model nobody listed, and a technique everybody knows."""
    (found,) = entities.read([text()])

    assert named(found)["Heronet-7B"].kind == "model"
    assert named(found)["GPT-4o"].known
    assert {mention.name for mention in found.mentions if mention.text == "GRPO"} == {
        "Group relative policy optimization"
    }


def test_spans_are_where_the_names_stand(entities: Entities) -> None:
    """Every mention can be marked."""
    (found,) = entities.read([text()])

    for mention in found.mentions:
        assert text().passages[mention.passage].text[mention.start : mention.end] == mention.text


def test_a_task_counts_where_a_title_names_it(entities: Entities) -> None:
    """In passing it is no technique of the text."""
    (found,) = entities.read([text()])

    assert {mention.passage for mention in found.mentions if mention.name == "Question answering"} == {0}


def test_sentences_state_relations_and_a_skimmed_text_states_none(entities: Entities) -> None:
    """The quick path knows no sentences."""
    (found,) = entities.read([text()])
    (skimmed,) = entities.skim([text()])
    stated = {
        (
            found.mentions[said.subject].name if said.subject is not None else None,
            said.kind,
            found.mentions[said.object].name,
        )
        for said in found.statements
    }

    assert ("Heronet-7B", EdgeKind.OUTPERFORMS, "GPT-4o") in stated
    assert not found.skimmed
    assert skimmed.skimmed
    assert skimmed.statements == ()
    assert "Heronet-7B" in named(skimmed)


def test_processes_of_their_own_find_the_same_in_the_same_order(
    entities: Entities, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many texts there are, and however many cores."""
    texts = [text(f"arxiv:2501.{number:05d}", f"Heron {number}: A Bird") for number in range(24)]
    one_by_one = list(entities.skim(texts))
    monkeypatch.setattr(extractor, "_FEW", 4)
    monkeypatch.setattr(extractor, "_CHUNK", 5)
    monkeypatch.setattr(extractor.os, "cpu_count", lambda: 2)

    assert list(entities.skim(texts)) == one_by_one


def test_another_lexicon_is_another_extractor(entities: Entities) -> None:
    """Texts are read again when what is known changes."""
    other = Entities(entities.lexicon.without(["GPT-4o"]))
    (found,) = other.read([text()])

    assert other.name != entities.name
    assert not named(found)["GPT-4o"].known
