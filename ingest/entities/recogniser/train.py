"""Learns the recogniser's weights (`python -m bench.recogniser --train`, some minutes).

The corpus is titles and abstracts in the shape of arXiv's metadata snapshot (CC0); of it only counts of phrases are kept.
labels.tsv says of some thousand phrases whether they are terms for techniques, judged by hand for this project without
their texts; tasks ("question answering") and whole fields are judged not to be. A logistic regression on counts, words
and a sentence model's vectors generalises from these to all phrases that the corpus has often enough; a second one, on
nothing but the words, to those that it has not.
"""

from __future__ import annotations

import csv
import gzip
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import pstdev

import msgspec

from graph.ports import Embedder
from ingest.entities.recogniser.counting import BEFORE, LEAST_DOCUMENTS, OTHER, Counts
from ingest.entities.recogniser.phrases import parts
from ingest.entities.recogniser.weights import CONSTANT, Weights, Words, probability

LABELS = Path(__file__).parent / "labels.tsv"

_YES, _NO = 0.85, 0.02
"""The probability of a phrase that was judged by hand; below the second one, differences mean nothing."""
_LEAST_OF_WORDS = 3
"""A word of fewer phrases tells nothing of those it is part of."""
_STRENGTH = 1.0
"""The inverse of the regularisation; from 0.3 to 3, cross-validation gives the same within a point."""
_VECTORS = 3.0
"""How much a vector's parts weigh against other features before anything is learned; 6 gives a point less."""

Shown = dict[str, float]


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


def learn(counts: Counts, judged: Mapping[str, bool], embedder: Embedder) -> Weights:
    """Return the weights that these counts and judgements give. What was judged by hand keeps its judgement."""
    words = told_by_words(counts)
    known = dict(shown(counts, words, [phrase for phrase in judged if phrase in counts.documents], embedder))
    by_counts = fitted(list(known.values()), [judged[phrase] for phrase in known])
    every = shown(counts, words, judgeable(counts), embedder)
    sure = {phrase: probability(by_counts, seen) for phrase, seen in every}
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


def shown(counts: Counts, words: Words, phrases: Sequence[str], embedder: Embedder) -> Iterator[tuple[str, Shown]]:
    """Yield each phrase with what the corpus shows of it, its words and its vector."""
    totals = _totals(counts)
    for phrase, vector in zip(phrases, embedder.embed(phrases), strict=True):
        whole = words.shown(tuple(phrase.split())) | _counted(counts, phrase) | _bound(counts, totals, phrase)
        yield phrase, whole | {f"vector {at}": _VECTORS * float(part) for at, part in enumerate(vector)}


def _counted(counts: Counts, phrase: str) -> Shown:
    met, documents, defined = counts.met[phrase], counts.documents[phrase], _defined(counts, phrase)
    before = {name: counts.before[phrase, name] for name in (*BEFORE, OTHER)}
    total = sum(before.values()) or 1
    return {
        "documents": math.log(documents),
        "titles": math.log((counts.titles[phrase] + 0.5) / (documents + 2)),
        "defined": math.log1p(defined),
        "defined_share": math.log((defined + 0.2) / (documents + 2)),
        "left": counts.left[phrase] / met,
        "right": counts.right[phrase] / met,
        "capital": counts.capital[phrase] / met,
        **{f"after_{name}": before[name] / total for name in BEFORE},
    }


def _totals(counts: Counts) -> Counter[tuple[str, int, bool]]:
    """Return how often a word begins (True) or ends (False) phrases of a length."""
    totals: Counter[tuple[str, int, bool]] = Counter()
    for phrase, met in counts.met.items():
        words = phrase.split()
        totals[words[0], len(words), True] += met
        totals[words[-1], len(words), False] += met
    return totals


def _bound(counts: Counts, totals: Counter[tuple[str, int, bool]], phrase: str) -> Shown:
    """Return how firmly a phrase's ends belong together: which share of either's phrases is this one."""
    words, met = phrase.split(), counts.met[phrase]
    if len(words) == 1:
        return {"bound_first": 0.0, "bound_last": 0.0}
    return {
        "bound_first": math.log(met / totals[words[0], len(words), True]),
        "bound_last": math.log(met / totals[words[-1], len(words), False]),
    }


def fitted(seen: Sequence[Mapping[str, float]], terms: Sequence[bool]) -> dict[str, float]:
    """Return the coefficients of a logistic regression by their features' names."""
    # Only training needs it, and it takes a second to import.
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    times = Counter(name for one in seen for name in one)
    # Sums and shares are brought to one spread; one of many words or of a vector's parts, named with a space, is not.
    spread = {name: pstdev(one[name] for one in seen) or 1.0 for name in times if " " not in name}
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
