"""What people decided: folded into choices, and drawn into the graph.

A decision hangs on a key (an identity, or kind:name), never on a node's id, so that it finds its work again whatever
the resolver makes of it (law 1). A node remembers the keys whose decisions it carries. The last decision about one
thing wins; an undone one is as if it had never been made; an undo can be undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from graph.categories import PREFIX, CategoryNames, category_names, check_category
from graph.concept_names import check_concept, is_ruling
from graph.decision_values import check
from graph.errors import ConflictError
from graph.identity import address_of, read_address
from graph.keys import (
    DECISION,
    Finder,
    check_address,
    earlier_keys,
    identified,
    identities_given,
    identity_given,
    key_of,
    keys_of,
    parse_key,
    resolve_key,
)
from graph.link_decisions import check_link
from graph.model import (
    Basis,
    ClaimRank,
    Decision,
    DecisionKind,
    EdgeKind,
    Evidence,
    GraphDelta,
    Identity,
    Node,
    NodeId,
    NodeKind,
    State,
)
from graph.ports import DecisionLog, GraphStore
from graph.sketch import Sketch
from graph.standing import in_force, meant, undone, when
from graph.views.shapes import Choices, Pick

__all__ = [
    "check",
    "check_new",
    "choices_of",
    "effects",
    "fold",
    "in_force",
    "key_of",
    "keys_decided",
    "keys_of",
    "names_decided",
    "resolve_key",
    "take_effect",
    "undone",
]

PERSON = "person"
SHARED_IDENTITY = "shared-identity"
_Slot = tuple[str, ...]
"""What a decision is about: the last one about it holds."""
_ABOUT = {
    DecisionKind.TAG: "tag",
    DecisionKind.PICK: "month",
    DecisionKind.CORRECTION: "field",
    DecisionKind.SPLIT: "name",
    DecisionKind.DISMISSAL: "finding",
    DecisionKind.LINK: "to",
}

_BESIDE = frozenset({DecisionKind.DISMISSAL, DecisionKind.LINK, DecisionKind.LEANING})
"""What is decided of a finding of the audit, of a link to another node, or of its like says nothing of the work itself."""


def check_new(decision: Decision, log: DecisionLog, graph: GraphStore) -> None:
    """Raise ConflictError, naming the field, unless the decision makes sense after those made so far."""
    made = sorted(log.decisions(), key=when)
    if decision.kind is DecisionKind.UNDO and decision.value["decision"] in undone(made):
        raise ConflictError("that decision was taken back already", "decision")
    check_category(decision, names_decided(made), graph)
    check_address(decision, made, graph)
    check_link(decision, made, graph)
    if is_ruling(decision):
        finder = Finder(graph, names_decided(made), {})
        check_concept(decision, finder.node)


def fold(decisions: Iterable[Decision]) -> dict[str, Choices]:
    """Return key → what was decided about it, for every key with a decision in force."""
    by_key: dict[str, list[Decision]] = defaultdict(list)
    for decision in in_force(decisions):
        by_key[decision.on].append(decision)
    return {key: _choices(key, made) for key, made in by_key.items()}


def choices_of(node: Node, decisions: Iterable[Decision]) -> Choices:
    """Return what was decided about a node under any of its keys; other decisions may be among those given."""
    keys = set(keys_of(node))
    return _choices(key_of(node), [decision for decision in in_force(decisions) if decision.on in keys])


def names_decided(decisions: Iterable[Decision]) -> CategoryNames:
    """Return how people renamed and merged categories."""
    return category_names(in_force(decisions))


def keys_decided(log: DecisionLog) -> list[str]:
    """Return every key that a decision hangs on, sorted."""
    return sorted({decision.on for decision in log.decisions()})


def take_effect(
    keys: Collection[str] | None,
    log: DecisionLog,
    graph: GraphStore,
    settle: Callable[[Collection[NodeId]], object] = len,
) -> set[NodeId]:
    """Draw the decisions on these keys (all when None) as they stand now; return the nodes touched.

    Those that they may change are taken out first, so that what is drawn depends on the documents and the log alone;
    `settle` is given what they touched before others are drawn: records may not speak for a work that is gone.
    """
    redrawn = _affected(keys, log, graph)
    touched = graph.apply([GraphDelta(contributor=f"{DECISION}{key}") for key in sorted(redrawn)])
    settle(touched)
    return touched | graph.apply(effects(redrawn, log, graph))


def _affected(keys: Collection[str] | None, log: DecisionLog, graph: GraphStore) -> set[str]:
    """Return these keys and those whose decisions they may change.

    A name may decide where any other key leads, and so may an identity once one was corrected; else an identity matters
    to the other keys of its own work alone. A source's key is no node's.
    """
    if keys is not None and not (keys := {key for key in keys if parse_key(key)}):
        return set()
    if keys is not None and not any(map(identity_given, log.decisions())):
        nodes = [identified(graph, identity) for key in keys if isinstance(identity := parse_key(key), Identity)]
        near = {*keys, *(key for node in nodes if node for key in keys_of(node))}
        if all(isinstance(parse_key(key), Identity) for key in near):
            return near
    return {*(keys or ()), *keys_decided(log)}


def effects(keys: Collection[str] | None, log: DecisionLog, graph: GraphStore) -> list[GraphDelta]:
    """Return what the decisions on these keys (all when None) say of a graph in which they are not drawn.

    Decisions on one node may hang on several keys. They are folded together, and spoken for by the key decided on first.
    """
    made = log.decisions()
    told, written = meant(made), {decision.id: decision.on for decision in made}
    # The resolver has heard of names.
    standing = [one for one in in_force(made) if one.kind not in _BESIDE and not is_ruling(one)]
    names = category_names(standing)
    finder = Finder(graph, names, earlier_keys(made) | identities_given(standing))
    by_key: dict[str, list[Decision]] = defaultdict(list)
    for decision in standing:
        if (keys is None or decision.on in keys) and not _is_merged(decision.on, names):
            decision = told.get(decision.id, decision)
            by_key[decision.on].append(decision)
    by_node: dict[NodeId, tuple[Node, list[Decision]]] = {}
    for key, decisions in by_key.items():
        node = finder.node(key) or finder.imagined(key)
        if node is not None:
            by_node.setdefault(node.id, (node, []))[1].extend(decisions)
    works = [(node, sorted(decisions, key=when)) for node, decisions in by_node.values()]
    addresses = _addresses(works, graph)
    return [_delta(node, made, {written[one.id] for one in made}, finder, names, addresses) for node, made in works]


def _addresses(works: Iterable[tuple[Node, Sequence[Decision]]], graph: GraphStore) -> dict[Identity, NodeId]:
    """Return each identity that a correction gives → the work that has it: one that had it before, else the first."""
    given = [
        (when(decision), identity, node.id)
        for node, made in works
        if (decision := _standing(made).get((DecisionKind.CORRECTION, "identity")))
        and (identity := identity_given(decision))
    ]
    addresses: dict[Identity, NodeId] = {}
    for _, identity, work in sorted(given, key=lambda one: one[0]):
        holder = identified(graph, identity)
        addresses.setdefault(identity, holder.id if holder else work)
    return addresses


def _is_merged(key: str, names: CategoryNames) -> bool:
    """Say whether the key is of a category that went into another, and so has nothing more to say."""
    return key.startswith(PREFIX) and names.is_merged(key.removeprefix(PREFIX))


def _standing(decisions: Iterable[Decision]) -> dict[_Slot, Decision]:
    """Return the last decision about each thing; what it replaced is gone."""
    return {_slot(decision): decision for decision in decisions}


def _slot(decision: Decision) -> _Slot:
    about = _ABOUT.get(decision.kind)
    return (decision.kind, str(decision.value[about])) if about else (decision.kind,)


def _choices(key: str, decisions: list[Decision]) -> Choices:
    standing = _standing(decisions)
    return Choices(
        on=key,
        state=_state(standing),
        rating=_rating(standing),
        tags=tuple(sorted(slot[1] for slot, decision in standing.items() if slot[0] == "tag" and _is_on(decision))),
        note=_text_in(standing, DecisionKind.NOTE, "text"),
        picks=tuple(sorted(map(_pick, _picks(standing)), key=lambda pick: pick.month)),
        corrections={
            slot[1]: _text(decision, "value") for slot, decision in standing.items() if slot[0] == "correction"
        },
        merged_into=_text_in(standing, DecisionKind.MERGE, "into"),
        leaning=_text_in(standing, DecisionKind.LEANING, "toward"),
        last=decisions[-1].id if decisions else None,
    )


def _state(standing: Mapping[_Slot, Decision]) -> State | None:
    text = _text_in(standing, DecisionKind.STATE, "state")
    return State(text) if text else None


def _rating(standing: Mapping[_Slot, Decision]) -> int | None:
    decision = standing.get((DecisionKind.RATING,))
    rating = decision.value["rating"] if decision else None
    return rating if isinstance(rating, int) else None


def _picks(standing: Mapping[_Slot, Decision]) -> list[Decision]:
    return [decision for slot, decision in standing.items() if slot[0] == "pick" and _is_on(decision)]


def _pick(decision: Decision) -> Pick:
    return Pick(
        decision=decision.id,
        month=str(decision.value["month"]),
        comment=_text(decision, "comment"),
        category=_text(decision, "category"),
        at=decision.at,
    )


def _is_on(decision: Decision) -> bool:
    return decision.value.get("on", True) is not False


def _text_in(standing: Mapping[_Slot, Decision], kind: DecisionKind, field: str) -> str | None:
    decision = standing.get((kind,))
    return _text(decision, field) if decision else None


def _text(decision: Decision, field: str) -> str | None:
    value = decision.value.get(field)
    return str(value) if value else None


def _delta(
    node: Node,
    made: Sequence[Decision],
    written: Collection[str],
    finder: Finder,
    names: CategoryNames,
    addresses: Mapping[Identity, NodeId],
) -> GraphDelta:
    """Return what the decisions on a node (at least one) say, in the name of the key decided on first.

    `written` are the keys that they hang on in the log. Only what that key itself tells of the node enters the claims,
    nothing else of the graph.
    """
    speaker = made[0].on
    known = finder.imagined(speaker) or node
    sketch, standing = Sketch(f"{DECISION}{speaker}"), _standing(made)
    corrected = {slot[1]: decision for slot, decision in standing.items() if slot[0] == "correction"}
    given = identity_given(corrected["identity"]) if "identity" in corrected else None
    shared = given is not None and addresses[given] != node.id
    own = str(given) if given and not shared else known.identity
    keys = {*written, *(decision.on for decision in made)} - {own}
    flags = (SHARED_IDENTITY,) if shared else ()
    known = replace(known, id=node.id, keys=tuple(sorted(keys)), flags=flags)
    sketch.claim(known, ClaimRank.MENTION, "")
    for decision in _picks(standing):
        _placed(sketch, known.id, _text(decision, "month"), _text(decision, "category"), decision, names)
    for field, decision in corrected.items():
        value = _text(decision, "value")
        month, category = (value if field == "month" else None), (value if field == "category" else None)
        _placed(sketch, known.id, month, category, decision, names)
    _correct(sketch, known, {field: one for field, one in corrected.items() if field != "identity" or not shared})
    return sketch.delta()


def _placed(
    sketch: Sketch, work: NodeId, month: str | None, category: str | None, decision: Decision, names: CategoryNames
) -> None:
    """Put a work in a month and a category because a person said so."""
    evidence = Evidence(decision=decision.id, quote=_text(decision, "comment"), extractor=PERSON)
    if month:
        sketch.in_month(work, month, Basis.PICKED, evidence)
    if category:
        claim = names.claim(category, ClaimRank.LIST, decision.at.isoformat())
        sketch.claim(claim.node, claim.rank, claim.stamp)
        sketch.edge(work, EdgeKind.IN_CATEGORY, claim.node.id, Basis.PICKED, evidence)


def _correct(sketch: Sketch, known: Node, corrected: Mapping[str, Decision]) -> None:
    """Claim the name, the kind and the address that a person gave.

    A corrected identity is the work's from then on, with its address and its kind; the node keeps its id.
    """
    if (name := _correction(corrected, "name")) is not None:
        node = Node(id=known.id, kind=known.kind, name=name[0])
        sketch.claim(node, ClaimRank.PERSON, name[1])
    kind, identity = _correction(corrected, "kind"), _correction(corrected, "identity")
    if identity is not None:
        address = read_address(identity[0])
        if address.identity:
            own = str(address.identity)
            node = Node(id=known.id, kind=address.kind, name="", identity=own, url=address_of(address.identity))
            node = replace(node, kind=NodeKind(kind[0])) if kind else node
            sketch.claim(node, ClaimRank.PERSON, identity[1])
    elif kind is not None:
        sketch.claim(Node(id=known.id, kind=NodeKind(kind[0]), name=""), ClaimRank.PERSON, kind[1])


def _correction(corrected: Mapping[str, Decision], field: str) -> tuple[str, str] | None:
    """Return the corrected value and its stamp; None where there is none or it was taken back."""
    decision = corrected.get(field)
    value = _text(decision, "value") if decision else None
    return (value, decision.at.isoformat()) if decision and value else None
