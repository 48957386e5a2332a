"""From the names that all documents use to the concepts that they mean. Pure: the same uses, the same concepts.

Two names are one concept for four reasons and no other:

- they share a key (`graph.names.name_key`): spellings of one name;
- the lexicon knows both by one canonical name (the extractor says so: `Use.known`);
- one is the short form of the other, and of nothing else in the whole library;
- a person said so.

Each reason leads from a name to one other, never through a third: a long form is never itself taken for a short one,
and a short form with two long forms joins neither, so A and C do not become one because both share a short form with
B. What is ambiguous stays a concept of its own, with its candidates. Versions, sizes and variants have keys of their own.

Known exceptions: long forms that share a short form and differ in a plural alone are one ("Sparse Autoencoder(s)"); a
long form that texts define for a name the lexicon knows, and for no other, is that name's concept.

Rejected: likeness of spellings or vectors (GPT-5 is most like GPT-5.2), and long forms alike by words: two papers
called STAR differ by as little as two spellings of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from graph.concept_names import AMBIGUOUS, ConceptNames, Ruling
from graph.ids import concept_id
from graph.known_names import KnownNames
from graph.leads import KIND_ORDER, UNKNOWN, Leads, Place
from graph.mention import Mention
from graph.model import DecisionKind, Node, NodeId, NodeKind
from graph.names import name_key
from graph.ports import MentionStore, Use
from graph.standing import concept_key

_SPLIT = "split"
"""The place of a name that was split off has this for a kind."""


class Concept(Struct, frozen=True, kw_only=True):
    """What a name means. `candidates` are the keys of what an ambiguous one may mean, `keys` those of decisions on it."""

    kind: NodeKind
    name: str
    known: bool = False
    candidates: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def id(self) -> NodeId:
        """Return the id of its node."""
        return concept_id(self.kind, self.name)

    @property
    def key(self) -> str:
        """Return what a decision on it hangs on."""
        return f"{self.kind}:{self.name}"

    @property
    def flags(self) -> tuple[str, ...]:
        """Return what is doubtful about it."""
        return (AMBIGUOUS,) if self.candidates else ()


class Resolution(Struct, frozen=True):
    """Which concept each name is. `bare`: name → its place where the text says no more; `concepts`: place → concept.

    `shorts`: long form → short forms; `apart`: name that was split off → the places that it is no name of.
    """

    bare: Mapping[str, Place]
    concepts: Mapping[Place, Concept]
    shorts: Mapping[str, frozenset[str]]
    apart: Mapping[str, frozenset[Place]] = {}

    def of(self, mention: Mention) -> Concept:
        """Return what the mention names."""
        key, place = name_key(mention.name), self._place(mention)
        if (name := self._parted(mention, place)) is not None:
            return self.concepts[_SPLIT, name]
        if mention.candidates:
            return self._ambiguous(mention, key)
        return self.concepts.get(place) or Concept(kind=mention.kind, name=mention.name, known=mention.known)

    def is_apart(self, mention: Mention, name: str) -> bool:
        """Say whether a name of what the extractor read there is one that a person set apart from what it is."""
        parted = self._parted(mention, self._place(mention))
        return parted is not None and name_key(name) != parted

    def _parted(self, mention: Mention, place: Place) -> str | None:
        """Return which of the mention's names was split off what the extractor read."""
        names = (name_key(mention.text), name_key(mention.name))
        return next((name for name in names if place in self.apart.get(name, ())), None)

    def find(self, kind: NodeKind, name: str) -> Concept | None:
        """Return the concept of this name: of this kind if the lexicon has one, else whatever the bare name means."""
        key = name_key(name)
        known = (kind.value, key)
        place = known if known in self.concepts else self.bare.get(key, (UNKNOWN, key))
        if key in self.apart and (key not in self.bare or place in self.apart[key]):
            place = (_SPLIT, key)
        return self.concepts.get(place)

    def _place(self, mention: Mention) -> Place:
        key, long = name_key(mention.name), name_key(mention.long or "")
        known = (mention.kind.value, key)
        if mention.candidates:
            return (UNKNOWN, key)
        if mention.known and known in self.concepts:
            return known
        told = not mention.known and key in self.shorts.get(long, ())
        return self.bare.get(long if told else key, known)

    def _ambiguous(self, mention: Mention, key: str) -> Concept:
        """Return the concept of a name that several entries have: never the one of them that is called just so."""
        name = mention.name
        if any((kind.value, key) in self.concepts for kind in KIND_ORDER):
            name, key = f"{name} ({AMBIGUOUS})", name_key(f"{name} {AMBIGUOUS}")
        found = self.concepts.get((UNKNOWN, key)) or Concept(kind=mention.kind, name=name)
        if name_key(found.name) != key:
            return found  # a person decided which one it is
        candidates = {f"{mention.kind}:{each}" for each in mention.candidates}
        return replace(found, candidates=tuple(sorted(candidates | set(found.candidates))))


def gather(
    names: Collection[str], store: MentionStore, decided: ConceptNames, known: KnownNames | None = None
) -> list[Use]:
    """Return all uses that what these names mean depends on: theirs, their long and short forms', what is decided one.

    Names that were split off are always among them, since a text may write one where its extractor reads another.
    """
    found: set[str] = set()
    uses: list[Use] = []
    ahead = {*names, *decided.apart()}
    while ahead:
        page = store.uses(ahead)
        uses += page
        found |= ahead
        longs = {use.long for use in page if use.long}
        near = longs | store.shortened(ahead) | decided.beside(ahead)
        ahead = (near | (known or KnownNames()).beside(near | ahead)) - found
    return uses


def heirs(
    gone: Iterable[Node], resolution: Resolution, mentions: Collection[Mention] = ()
) -> list[tuple[NodeId, NodeId]]:
    """Return (old id, new id) of concepts that are gone, for those whose names mean another one now.

    A name that is no longer split off is one that texts write, and that their extractor reads as another: `mentions` tell.
    """
    found = []
    for node in gone:
        names = [(node.kind, node.name), *(named for key in node.keys if (named := concept_key(key)))]
        told = (concept for kind, name in names if (concept := resolution.find(kind, name)))
        heir = next(told, None) or _written({name_key(name) for _, name in names}, resolution, mentions)
        found += [(node.id, heir.id)] if heir and heir.id != node.id else []
    return found


def _written(names: Collection[str], resolution: Resolution, mentions: Iterable[Mention]) -> Concept | None:
    return next((resolution.of(mention) for mention in mentions if name_key(mention.text) in names), None)


def changed(before: Resolution, after: Resolution) -> set[str]:
    """Return the names that mean something else now, with the short forms of those: texts that use them are drawn again."""
    names = {
        key for resolution in (before, after) for key in (*resolution.bare, *(key for _, key in resolution.concepts))
    }
    moved = {name for name in names if _meanings(before, name) != _meanings(after, name)}
    shorts = {short for resolution in (before, after) for name in moved for short in resolution.shorts.get(name, ())}
    return moved | shorts | _parted(before, after)


def _parted(before: Resolution, after: Resolution) -> set[str]:
    """Return the names from which another name was parted in only one of the two."""
    names = before.apart.keys() | after.apart.keys()
    places = {place for name in names for place in before.apart.get(name, set()) ^ after.apart.get(name, set())}
    bare = {name for resolution in (before, after) for name, place in resolution.bare.items() if place in places}
    return bare | {key for _, key in places}


def _meanings(resolution: Resolution, name: str) -> list[Concept | None]:
    places = [resolution.bare.get(name, (UNKNOWN, name)), (_SPLIT, name)]
    places += [(kind.value, name) for kind in KIND_ORDER]
    return [resolution.concepts.get(place) for place in places]


def resolve(uses: Iterable[Use], decided: ConceptNames | None = None, known: KnownNames | None = None) -> Resolution:
    """Return which concept each of the names used is."""
    shapes = Leads(uses, known or KnownNames())
    rulings = _Rulings(shapes, decided or ConceptNames())
    concepts = _concepts(shapes, rulings)
    shorts = {long: frozenset(shorts) for long, shorts in shapes.shorts.items()}
    return Resolution(shapes.bare, concepts, shorts, rulings.parted())


class _Rulings:
    """What was decided, followed in order: which place went into which, and what it is called and is there."""

    def __init__(self, shapes: Leads, decided: ConceptNames) -> None:
        self._shapes = shapes
        self._into: dict[Place, Place] = {}
        self.places = shapes.places()
        self._apart: defaultdict[str, set[Place]] = defaultdict(set)
        self.called: dict[Place, Ruling] = {}
        self.renamed: dict[Place, str] = {}
        self.kinds: dict[Place, NodeKind] = {}
        self.keys: defaultdict[Place, set[str]] = defaultdict(set)
        for ruling in decided.rulings:
            self._follow(ruling)
        self._put_together()

    def root(self, place: Place) -> Place:
        """Return the place that this one went into, itself where it went nowhere."""
        while place in self._into:
            place = self._into[place]
        return place

    def _follow(self, ruling: Ruling) -> None:
        if ruling.act is DecisionKind.SPLIT:
            self._split(ruling)
            return
        root = self.root(self._place(ruling, ruling.kind, ruling.name))
        self.keys[root] |= ruling.keys
        if ruling.act is DecisionKind.MERGE and ruling.to and ruling.to_kind:
            self._join(root, self._place(ruling, ruling.to_kind, ruling.to))
        elif ruling.field == "kind":
            self.kinds.pop(root, None)
            self.kinds |= {root: ruling.to_kind} if ruling.to_kind else {}
        elif ruling.field == "name":
            self.renamed.pop(root, None)
            if ruling.to:
                self.renamed[root] = ruling.to
                self._join(self._place(ruling, ruling.kind, ruling.to), root)

    def _split(self, ruling: Ruling) -> None:
        key, place = name_key(ruling.to or ""), self._place(ruling, ruling.kind, ruling.name)
        if ruling.on:
            self._apart[key].add(place)
            self.places.add((_SPLIT, key))
            self.called[_SPLIT, key] = replace(ruling, name=ruling.to or "")
        else:
            self._apart[key] = {each for each in self._apart[key] if self.root(each) != self.root(place)}

    def parted(self) -> dict[str, frozenset[Place]]:
        """Return each name that was split off, with the places that it is no name of."""
        whose = {key: {self.root(place) for place in places} for key, places in self._apart.items() if places}
        return {
            key: frozenset(place for place in self.places if place[0] != _SPLIT and self.root(place) in roots)
            for key, roots in whose.items()
        }

    def is_apart(self, name: str, place: Place) -> bool:
        """Say whether the name was split off what this place is part of."""
        return self.root(place) in {self.root(each) for each in self._apart.get(name, ())}

    def _join(self, one: Place, other: Place) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self._into[one] = other

    def _put_together(self) -> None:
        """Let a short form follow its long forms where a person made those one."""
        for name, place in self._shapes.bare.items():
            roots = {self.root(each) for each in self._shapes.meant(name)}
            if place == (UNKNOWN, name) and place not in self._into and len(roots) == 1:
                self._join(place, roots.pop())

    def _place(self, ruling: Ruling, kind: NodeKind, name: str) -> Place:
        """Return the place of a name that a decision speaks of; where no text uses it, one of its own."""
        key = name_key(name)
        bare = self._shapes.leads(key)
        known = (kind.value, key)
        place = known if known in self.places else bare
        if self._apart.get(key) and (key not in self._shapes.bare or self.is_apart(key, place)):
            place = (_SPLIT, key)
        self.places.add(place)
        self.called.setdefault(place, replace(ruling, kind=kind, name=name))
        return place


def _concepts(shapes: Leads, rulings: _Rulings) -> dict[Place, Concept]:
    """Return what each place is in the end."""
    uses: defaultdict[Place, list[Use]] = defaultdict(list)
    for use in shapes.uses:
        place = shapes.place(use)
        uses[(_SPLIT, use.name) if rulings.is_apart(use.name, place) else place].append(use)
    members: defaultdict[Place, list[Place]] = defaultdict(list)
    for place in sorted(rulings.places):
        members[rulings.root(place)].append(place)
    settled = {root: _settled(root, places, uses, shapes, rulings) for root, places in members.items()}
    for root, concept in settled.items():
        meant = shapes.meant(root[1]) if root[0] == UNKNOWN else set()
        if len(meant) > 1:
            keys = {settled[rulings.root(place)].key for place in meant} - {concept.key}
            settled[root] = replace(concept, candidates=tuple(sorted(keys)))
    return {place: settled[root] for root, places in members.items() for place in places}


def _settled(
    root: Place,
    places: Iterable[Place],
    uses: Mapping[Place, list[Use]],
    shapes: Leads,
    rulings: _Rulings,
) -> Concept:
    """Return the concept of a place: as its own uses have it, else those of what went into it, else the decision on it."""
    own = uses.get(root, [])
    known = [use for use in own if use.known and (use.kind.value, use.name) == root]
    # An ambiguous short form cannot name what it stands for in a few texts.
    naming = known or [use for use in own if root[0] == _SPLIT or shapes.bare[use.name] == root]
    if not own:
        naming = own = [use for place in places for use in uses.get(place, ())]
    said = rulings.called.get(root)
    called = None if known else shapes.names.get(root)
    sure = NodeKind(root[0]) if known or called else _kind(own)
    kind = rulings.kinds.get(root) or sure or (said.kind if said else None)
    name = rulings.renamed.get(root) or called or _spelling(naming) or (said.name if said else root[1])
    keys = {key for place in places for key in rulings.keys.get(place, ())}
    return Concept(kind=kind or NodeKind.TECHNIQUE, name=name, known=bool(known or called), keys=tuple(sorted(keys)))


def _kind(uses: Iterable[Use]) -> NodeKind | None:
    """Return the kind that most of the weight is for."""
    votes: defaultdict[NodeKind, list[float]] = defaultdict(list)
    for use in uses:
        votes[use.kind].append(use.weight)
    # An exact sum, since the order of adding must not decide.
    return min(votes, key=lambda kind: (-fsum(votes[kind]), KIND_ORDER.index(kind)), default=None)


def _spelling(uses: Iterable[Use]) -> str | None:
    """Return how it is most often written."""
    written: defaultdict[str, int] = defaultdict(int)
    for use in uses:
        written[use.called] += use.count
    return min(written, key=lambda name: (-written[name], name), default=None)
