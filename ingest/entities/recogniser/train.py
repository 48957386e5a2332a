"""Learns the recogniser's weights: `python -m ingest.entities.recogniser.train SNAPSHOT.jsonl[.gz]`, a minute or two.

The corpus is titles and abstracts in the shape of arXiv's metadata snapshot (CC0); of it only counts of phrases are kept.
labels.tsv says of some hundred phrases whether they are terms, judged by hand for this project without their texts. A
logistic regression on the counts generalises from these to all phrases that the corpus has often enough; a second one,
on nothing but the words, to those that it has not.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from ingest.entities.recogniser.counting import BEFORE, LEAST_DOCUMENTS, Counts, counted
from ingest.entities.recogniser.phrases import parts
from ingest.entities.recogniser.weights import FILE, Weights, by_words

LABELS = Path(__file__).parent / "labels.tsv"
_KEPT_FROM = 0.02
"""A phrase below it is as good as never a term: all such share their probability."""
_YES, _NO = 0.95, 0.02
_LEAST_OF_WORDS = 3
_STRENGTH = 0.2
"""The inverse of the regularisation; from 0.05 to 1 cross-validation gives the same within half a point."""

Shown = dict[str, float]
Judge = Callable[[Sequence[Shown]], list[float]]


def main() -> None:
    """Learn from the named snapshot and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=FILE)
    given = parser.parse_args()
    weights = learn(counted(documents(given.snapshot)), labels())
    given.output.write_bytes(msgspec.json.format(msgspec.json.encode(weights, order="sorted"), indent=0))
    print(f"{len(weights.phrases)} phrases, {given.output.stat().st_size / 1e6:.1f} MB")


def documents(snapshot: Path) -> Iterator[tuple[str, str]]:
    """Yield each record's title and abstract."""
    opened = gzip.open if snapshot.suffix == ".gz" else open
    with opened(snapshot, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = msgspec.json.decode(line)
            yield " ".join((record["title"] or "").split()), " ".join((record["abstract"] or "").split())


def labels() -> dict[str, bool]:
    """Return the phrases that were judged by hand."""
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return {row["phrase"]: row["term"] == "1" for row in csv.DictReader(lines, delimiter="\t")}


def learn(counts: Counts, judged: dict[str, bool]) -> Weights:
    """Return the weights that these counts and judgements give. What was judged by hand keeps its judgement."""
    bare = _bare(counts)
    phrases = judgeable(counts)
    known = [phrase for phrase in judged if phrase in counts.documents]
    judge, _ = fitted([shown(counts, bare, phrase) for phrase in known], [judged[phrase] for phrase in known])
    sure = judge([shown(counts, bare, phrase) for phrase in phrases])
    likely = {phrase: round(max(how, _KEPT_FROM), 2) for phrase, how in zip(phrases, sure, strict=True)}
    likely |= {phrase: _YES if term else _NO for phrase, term in judged.items()}
    _, coefficients = fitted([_words_of(bare, phrase) for phrase in judged], list(judged.values()))
    return msgspec.structs.replace(bare, phrases=likely, coefficients=coefficients)


def judgeable(counts: Counts) -> list[str]:
    """Return the phrases that the corpus has often enough, or defines."""
    return [
        phrase
        for phrase, documents in sorted(counts.documents.items())
        if documents >= LEAST_DOCUMENTS or _defined(counts, phrase)
    ]


def shown(counts: Counts, weights: Weights, phrase: str) -> Shown:
    """Return what the corpus shows of a phrase, and its words."""
    met, documents = counts.met[phrase], counts.documents[phrase]
    before = {name: counts.before[phrase, name] for name in (*BEFORE, "other")}
    total = sum(before.values()) or 1
    return _words_of(weights, phrase) | {
        "documents": math.log(documents),
        "titles": math.log((counts.titles[phrase] + 0.5) / (documents + 2)),
        "defined": math.log1p(_defined(counts, phrase)),
        "defined share": math.log((_defined(counts, phrase) + 0.2) / (documents + 2)),
        "left": counts.left[phrase] / met,
        "right": counts.right[phrase] / met,
        "capital": counts.capital[phrase] / met,
        **{f"after {name}": before[name] / total for name in BEFORE},
    }


def fitted(seen: Sequence[Shown], terms: Sequence[bool]) -> tuple[Judge, dict[str, float]]:
    """Return a judge of further phrases and the coefficients it uses, the constant under ""."""
    # Only training needs it, and it takes a second to import.
    from sklearn.linear_model import LogisticRegression

    names = sorted(seen[0])
    table = [[one[name] for name in names] for one in seen]
    spread = [statistics.pstdev(column) or 1.0 for column in zip(*table, strict=True)]
    model = LogisticRegression(C=_STRENGTH, max_iter=2000)
    model.fit([[value / by for value, by in zip(row, spread, strict=True)] for row in table], list(terms))
    coefficients = {name: float(k) / by for name, k, by in zip(names, model.coef_[0], spread, strict=True)}
    constant = float(model.intercept_[0])

    def judge(further: Sequence[Shown]) -> list[float]:
        logits = (constant + sum(coefficients[name] * one[name] for name in names) for one in further)
        return [1 / (1 + math.exp(-logit)) for logit in logits]

    return judge, {"": constant} | coefficients


def _bare(counts: Counts) -> Weights:
    """Return what words tell: how much more often each is part of defined phrases than of all."""
    defined: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    every: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for phrase, times in counts.documents.items():
        *before, head = parts(tuple(phrase.split()))
        if times >= LEAST_DOCUMENTS:
            every[0][head] += 1
            every[1].update(before)
    for phrase in counts.defined:
        *before, head = phrase.split()
        defined[0][head] += 1
        defined[1].update(before)
    heads, modifiers = (_ratios(*both) for both in zip(defined, every, strict=True))
    return Weights({}, heads, modifiers, _ratio(0, 0), _ratio(0, 0), {})


def _ratios(defined: Counter[str], every: Counter[str]) -> dict[str, float]:
    often = {word for word in defined | every if defined[word] + every[word] >= _LEAST_OF_WORDS}
    return {word: _ratio(defined[word], every[word]) for word in sorted(often)}


def _ratio(defined: int, every: int) -> float:
    return round(math.log((defined + 0.4) / (every + 2)), 2)


def _words_of(weights: Weights, phrase: str) -> Shown:
    return by_words(
        tuple(phrase.split()), weights.heads, weights.modifiers, weights.unseen_head, weights.unseen_modifier
    )


def _defined(counts: Counts, phrase: str) -> int:
    return counts.defined[" ".join(parts(tuple(phrase.split())))]


if __name__ == "__main__":
    main()
