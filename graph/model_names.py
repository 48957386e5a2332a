"""A model's name taken apart: "Claude Opus 4.5" is a family's words and a version, others have a size and a date."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from graph.names import fold

_VARIANTS = (
    "mini nano micro tiny small medium large big huge base pro plus max ultra lite light flash turbo fast instant "
    "heavy high low thinking think reasoning reasoner instruct instruction chat it sft dpo rl zero preview exp "
    "experimental alpha beta latest code coder codex math vision vl visual audio video image speech voice omni "
    "multimodal embedding embed reranker guard distill distilled long quantized fp8 int4 int8 awq gptq gguf moe dense "
    "next live realtime search tts transcribe deep research computer use sonnet opus haiku"
)
_VARIANT_WORDS = frozenset(_VARIANTS.split())
_MARKS = "gpt llm lm vlm bert former transformer diffusion instruct sft dpo rlhf moe gguf gptq awq distill"
_SIGNS = frozenset(_MARKS.split())
"""Words that nothing but models bear; a size is such a sign too, and a date after a version."""
_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|\+")
_PIECE = re.compile(r"[^\s/_:()-]+")
_SIZE = re.compile(r"(?:\d+x|a)?\d+(?:\.\d+)?[bmkt]\Z")
_DATE = re.compile(r"20[12]\d[01]\d[0-3]\d\Z|(?:0\d|1[0-2])[0-3]\d\Z|2[3-9](?:0[1-9]|1[0-2])\Z")
_LONGEST = 80
"""Characters of a name that is looked at: a longer one is a title."""
Version = tuple[int, ...]


class Parsed(Struct, frozen=True, kw_only=True):
    """A model's name taken apart. `words` are the family's and the variant's, `head` is the first of them.

    `lead` are those before the version: what Grok Code Fast 1 counts is not what Grok-1 does.
    """

    head: str
    words: frozenset[str]
    lead: frozenset[str]
    version: Version | None = None
    size: str | None = None
    date: str | None = None

    @property
    def build(self) -> tuple[str, ...]:
        """Return the size and the date, as far as the name has them."""
        return tuple(part for part in (self.size, self.date) if part)

    @property
    def is_signed(self) -> bool:
        """Say whether nothing but a model is called so."""
        counted = (self.size or "").endswith(("b", "m")) or (self.version is not None and self.date is not None)
        return counted or not self.words.isdisjoint(_SIGNS)

    def later(self, base: Parsed) -> frozenset[str]:
        """Return the words besides the base's that follow the version."""
        return self.words - base.words - self.lead

    def extends(self, base: Parsed) -> bool:
        """Say whether this is the base with something added: a word, a size, a date."""
        if base.head != self.head or base.version != self.version or not base.words <= self.words:
            return False
        if base.words == self.words and base.build == self.build:
            return False
        if base.size not in (None, self.size) or base.date not in (None, self.date):
            return False
        added = self.words - base.words
        if any(word[0].isdigit() for word in added):
            return False  # a range ("12-16") or a version in another spelling
        return self.version is not None or added <= _VARIANT_WORDS


@lru_cache(maxsize=1 << 14)
def parse_model(name: str) -> Parsed | None:
    """Return the parts of a model's name; None where it has no word to begin with or is no name but a title."""
    if len(name) > _LONGEST:
        return None
    words: list[str] = []
    lead: list[str] | None = None
    version: Version | None = None
    size = date = None
    for piece in _PIECE.findall(fold(name)):
        if _SIZE.match(piece):
            size = f"{size} {piece}" if size else piece
        elif _DATE.match(piece) and words:
            date = f"{date} {piece}" if date else piece
        else:
            for token in _TOKEN.findall(piece):
                if version is None and words and token[0].isdigit():
                    version = _version(token)
                    if len(words) > 1 and words[-1] == "v":
                        words.pop()  # "DeepSeek-V3" and "Whisper v3" write a version with its letter
                    lead = [*words]
                else:
                    words.append(token)
    if not words or not words[0][0].isalpha():
        return None
    before = frozenset(words if lead is None else lead)
    return Parsed(head=words[0], words=frozenset(words), lead=before, version=version, size=size, date=date)


def _version(token: str) -> Version:
    numbers = [int(number[:9]) for number in token.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def highest_first(version: Version | None) -> tuple[bool, Version]:
    """Return what sorts versions from the highest to the lowest; names without one come last."""
    return version is None, (*(-number for number in version or ()), 1)
