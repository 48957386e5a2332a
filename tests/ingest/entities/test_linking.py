"""What a name is called in full within one text; all names are made up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.mention import Mention, Passage, Text
from graph.model import NodeKind
from ingest.entities.candidate import Candidate
from ingest.entities.lexicon import Entry, Form, Lexicon
from ingest.entities.linking import link
from tests.ingest.entities.marked import KINDS, marked


def known(kind: str, name: str, *aliases: str) -> Entry:
    return Entry(kind=KINDS[kind], name=name, forms=(Form(name), *(Form(alias) for alias in aliases)))


LEXICON = Lexicon(
    [
        known("O", "Northwind", "Northwind Labs"),
        known("O", "Rook"),
        known("M", "Orion Opus 4"),
        known("T", "Soft gating", "soft gates"),
        known("T", "SGD", "Self-Guided Descent"),
    ]
)


def read(
    *passages: str,
    longs: dict[str, str] | None = None,
    sure: dict[str, float] | None = None,
    known_names: Sequence[str] = (),
    authors: tuple[str, ...] = (),
    speakers: tuple[str | None, ...] = (),
    items: tuple[str | None, ...] = (),
) -> list[Mention]:
    """Return the linked mentions of marked passages; `longs` are the long forms defined at a first mention."""
    left = dict(longs or {})
    texts, chosen = [], []
    for number, written in enumerate(passages):
        plain, mentions = marked(written)
        speaker = speakers[number] if speakers else None
        texts.append(Passage(text=plain, block=number, speaker=speaker, item=items[number] if items else None))
        chosen.append(
            [
                Candidate(
                    start=one.start,
                    end=one.end,
                    kind=one.kind,
                    extractor="test/1",
                    name=one.name if one.name != one.text or one.text in known_names else None,
                    known=one.text in known_names,
                    confidence=(sure or {}).get(one.text, 0.9),
                    long=left.pop(f"{number}:{one.text}", None) or (left.pop(one.text, None) if number == 0 else None),
                )
                for one in mentions
            ]
        )
    return list(link(Text(key="document-1", digest="", passages=tuple(texts), authors=authors), chosen, LEXICON))


def names(mentions: Sequence[Mention]) -> list[str]:
    return [one.name for one in mentions]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("{M:Northwind's Lyra 4.5}", ["Northwind", "Lyra 4.5"]),
        ("{M:Northwind Labs Lyra 4.1}", ["Northwind", "Lyra 4.1"]),
        ("{M:Rook/Lyra3-0.6B}", ["Lyra3-0.6B"]),
        ("{M:Lyra 4 reasoning model}", ["Lyra 4"]),
        ("{T:“Slot Routing”}", ["Slot Routing"]),
    ],
)
def test_a_name_goes_without_its_maker_its_quotes_and_its_kind(written: str, found: list[str]) -> None:
    """Who made it is a relation, not a part of the name; the maker is named too."""
    assert names(read(written)) == found


@pytest.mark.parametrize("written", ["{M:Rook R1}", "{M:Rook Large 2}", "{M:Northwind Compass}", "{T:CI/CD}"])
def test_a_maker_stays_where_the_rest_is_no_name(written: str) -> None:
    """ "R1" and "Large 2" cannot stand alone; "Compass" is not known to be a name."""
    assert names(read(written)) == [written[3:-1]]


def test_a_maker_goes_where_the_rest_is_a_name_of_the_text() -> None:
    """ "Northwind Compass" is the "Compass" that the text also writes."""
    assert names(read("{D:Northwind Compass} and {D:Compass}")) == ["Northwind", "Compass", "Compass"]


def test_a_maker_that_leads_a_known_name_is_named_too() -> None:
    """Where the rest can stand for itself; the name keeps its full form."""
    found = read("{M:Northwind Orion Opus 4}, {M:Rook 7B}", known_names=["Northwind Orion Opus 4", "Rook 7B"])

    assert [(one.text, one.name) for one in found] == [
        ("Northwind", "Northwind"),
        ("Orion Opus 4", "Northwind Orion Opus 4"),
        ("Rook 7B", "Rook 7B"),
    ]


def test_who_releases_something_is_an_organization() -> None:
    """A company may be called as its models are; what it releases or owns tells."""
    found = read("{M:Rook} released {M:Lyra 4}. {M:Rook}'s {M:Lyra 4} and {M:Rook} are good.", known_names=["Rook"])

    assert [one.kind.value for one in found if one.text == "Rook"] == ["organization", "organization", "model"]


def test_a_name_without_its_maker_is_looked_up() -> None:
    """The lexicon has it, though not with this maker before it."""
    _, one = read("{M:Northwind Orion Opus 4}")

    assert (one.name, one.known) == ("Orion Opus 4", True)


@pytest.mark.parametrize(("short", "long"), [("Opus 4.5", "Lyra Opus 4.5"), ("R1", "Rook R1"), ("4o", "VPT-4o")])
def test_a_version_alone_is_the_one_longer_name_that_ends_in_it(short: str, long: str) -> None:
    """Before the longer name as well as after it."""
    assert names(read(f"{{M:{short}}} is out.", f"{{M:{long}}}: is {{M:{short}}} good?")) == [long, long, long]


def test_a_version_that_two_names_end_in_stays_alone() -> None:
    """Nothing says which."""
    assert names(read("{M:Rook R1}, {M:Crow R1} and {M:R1}")) == ["Rook R1", "Crow R1", "R1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M:Vega-5", "M:Vega-5.2"),
        ("M:Vega", "M:PaliVega"),
        ("M:Vega", "M:Vega 3"),
        ("T:LoGa", "T:LoGa+"),
        ("M:Lyra", "D:Lyra Code"),
        ("T:gating", "T:sparse gating"),
        ("D:Kodax", "M:VPT-5-Kodax"),
        ("M:7B", "M:Vega 7B"),
        ("M:Lyra 3 Vers", "M:Lyra Vers 4"),
    ],
)
def test_versions_and_variants_are_never_joined(one: str, other: str) -> None:
    """What tells names apart stays."""
    assert names(read(f"{{{one}}} and {{{other}}} and {{{one}}}")) == [one[2:], other[2:], one[2:]]


def test_spellings_plurals_and_capitals_of_one_name_are_one() -> None:
    """The most frequent spelling wins."""
    found = read("{T:Slot-Routing}, {T:slot routing}, {T:Slot Routing} and {T:Slot Routing}; {T:GXM} and {T:GXMs}")

    assert names(found) == ["Slot Routing"] * 4 + ["GXM"] * 2


def test_a_plural_head_is_read_in_the_singular() -> None:
    """So that two texts agree on it; "Mixture of Gates" is no plural."""
    assert names(read("{T:large slot models} and {T:Mixture of Gates}")) == ["large slot model", "Mixture of Gates"]


def test_a_short_form_has_its_long_form_everywhere() -> None:
    """Before the definition as well as after it, and in the plural."""
    found = read("{T:GRX} helps.", "Two {T:GRX} runs.", "{T:GRXs} too.", longs={"1:GRX": "Gated Run Exchange"})

    assert [one.long for one in found] == ["Gated Run Exchange"] * 3
    assert names(found) == ["GRX"] * 3


def test_two_long_forms_of_one_short_form_stay_two() -> None:
    """Each entry has its own."""
    found = read(
        "{T:STAX} is new.",
        "So is {T:STAX}.",
        "{T:STAX} again.",
        longs={"0:STAX": "Synthesis of Taxes", "1:STAX": "Stable Axes"},
        items=("a", "b", "a"),
    )

    assert [one.long for one in found] == ["Synthesis of Taxes", "Stable Axes", "Synthesis of Taxes"]


def test_a_short_form_of_a_known_long_form_is_known() -> None:
    """The lexicon need not have the abbreviation."""
    (one,) = read("{T:SG}", longs={"SG": "soft gates"})

    assert (one.name, one.known, one.long) == ("Soft gating", True, "soft gates")


@pytest.mark.parametrize(
    ("long", "is_known"),
    [("Self-Guided Descents", True), ("Stochastic Gate Dropping", False), ("self guided descent", True)],
)
def test_a_known_short_form_that_is_spelt_out_otherwise_is_another(long: str, is_known: bool) -> None:
    """A slip in the long form is no other meaning."""
    (one,) = read("{T:SGD}", longs={"SGD": long}, known_names=["SGD"])

    assert one.known is is_known


@pytest.mark.parametrize(
    ("others", "name"),
    [
        (["Karst"], "Andrea Karst"),
        (["Karst, A."], "Andrea Karst"),
        (["A. Karst"], "Andrea Karst"),
        (["Andréa Karst"], "Andrea Karst"),
        (["Karst's"], "Andrea Karst"),
    ],
)
def test_a_person_is_named_in_full(others: list[str], name: str) -> None:
    """Surnames, initials, accents."""
    found = read("{P:Andrea Karst}, {P:Andrea Karst} and " + " and ".join(f"{{P:{one}}}" for one in others))

    assert names(found)[2:] == [name]


def test_authors_and_speakers_say_who_a_given_name_is() -> None:
    """They need not be named in full in the text."""
    assert names(read("{P:Seonjoon} and {P:Okafor}", authors=("Ada Okafor",), speakers=("Seonjoon Chae",))) == [
        "Seonjoon Chae",
        "Ada Okafor",
    ]


def test_a_misspelt_given_name_is_the_speakers() -> None:
    """One surname, and two letters astray in a long given name."""
    assert names(read("{P:Seonjun Chae}", speakers=("Seonjoon Chae",))) == ["Seonjoon Chae"]


@pytest.mark.parametrize(
    "others", [("Wei Liu", "Wen Liu"), ("Ada Okafor", "Obi Okafor"), ("Andrea Karst", "Xenia Karst")]
)
def test_two_people_of_one_surname_are_two(others: tuple[str, str]) -> None:
    """And the surname alone is nobody's."""
    surname = others[0].split()[-1]

    assert names(read(f"{{P:{others[0]}}}, {{P:{others[1]}}}, {{P:{surname}}}")) == [*others, surname]


def test_a_names_kind_is_that_of_most_of_the_confidence() -> None:
    """One text takes one name for one thing; what is known has the first word."""
    weighed = read("{T:Quill}, {M:Quill-}, {M:quill}", sure={"Quill": 0.9, "Quill-": 0.6, "quill": 0.6})
    lexical = read("{T:Rill}, {T:Rill}, {D:rill=Rill}", known_names=["rill"])

    assert {one.kind for one in weighed} == {NodeKind.MODEL}
    assert {(one.kind, one.known) for one in lexical} == {(NodeKind.PRODUCT, True)}


def test_a_weak_single_name_keeps_its_confidence() -> None:
    """Linking makes nothing surer."""
    (one,) = read("{T:Quill}", sure={"Quill": 0.55})

    assert (one.confidence, one.known) == (0.55, False)


def test_an_ambiguous_name_is_what_its_entry_names() -> None:
    """Else what the whole text names; else it stays ambiguous."""

    def deep(*others: str) -> str | None:
        plain, mentions = marked("".join(f"{{D:{one}}} " for one in others) + "{D:Deep Dive}")
        candidates = [
            Candidate(
                start=one.start,
                end=one.end,
                kind=one.kind,
                extractor="test/1",
                name=one.name,
                known=one.text != "Deep Dive",
                candidates=("Rook Deep Dive", "Crow Deep Dive") if one.text == "Deep Dive" else (),
            )
            for one in mentions
        ]
        last = link(Text(key="document-1", digest="", passages=(Passage(text=plain),)), [candidates], LEXICON)[-1]
        return last.name if not last.candidates else None

    assert deep("Crow Deep Dive") == "Crow Deep Dive"
    assert deep("Crow Deep Dive", "Rook Deep Dive") is None
    assert deep() is None


_NAMES = st.sampled_from(
    [
        "Lyra 3",
        "Opus 3",
        "Lyra Opus 3",
        "R1",
        "Rook R1",
        "Rook",
        "GXM",
        "GXMs",
        "Ada Okafor",
        "Okafor",
        "A/B",
        "’s",
        "Karst, A.",
    ]
)


@given(st.lists(st.tuples(st.sampled_from("MTBOPD"), _NAMES), max_size=12), st.booleans())
def test_every_candidate_becomes_a_mention_in_its_place(written: list[tuple[str, str]], short: bool) -> None:
    """In reading order, deterministic, never without a name."""
    passage = ", ".join(f"{{{kind}:{name}}}" for kind, name in written)
    longs = {"GXM": "Gated Exchange Machine"} if short else None
    found = read(passage, longs=longs, authors=("Ada Okafor",))

    assert [one.text for one in found] == [name for _, name in written]
    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    assert all(one.name for one in found)
    assert found == read(passage, longs=longs, authors=("Ada Okafor",))


def test_many_names_and_endless_ones_are_linked_at_once() -> None:
    """Texts come from feeds."""
    read("{M:" + "a b1 " * 300 + "}")
    read("{T:" + "X" * 100_000 + "}", "{P:" + "Aa " * 20_000 + "}")
    read(" ".join(f"{{M:Lyra {n} Opus {n}}} {{P:Ada{n} Okafor}} {{T:GX{n}}}" for n in range(2_000)))


def test_a_programs_next_version_is_the_same_program() -> None:
    """A model's is another model."""
    assert [one.name for one in read("{D:Quillbot v0.1} and {D:Quillbot}, {M:Orion 2.1}")] == [
        "Quillbot",
        "Quillbot",
        "Orion 2.1",
    ]
