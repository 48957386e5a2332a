"""Which model came before which, and which is a variant of which: what their names say, and what is commonly known.

"Claude Opus 4.5" is a family's words, a version, a size and a date. Two names of one line (the same words, in whatever
order, and the same size) that differ in the version succeed each other; a name that has all of another, and more, is
its variant. GPT-5.2 succeeds GPT-5, GPT-5 Pro is a variant of it, and Flash does not succeed Pro. Without a version only
words that everybody gives variants ("mini", "Instruct") make one: "Dream Machine" is not a kind of "Dream". A family's
bare name is no version: what has one is a variant of it. What comes in one size only counts as its version.

A name that says nothing of the kind gets no edge, nor do two that only look like models: one is common knowledge, or
their family is, or a text names one maker of both, or they bear a model's signs, or several texts name several versions.
Where a version lies between the two, known though not named here, it is half as sure. Rejected: dates of first mention,
which say when a list was written.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile

from msgspec import Struct
from msgspec.structs import replace

from graph.known_names import KnownNames, known_names
from graph.model import Basis, ClaimRank, Edge, EdgeKind, Evidence, GraphDelta, Node, NodeId, NodeKind
from graph.model_names import Parsed, Version, highest_first, parse_model
from graph.months import closing
from graph.names import name_key
from graph.resolve import Concept, Resolution
from graph.sketch import Sketch
from graph.standing import concept_key

LINEAGE = "lineage"
"""The contributor that draws it."""
EXTRACTOR = "lineage/2"
KNOWLEDGE = "lexicon"
"""Who says what is common knowledge: no text here does."""

_SKIPPED = 0.5
"""How sure it is that a model comes after another one where a version between them is known or likely: it may not."""
_MOST = 200
"""Models that a base or a predecessor is looked for among: the shortest names first, the highest versions first."""
_DEEPEST = 8
"""Steps up a family that are followed; a circle among parents ends there."""
_MADE = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
_UNDATED = "9999"  # sorts after every date


class Fact(Struct, frozen=True, kw_only=True):
    """What is commonly known of a name: other names, its maker, what it is a variant of, when it came out (YYYY or YYYY-MM).

    `certain` are those of the other names that mean it in whatever case and context.
    """

    kind: NodeKind
    name: str
    aliases: tuple[str, ...] = ()
    organization: str | None = None
    parent: str | None = None
    since: str | None = None
    certain: tuple[str, ...] = ()


Facts = Mapping[tuple[NodeKind, str], Fact]
"""By kind and `name_key` of the canonical name."""


def names_known(facts: Facts) -> KnownNames:
    """Return the other names that are certainly what they are, however they are written."""
    return known_names((fact.kind, fact.name, fact.certain) for fact in facts.values())


class Told(Struct, frozen=True):
    """What texts tell of concepts: where each model was first read, in how many texts, and who they say made it."""

    first: Mapping[NodeId, Evidence] = {}
    texts: Mapping[NodeId, int] = {}
    makers: Mapping[NodeId, frozenset[NodeId]] = {}

    def is_in_several(self, models: Iterable[NodeId]) -> bool:
        """Say whether two texts or more name some of these models."""
        named = [key for key in models if key in self.texts]
        where = {(self.first[key].document, self.first[key].record) for key in named if key in self.first}
        return len(where) > 1 or any(self.texts[key] > 1 for key in named)


def lineage(nodes: Iterable[Node], facts: Facts, resolution: Resolution, told: Told) -> GraphDelta:
    """Return what concepts are called, who made models and products, how models descend from each other: what is known.

    `nodes` are all that texts name, `resolution` knows the names that were decided on.
    """
    return _Lineage(sorted(nodes, key=lambda node: node.id), facts, resolution, told).delta()


def first_read(edges: Iterable[Edge], dates: Mapping[str, str]) -> dict[NodeId, Evidence]:
    """Return where each concept was first read, of these mentions; `dates` says when a document or a record came out."""
    found: dict[NodeId, Evidence] = {}
    for edge in edges:
        told = [evidence for evidence in (found.get(edge.target), *edge.evidence) if evidence]
        found[edge.target] = min(told, key=lambda evidence: _when(evidence, dates))
    return found


def _when(evidence: Evidence, dates: Mapping[str, str]) -> tuple[str, str, int, str]:
    text = evidence.document or evidence.record or ""
    place = -1 if evidence.block is None else evidence.block
    when = closing(evidence.month) if evidence.month else dates.get(text) or _UNDATED
    return when, text, place, evidence.named or ""


class _Lineage:
    """The lineage of all models, in the making."""

    def __init__(self, nodes: Sequence[Node], facts: Facts, resolution: Resolution, told: Told) -> None:
        self._sketch = Sketch(LINEAGE)
        self._facts = facts
        self._resolution = resolution
        self._told = told
        self._nodes = nodes
        self._all = {node.id for node in nodes}
        self._fact = {node.id: fact for node in nodes if (fact := self._known(node))}
        models = (node for node in nodes if node.kind is NodeKind.MODEL and not node.candidates)
        self._models = {node.id: parsed for node in models if (parsed := parse_model(node.name))}
        self._lines: defaultdict[frozenset[str], list[NodeId]] = defaultdict(list)
        self._families: defaultdict[object, list[NodeId]] = defaultdict(list)
        self._heads: defaultdict[str, list[NodeId]] = defaultdict(list)
        for key, parsed in self._models.items():
            self._lines[parsed.words].append(key)
            self._families[parsed.head, parsed.version].append(key)
            self._heads[parsed.head].append(key)
        for line in self._lines.values():
            line.sort(key=lambda key: (highest_first(self._models[key].version), self._models[key].build, key))
        for family in self._families.values():
            family.sort(key=lambda key: (len(self._models[key].words), key))
        self._knowledge = _Knowledge(facts, self._models.values())
        self._spread: dict[frozenset[str], bool] = {}

    def delta(self) -> GraphDelta:
        """Return all of it."""
        for node in self._nodes:
            self._called(node)
            self._maker(node)
            if node.kind is NodeKind.MODEL:
                before = self._before(node.id)
                if before:
                    sure = _SKIPPED if self._skips(node.id, before) else 1.0
                    self._edge(node.id, EdgeKind.SUCCEEDS, before, Basis.NAMED, sure)
                self._variant(node.id, before)
        return self._sketch.delta()

    def _known(self, node: Node) -> Fact | None:
        """Return what is known of a node, under the name it had before a person renamed it too."""
        names = [(node.kind, node.name), *(named for key in node.keys if (named := concept_key(key)))]
        return next((fact for kind, name in names if (fact := self._facts.get((kind, name_key(name))))), None)

    def _called(self, node: Node) -> None:
        """Let a node be found by all that it is commonly called, but for names that a person split off."""
        fact = self._fact.get(node.id)
        aliases = tuple(name for name in fact.aliases if name_key(name) not in self._resolution.apart) if fact else ()
        if aliases:
            claimed = Node(id=node.id, kind=node.kind, name="", aliases=aliases)
            self._sketch.claim(claimed, ClaimRank.REFERENCE, _UNDATED)

    def _maker(self, node: Node) -> None:
        fact = self._fact.get(node.id)
        if fact is None or fact.organization is None or node.kind not in _MADE:
            return
        found = self._resolution.find(NodeKind.ORGANIZATION, fact.organization)
        if found and found.kind is not NodeKind.ORGANIZATION:
            return  # a person says, or texts do, that this is no organization's name
        maker = found or Concept(kind=NodeKind.ORGANIZATION, name=fact.organization, known=True)
        claimed = Node(id=maker.id, kind=maker.kind, name=maker.name, keys=maker.keys)
        self._sketch.claim(claimed, ClaimRank.REFERENCE, _UNDATED)
        self._sketch.edge(node.id, EdgeKind.RELEASED_BY, maker.id, Basis.KNOWN, Evidence(extractor=KNOWLEDGE))

    def _concept(self, kind: NodeKind, name: str) -> Concept:
        found = self._resolution.find(kind, name)
        return found if found and found.kind is kind else Concept(kind=kind, name=name, known=True)

    def _before(self, key: NodeId) -> NodeId | None:
        """Return the model of the same line with the next lower version; what has a size follows what has the same."""
        own = self._models.get(key)
        if own is None or own.version is None:
            return None
        for other in islice(self._lower(own), _MOST):
            like = not own.build or self._models[other].build == own.build
            if like and self._goes_before(other, key) and self._is_vouched_for(key, other):
                return other
        return None

    def _lower(self, own: Parsed) -> Iterator[NodeId]:
        """Return the models of the same words with lower versions, the highest first, those without a size first."""
        line = self._lines[own.words]
        start = bisect_right(line, highest_first(own.version), key=lambda key: highest_first(self._models[key].version))
        return takewhile(lambda key: self._models[key].version is not None, islice(line, start, None))

    def _skips(self, key: NodeId, before: NodeId) -> bool:
        """Say whether a version lies between the two, known or at least likely."""
        own, older = self._models[key], self._models[before]
        if own.version is None or older.version is None:
            return False
        named = (self._models[other].version for other in islice(self._lower(own), _MOST))
        fact = self._fact.get(key)
        known = self._knowledge.versions(own, fact.since if fact else None)
        between = [*known, *(version for version in named if version)]
        if any(older.version < version < own.version for version in between):
            return True
        generations = own.version[0] - older.version[0]
        told = fact is not None and before in self._fact
        return not told and (generations > 1 or (generations == 1 and len(own.version) > 1))

    def _is_vouched_for(self, key: NodeId, older: NodeId) -> bool:
        """Say whether more than their form speaks for it that these two are models of one family."""
        if key in self._fact or older in self._fact:
            return True
        own, base = self._models[key], self._models[older]
        if base.words in self._knowledge.others:
            return False
        makers = self._told.makers
        if own.is_signed or base.is_signed or {own.words, base.words} & self._knowledge.lines:
            return True
        return bool(makers.get(key, frozenset()) & makers.get(older, frozenset())) or self._is_spread(base)

    def _is_spread(self, base: Parsed) -> bool:
        """Say whether several versions of a family are named, in several texts."""
        if base.words not in self._spread:
            near = self._heads[base.head][:_MOST]
            family = [key for key in near if base.words <= self._models[key].words]
            versioned = [key for key in family if self._models[key].version]
            several = len({self._models[key].version for key in versioned}) > 1
            self._spread[base.words] = several and self._told.is_in_several(versioned)
        return self._spread[base.words]

    def _goes_before(self, other: NodeId, key: NodeId) -> bool:
        """Say whether nothing known speaks against it; one letter is a family where one maker is known to use it."""
        one, two = self._fact.get(other), self._fact.get(key)
        if one is None or two is None:
            return any(len(word) > 1 for word in self._models[key].words)
        if one.organization != two.organization:
            return False
        return not (one.since and two.since and one.since > two.since)

    def _variant(self, key: NodeId, before: NodeId | None) -> None:
        known, named = self._parents(key), self._base(key)
        base = named or (known[0] if known else self._family(key))
        if base and base not in (key, before):
            self._edge(key, EdgeKind.VARIANT_OF, base, Basis.KNOWN if base in known else Basis.NAMED)

    def _parents(self, key: NodeId) -> list[NodeId]:
        """Return the models that this one is known to be a variant of, the nearest first, as far as there are nodes."""
        found: list[NodeId] = []
        fact = self._fact.get(key)
        for _ in range(_DEEPEST):
            if fact is None or fact.parent is None:
                break
            parent = self._concept(NodeKind.MODEL, fact.parent).id
            found += [parent] if parent in self._all else []
            fact = self._facts.get((NodeKind.MODEL, name_key(fact.parent)))
        return found

    def _base(self, key: NodeId) -> NodeId | None:
        """Return the model whose name has the most of this one's, all in all."""
        own = self._models.get(key)
        if own is None:
            return None
        near = self._families[own.head, own.version][:_MOST]
        bases = [
            (other, parsed)
            for other in near
            if own.extends(parsed := self._models[other])
            and self._knowledge.counts_alike(own, parsed)
            and self._is_vouched_for(key, other)
        ]
        ranked = [((len(base.words), bool(base.size), bool(base.date)), other) for other, base in bases]
        most = max((rank for rank, _ in ranked), default=None)
        return min((other for rank, other in ranked if rank == most), default=None)

    def _family(self, key: NodeId) -> NodeId | None:
        """Return the model that has the bare name of this one's line: its family."""
        own = self._models.get(key)
        if own is None or own.version is None:
            return None
        line = self._lines[own.words]
        start = bisect_left(line, highest_first(None), key=lambda key: highest_first(self._models[key].version))
        bare = (other for other in line[start : start + _MOST] if not self._models[other].build)
        return next((other for other in bare if self._is_vouched_for(key, other)), None)

    def _edge(self, source: NodeId, kind: EdgeKind, target: NodeId, basis: Basis, sure: float = 1.0) -> None:
        """Draw an edge whose evidence is where the older name stands, since a quote shows what its edge leads to."""
        evidence = self._told.first.get(target) or self._told.first.get(source)
        if evidence:
            self._sketch.edge(source, kind, target, basis, replace(evidence, extractor=EXTRACTOR), sure)


class _Knowledge:
    """What common knowledge, and the models named, tell of families: their lines, their versions, how they count."""

    def __init__(self, facts: Facts, named: Iterable[Parsed]) -> None:
        self._models: defaultdict[str, list[tuple[Parsed, str | None]]] = defaultdict(list)
        others = set()
        for fact in facts.values():
            if parsed := parse_model(fact.name):
                if fact.kind is NodeKind.MODEL:
                    self._models[parsed.head].append((parsed, fact.since))
                elif parsed.version is None:
                    others.add(parsed.words)
        known = [parsed for some in self._models.values() for parsed, _ in some]
        self.lines = {parsed.words for parsed in known}
        self.others = others - self.lines
        """The words of names that are no models: what has a version there is none either."""
        self._later = {(one.head, word) for one in (*named, *known) if one.version for word in one.words - one.lead}

    def versions(self, own: Parsed, since: str | None) -> Iterator[Version]:
        """Yield the known versions of a model's family that were out by then, those known of a variant alone too."""
        for parsed, out in self._models[own.head]:
            alike = own.words <= parsed.words and parsed.later(own) == parsed.words - own.words
            if parsed.version and alike and not (since and out and out > since):
                yield parsed.version

    def counts_alike(self, own: Parsed, base: Parsed) -> bool:
        """Say whether a version counts the same in both names.

        In "Claude Opus 4" it does, since there is a "Claude 3 Opus"; in "Grok Code Fast 1" it is not that of "Grok-1".
        """
        added = own.words - base.words - own.later(base)
        return (
            own.version is None
            or not added
            or (len(added) == 1 and {(own.head, word) for word in added} <= self._later)
        )
