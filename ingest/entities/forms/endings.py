"""What a name's own parts say of its kind: "…Bench", "…LM", "…Former", "…QA"."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.model import NodeKind

_BOT = re.compile(r"(?!Talbot|Turbot)[A-Z][\w-]*[a-z]{2}[Bb]ot(?: v?\d+(?:\.\d+){0,2})?")
_SAID: tuple[tuple[NodeKind, float, re.Pattern[str]], ...] = (
    (
        NodeKind.BENCHMARK,
        2.5,
        re.compile(
            r".*(?:[Bb]ench|BENCH|Benchmark)(?:[-+ .]?(?:[vV]?\d+(?:\.\d+)?|Pro|Hard|Lite|Verified|Plus|Mini))?\+*"
        ),
    ),
    (
        NodeKind.BENCHMARK,
        0.8,
        re.compile(
            r".*(?:[Bb]ench|BENCH|Benchmark|Arena|Dataset|Corpus|[Ee]val|EVAL|Leaderboard|QA|VQA|Exam|Gym|Suite|(?<!-)suite|Bank|Challenge)"
            r"(?:[-+ .]?(?:[vV]?\d+(?:\.\d+)?|Pro|Hard|Lite|Verified|Plus|Mini|(?<! )[A-Z]\w*))?\+*|MM-?.*Bench.*"
        ),
    ),
    (
        NodeKind.MODEL,
        0.6,
        re.compile(
            r"(?:.+(?:LM|LLM|VLM|VLA|VL|Coder|MoE|T5|Omni|Instruct|Chat|TTS|R1|o1|Foundation)|.*(?:GPT|BERT|[Ll]lama|LLaM[Aa]"
            r"|LLAMA|LLaVA))(?:[-+ .]?[vV]?\d+(?:\.\d+)?)?(?:[-+].*)?|(?:GPT|LLa[Mm]A|Llama|BERT|LLaVA)-?.+"
        ),
    ),
    (
        NodeKind.TECHNIQUE,
        0.5,
        re.compile(
            r".*(?:Net|NET|[Ff]ormer|[Aa]ttention|RAG|PO|Prompt|Prompting|Tuning|Tune|Adapter|GAN|VAE|Search|LoRA|SGD|Adam"
            r"|Distill|Merge|Cache|Decoding|RL|Flow|Grad|Mix|Quant|Prune|Opt|Former|GNN|RoPE|KD|NAS|MAE|CoT|[Tt]hought|[Tt]houghts"
            r"|Agent|Agents|AD|Learning|Loss|Router|Transformer|Aug)[-+ .]?\d*[+*]*"
        ),
    ),
    (NodeKind.PRODUCT, 1.2, _BOT),
    (NodeKind.PRODUCT, 0.5, re.compile(r".*(?:Hub|Kit|Lib|Studio|SDK|CLI|IDE|Toolkit|App|Cloud|\.js)")),
)


@lru_cache(maxsize=1 << 16)
def kind_of_form(name: str) -> tuple[NodeKind, float] | None:
    """Return the kind that the name's ending says, with its weight; None where it says none."""
    if len(name) > 60:
        return None
    for kind, weight, pattern in _SAID:
        if pattern.fullmatch(name):
            return kind, weight
    return None


def is_bot(name: str) -> bool:
    """Say whether a name ends like "chatbot", with or without a version."""
    return len(name) <= 60 and bool(_BOT.fullmatch(name))
