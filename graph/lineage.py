"""Which model came before which, and which is a variant of which: what their names say, and what is commonly known.

"Claude Opus 4.5" is a family's words, a version, a size and a date. Two names of one line (the same words, in whatever
order, and the same size) that differ in the version succeed each other; a name that has all of another, and more, is
its variant. GPT-5.2 succeeds GPT-5, GPT-5 Pro is a variant of it, and Flash does not succeed Pro. Without a version only
words that everybody gives variants ("mini", "Instruct") make one: "Dream Machine" is not a kind of "Dream".

A name that says nothing of the kind gets no edge. Rejected: dates of first mention, which say when a list was written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from graph.model import Basis, ClaimRank, Edge, EdgeKind, Evidence, GraphDelta, Node, NodeId, NodeKind
from graph.months import closing
from graph.names import fold, name_key
from graph.resolve import Concept, Resolution
from graph.sketch import Sketch
from graph.standing import concept_key

LINEAGE = "lineage"
"""The contributor that draws it."""
EXTRACTOR = "lineage/1"
KNOWLEDGE = "lexicon"
"""Who says what is common knowledge: no text here does."""

_VARIANTS = (
    "mini nano micro tiny small medium large big huge base pro plus max ultra lite light flash turbo fast instant "
    "heavy high low thinking think reasoning reasoner instruct instruction chat it sft dpo rl zero preview exp "
    "experimental alpha beta latest code coder codex math vision vl visual audio video image speech voice omni "
    "multimodal embedding embed reranker guard distill distilled long quantized fp8 int4 int8 awq gptq gguf moe dense "
    "next live realtime search tts transcribe deep research computer use sonnet opus haiku"
)
_VARIANT_WORDS = frozenset(_VARIANTS.split())
_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|\+")
_PIECE = re.compile(r"[^\s/_:()-]+")
_SIZE = re.compile(r"(?:\d+x|a)?\d+(?:\.\d+)?[bmkt]\Z")
_DATE = re.compile(r"20[12]\d[01]\d[0-3]\d\Z|(?:0\d|1[0-2])[0-3]\d\Z|2[3-9](?:0[1-9]|1[0-2])\Z")
_LONGEST = 80
"""Characters of a name that is looked at: a longer one is a title."""
_MOST = 200
"""Models of one family and version that a variant's base is looked for among, the shortest names first."""
_DEEPEST = 8
"""Steps up a family that are followed; a circle among parents ends there."""
_MADE = frozenset({NodeKind.MODEL, NodeKind.PRODUCT})
_UNDATED = "9999"  # sorts after every date
Version = tuple[int, ...]
_SECOND: Version = (2,)


class Fact(Struct, frozen=True, kw_only=True):
    """What is commonly known of a name: other names, its maker, what it is a variant of, when it came out (YYYY or YYYY-MM)."""

    kind: NodeKind
    name: str
    aliases: tuple[str, ...] = ()
    organization: str | None = None
    parent: str | None = None
    since: str | None = None


Facts = Mapping[tuple[NodeKind, str], Fact]
"""By kind and `name_key` of the canonical name."""


class Parsed(Struct, frozen=True, kw_only=True):
    """A model's name taken apart. `words` are the family's and the variant's, `head` is the first of them."""

    head: str
    words: frozenset[str]
    version: Version | None = None
    size: str | None = None
    date: str | None = None

    @property
    def line(self) -> tuple[frozenset[str], str | None, str | None]:
        """Return what names that succeed each other have in common."""
        return self.words, self.size, self.date

    def extends(self, base: Parsed) -> bool:
        """Say whether this is the base with something added: a word, a size, a date."""
        if base.head != self.head or base.version != self.version or base == self or not base.words <= self.words:
            return False
        if base.size not in (None, self.size) or base.date not in (None, self.date):
            return False
        return self.version is not None or self.words - base.words <= _VARIANT_WORDS


def parse_model(name: str) -> Parsed | None:
    """Return the parts of a model's name; None where it has no word to begin with or is no name but a title."""
    if len(name) > _LONGEST:
        return None
    words: list[str] = []
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
                else:
                    words.append(token)
    if not words or not words[0][0].isalpha():
        return None
    return Parsed(head=words[0], words=frozenset(words), version=version, size=size, date=date)


def _version(token: str) -> Version:
    numbers = [int(number[:9]) for number in token.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def lineage(
    nodes: Iterable[Node], facts: Facts, resolution: Resolution, first: Mapping[NodeId, Evidence]
) -> GraphDelta:
    """Return what concepts are called, who made models and products, how models descend from each other: what is known.

    `nodes` are all that texts name, `first` is where each model was first read, `resolution` knows the names that were decided on.
    """
    drawing = _Lineage(sorted(nodes, key=lambda node: node.id), facts, resolution, first)
    return drawing.delta()


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

    def __init__(
        self, nodes: Sequence[Node], facts: Facts, resolution: Resolution, first: Mapping[NodeId, Evidence]
    ) -> None:
        self._sketch = Sketch(LINEAGE)
        self._facts = facts
        self._resolution = resolution
        self._first = first
        self._nodes = nodes
        self._all = {node.id for node in nodes}
        self._fact = {node.id: fact for node in nodes if (fact := self._known(node))}
        models = (node for node in nodes if node.kind is NodeKind.MODEL and not node.candidates)
        self._models = {node.id: parsed for node in models if (parsed := parse_model(node.name))}
        self._lines: defaultdict[object, list[NodeId]] = defaultdict(list)
        self._families: defaultdict[object, list[NodeId]] = defaultdict(list)
        for key, parsed in self._models.items():
            self._lines[parsed.line].append(key)
            self._families[parsed.head, parsed.version].append(key)
        for family in self._families.values():
            family.sort(key=lambda key: (len(self._models[key].words), key))

    def delta(self) -> GraphDelta:
        """Return all of it."""
        for node in self._nodes:
            self._called(node)
            self._maker(node)
            if node.kind is NodeKind.MODEL:
                before = self._before(node.id)
                if before:
                    self._edge(node.id, EdgeKind.SUCCEEDS, before, Basis.NAMED)
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
        """Return the model of the same line with the next lower version."""
        own = self._models.get(key)
        if own is None or own.version is None:
            return None
        lower = [
            (parsed.version, other)
            for other in self._lines[own.line]
            if (parsed := self._models[other]).version
            and parsed.version < own.version
            and self._goes_before(other, key)
        ]
        if lower:
            highest = max(version for version, _ in lower)
            return min(other for version, other in lower if version == highest)
        # What has a second version was called by its bare name before; where that is the family's name it says nothing.
        bare = [other for other in self._lines[own.line] if self._models[other].version is None]
        told = [other for other in bare if own.version == _SECOND and other not in self._parents(key)]
        return next((other for other in told if self._goes_before(other, key)), None)

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
        base = named or (known[0] if known else None)
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
        bases = [(other, parsed) for other in near if own.extends(parsed := self._models[other])]
        ranked = [((len(base.words), bool(base.size), bool(base.date)), other) for other, base in bases]
        most = max((rank for rank, _ in ranked), default=None)
        return min((other for rank, other in ranked if rank == most), default=None)

    def _edge(self, source: NodeId, kind: EdgeKind, target: NodeId, basis: Basis) -> None:
        """Draw an edge whose evidence is where the older name stands, since a quote shows what its edge leads to."""
        evidence = self._first.get(target) or self._first.get(source)
        if evidence:
            self._sketch.edge(source, kind, target, basis, replace(evidence, extractor=EXTRACTOR))
