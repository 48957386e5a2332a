"""Records and claims that the tests of the audit judge: real papers' facts, abstracts in our own words."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.audit import Claim, Rarity
from graph.model import Moment, Precision
from graph.record import Record


def paper(number: str, title: str, abstract: str | None = None, *authors: str, year: int | None = None) -> Record:
    """Return a record of an arXiv paper."""
    published = Moment(instant=datetime(year, 6, 1, tzinfo=UTC), precision=Precision.DAY) if year else None
    return Record(
        identity=f"arxiv:{number}",
        title=title,
        provider="test",
        abstract=abstract,
        authors=authors,
        published=published,
    )


def claim(label: str, record: Record | str, comment: str | None = None, **more: object) -> Claim:
    """Return a claim that a label makes about a record's address."""
    identity = record if isinstance(record, str) else record.identity
    url = f"https://arxiv.org/abs/{identity.removeprefix('arxiv:')}"
    facts = {"item": "item-1", "document": "document-1", "block": 3, "url": url} | more
    return Claim(label=label, identity=identity, comment=comment, **facts)  # type: ignore[arg-type]


RESIDUAL = paper(
    "1512.03385",
    "Deep Residual Learning for Image Recognition",
    "Very deep networks are hard to train. Layers that learn residual functions of their inputs make it easier, and "
    "networks of 152 layers win at ImageNet classification.",
    "Kaiming He",
    "Xiangyu Zhang",
    "Shaoqing Ren",
    "Jian Sun",
    year=2015,
)
WORDS = paper(
    "1301.3781",
    "Efficient Estimation of Word Representations in Vector Space",
    "Two architectures compute continuous vectors of words from billions of tokens, cheaply, and are measured on "
    "syntactic and semantic similarity.",
    "Tomas Mikolov",
    year=2013,
)
FEW_SHOT = paper(
    "2005.14165",
    "Language Models are Few-Shot Learners",
    "Scaling up improves few-shot performance. We train GPT-3, an autoregressive model of 175 billion parameters, and "
    "test it without gradient updates on translation, question answering and cloze tasks.",
    "Tom B. Brown",
    "Benjamin Mann",
    year=2020,
)
WHISPER = paper(
    "2212.04356",
    "Robust Speech Recognition via Large-Scale Weak Supervision",
    "Speech processing systems trained to predict transcripts of 680,000 hours of audio from the internet generalise to "
    "standard benchmarks without fine-tuning.",
    "Alec Radford",
    year=2022,
)
SEGMENT = paper(
    "2304.02643",
    "Segment Anything",
    "A promptable model and a dataset of a billion masks for image segmentation; zero-shot transfer to new image "
    "distributions is often competitive with supervision.",
    "Alexander Kirillov",
    year=2023,
)
CHINCHILLA = paper(
    "2203.15556",
    "Training Compute-Optimal Large Language Models",
    "For compute-optimal training, model size and training tokens should be scaled equally. Chinchilla, trained so, "
    "outperforms Gopher.",
    year=2022,
)
HERD = paper(
    "2407.21783",
    "The Llama 3 Herd of Models",
    "Llama 3 is a herd of language models that natively support multilinguality, coding, reasoning and tool usage.",
    year=2024,
)
LLAMA_2 = paper("2307.09288", "Llama 2: Open Foundation and Fine-Tuned Chat Models", "Pretrained chat models.")
LATTICE = paper(
    "1909.00010",
    "Lattice dynamics of ferroelectric perovskites under hydrostatic pressure",
    "Phonon dispersion relations of barium titanate are computed from first principles under pressure.",
    "Petra Müller",
    "Łukasz Wójcik",
    year=2019,
)
MARKED = paper(
    "2101.00001",
    r"Fast $\epsilon$-approximation of Schr\"odinger bridges by {\bf Sinkhorn} iterations",
    "Entropic transport between marginals is iterated to a fixed tolerance.",
)
ALL = (RESIDUAL, WORDS, FEW_SHOT, WHISPER, SEGMENT, CHINCHILLA, HERD, LLAMA_2, LATTICE, MARKED)

RARITY = Rarity(f"{record.title} . {record.abstract or ''}" for record in ALL)
