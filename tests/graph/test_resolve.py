"""Which names are one concept, and which are not."""

from __future__ import annotations

import pytest

from graph.concept_names import ConceptNames, concept_names
from graph.decisions import in_force
from graph.known_names import known_names
from graph.mention import Mention
from graph.model import Decision, NodeKind
from graph.names import name_key
from graph.ports import Use
from graph.resolve import Concept, Resolution, resolve
from tests.graph.test_decisions import decided

MODEL, TECHNIQUE, PRODUCT = NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.PRODUCT
ORGANIZATION, BENCHMARK = NodeKind.ORGANIZATION, NodeKind.BENCHMARK


def use(
    called: str,
    text: str = "document-a",
    *,
    kind: NodeKind = TECHNIQUE,
    long: str | None = None,
    known: bool = False,
    count: int = 1,
    weight: float = 1.0,
) -> Use:
    """Return how a text uses a name."""
    longer = name_key(long) if long else None
    return Use(
        text=text, name=name_key(called), kind=kind, called=called, known=known, count=count, weight=weight, long=longer
    )


def mention(
    text: str,
    *,
    kind: NodeKind = TECHNIQUE,
    name: str | None = None,
    long: str | None = None,
    known: bool = False,
    candidates: tuple[str, ...] = (),
    confidence: float = 1.0,
) -> Mention:
    """Return a mention; where it stands does not matter here."""
    return Mention(
        passage=0,
        start=0,
        end=len(text),
        text=text,
        kind=kind,
        name=name or text,
        extractor="made-up/1",
        confidence=confidence,
        known=known,
        long=long,
        candidates=candidates,
    )


def means(resolution: Resolution, name: str, **told: object) -> Concept:
    """Return what a text that says no more means by the name."""
    return resolution.of(mention(name, **told))  # type: ignore[arg-type]


def rulings(*made: Decision) -> ConceptNames:
    """Return what these decisions say of names."""
    return concept_names(in_force(made))


def test_spellings_of_one_name_are_one_concept_called_as_most_often() -> None:
    """The most frequent spelling names it, of two equals the one sorted first."""
    found = resolve([use("Tree Search", count=2), use("tree-search", "document-b"), use("TreeSearch", "document-c")])

    assert {means(found, name).name for name in ("tree search", "Tree-Search", "TREESEARCH")} == {"Tree Search"}
    assert means(resolve([use("b-c"), use("B C", "document-b")]), "bc").name == "B C"


@pytest.mark.parametrize(
    ("one", "other"),
    [("GPT-5", "GPT-5.2"), ("GPT-5", "GPT-5 Pro"), ("LoRA", "LoRA+"), ("Llama 3 3B", "Llama 33B"), ("Q*", "Q")],
)
def test_versions_and_variants_are_concepts_of_their_own(one: str, other: str) -> None:
    """However alike they are."""
    found = resolve([use(one, kind=MODEL), use(other, kind=MODEL)])

    assert means(found, one).id != means(found, other).id


def test_the_kind_is_what_most_of_the_weight_is_for() -> None:
    """All texts vote; a draw goes to the kind that stands first in a fixed order."""
    votes = [use("Quill", kind=PRODUCT, weight=0.4), use("Quill", "document-b", kind=MODEL, weight=0.7)]

    assert means(resolve(votes), "Quill").kind is MODEL
    assert means(resolve([*votes, use("Quill", "document-c", kind=PRODUCT, weight=0.4)]), "Quill").kind is PRODUCT
    assert means(resolve([use("Q", kind=PRODUCT), use("Q", "document-b", kind=TECHNIQUE)]), "Q").kind is TECHNIQUE


def test_a_known_name_is_what_the_lexicon_says() -> None:
    """Whatever texts that do not know it make of it; entries of two kinds are two concepts."""
    found = resolve(
        [
            use("Lantern", kind=MODEL, known=True),
            use("LANTERN", "document-b", kind=TECHNIQUE, count=9),
            use("Harbour", kind=MODEL, known=True),
            use("Harbour", kind=ORGANIZATION, known=True),
        ]
    )

    assert means(found, "LANTERN") == Concept(kind=MODEL, name="Lantern", known=True)
    assert means(found, "Harbour", kind=ORGANIZATION, known=True).kind is ORGANIZATION
    assert means(found, "Harbour", kind=MODEL, known=True).kind is MODEL
    assert means(found, "harbour", kind=PRODUCT).kind is MODEL


def test_a_short_form_with_one_long_form_is_that_concept_everywhere() -> None:
    """It is called what it is called most."""
    uses = [use("Ranked Policy Descent"), use("RPD", long="Ranked Policy Descent"), use("RPD", "document-b")]

    found = resolve(uses)
    assert means(found, "RPD").id == means(found, "Ranked Policy Descent").id == "technique-rpd"
    found = resolve([*uses, use("Ranked Policy Descent", "document-c", count=9)])
    assert means(found, "RPD").name == "Ranked Policy Descent"


def test_a_short_form_with_two_long_forms_is_ambiguous_where_the_text_does_not_say() -> None:
    """Two papers called STAR stay two; a third text that only says STAR means neither."""
    first, second = "Self-Testing Actor Rollouts", "Sparse Token Attention Routing"
    found = resolve(
        [use(first), use("STAR", long=first), use(second, "document-b"), use("STAR", "document-b", long=second)]
    )

    bare = means(found, "STAR")
    assert bare.candidates == (f"technique:{first}", f"technique:{second}")
    assert bare.flags == ("ambiguous",)
    assert means(found, "STAR", long=first) == means(found, first)
    assert means(found, "STAR", long=second) == means(found, second)
    assert len({bare.id, means(found, first).id, means(found, second).id}) == 3


def test_two_short_forms_never_make_their_long_forms_one() -> None:
    """A shares a short form with B and B another with C: all three stay."""
    a, b, c = "Adaptive Beam Search", "Actor Bias Scores", "Actor Bias Statistics Correction"
    found = resolve(
        [
            *(use(name) for name in (a, b, c)),
            use("ABS", long=a),
            use("ABS", "document-b", long=b),
            use("ACB", "document-b", long=b),
            use("ACB", "document-c", long=c),
        ]
    )

    assert len({means(found, name).id for name in (a, b, c)}) == 3


def test_a_long_form_is_never_taken_for_a_short_one() -> None:
    """Else one definition after another would lead from a name to something else."""
    found = resolve(
        [
            use("GRD", long="Group Rel. Descent"),
            use("Group Rel. Descent", "document-b", long="Group Relative Descent of Everything"),
            use("Group Relative Descent of Everything", "document-b"),
        ]
    )

    assert means(found, "GRD").id == means(found, "Group Rel. Descent").id
    assert means(found, "GRD").id != means(found, "Group Relative Descent of Everything").id


def test_a_plural_beside_its_singular_makes_no_short_form_ambiguous() -> None:
    """Texts define one short form for either."""
    found = resolve(
        [
            use("Ranked Encoder"),
            use("RE", long="Ranked Encoder"),
            use("Ranked Encoders", "document-b"),
            use("RE", "document-b", long="Ranked Encoders"),
            use("RE", "document-c"),
        ]
    )

    assert means(found, "RE").candidates == ()
    assert len({means(found, name).id for name in ("RE", "Ranked Encoder", "Ranked Encoders")}) == 1


def test_a_long_form_of_a_known_name_is_that_concept() -> None:
    """The lexicon need not list how every text spells a name out."""
    found = resolve(
        [use("LAMP", known=True), use("LAMP", long="Latent Map Pruning", known=True), use("Latent Map Pruning")]
    )

    assert means(found, "Latent Map Pruning") == Concept(kind=TECHNIQUE, name="LAMP", known=True)


def test_a_name_of_several_entries_stays_ambiguous() -> None:
    """With the entries as its candidates, and never as the entry that has the bare name itself."""
    makers = ("Northwind Deep Search", "Deep Search")
    one = mention("Deep Search", kind=PRODUCT, candidates=makers)

    found = resolve([use("Deep Search", kind=PRODUCT)]).of(one)
    assert (found.name, found.candidates) == ("Deep Search", ("product:Deep Search", "product:Northwind Deep Search"))
    both = resolve([use("Deep Search", kind=PRODUCT, known=True), use("Deep Search", "document-b", kind=PRODUCT)])
    assert both.of(one).name == "Deep Search (ambiguous)"
    assert both.of(one).id != means(both, "Deep Search", kind=PRODUCT, known=True).id


def test_what_nobody_with_a_say_names_is_as_it_is_called() -> None:
    """A record of the corpus can be asked what it names all the same."""
    found = resolve([]).of(mention("Quill 3", kind=MODEL))

    assert (found.id, found.name) == ("model-quill-3", "Quill 3")


def test_a_merged_concept_gives_all_its_names() -> None:
    """Its short form too; the other keeps its name and its kind."""
    uses = [
        use("Ranked Policy Descent"),
        use("RPD", long="Ranked Policy Descent"),
        use("Quill Search", "document-b", kind=PRODUCT),
    ]

    found = resolve(uses, rulings(decided(1, "merge", "technique:RPD", into="product:Quill Search")))

    assert {means(found, name).id for name in ("RPD", "Ranked Policy Descent", "Quill Search")} == {
        "product-quill-search"
    }
    assert means(found, "RPD").keys == ("technique:RPD",)


def test_merging_both_ways_round_ends_somewhere() -> None:
    """Decisions made before and after an undo may come to that."""
    made = [
        decided(1, "merge", "model:A", into="model:B"),
        decided(2, "merge", "model:B", into="model:A"),
        decided(3, "merge", "model:C", into="model:A"),
    ]
    found = resolve([use(name, kind=MODEL) for name in "ABC"], rulings(*made))

    assert {means(found, name).name for name in "ABC"} == {"B"}


def test_long_forms_that_a_person_made_one_make_their_short_form_one_too() -> None:
    """There is nothing left that it could mean besides."""
    a, b = "Adaptive Beam Search", "Actor Bias Scores"
    uses = [use(a), use(b), use("ABS", long=a), use("ABS", "document-b", long=b)]

    found = resolve(uses, rulings(decided(1, "merge", f"technique:{a}", into=f"technique:{b}")))

    assert {means(found, name).name for name in (a, b, "ABS")} == {b}


def test_a_name_split_off_is_a_concept_of_its_own() -> None:
    """Even one that the extractor took for another's; it may then be of another kind, and be merged elsewhere."""
    uses = [use("Ranked Policy Descent"), use("RPD", long="Ranked Policy Descent", count=3)]
    split = decided(1, "split", "technique:RPD", name="RPD")
    found = resolve(uses, rulings(split))
    assert [means(found, name).name for name in ("RPD", "Ranked Policy Descent")] == ["RPD", "Ranked Policy Descent"]

    kind = decided(2, "correction", "technique:RPD", field="kind", value="model")
    assert means(resolve(uses, rulings(split, kind)), "RPD").id == "model-rpd"

    known = [use("Grand Opal 4", kind=MODEL, known=True)]
    apart = resolve(known, rulings(decided(1, "split", "model:Grand Opal 4", name="Opal 4")))
    assert apart.of(mention("Opal 4", name="Grand Opal 4", kind=MODEL, known=True)).id == "model-opal-4"
    assert apart.of(mention("Grand Opal 4", kind=MODEL, known=True)).id == "model-grand-opal-4"


def test_the_last_of_a_merge_and_a_split_holds() -> None:
    """A name that was merged can be taken out again, and merged again after that."""
    uses = [use("A1", kind=MODEL), use("B1", kind=MODEL)]
    merge, split = decided(1, "merge", "model:A1", into="model:B1"), decided(2, "split", "model:B1", name="A1")

    assert means(resolve(uses, rulings(merge, split)), "A1").name == "A1"
    again = decided(3, "merge", "model:A1", into="model:B1")
    assert means(resolve(uses, rulings(merge, split, again)), "A1").name == "B1"
    off = decided(3, "split", "model:B1", name="A1", on=False)
    assert means(resolve(uses, rulings(merge, split, off)), "A1").name == "B1"


def test_a_renamed_concept_is_found_by_either_name() -> None:
    """Texts that use the name which a person gave mean it too."""
    rename = decided(1, "correction", "model:Qill 3", field="name", value="Quill 3")
    found = resolve([use("Qill 3", kind=MODEL), use("quill-3", "document-b", kind=MODEL)], rulings(rename))

    assert means(found, "Qill 3") == means(found, "quill-3")
    assert (means(found, "Qill 3").name, means(found, "Qill 3").keys) == ("Quill 3", ("model:Qill 3",))
    assert found.find(MODEL, "QUILL 3") == found.find(MODEL, "qill 3") == means(found, "Qill 3")


def test_a_correction_taken_back_is_gone() -> None:
    """By an undo, or by correcting to nothing."""
    uses = [use("Qill", kind=MODEL)]
    rename = decided(1, "correction", "model:Qill", field="name", value="Quill")
    kind = decided(2, "correction", "model:Quill", field="kind", value="product")

    assert means(resolve(uses, rulings(rename, kind)), "Qill").id == "product-quill"
    nothing = [decided(3, "correction", "model:Qill", field=field, value=None) for field in ("name", "kind")]
    assert means(resolve(uses, rulings(rename, kind, *nothing)), "Qill").id == "model-qill"
    assert means(resolve(uses, rulings(rename, decided(2, "undo", decision="decision-001"))), "Qill").name == "Qill"


def test_another_name_of_a_known_one_is_that_one_whoever_read_it() -> None:
    """Though no text has the name itself; not where two have it, or where it is a name of its own."""
    known = known_names(
        [
            (MODEL, "Grand Opal 4", ["Grand 4 Opal", "Opal"]),
            (MODEL, "Opal Mini", ["Opal"]),
            (PRODUCT, "Opal Chat", ["Opal Mini"]),
        ]
    )
    uses = [use("grand 4 opal", kind=PRODUCT), use("Opal", kind=PRODUCT), use("Opal Mini", kind=TECHNIQUE)]

    for said in (uses, [*uses, use("Grand Opal 4", "document-b", kind=MODEL, known=True)]):
        found = resolve(said, known=known)
        assert means(found, "Grand-4-Opal", kind=PRODUCT) == Concept(kind=MODEL, name="Grand Opal 4", known=True)
        assert [means(found, name).id for name in ("Opal", "Opal Mini")] == ["product-opal", "technique-opal-mini"]
