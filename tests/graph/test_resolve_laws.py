"""What holds of resolution whatever texts use and people decide: few names, so that they meet."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.known_names import known_names
from graph.mention import Findings, Mention
from graph.model import Decision
from graph.ports import MentionStore, Use
from graph.resolve import Concept, Resolution, changed, gather, resolve
from graph.stores.memory import MemoryLibrary
from graph.uses import uses_of
from tests.graph.test_decisions import decided
from tests.graph.test_resolve import BENCHMARK, MODEL, TECHNIQUE, mention, rulings

SHORTS, LONGS = ("AB", "ABs", "CD", "EF"), ("Alpha Beta", "Alpha Betas", "Cold Drift", "Another Bend", "Eager Fern")
NAMES = (*SHORTS, *LONGS)
KNOWN = known_names([(TECHNIQUE, "Cold Drift", ["Eager Fern", "EF"]), (MODEL, "Nowhere Named", ["CD"])])
mentions = st.builds(
    lambda text, kind, long, known: mention(text, kind=kind, long=long, known=known and text in ("AB", "Cold Drift")),
    st.sampled_from(NAMES),
    st.sampled_from([MODEL, TECHNIQUE, BENCHMARK]),
    st.none() | st.sampled_from(LONGS),
    st.booleans(),
)
texts = st.dictionaries(
    st.sampled_from([f"document-{n}" for n in range(6)]), st.lists(mentions, max_size=5), max_size=6
)
keys = st.sampled_from([f"{kind}:{name}" for kind in ("model", "technique") for name in NAMES])
acts = st.one_of(
    st.builds(lambda on, into: ("merge", on, {"into": into}), keys, keys),
    st.builds(
        lambda on, name, on_: ("split", on, {"name": name, "on": on_}), keys, st.sampled_from(NAMES), st.booleans()
    ),
    st.builds(
        lambda on, name: ("correction", on, {"field": "name", "value": name}),
        keys,
        st.sampled_from([*NAMES, "New Name", None]),
    ),
    st.builds(
        lambda on, kind: ("correction", on, {"field": "kind", "value": kind}), keys, st.sampled_from(["product", None])
    ),
)


def found_in(text: str, said: list[Mention]) -> Findings:
    """Return a text's findings."""
    return Findings(key=text, digest="", extractor="made-up/1", mentions=tuple(said))


def decide_all(made: list[tuple[str, str, dict[str, object]]]) -> list[Decision]:
    """Return these decisions, one a minute."""
    return [decided(number, kind, on, **value) for number, (kind, on, value) in enumerate(made, 1)]


def uses_in(library: dict[str, list[Mention]]) -> list[Use]:
    """Return all uses in these texts."""
    return [each for text, said in library.items() for each in uses_of(found_in(text, said))]


def kept(library: dict[str, list[Mention]]) -> MentionStore:
    """Return a store that holds these texts."""
    store = MemoryLibrary().mentions
    store.put(found_in(text, said) for text, said in library.items())
    return store


def drawn(resolution: Resolution, said: list[Mention]) -> list[Concept]:
    """Return what a text's mentions mean."""
    return [resolution.of(one) for one in said]


@given(texts, st.lists(acts, max_size=4), st.randoms())
def test_the_order_of_uses_does_not_matter(
    library: dict[str, list[Mention]], made: list[object], random: object
) -> None:
    """Whatever is ingested first."""
    uses, ruled = uses_in(library), rulings(*decide_all(made))  # type: ignore[arg-type]
    shuffled = list(uses)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert resolve(shuffled, ruled, KNOWN) == resolve(uses, ruled, KNOWN)


@given(texts, st.lists(acts, max_size=4))
@settings(max_examples=200)
def test_looking_at_what_matters_is_looking_at_all(library: dict[str, list[Mention]], made: list[object]) -> None:
    """What is gathered for one text gives the same for it as the whole library does."""
    ruled, store = rulings(*decide_all(made)), kept(library)  # type: ignore[arg-type]
    whole = resolve(uses_in(library), ruled, KNOWN)

    for text, said in library.items():
        part = resolve(gather(store.used([text]), store, ruled, KNOWN), ruled, KNOWN)
        assert drawn(part, said) == drawn(whole, said)


@given(texts, texts, st.lists(acts, max_size=4))
@settings(max_examples=200)
def test_only_what_changed_need_be_drawn_again(
    before: dict[str, list[Mention]], after: dict[str, list[Mention]], made: list[object]
) -> None:
    """A text that uses none of the names that changed means what it meant."""
    ruled, store = rulings(*decide_all(made)), kept(before)  # type: ignore[arg-type]
    concerned = store.used(after) | kept(after).used(after)
    old = resolve(gather(concerned, store, ruled, KNOWN), ruled, KNOWN)
    whole = before | after
    store.put(found_in(text, said) for text, said in after.items())
    new = resolve(gather(concerned, store, ruled, KNOWN), ruled, KNOWN)

    moved = changed(old, new)
    all_old, all_new = resolve(uses_in(before), ruled, KNOWN), resolve(uses_in(whole), ruled, KNOWN)
    for text in whole.keys() - after.keys() - store.naming(moved):
        assert drawn(all_old, whole[text]) == drawn(all_new, whole[text])


@given(texts, st.lists(acts, max_size=3), acts)
def test_undoing_restores(library: dict[str, list[Mention]], made: list[object], one: object) -> None:
    """What was decided and taken back is as if it had never been decided."""
    before = decide_all(made)  # type: ignore[arg-type]
    after = decide_all([*made, one])  # type: ignore[list-item]
    uses = uses_in(library)

    undo = decided(99, "undo", after[-1].on, decision=after[-1].id)
    assert resolve(uses, rulings(*after, undo), KNOWN) == resolve(uses, rulings(*before), KNOWN)


@given(texts)
@settings(max_examples=200)
def test_nothing_else_makes_two_names_one(library: dict[str, list[Mention]]) -> None:
    """Each name of a concept is led to the one that it hangs on by definitions that leave no choice, in two steps at most."""
    uses = uses_in(library)
    found = resolve(uses)
    longs: dict[str, set[str]] = {name: set() for name in found.bare}
    for each in uses:
        longs[each.name] |= {each.long} if each.long and len(each.long) > len(each.name) else set()
    groups: dict[str, set[str]] = {}
    for name, place in found.bare.items():
        groups.setdefault(found.concepts[place].id, set()).add(name)

    def leads(one: str, other: str) -> bool:
        spelt_out = one in longs[other] and found.concepts[found.bare[other]].known
        only = other in longs[one] and len({found.bare[long] for long in longs[one]}) == 1
        return one == other or spelt_out or only or one == f"{other}s"

    for group in groups.values():
        assert any(
            all(any(leads(name, step) and leads(step, hub) for step in group) for name in group) for hub in group
        ), group
