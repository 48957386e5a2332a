"""The judge: nicknames fit, slips are found, and what can't be told is not called wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from graph.audit import Judgement, Verdict, judge
from graph.audit.judge import meant
from graph.record import Record, Version
from tests.graph.audit.papers import (
    ALL,
    CHINCHILLA,
    FEW_SHOT,
    HERD,
    LATTICE,
    LLAMA_2,
    MARKED,
    RARITY,
    RESIDUAL,
    SEGMENT,
    WHISPER,
    WORDS,
    claim,
)


def judged(label: str, record: Record | None, comment: str | None = None, **more: object) -> Judgement:
    """Return the judgement on a label, with the papers of these tests as the corpus."""
    return judge(claim(label, record or "arxiv:2401.00009", comment, **more), record, RARITY, titled)


def titled(label: str) -> Sequence[Record]:
    """Return the papers that share a word with the label."""
    wanted = set(label.casefold().replace(":", " ").split())
    return [record for record in ALL if wanted & set(record.title.casefold().replace(":", " ").split())]


@pytest.mark.parametrize("record", ALL, ids=lambda record: record.identity)
def test_a_papers_own_title_fits(record: Record) -> None:
    """Whatever is written about it."""
    assert judged(record.title, record).verdict is Verdict.FITS
    assert (
        judged(record.title, record, "I read this on the train and could not put it down, really.").verdict
        is Verdict.FITS
    )
    assert judged(f"“{record.title.upper()}”", record).verdict is Verdict.FITS


@pytest.mark.parametrize(
    ("label", "record"),
    [
        ("ResNet", RESIDUAL),
        ("word2vec", WORDS),
        ("GPT-3", FEW_SHOT),
        ("GPT-3 175B", FEW_SHOT),
        ("the GPT-3 paper", FEW_SHOT),
        ("OpenAI's few-shot learners", FEW_SHOT),
        ("Chinchilla", CHINCHILLA),
        ("Chinchilla (70B)", CHINCHILLA),
        ("Llama 3", HERD),
        ("The Llama 3 paper", HERD),
        ("Llama3 herd", HERD),
        ("Meta's Llama 3", HERD),
        ("Llama-2 70b", LLAMA_2),
        ("SegmentAnything", SEGMENT),
        ("Deep residual lerning for image recogniton", RESIDUAL),
        ("Image recognition with deep residual learning", RESIDUAL),
        ("Deep Residual Learning for Image…", RESIDUAL),
        ("He et al. (2015)", RESIDUAL),
        ("Mueller & Wojcik, 2019", LATTICE),
        ("Müller et al.", LATTICE),
        ("Deep Residual Learning (He et al., 2015)", RESIDUAL),
        ("Schrödinger bridges by Sinkhorn iterations", MARKED),
        ("Fast ε-approximation of Schroedinger bridges by Sinkhorn iterations", MARKED),
        ("arXiv:1512.03385", RESIDUAL),
        ("Training compute optimal LLMs", CHINCHILLA),
        ("DeepMind: compute-optimal large language models", CHINCHILLA),
    ],
)
def test_names_that_people_use_are_not_accused(label: str, record: Record) -> None:
    """Nicknames, names from the abstract, half titles, typing errors, authors and year: they fit."""
    assert judged(label, record).verdict is Verdict.FITS


@pytest.mark.parametrize(
    "label", ["Whisper", "DALL·E", "paper", "here", "[12]", "link (PDF)", "this work", "论文", "Остаточное обучение"]
)
def test_what_cannot_be_told_is_unchecked(label: str) -> None:
    """A nickname that the abstract does not mention, a text that names nothing, another script."""
    assert judged(label, WHISPER).verdict is Verdict.UNCHECKED


def test_a_title_in_another_language_is_unchecked() -> None:
    """Its words cannot be compared."""
    assert (
        judged("Tiefes Lernen mit Resten für die Erkennung von Bildern und Szenen", RESIDUAL).verdict
        is Verdict.UNCHECKED
    )


def test_a_comment_in_the_papers_words_speaks_for_a_nickname() -> None:
    """The label says nothing, what is written about it does."""
    told = (
        "Trained to predict transcripts of 680,000 hours of audio; generalises to speech benchmarks without fine-tuning"
    )

    assert judged("Whisper", WHISPER, told).verdict is Verdict.FITS
    assert judged("paper", WHISPER, told).verdict is Verdict.FITS


def test_the_beginning_of_a_title_names_it_however_common_its_words() -> None:
    """The subtitle says what the paper is about, and people leave it out."""
    title = "To CoT or not to CoT? Chain-of-thought helps mainly on math and symbolic reasoning"
    record = replace(WORDS, title=title, abstract="Many papers are weighed against one another.")
    comment = "More than a hundred papers weighed, with fresh runs on top. Saves tokens, time and arguments."

    assert judged("To CoT or not to CoT?", record, comment).verdict is Verdict.FITS


def test_a_personal_comment_is_held_against_nobody() -> None:
    """It is too short, or the label's name is in the title anyway."""
    assert judged("Whisper", WHISPER, "A must read!").verdict is Verdict.UNCHECKED
    assert (
        judged("Llama 3", HERD, "We spent the whole summer arguing about this one over coffee in Lisbon.").verdict
        is Verdict.FITS
    )


@pytest.mark.parametrize(
    ("label", "comment"),
    [
        ("Deep Residual Learning for Image Recognition", None),
        ("Segmenting surgical instruments with promptable masks", None),
        ("Mamba", "A state space model with selective scans that runs in linear time on long sequences of tokens"),
        ("paper", "A state space model with selective scans that runs in linear time on long sequences of tokens"),
        ("Vaswani et al., 2017", None),
        ("arXiv:1706.03762", None),
    ],
)
def test_a_link_to_something_else_is_found(label: str, comment: str | None) -> None:
    """Title, phrase, comment, authors, id: each disagrees with a paper on ferroelectrics."""
    assert judged(label, LATTICE, comment).verdict is Verdict.CONTRADICTS


def test_the_paper_that_was_meant_is_named() -> None:
    """The corpus knows one that has the label's title."""
    wrong = claim("Deep Residual Learning for Image Recognition", LATTICE)

    assert meant(wrong, LATTICE, RARITY, titled) == RESIDUAL.identity
    assert meant(claim("An unheard-of treatise on gardens", LATTICE), LATTICE, RARITY, titled) is None


def test_an_id_in_the_label_is_what_was_meant() -> None:
    """The text says one number, the link leads to another."""
    judgement = judged("Whisper, arXiv:2212.04356", LATTICE)

    assert (judgement.verdict, judgement.right) == (Verdict.CONTRADICTS, "arxiv:2212.04356")


def test_another_number_of_a_family_is_another_paper() -> None:
    """Llama 2 is not Llama 3."""
    assert judged("Llama 2", HERD).verdict is Verdict.CONTRADICTS
    assert judged("Llama 3", LLAMA_2).verdict is Verdict.CONTRADICTS


def test_without_a_record_nothing_is_accused() -> None:
    """Could not check is not wrong (law 3)."""
    judgement = judged("Deep Residual Learning for Image Recognition", None)

    assert judgement.verdict is Verdict.UNCHECKED
    assert "nothing is known" in judgement.reason


def test_a_text_that_names_nothing_is_judged_by_its_headings_year() -> None:
    """A list of 2021 has no paper of 2024; one that was filed late may be in it."""
    assert judged("paper", HERD, section="2021").verdict is Verdict.CONTRADICTS
    assert judged("paper", CHINCHILLA, section="2021").verdict is Verdict.UNCHECKED
    assert judged("paper", HERD, section="Models of 2024").verdict is Verdict.UNCHECKED


def versioned(*numbers: int) -> Record:
    return replace(RESIDUAL, versions=tuple(Version(number) for number in numbers))


def test_a_link_held_at_an_old_version_is_told() -> None:
    """The reader would see a paper that was replaced."""
    judgement = judged("ResNet", versioned(1, 2, 3), version=1)

    assert judgement.verdict is Verdict.OTHER_VERSION
    assert "version 1" in judgement.reason
    assert "version 3" in judgement.reason
    assert judged("ResNet", versioned(1, 2, 3), version=3).verdict is Verdict.FITS
    assert judged("ResNet", versioned(1, 2, 3)).verdict is Verdict.FITS
    assert judged("ResNet", RESIDUAL, version=1).verdict is Verdict.FITS


@pytest.mark.parametrize("label", ["ResNet (v2)", "Deep Residual Learning, version 2", "arXiv:1512.03385v2"])
def test_a_text_that_names_another_version_is_told(label: str) -> None:
    """Whether the link holds another or leads to the newest."""
    assert judged(label, versioned(1, 2, 3), version=1).verdict is Verdict.OTHER_VERSION
    assert judged(label, versioned(1, 2, 3)).verdict is Verdict.OTHER_VERSION
    assert judged(label, versioned(1, 2, 3), version=2).verdict is Verdict.FITS


def test_a_version_in_a_models_name_is_no_version_of_the_paper() -> None:
    """YOLO v3 is a name."""
    named = replace(RESIDUAL, title="YOLOv3: An Incremental Improvement", versions=(Version(1),))

    assert judge(claim("YOLO v3", named), named, RARITY).verdict is Verdict.FITS
