"""How well terms are found that no lexicon lists: the recogniser, the grammar, both, nothing.

    python -m bench.recogniser [--judged | --train]

Held-out text: the sentences of `data/entities/scierc-train-dev.jsonl` (SciERC; nothing is trained on them), whose methods
are to be found; a mention counts as found when both ends agree, and as touched when the spans overlap. What SciERC calls
generic or another term's kind is neither right nor wrong. `--judged` learns anew from nine tenths of the phrases that were
judged by hand and asks for the last tenth, ten times: whether a probability of 0.4 means it (takes some
minutes). `--train` learns the weights and writes them into the package. Needs ../shared (or ALMANAC_SHARED).
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from graph.embedders.minilm import MiniLmEmbedder
from graph.mention import Passage
from ingest.entities.candidate import Finder
from ingest.entities.recogniser import RecogniserFinder
from ingest.entities.recogniser.counting import counted
from ingest.entities.recogniser.train import documents, fitted, labels, learn, shown, told_by_words
from ingest.entities.recogniser.weights import FILE, load, probability
from ingest.entities.terms import TermFinder

SHARED = Path(os.environ.get("ALMANAC_SHARED") or Path(__file__).resolve().parents[2] / "shared")
SCIERC = SHARED / "data" / "entities" / "scierc-train-dev.jsonl"
SNAPSHOT = SHARED / "data" / "arxiv" / "snapshot-dev.jsonl.gz"

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
FOLDS = 10
ABSTRACTS = 2_000
WANTED, NEUTRAL = frozenset(["Method"]), frozenset(["Generic", "OtherScientificTerm", "Task", "Material"])

Bounds = tuple[int, int]


class Sentence(Struct, frozen=True):
    """A labelled sentence: its text, the methods in it, and what is neither right nor wrong."""

    text: str
    wanted: frozenset[Bounds]
    neutral: frozenset[Bounds]


class Row(Struct, frozen=True):
    """A line of SciERC."""

    tokens: list[str]
    ents: list[tuple[int, int, str]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--judged", action="store_true", help="cross-validate on the phrases judged by hand")
    parser.add_argument("--train", action="store_true", help="learn the weights and write them")
    asked = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"{SHARED} is absent: nothing to learn from or to measure on")
    if asked.train:
        train()
    elif asked.judged:
        judged()
    else:
        found()


def train() -> None:
    """Learn the weights anew and write them into the package."""
    weights = learn(counted(documents(SNAPSHOT)), labels(), MiniLmEmbedder())
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(weights, order="sorted"), indent=0))
    print(f"{len(weights.phrases):,} phrases, {FILE.stat().st_size / 1e6:.1f} MB")


def found() -> None:
    """Print what each way finds in held-out text, and how fast."""
    held_out = list(sentences())
    for name, finders in ways():
        print(f"{name:28}{measured(held_out, finders)}")
    print(
        f"{words_a_second(RecogniserFinder()):,.0f} words/s the recogniser, {words_a_second(TermFinder()):,.0f} the grammar"
    )


def ways() -> Iterator[tuple[str, list[Finder]]]:
    """Yield what is compared."""
    yield "nothing", []
    yield "grammar alone", [TermFinder()]
    for least in THRESHOLDS:
        yield f"recogniser from {least}", [RecogniserFinder(least=least)]
    yield "grammar and recogniser", [TermFinder(), RecogniserFinder()]


def sentences() -> Iterator[Sentence]:
    """Yield SciERC's sentences, tokens joined by spaces."""
    with SCIERC.open("rb") as lines:
        for line in lines:
            row = msgspec.json.decode(line, type=Row)
            starts, at = [], 0
            for token in row.tokens:
                starts.append(at)
                at += len(token) + 1
            bounds = [
                ((starts[first], starts[last - 1] + len(row.tokens[last - 1])), kind) for first, last, kind in row.ents
            ]
            wanted, neutral = (frozenset(b for b, kind in bounds if kind in kinds) for kinds in (WANTED, NEUTRAL))
            yield Sentence(" ".join(row.tokens), wanted, neutral)


def measured(held_out: Sequence[Sentence], finders: Sequence[Finder]) -> str:
    """Return precision, recall and F1 with both ends right, and how many of the found and of the wanted are touched."""
    right = wrong = wanted = touched = met = 0
    for sentence in held_out:
        passage = Passage(text=sentence.text)
        found = {(one.start, one.end) for finder in finders for one in finder.find([passage])[0]}
        found -= sentence.neutral
        wanted += len(sentence.wanted)
        right += len(found & sentence.wanted)
        wrong += len(found - sentence.wanted)
        touched += sum(_touches(one, sentence.wanted) for one in found)
        met += sum(_touches(one, found) for one in sentence.wanted)
    precision, recall = right / max(1, right + wrong), right / wanted
    f1 = 2 * precision * recall / (precision + recall or 1)
    touching = touched / max(1, right + wrong)
    return f"P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}   touched: P {touching:.2f}  R {met / wanted:.2f}"


def _touches(one: Bounds, others: Iterable[Bounds]) -> bool:
    return any(one[0] < end and start < one[1] for start, end in others)


def words_a_second(finder: Finder) -> float:
    """Return how many words of abstracts are read a second, on one core."""
    load()
    with gzip.open(SNAPSHOT, "rt", encoding="utf-8") as lines:
        texts = [msgspec.json.decode(line)["abstract"] or "" for line, _ in zip(lines, range(ABSTRACTS), strict=False)]
    passages = [Passage(text=text) for text in texts]
    begun = time.perf_counter()
    finder.find(passages)
    return sum(len(text.split()) for text in texts) / (time.perf_counter() - begun)


def judged() -> None:
    """Print precision and recall on phrases that were held out: with the corpus's counts, and by their words alone."""
    counts, terms = counted(documents(SNAPSHOT)), labels()
    words = told_by_words(counts)
    known = [phrase for phrase in terms if phrase in counts.documents]
    by_counts = dict(shown(counts, words, known, MiniLmEmbedder()))
    by_words = {phrase: words.shown(tuple(phrase.split())) for phrase in terms}
    for name, seen in (("with counts", by_counts), ("by words", by_words)):
        sure = held_out_probabilities(seen, terms)
        for least in THRESHOLDS:
            said = [terms[phrase] for phrase, how in sure.items() if how >= least]
            right, all_right = sum(said), sum(terms[phrase] for phrase in sure)
            print(
                f"{name:12} from {least}: P {right / max(1, len(said)):.2f}  R {right / all_right:.2f}  of {len(sure)}"
            )


def held_out_probabilities(seen: dict[str, dict[str, float]], terms: dict[str, bool]) -> dict[str, float]:
    """Return each phrase's probability by what was learned without it (every tenth phrase of the alphabet at a time)."""
    phrases = sorted(seen)
    sure: dict[str, float] = {}
    for fold in range(FOLDS):
        rest = [phrase for at, phrase in enumerate(phrases) if at % FOLDS != fold]
        coefficients = fitted([seen[phrase] for phrase in rest], [terms[phrase] for phrase in rest])
        sure |= {phrase: probability(coefficients, seen[phrase]) for phrase in phrases[fold::FOLDS]}
    return sure


if __name__ == "__main__":
    main()
