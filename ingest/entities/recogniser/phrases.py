"""Phrases of a text that may be technical terms: words between two that end a phrase, up to a head that techniques have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from ingest.entities.sentences import sentences

MOST_WORDS = 5
"""Longer terms are rare, and every further word makes more phrases of a sentence."""
_LONGEST = 40
"""A word of more letters is none; hostile texts have some of a million."""

TOKEN = re.compile(r"[^\W_]++(?:[-‐‑–'’.+/&](?=[^\W_])[^\W_]++)*+\+*+|[^\w\s]|_")
_HYPHEN = re.compile(r"[-‐‑–]")

# What technical terms end in, hand-picked among the last words of long forms that arXiv's abstracts abbreviate.
_ENDINGS = """
    abduction actor-critic adaptation adapter agent algorithm alignment annealing annotation answering approximation
    architecture attack attention attribution augmentation autoencoder automaton averaging backdoor backpropagation
    backtracking bagging bandit batching block boosting bootstrapping bound cache caching calibration captioning carlo
    chain checkpointing checking checker chunking classification cloning clustering cnn codec coding collaboration
    communication completion compression compute consensus consistency control convolution correction critique curation
    curriculum debate decoder decoding decomposition deduction deduplication defence defense delegation descent
    detection diffusion disambiguation discovery distillation dropout editing elicitation embedding encoder encoding
    engineering ensemble ensembling entropy estimation evaluation evolution expansion expert explanation exploration
    extraction extrapolation factorization feature feedback field filter filtering fine-tuning finetuning flow forest
    forecasting forgetting framework fusion game gan generalization generation gradient grammar graph grounding growth
    guidance hashing head hypernetwork imitation imputation indexing induction inference initialization injection
    inpainting interpolation interpretability jailbreak jailbreaking judge kan kernel labeling labelling language layer
    learning linking localization localisation logic loss lstm machine manipulation mapping masking matching
    maximization mechanism memory merging minimization mixture mlp model modeling modelling module navigation network
    normalization objective odometry offloading optimization optimisation orchestration oversight paradigm parallelism
    parsing patching penalty perceptron pipeline planning play poisoning policy pooling post-training pre-training
    prediction prefix pretraining privacy probing process programming projection prompt prompting proof propagation
    prover proving pruning quantification quantisation quantization ranking re-ranking reasoning recognition
    recommendation recommender reconstruction red-teaming refinement reflection registration regression regularization
    relaxation rendering replay representation reranking resampling restoration retrieval reward reweighting rewriting
    rnn rollout router routing sampling scaling scheduler scheduling search segmentation selection self-consistency
    self-correction self-play self-refinement self-training simulation slam smoothing solver solving sparsification
    speculation splatting stacking steering stitching summarisation summarization super-resolution synthesis system
    tagging teaming testing theory thought tokenisation tokenization tokenizer tracking training transfer transform
    transformer translation tree tuning unfolding unlearning upcycling verification verifier voting watermarking
    weighting workflow
"""
ENDINGS = frozenset(_ENDINGS.split())

# Words that are part of no term: the language's own, and those that texts about methods put around them.
_AROUND = """
    a about across after against all also an and any are as at based be been before being between both but by called can
    could did do does down during each even few for from had has have he her here his how however however i if in
    including into introduce introduces is it its just less like many may me might more most must my named no not of off
    on one only or our out over per present presents propose proposed proposes respectively several she should so some
    still such than that the their them then there these they this those through thus to toward towards under unlike until up
    us use used uses using various very via was we were what when where which while who whose why will with within
    without would yet you your e.g i.e et al
"""
_BREAKS = frozenset(_AROUND.split())


class Phrase(Struct, frozen=True):
    """A stretch of words that ends as terms do: its words as `folded` writes them, its place, whether it is complete.

    `after` says that what stands before it ends a phrase, `before` that what stands after it does.
    """

    words: tuple[str, ...]
    start: int
    end: int
    left: bool
    right: bool


def phrases(text: str) -> Iterator[list[Phrase]]:
    """Yield, for every word that may end a term, the phrases that end there, the shortest first. In order of the text."""
    for start, end in sentences(text):
        found = list(TOKEN.finditer(text, start, end))
        words = [match.group().lower() for match in found]
        broken = [not word[0].isalnum() or breaks(word) for word in words]
        for last, word in enumerate(words):
            if not broken[last] and ends_term(word):
                yield list(_ending(found, words, broken, last))


def breaks(word: str) -> bool:
    """Say whether a lower-case word is part of no term: an owner's name is not ("Google's sparse attention")."""
    return word in _BREAKS or len(word) > _LONGEST or word.endswith(("'s", "’s"))


def ends_term(word: str) -> bool:
    """Say whether a lower-case word may end a term, by itself or by what stands after its last hyphen."""
    single = folded(word)
    return single in ENDINGS or _HYPHEN.split(single)[-1] in ENDINGS


def folded(word: str) -> str:
    """Return the lower-case word without a plural's ending."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "sui" else word


def parts(words: tuple[str, ...]) -> list[str]:
    """Return a phrase's words, hyphenated ones taken apart."""
    return [part for word in words for part in _HYPHEN.split(word) if part]


def _ending(found: list[re.Match[str]], words: list[str], broken: list[bool], last: int) -> Iterator[Phrase]:
    right = last + 1 == len(words) or broken[last + 1]
    for first in range(last, max(-1, last - MOST_WORDS), -1):
        if broken[first]:
            return
        yield Phrase(
            (*words[first:last], folded(words[last])),
            found[first].start(),
            found[last].end(),
            first == 0 or broken[first - 1],
            right,
        )
