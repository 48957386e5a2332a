"""Why two nodes are linked: only what stands in the words of both, in a list or in a catalogue, and never what all say."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from graph.link import Facet, link_of, space_of
from graph.mention import Findings, Mention
from graph.model import Edge, EdgeKind, Evidence, GraphDelta, Node, NodeKind
from graph.ports import Library
from graph.reasons import evidence_of, reasons
from graph.reasons.told import Said, Told, apart
from graph.record import Record
from graph.stores.memory import MemoryLibrary
from tests.graph.named import HASTE, PATIENCE, name
from tests.graph.small import AGENT, JUDGE, NOTES, SPEED, Part, arxiv, fill, put, reading

ONE, OTHER = "paper-arxiv-2306.00001", "paper-arxiv-2306.00002"
FILLER = "Notes of a gardener on rain"


@pytest.fixture
def library() -> Library:
    """Return an empty library in memory."""
    return MemoryLibrary()


def learn(library: Library, *abstracts: str, titles: tuple[str, ...] = (), **more: object) -> None:
    """Let the corpus hold papers with these abstracts, numbered from 1."""
    library.corpus.put(
        Record(
            identity=f"arxiv:2306.{number:05}",
            title=titles[number - 1] if number <= len(titles) else f"Paper {number}",
            abstract=abstract,
            provider="arxiv-snapshot",
            **(more if number <= 2 else {}),
        )
        for number, abstract in enumerate(abstracts, 1)
    )


def read(library: Library, *named: tuple[str, NodeKind], papers: int = 2) -> None:
    """Let the extractor have found these names in the first papers."""
    mentions = tuple(
        Mention(passage=1, start=0, end=1, text=text, kind=kind, name=text, extractor="lexicon/1")
        for text, kind in named
    )
    library.mentions.put(
        Findings(key=f"arxiv:2306.{n:05}", digest="", extractor="lexicon/1", skimmed=True, mentions=mentions)
        for n in range(1, papers + 1)
    )


def why(library: Library, one: str = ONE, other: str = OTHER) -> list[tuple[str, str]]:
    """Return the reasons of a link as (kind, text)."""
    link = link_of(one, other, 0.7)
    return [(reason.kind, reason.text) for reason in reasons(library, [link])[link.a, link.b]]


def test_a_name_in_the_words_of_both_is_a_reason(library: Library) -> None:
    """With the sentence of each; what both titles have is what they are about, anything else they speak of."""
    learn(
        library,
        "It is quick. We prune and test on Lagoon-5.",
        "Lagoon-5 needs none.",
        titles=("Tide pruning for small boats", "Against tide pruning"),
    )
    read(library, ("tide pruning", NodeKind.TECHNIQUE), ("Lagoon-5", NodeKind.MODEL))
    link = link_of(ONE, OTHER, 0.7)
    found = reasons(library, [link])[link.a, link.b]

    assert [(reason.kind, reason.text) for reason in found] == [
        ("subject", "both about tide pruning"),
        ("words", "both speak of “Lagoon-5”"),
    ]
    assert [(one.record, one.quote, one.named) for one in found[0].evidence] == [
        ("arxiv:2306.00001", "Tide pruning for small boats", "Tide pruning"),
        ("arxiv:2306.00002", "Against tide pruning", "tide pruning"),
    ]


def test_names_of_both_are_told_by_rarity(library: Library) -> None:
    """Up to three; a name by all it goes by."""
    learn(library, "We run Lagoon-5 and Atoll.", "Atoll is slower than Lagoon-5.")
    read(library, ("Atoll", NodeKind.MODEL), ("Lagoon-5", NodeKind.MODEL))

    assert why(library) == [("words", "both speak of “Atoll” and “Lagoon-5”")]


@pytest.mark.parametrize(
    "other", ["We like Lagoon-5.1.", "Our DeepLagoon-5 swims.", "A lagoon, 5 of them.", "Lagoon-5B."]
)
def test_a_longer_name_is_another_one(library: Library, other: str) -> None:
    """Whatever the extractor found, the name itself has to stand there."""
    learn(library, "We run Lagoon-5.", other)
    read(library, ("Lagoon-5", NodeKind.MODEL))

    assert why(library) == []


def test_what_many_name_is_no_reason(library: Library) -> None:
    """More than one in a hundred papers, where it stands in no title."""
    learn(library, *(f"Ours: Atoll, {n} times." for n in range(100)))
    read(library, ("Atoll", NodeKind.MODEL), papers=2)

    assert why(library) == []


def test_one_names_what_the_other_gives_its_title(library: Library) -> None:
    """A made-up name before a colon, found in the other's abstract."""
    learn(library, "A new way.", "Unlike CoralNet we do not swim.", titles=("CoralNet: Reefs of Attention", "Dry land"))

    assert why(library) == [
        ("named", "the abstract of “Dry land” names CoralNet, the name that “CoralNet: Reefs of Attention” gives")
    ]


def test_a_word_before_a_colon_is_no_name(library: Library) -> None:
    """Of the language, that is."""
    learn(library, "A new way.", "Reasoning is hard.", titles=("Reasoning: A Survey", "Dry land"))

    assert why(library) == []


def test_who_wrote_both_is_told_from_two_names_on(library: Library) -> None:
    """One name may be two people; initials are nobody."""
    learn(library, "a", "b", authors=("Mira Okafor", "Y. Li", "Jon Vale"))
    assert why(library) == [("authors", "both by Mira Okafor and Jon Vale")]


def test_a_citation_comes_first(library: Library) -> None:
    """As the record has it."""
    learn(library, "a", "b", authors=("Mira Okafor", "Jon Vale"), references=("arxiv:2306.00001",))

    assert why(library)[0] == ("cites", "“Paper 2” cites “Paper 1”")


FILLERS = [f"{FILLER} {number}, rain and rain again." for number in range(1_000)]


def test_rare_phrases_of_both_are_a_reason(library: Library) -> None:
    """Phrases that few papers have, and words that those few come back to; no others."""
    rare = "The kelp forest grows. A kelp forest has otters; the otters of the bay, all otters."
    learn(library, rare, f"Intriguingly, {rare}", *FILLERS)

    assert why(library) == [("words", "both speak of “kelp forest” and “otters”")]


def test_a_phrase_is_told_whole(library: Library) -> None:
    """As long as both have it, compounds and plurals included, and no fragment of what each goes on to say differently."""
    learn(
        library,
        "In-plane tide state tracking is tracking for boats. The kelp forest census is done.",
        "For in-plane tide state tracking, tracking is all. The kelp forest guards are many.",
        *FILLERS,
    )

    assert why(library) == [("words", "both speak of “in-plane tide state tracking”")]


def test_of_joins_what_is_one_idea_and_parts_what_is_not(library: Library) -> None:
    """Also written as one word; "number of boats" is said by chance where many say either."""
    many = [f"Number {n}, number again, for boats. Boats." for n in range(60)]
    learn(
        library,
        "The chain-of-kelp prompting, kelp prompting. A number of boats.",
        "Chain of kelp prompting: our kelp. The number of boats.",
        *FILLERS[60:],
        *many,
    )

    assert why(library) == [("words", "both speak of “chain-of-kelp prompting”")]


def test_a_phrase_does_not_begin_with_which_of_them(library: Library) -> None:
    """Though it may end so."""
    said = "The existing kelp forest, a kelp forest. {} kelp multiple."
    learn(library, said.format("One"), said.format("Another"), *FILLERS)

    assert why(library) == [("words", "both speak of “kelp forest”")]


def test_what_both_titles_share_is_told_first(library: Library) -> None:
    """Also where each goes on differently, if phrases of theirs end with its last word; written as a sentence has it."""
    titles = ("Kelp Forest Detection from Boats", "On Kelp Forest Analysis")
    learn(library, "The sea otter, a sea otter. By the forest.", "No sea otters: sea otters.", *FILLERS, titles=titles)

    assert why(library) == [("subject", "both about kelp forest"), ("words", "both speak of “sea otter”")]


def test_what_is_short_for_a_phrase_is_not_told_beside_it(library: Library) -> None:
    """Nor what half says it again."""
    said = "The tide state tracking (TST) is here. TST is a tide state tracking, and tide state is TST."
    learn(library, said, f"Boats. {said}", *FILLERS)

    assert why(library) == [("words", "both speak of “tide state tracking”")]


def test_a_name_under_two_spellings_is_told_where_a_reader_sees_it(library: Library) -> None:
    """Short in one and long in the other, with or without a space; a synonym that nobody sees is not."""
    learn(library, "The RMN here.", "Our reef mixing network.")
    mention = Mention(
        passage=1,
        start=0,
        end=1,
        text="RMN",
        kind=NodeKind.TECHNIQUE,
        name="reef mixing network",
        extractor="lexicon/1",
    )
    library.mentions.put(
        Findings(key=f"arxiv:2306.{n:05}", digest="", extractor="lexicon/1", skimmed=True, mentions=(mention,))
        for n in (1, 2)
    )

    assert why(library) == [("words", "both speak of “reef mixing network”")]


def test_less_rare_phrases_are_told_where_nothing_else_is(library: Library) -> None:
    """One that nobody has but nearly one paper in a hundred says more than that their abstracts read alike."""
    fillers = [f"{one} The kelp forest, a kelp forest." if n < 10 else one for n, one in enumerate(FILLERS)]
    learn(library, "A kelp forest, kelp forest.", "One kelp forest and a kelp forest.", *fillers)

    assert why(library) == [("words", "both speak of “kelp forest”")]


def test_a_word_in_passing_is_no_reason(library: Library) -> None:
    """One that stands in no title has to be one that papers come back to."""
    learn(library, "A sink is here. The jetty.", "One sink beside the jetty.", *FILLERS)

    assert why(library) == []


def test_what_a_macro_or_an_address_cut_to_pieces_is_no_word(library: Library) -> None:
    """Names in TeX have their accents as macros."""
    said = r"{} Kram\'er said so, and Kram\'er. See https://kelp-lab.example/kelp and kelp.org/kelp."
    learn(library, said.format("One."), said.format("Another."), *FILLERS)

    assert why(library) == []


def test_in_a_small_corpus_a_phrase_is_rare_where_papers_usually_have_none(library: Library) -> None:
    """A word alone tells nothing then."""
    learn(
        library,
        "The kelp forest, and otters: large language models.",
        "Otters in a kelp forest: large language models.",
    )

    assert why(library) == [("words", "both speak of “kelp forest”")]


def test_reading_alike_is_the_last_reason(library: Library) -> None:
    """Told where nothing else can be, and only of pairs nearer than nearly all."""
    learn(library, *(f"Abstract {n}" for n in range(300)))
    rows = np.random.default_rng(0).standard_normal((300, 16)).astype(np.float32)
    rows[1] = rows[0] + 0.01
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    keys = [f"paper-arxiv-2306.{number:05}" for number in range(1, 301)]
    library.vectors.put(space_of("m", Facet.TEXT), keys, rows)

    assert why(library) == [("near", "their abstracts read alike (closer than 99 % of pairs)")]
    assert why(library, ONE, keys[9]) == []


def test_lists_that_have_both_in_one_section_are_a_reason(library: Library) -> None:
    """Each with its heading, the newest first."""
    fill(library)
    again = (Part(heading="Quick ones", entries=(arxiv("Haste", "2501.00003"), arxiv("Waiting", "2402.00001"))),)
    put(library, reading("more", NOTES, "More notes", "2026-01-05", again))

    assert why(library, AGENT, SPEED) == [
        (
            "list",
            "listed together twice: “More notes” under “Quick ones” and “2025, month by month” under “January: speed”",
        )
    ]
    assert why(library, AGENT, JUDGE) == []


def test_concepts_are_named_side_by_side(library: Library) -> None:
    """Twice at least."""
    fill(library)
    name(library)

    assert ("named", "named side by side in 2 places") in why(library, PATIENCE, HASTE)


def test_a_work_that_names_a_concept_says_where(library: Library) -> None:
    """In its abstract, or in what a list says of it."""
    fill(library)
    name(library)
    where = Evidence(document="document-2025", block=2, quote="", extractor="x", named="Haste")
    library.graph.apply(
        [GraphDelta(contributor="x", edges=(Edge(source=SPEED, kind=EdgeKind.USES, target=HASTE, evidence=(where,)),))]
    )

    assert why(library, SPEED, HASTE) == [("named", "the title of “Speed Without Haste” names Haste")]


def test_what_a_person_keeps_says_so_first(library: Library) -> None:
    """And needs no other reason."""
    learn(library, "a", "b")
    link = link_of(ONE, OTHER, 1, confirmed=True)

    assert [reason.kind for reason in reasons(library, [link])[link.a, link.b]] == ["confirmed"]


def test_a_node_that_is_gone_has_no_reasons(library: Library) -> None:
    """A link may outlive its end until the next linking."""
    learn(library, "a")

    assert reasons(library, [link_of(ONE, "paper-gone", 0.9)]) == {}


def test_where_reasons_stand_is_the_evidence_of_an_exported_edge(library: Library) -> None:
    """The sentences of both, and what found them."""
    learn(library, "We run Atoll.", "Atoll is slow.")
    read(library, ("Atoll", NodeKind.MODEL))
    link = link_of(ONE, OTHER, 0.7)

    assert evidence_of(reasons(library, [link])[link.a, link.b], "m") == (
        Evidence(record="arxiv:2306.00001", block=0, quote="We run Atoll.", extractor="linker/1 m"),
        Evidence(record="arxiv:2306.00002", block=0, quote="Atoll is slow.", extractor="linker/1 m"),
    )


def told_of(kind: NodeKind, name: str, *said: Said) -> Told:
    """Return a node with these passages."""
    return Told(node=Node(id=f"{kind}-{name.lower()}", kind=kind, name=name), said=said)


def test_one_sentence_is_no_common_ground() -> None:
    """Two concepts that it names have it once only, and a work's own words are no concept's."""
    sentence = Said(part="quote", text="Reef beats Atoll on kelp.", evidence=Evidence(document="d", block=3))
    other = Said(part="quote", text="Reef is deep.", evidence=Evidence(document="e", block=1))
    one, two = apart(
        told_of(NodeKind.MODEL, "Reef", sentence, other), told_of(NodeKind.MODEL, "Atoll", replace(sentence, text="x"))
    )
    assert (one.said, two.said) == ((other,), ())

    abstract = Said(part="abstract", text="Long. Reef beats all.", evidence=Evidence(record="arxiv:1", block=0))
    quote = Said(part="quote", text="Reef beats all.", evidence=Evidence(record="arxiv:1", block=0))
    work, concept = apart(told_of(NodeKind.PAPER, "Work", abstract), told_of(NodeKind.MODEL, "Reef", quote, other))
    assert (work.said, concept.said) == ((abstract,), (other,))


def test_a_bare_number_is_no_reason(library: Library) -> None:
    """However rare; a name with a number is one."""
    learn(library, "At 1.5B and 1.5B, FP16, FP16.", "Of 1.5B and 1.5B, FP16, FP16.", *FILLERS)

    assert why(library) == []
