"""Own categories: which node a heading or a typed name means, once people have renamed and merged some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from graph.errors import ConflictError
from graph.ids import category_id
from graph.model import Claim, ClaimRank, Decision, DecisionKind, GraphDelta, Node, NodeId, NodeKind
from graph.names import fold
from graph.ports import GraphStore

OWN = "own"
ARXIV = "arxiv"
"""The scheme of arXiv's subjects, which are facets and never mixed with own categories."""
DEFAULTS = "defaults"
PREFIX = "category:"


class CategoryNames(Struct, frozen=True):
    """What people decided: `renamed` is new folded name → node, `merged` is node → the node it went into.

    `called` is the name by which a node was merged into: the name it has where no source gives it one any more.
    """

    renamed: Mapping[str, NodeId] = {}
    merged: Mapping[NodeId, NodeId] = {}
    called: Mapping[NodeId, str] = {}

    def node(self, name: str) -> NodeId:
        """Return the node that this heading or name means; where nothing was decided, the one made of the name."""
        return self.merged_into(self._unmerged(name))

    def is_merged(self, name: str) -> bool:
        """Say whether the category of this name went into another."""
        return self._unmerged(name) in self.merged

    def _unmerged(self, name: str) -> NodeId:
        return self.renamed.get(fold(name)) or category_id(name)

    def merged_into(self, key: NodeId) -> NodeId:
        """Return the node that this one was merged into, itself when it was not."""
        seen = {key}
        while (into := self.merged.get(key)) is not None and into not in seen:
            seen.add(into)
            key = into
        return key

    def claim(self, name: str, rank: ClaimRank, stamp: str) -> Claim:
        """Return the claim that there is this category; a name that was merged away is only an alias of it."""
        key = self.node(name)
        if not self.is_merged(name):
            return Claim(node=Node(id=key, kind=NodeKind.CATEGORY, name=name, scheme=OWN), rank=rank, stamp=stamp)
        node = Node(id=key, kind=NodeKind.CATEGORY, name=self.called.get(key, ""), aliases=(name,), scheme=OWN)
        return Claim(node=node, rank=ClaimRank.MENTION, stamp=stamp)


def category_names(decisions: Iterable[Decision]) -> CategoryNames:
    """Return what these decisions (in force, in the order they were made) say of category names; others are skipped."""
    renamed: dict[str, NodeId] = {}
    merged: dict[NodeId, NodeId] = {}
    called: dict[NodeId, str] = {}
    names = CategoryNames(renamed, merged, called)
    for decision in decisions:
        if not decision.on.startswith(PREFIX):
            continue
        node = names.node(decision.on.removeprefix(PREFIX))
        value = decision.value
        if decision.kind is DecisionKind.CORRECTION and value.get("field") == "name" and value.get("value"):
            renamed[fold(str(value["value"]))] = node
        elif decision.kind is DecisionKind.MERGE:
            name = str(value["into"]).removeprefix(PREFIX)
            into = names.node(name)
            if into != node:
                merged[node], called[into] = into, name
    return names


def check_category(decision: Decision, names: CategoryNames, graph: GraphStore) -> None:
    """Raise ConflictError, naming the field, unless what is renamed or merged is there and it makes a difference."""
    value = decision.value
    renames = decision.kind is DecisionKind.CORRECTION and value["field"] == "name" and value["value"]
    if not decision.on.startswith(PREFIX) or not (renames or decision.kind is DecisionKind.MERGE):
        return
    own = _existing(decision.on, "on", names, graph)
    if renames:
        name = str(value["value"])
        if names.node(name) != own and graph.many([names.node(name)]):
            raise ConflictError(f"there is a category {name!r} already: merge them instead", "value")
    elif _existing(str(value["into"]), "into", names, graph) == own:
        raise ConflictError("a category cannot be merged into itself", "into")


def _existing(key: str, field: str, names: CategoryNames, graph: GraphStore) -> NodeId:
    name = key.removeprefix(PREFIX)
    node = names.node(name)
    if not graph.many([node]):
        raise ConflictError(f"no such category: {name!r}", field)
    return node


_DEFAULTS = (
    ("Models", "New language models and families of models, and the reports that introduce them."),
    ("Training and techniques", "How models are built and taught: architectures, data, fine-tuning and optimisation."),
    ("Reasoning", "Models that think in steps: test-time compute, planning, mathematics and code."),
    (
        "Retrieval and knowledge",
        "Models that look things up: search, retrieval-augmented generation, knowledge graphs.",
    ),
    ("Agents", "Systems that plan and act with tools, alone or with other agents."),
    ("Evaluation", "Benchmarks, metrics, and what measurements of models are worth."),
    ("Safety and alignment", "Attacks and defences, alignment with human values, interpretability, privacy."),
    ("Multimodal", "Images, sound, video and robots: models that see, hear, draw and move."),
    ("Efficiency and systems", "Faster, smaller, cheaper: inference, quantisation, hardware and serving."),
    ("Applications and society", "AI at work in science, medicine, industry and law, and what it does to people."),
)


def defaults_delta(wanted: bool, names: CategoryNames | None = None) -> GraphDelta:
    """Return the categories a library starts with, or, when they are not wanted, the delta that withdraws them."""
    if not wanted:
        return GraphDelta(contributor=DEFAULTS)
    names = names or CategoryNames()
    claims = []
    for name, about in _DEFAULTS:
        claim = names.claim(name, ClaimRank.MENTION, "")
        claims.append(replace(claim, node=replace(claim.node, about=None if names.is_merged(name) else about)))
    return GraphDelta(contributor=DEFAULTS, claims=tuple(claims))
