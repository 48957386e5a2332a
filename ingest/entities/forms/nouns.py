"""What kind of thing a noun says: "a framework", "an open language model", "the benchmark of …"."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import NodeKind
from ingest.entities.forms.generic import word_set

_KINDS = {
    NodeKind.MODEL: """
        model models llm llms vlm vlms mllm mllms lmm lmms lvlm slm slms lrm vla vlas checkpoint checkpoints lm lms plm
        chatbot weights families herd""",
    NodeKind.BENCHMARK: """
        benchmark benchmarks dataset datasets corpus corpora suite testbed leaderboard testsuite challenge test-bed
        collection treebank exam testset environment environments arena data-set gym playground""",
    NodeKind.PRODUCT: """
        library libraries toolkit toolbox tool tools platform platforms app apps application software package packages ide
        editor cli sdk plugin plug-in extension browser service assistant api interface website simulator repository
        compiler chatbots copilot""",
    NodeKind.TECHNIQUE: """
        method methods approach approaches framework frameworks algorithm algorithms technique techniques strategy strategies
        scheme schemes mechanism mechanisms architecture architectures module modules paradigm paradigms pipeline pipelines
        loss losses objective layer layers attention learning training tuning fine-tuning finetuning optimization
        optimisation prompting decoding sampling distillation pruning quantization regularization agent agents system systems
        network networks protocol procedure optimizer methodology formulation search routing retrieval augmentation
        alignment steering editing merging planner solver estimator detector process transformer transformers autoencoder
        autoencoders encoder decoder adaptation pretraining pre-training initialization normalization workflow recipe
        adapter adapters tokenizer estimation aggregation policy operator kernel generator classifier controller
        memory reasoning rewarding estimators descent backpropagation embedding embeddings encoding cache caching
        parallelism unlearning diffusion cascade gan gans cnn rnn lstm gnn gnns verifier scaffolding harness
        engine baseline extrapolation compression variant backbone generation optimizers machine machines
        autoregression forest regression inference kernels solution gradient gradients tree trees flow matching
        interpolation bootstrapping calibration orchestration heuristic simulation modeling modelling design metric metrics
        splatting field fields forcing control""",
    NodeKind.ORGANIZATION: """
        company companies startup startups lab labs organization nonprofit university institute newsletter magazine newspaper
        publisher firm consultancy""",
}
KIND_OF_NOUN: dict[str, NodeKind] = {noun: kind for kind, nouns in _KINDS.items() for noun in nouns.split()}

_COLLECTIVES = word_set(
    """family series set class collection suite variant version type kind line group cast pair herd"""
)
_STOPS = word_set(
    """for that which to with in by on where designed from trained built comprising containing consisting at using via
    under who whose when while and as is are was were has have aimed aiming tailored based capable able enabling it
    this we across into through without between against over towards toward featuring covering including spanning
    specialized specifically developed introduced proposed optimized powered called named dubbed termed achieving
    leveraging supporting but or so if because requiring providing allowing whereby can could may will would
    outperforms achieves if then than"""
)
_DETERMINERS = word_set("a an the our its their one of new novel")


def head_kind(words: Sequence[str], most: int = 14) -> NodeKind | None:
    """Return the kind that a noun phrase's head says: its last noun before a preposition, a verb or a comma.

    "large language model for code" is a model, "family of open models" too, "model merging method" a technique.
    """
    last = ""
    skipping = True
    for word in words[:most]:
        plain = word.strip("\"'“”‘’()[]{}*`,.;:!?").lower()
        if plain == "of" and last in _COLLECTIVES:
            last = ""
        elif plain in _STOPS or plain == "of" or (plain.endswith(("ed", "es", "-tuned")) and kind_of(last)):
            break
        elif not (skipping and plain in _DETERMINERS):
            skipping = False
            last = plain or last
        if word[-1:] in ",.;:!?)" and plain not in _DETERMINERS and not _coordinated(word, plain):
            break
    return kind_of(last)


def _coordinated(word: str, plain: str) -> bool:
    """Say whether the comma stands between adjectives ("a fast, lightweight model"), where no noun has been yet."""
    return word.endswith(",") and kind_of(plain) is None and plain not in _COLLECTIVES


def kind_of(noun: str) -> NodeKind | None:
    """Return what kind the noun says; of a compound its last part does ("meta-learning")."""
    if noun in KIND_OF_NOUN:
        return KIND_OF_NOUN[noun]
    return KIND_OF_NOUN.get(noun.rpartition("-")[2])
