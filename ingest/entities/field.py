"""Whether a text is of the field at all: feeds speak of races, rails and proteins too, whose "Formula 1" is no model.

Names of models, techniques and benchmarks are guessed by their form only where the text around them is of the field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from graph.mention import Passage
from graph.model import NodeKind
from ingest.entities.candidate import Candidate

SPARSE = 1 / 400
"""Words of the field a word of text: once on a page may be in passing."""
DENSE = 1 / 150
"""From here on a version alone may be a model's; below, most are of programs."""
_FIELD = re.compile(
    r"\b(?:AI|A\.I\.|ML|NLP|AGI|[A-Za-z]?LL?Ms?|VLMs?|RLHF|GPTs?|GPUs?|artificial intelligence|(?:machine|deep|reinforcement|"
    r"supervised|unsupervised|contrastive|representation|in-context|few-shot|zero-shot|transfer|federated|multimodal) learning|"
    r"neural|language models?|transformers?|embeddings?|fine-?tun\w{1,4}|pre-?train\w{0,4}|post-?train\w{0,4}|chat-?bots?|"
    r"diffusion|generative|classifiers?|prompting|prompts|inference|tokens?|benchmarks?|datasets?|training|attention|"
    r"agentic|agents|reasoning|hallucinat\w{1,5}|speech recognition|computer vision|image generation|models? weights|models)\b",
    re.IGNORECASE,
)
_WEAK = frozenset(
    {
        "training",
        "models",
        "attention",
        "agents",
        "token",
        "tokens",
        "reasoning",
        "inference",
        "prompts",
        "transformers",
    }
)
"""Words of the field that others use too: they count where a word that is only the field's stands in the text."""
_VERSION = re.compile(r"(\D{2,40})[ -]\d")
_GUESSED = frozenset({NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.BENCHMARK})


def in_field(
    passages: Sequence[Passage], found: Sequence[Sequence[Sequence[Candidate]]], families: Collection[str] = ()
) -> Sequence[Sequence[Sequence[Candidate]]]:
    """Return the candidates (per finder and passage) that a text as near to the field as this one may have.

    `families` are names of model families that are known: their next version is a model wherever it stands.
    """
    near = closeness(passages, [one for ways in found for some in ways for one in some])
    if near >= DENSE:
        return found
    return [
        [
            [one for one in some if _may_stand(passage.text[one.start : one.end], one, near, families)]
            for passage, some in zip(passages, ways, strict=True)
        ]
        for ways in found
    ]


def closeness(passages: Sequence[Passage], found: Iterable[Candidate] = ()) -> float:
    """Return how many of a text's words are of the field; a known model counts as one."""
    length = strong = weak = 0
    for passage in passages:
        length += passage.text.count(" ") + 1
        for match in _FIELD.finditer(passage.text):
            if match.group().lower() in _WEAK:
                weak += 1
            else:
                strong += 1
    strong += sum(one.known and one.kind is NodeKind.MODEL for one in found)
    return (strong + (weak if strong > 1 else 0)) / max(length, 1)


def _may_stand(written: str, one: Candidate, near: float, families: Collection[str]) -> bool:
    """Say whether a candidate is more than a word or a number of another field."""
    if one.kind not in _GUESSED:
        return True
    if one.known:
        return near > 0 or one.kind is not NodeKind.TECHNIQUE or not written.isalpha()
    if one.kind is NodeKind.MODEL:
        version = _VERSION.match(written)
        return version is not None and version[1] in families
    return near >= SPARSE
