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
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import pstdev

import msgspec

from ingest.entities.recogniser.counting import BEFORE, LEAST_DOCUMENTS, OTHER, Counts, counted
from ingest.entities.recogniser.phrases import parts
from ingest.entities.recogniser.weights import CONSTANT, FILE, Weights, Words, probability

LABELS = Path(__file__).parent / "labels.tsv"

_YES, _NO = 0.85, 0.02
"""The probability of a phrase that was judged by hand; below the second one, differences mean nothing."""
_LEAST_OF_WORDS = 3
"""A word of fewer phrases tells nothing of those it is part of."""
_STRENGTH = 0.3
"""The inverse of the regularisation; from 0.1 to 1, cross-validation gives the same within a point."""


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


def learn(counts: Counts, judged: Mapping[str, bool]) -> Weights:
    """Return the weights that these counts and judgements give. What was judged by hand keeps its judgement."""
    words = told_by_words(counts)
    known = {phrase: term for phrase, term in judged.items() if phrase in counts.documents}
    by_counts = fitted([shown(counts, words, phrase) for phrase in known], list(known.values()))
    sure = {phrase: probability(by_counts, shown(counts, words, phrase)) for phrase in judgeable(counts)}
    sure |= {phrase: _YES if term else _NO for phrase, term in judged.items()}
    by_words = fitted([words.shown(tuple(phrase.split())) for phrase in judged], list(judged.values()))
    return Weights(
        {phrase: round(max(how, _NO), 2) for phrase, how in sorted(sure.items())},
        words,
        {name: round(weight, 3) for name, weight in sorted(by_words.items())},
    )


def judgeable(counts: Counts) -> list[str]:
    """Return the phrases that the corpus has often enough, or defines."""
    return [
        phrase
        for phrase, documents in counts.documents.items()
        if documents >= LEAST_DOCUMENTS or _defined(counts, phrase)
    ]


def shown(counts: Counts, words: Words, phrase: str) -> dict[str, float]:
    """Return what the corpus shows of a phrase, and its words."""
    met, documents = counts.met[phrase], counts.documents[phrase]
    before = {name: counts.before[phrase, name] for name in (*BEFORE, OTHER)}
    total = sum(before.values()) or 1
    return words.shown(tuple(phrase.split())) | {
        "documents": math.log(documents),
        "titles": math.log((counts.titles[phrase] + 0.5) / (documents + 2)),
        "defined": math.log1p(_defined(counts, phrase)),
        "defined share": math.log((_defined(counts, phrase) + 0.2) / (documents + 2)),
        "left": counts.left[phrase] / met,
        "right": counts.right[phrase] / met,
        "capital": counts.capital[phrase] / met,
        **{f"after {name}": before[name] / total for name in BEFORE},
    }


def fitted(seen: Sequence[Mapping[str, float]], terms: Sequence[bool]) -> dict[str, float]:
    """Return the coefficients of a logistic regression by their features' names."""
    # Only training needs it, and it takes a second to import.
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    times = Counter(name for one in seen for name in one)
    # What every phrase has is brought to one spread; the words, which few have, are left as they are.
    spread = {name: pstdev(one[name] for one in seen) or 1.0 for name, n in times.items() if n == len(seen)}
    vectors = DictVectorizer()
    table = vectors.fit_transform(
        [{name: value / spread.get(name, 1.0) for name, value in one.items() if times[name] > 1} for one in seen]
    )
    model = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(table, list(terms))
    weights = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    return {CONSTANT: float(model.intercept_[0])} | {name: float(k) / spread.get(name, 1.0) for name, k in weights}


def told_by_words(counts: Counts) -> Words:
    """Return how much more often each word is part of defined phrases than of all."""
    heads, modifiers = (Counter[str](), Counter[str]()), (Counter[str](), Counter[str]())
    for phrase, documents in counts.documents.items():
        if documents >= LEAST_DOCUMENTS:
            *before, head = parts(tuple(phrase.split()))
            heads[0][head] += 1
            modifiers[0].update(before)
    for phrase in counts.defined:
        *before, head = phrase.split()
        heads[1][head] += 1
        modifiers[1].update(before)
    return Words(_ratios(*heads), _ratios(*modifiers), _ratio(0, 0))


def _ratios(every: Counter[str], defined: Counter[str]) -> dict[str, float]:
    often = sorted(word for word in every | defined if every[word] + defined[word] >= _LEAST_OF_WORDS)
    return {word: _ratio(every[word], defined[word]) for word in often}


def _ratio(every: int, defined: int) -> float:
    return round(math.log((defined + 0.4) / (every + 2)), 2)


def _defined(counts: Counts, phrase: str) -> int:
    return counts.defined[" ".join(parts(tuple(phrase.split())))]


if __name__ == "__main__":
    main()
