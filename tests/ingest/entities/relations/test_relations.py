"""What sentences state; the names in them are made up."""

from __future__ import annotations

import pytest

from graph.mention import Mention, Passage, Text
from graph.model import EdgeKind
from ingest.entities.relations import relate
from tests.ingest.entities.marked import entry, marked, post, record, said

RELEASED = [
    "{M:Orion 2} from {O:Northwind} is out.",
    "{M:Orion 2}, a new open model by {O:Northwind}, runs on a phone.",
    "{O:Northwind}’s latest vision-language model, {M:Orion 2}, runs on a phone.",
    "{O:Northwind} today announced {M:Orion 2}.",
    "{O:Northwind} has quietly open-sourced the small {M:Orion 2}.",
    "{M:Orion 2} was released last week by {O:Northwind}.",
    "{M:Orion 2} is {O:Northwind}'s new flagship.",
    "{O:Northwind}’s release of {M:Orion 2} came as a surprise.",
    "{O:Northwind}, the maker of {M:Orion 2}, is hiring.",
    "It was a busy week, with {O:Northwind} unveiling {M:Orion 2}.",
    "{O:Northwind} {M:Orion 2} is out.",
    "Days later, {O:Northwind} countered with {M:Orion 2}.",
    "{O:Northwind} had a good month, launching {M:Orion 2} early.",
    "{O:Northwind} shipped a new version of {M:Orion 2}.",
    "{O:Northwind} trained a model called {M:Orion 2}.",
    "It was {O:Northwind} that built {M:Orion 2}.",
    "The team at {O:Northwind} behind {M:Orion 2} has left.",
    "{O:Northwind} earns a lot with its {M:Orion 2} model.",
    "{M:Orion 2} ({O:Northwind}, 2023) is small.",
    "{M:Orion 2} came out of {O:Northwind} in 2020.",
    "{M:Orion 2}, out since May, was {O:Northwind}'s first attempt at it.",
    "Is {O:Northwind}'s {M:Orion 2} any good?",
    "It seems that most gates run on {O:Northwind}'s {M:Orion 2}.",
    "{M:Orion 2} is small. It was created by {O:Northwind}.",
]


@pytest.mark.parametrize("sentence", RELEASED)
def test_who_released_a_model_is_said_in_many_ways(sentence: str) -> None:
    """Genitives, appositions, active and passive verbs all say who made it."""
    text, mentions = post(sentence)

    assert said(mentions, relate(text, mentions)) == {("Orion 2", "RELEASED_BY", "Northwind")}


UNSTATED = [
    "{O:Northwind} may release {M:Orion 2} in spring.",
    "{O:Northwind} has not released {M:Orion 2}.",
    "Rumour has it that {O:Northwind} released {M:Orion 2}.",
    "Has {O:Northwind} released {M:Orion 2}?",
    "{O:Northwind} will launch {M:Orion 2} soon.",
    "{O:Northwind} launched {M:Orion 2} in {D:Harbour}, where {O:Southwind} sells it too.",
    "{O:Northwind} announced {M:Orion 2} support.",
    "{O:Northwind} and many others were at the fair, and {M:Orion 2} was the talk of it.",
    "{O:Northwind}'s study testing {M:Orion 2} is long.",
    "{M:Orion 2} does not use {T:slot routing}.",
    "Unlike {M:Orion 2}, it is built without {T:slot routing}.",
    "{M:Orion 2} could outperform {M:Lyra 3}.",
    "If {M:Orion 2} outperforms {M:Lyra 3}, all is well.",
    "Nobody knows whether {M:Orion 2} beats {M:Lyra 3}.",
    "You can use {T:slot routing} with {M:Orion 2}.",
    "The company uses {T:slot routing}.",
]


@pytest.mark.parametrize("sentence", UNSTATED)
def test_what_is_denied_supposed_asked_or_planned_states_nothing(sentence: str) -> None:
    """Nor does an organization that only stands nearby, or sells what another made."""
    text, mentions = post(sentence)

    assert not said(mentions, relate(text, mentions))


CONCEPTS = [
    ("{M:Orion 2} uses {T:slot routing} and {T:soft gates}.", "USES", {"slot routing", "soft gates"}),
    ("{M:Orion 2} combines {T:slot routing} with {T:soft gates}.", "USES", {"slot routing", "soft gates"}),
    ("{M:Orion 2} is a small model that relies on {T:slot routing}.", "USES", {"slot routing"}),
    ("{M:Orion 2}, which is based on {T:slot routing}, is small.", "USES", {"slot routing"}),
    ("{M:Orion 2} reads long texts, leveraging the strengths of {T:slot routing}.", "USES", {"slot routing"}),
    (
        "{M:Orion 2} clearly outperforms all rivals, including {M:Lyra 3} and {M:Vega}.",
        "OUTPERFORMS",
        {"Lyra 3", "Vega"},
    ),
    ("{M:Orion 2} is much better than {M:Lyra 3}.", "OUTPERFORMS", {"Lyra 3"}),
    ("{M:Orion 2} answers at once, beating {M:Lyra 3}.", "OUTPERFORMS", {"Lyra 3"}),
    ("{M:Orion 2} is on par with {M:Lyra 3}.", "COMPARED_WITH", {"Lyra 3"}),
    ("{M:Orion 2} matches {M:Lyra 3} in coding.", "COMPARED_WITH", {"Lyra 3"}),
    ("Unlike {M:Lyra 3}, {M:Orion 2} is open.", "COMPARED_WITH", {"Lyra 3"}),
    ("{M:Orion 2} feels more solid than {M:Lyra 3}.", "COMPARED_WITH", {"Lyra 3"}),
    ("{M:Lyra 3} lost to {M:Orion 2}.", "OUTPERFORMS", {"Lyra 3"}),
    ("{M:Orion 2} scored 71 %, ahead of {M:Lyra 3} at 64 %.", "OUTPERFORMS", {"Lyra 3"}),
    ("{M:Orion 2} wins, outperforming {M:Vega} by 3% and {M:Lyra 3} by 4%.", "OUTPERFORMS", {"Vega", "Lyra 3"}),
    ("{M:Orion} was followed by {M:Orion 2}.", "SUCCEEDS", {"Orion"}),
    ("On {B:DuneQA}, {M:Orion 2} reaches 80 %.", "EVALUATED_ON", {"DuneQA"}),
    ("{M:Orion 2} took first place on {B:DuneQA}.", "EVALUATED_ON", {"DuneQA"}),
    ("{M:Orion 2} is a decoder that used {T:soft gates} and {T:slot routing}.", "USES", {"soft gates", "slot routing"}),
    ("{M:Orion 2} is a {T:Sluice} decoder trained on {B:DuneText}.", "USES", {"Sluice", "DuneText"}),
    ("{O:Northwind} made {M:Orion 2}, a {T:Sluice}-based model.", "USES", {"Sluice"}),
    ("{M:Orion 2}'s use of {T:slot routing} is new.", "USES", {"slot routing"}),
    ("{M:Orion 2} swapped {T:gates} for {T:slot routing}.", "USES", {"slot routing"}),
    ("It is said that {M:Vega}, the model behind {M:Orion 2}, is small.", "USES", {"Vega"}),
    ("The {M:Orion 2} team used {T:slot routing}.", "USES", {"slot routing"}),
    ("{O:Northwind} trained {M:Orion 2} using {T:slot routing}.", "USES", {"slot routing"}),
    ("{M:Orion 2} is far more frugal than older models like {M:Lyra 3}.", "COMPARED_WITH", {"Lyra 3"}),
    ("{M:Orion 2} vs. {M:Lyra 3}.", "COMPARED_WITH", {"Lyra 3"}),
    ("{M:Orion 2} is the successor to {M:Orion}.", "SUCCEEDS", {"Orion"}),
    ("{M:Orion 2} replaces {M:Orion}.", "SUCCEEDS", {"Orion"}),
    ("{M:Orion 2} is a distilled version of {M:Lyra 3}.", "VARIANT_OF", {"Lyra 3"}),
    ("{M:Orion 2} was fine-tuned from {M:Lyra 3}.", "VARIANT_OF", {"Lyra 3"}),
    ("{M:Orion 2} scores 81 % on {B:HarborBench} and 40 % on {B:DuneQA}.", "EVALUATED_ON", {"HarborBench", "DuneQA"}),
    ("{M:Orion 2} was evaluated on {B:HarborBench} and {B:DuneQA}.", "EVALUATED_ON", {"HarborBench", "DuneQA"}),
]


@pytest.mark.parametrize(("sentence", "kind", "objects"), CONCEPTS)
def test_what_a_sentence_says_of_its_subject(sentence: str, kind: str, objects: set[str]) -> None:
    """Each kind of edge, with what is enumerated."""
    text, mentions = post(sentence)
    found = said(mentions, relate(text, mentions))

    assert {(subject, what) for subject, of, what in found if of == kind} == {("Orion 2", one) for one in objects}


WORKS = [
    ("Gates and sluice work from {O:Northwind}", "Two parts.", (None, "AUTHORED_BY", "Northwind")),
    ("A Study of Gates", "This fine paper from {O:Northwind} looks at gates.", (None, "AUTHORED_BY", "Northwind")),
    ("A Study of Gates", "The authors, from {O:Northwind}, look at gates.", (None, "AUTHORED_BY", "Northwind")),
    (
        "A Study of Gates",
        "A nice read, with authors from {O:Northwind} and elsewhere.",
        (None, "AUTHORED_BY", "Northwind"),
    ),
    ("A Study of Gates", "{P:Ada Okafor}'s talk on gates is short.", (None, "AUTHORED_BY", "Ada Okafor")),
    ("A Study of Gates", "{O:Northwind} shows that gates leak.", (None, "AUTHORED_BY", "Northwind")),
    ("A Study of Gates", "Great post by {P:Ada Okafor}.", (None, "AUTHORED_BY", "Ada Okafor")),
    (
        "A Study of Gates",
        "They introduce a method called {T:SoftGate} that leaks less.",
        (None, "INTRODUCES", "SoftGate"),
    ),
    ("A Study of Gates", "The authors present {T:SoftGate}, a gate that leaks less.", (None, "INTRODUCES", "SoftGate")),
    ("A Study of Gates", "Proposes {T:SoftGate}, which leaks less.", (None, "INTRODUCES", "SoftGate")),
    ("{T:SoftGate}: Gates That Leak Less", "{T:SoftGate} introduces a novel gate.", (None, "INTRODUCES", "SoftGate")),
    (
        "{T:SoftGate}: Gates That Leak Less",
        "The {T:SoftGate} paper presents a new gate.",
        (None, "INTRODUCES", "SoftGate"),
    ),
    (
        "{T:SoftGate}: Gates",
        "The {T:SoftGate} method, introduced by {O:Northwind}, is new.",
        (None, "AUTHORED_BY", "Northwind"),
    ),
    ("{O:Northwind}: A Study of Gates", "It is long.", (None, "AUTHORED_BY", "Northwind")),
    ("A Study of Gates — {P:Ada Okafor}", "It is long.", (None, "AUTHORED_BY", "Ada Okafor")),
    ("{O:Northwind}’s “Gates That Leak”", "It is long.", (None, "AUTHORED_BY", "Northwind")),
    ("A Study of Gates ({P:Okafor}, {P:Lind}, et al.)", "It is long.", (None, "AUTHORED_BY", "Lind")),
    ("A {O:Gazette} investigation into gates", "It is long.", (None, "AUTHORED_BY", "Gazette")),
    ("A Study of Gates", "A {O:Gazette} feature on gates.", (None, "AUTHORED_BY", "Gazette")),
    ("A Study of Gates", "Joint work of {O:Northwind} and {O:Southwind}.", (None, "AUTHORED_BY", "Southwind")),
    ("A Study of Gates", "{P:Ada Okafor} arguing that they leak.", (None, "AUTHORED_BY", "Ada Okafor")),
    ("{O:Northwind} gates of 2025", "Leaning into their vision.", (None, "AUTHORED_BY", "Northwind")),
    ("{O:Northwind} Day", "Announcing {M:Orion 2} and {D:Harbour}.", (None, "INTRODUCES", "Harbour")),
    ("{O:Northwind} Day", "Announcing {M:Orion 2} and {D:Harbour}.", ("Harbour", "RELEASED_BY", "Northwind")),
    ("{M:Orion 2}", "Small and open.", (None, "INTRODUCES", "Orion 2")),
    ("{O:Northwind} {D:Harbour} and {D:Pier}", "For ships.", (None, "INTRODUCES", "Pier")),
    ("{O:Northwind} releases {M:Orion 2}", "At last.", (None, "INTRODUCES", "Orion 2")),
    ("{M:Orion 2} Technical Report", "At last.", (None, "INTRODUCES", "Orion 2")),
    ("{T:SoftGate}: Gates That Leak Less", "At last.", (None, "INTRODUCES", "SoftGate")),
    ("{T:SoftGate}", "Introduces a gate that leaks less.", (None, "INTRODUCES", "SoftGate")),
    ("{M:Orion 2}", "First place on {B:DuneQA}.", ("Orion 2", "EVALUATED_ON", "DuneQA")),
    ("{M:Orion 2}", "A model that reportedly scores 74.5% on {B:DuneQA}.", ("Orion 2", "EVALUATED_ON", "DuneQA")),
    ("{M:Orion 2}", "Beats {M:Lyra 3}.", ("Orion 2", "OUTPERFORMS", "Lyra 3")),
    ("{M:Orion 2}", "{O:Northwind} released {M:Orion 2} in May.", ("Orion 2", "RELEASED_BY", "Northwind")),
    ("{M:Orion 2}", "{O:Northwind} moving to {T:slot routing}.", ("Orion 2", "USES", "slot routing")),
    ("A Study of Gates", "{O:Northwind}'s add-on trains a {T:Sluice} model.", (None, "USES", "Sluice")),
    ("Leaks", "● Strong results: achieves a new best on {B:DuneQA}.", (None, "EVALUATED_ON", "DuneQA")),
    ("A Study of Gates", "Uses {T:slot routing} to close gates.", (None, "USES", "slot routing")),
    ("A Study of Gates", "This work explores the use of {T:slot routing}.", (None, "USES", "slot routing")),
    ("{M:Orion 2}", "It beats {M:Lyra 3}.", ("Orion 2", "OUTPERFORMS", "Lyra 3")),
    ("{M:Orion 2}", "{O:Northwind}'s tool for gates.", ("Orion 2", "RELEASED_BY", "Northwind")),
    (
        "{M:Orion 2}",
        "The latest version of {O:Northwind}'s gate model is fast.",
        ("Orion 2", "RELEASED_BY", "Northwind"),
    ),
    ("{M:Orion 2}: A Hybrid Gate Model", "A hybrid {T:Gate}-{T:Dam} model.", ("Orion 2", "USES", "Dam")),
    (
        "{T:GateRank+}: Ranks",
        "{T:GateRank+} builds upon the popular {T:GateRank} trick.",
        ("GateRank+", "SUCCEEDS", "GateRank"),
    ),
]


@pytest.mark.parametrize(("label", "comment", "stated"), WORKS)
def test_what_an_entry_says_of_its_work(label: str, comment: str, stated: tuple[str | None, str, str] | None) -> None:
    """Notes on a work speak of it as "this paper", "the authors", "they", "it", or leave the subject out."""
    text, mentions = entry(label, comment)
    found = said(mentions, relate(text, mentions))

    assert stated in found if stated else not found


SPOKEN_OF = [
    ("{M:Orion 2}", "A critique of its size."),
    ("{T:SoftGate}: A Survey", "It is long."),
    ("{T:Slot routing}", "An old favourite."),
    ("Gates in {M:Orion 2}", "It is long."),
    ("Gate wins", "{O:Northwind} and {O:Southwind} showing dominance at the fair."),
    ("{O:Northwind} buys {O:Southwind}", "For a lot of money."),
    ("{O:Northwind} falls", "{O:Northwind}'s stock had a bad week."),
]


@pytest.mark.parametrize(("label", "comment"), SPOKEN_OF)
def test_what_is_only_spoken_of_is_neither_introduced_nor_an_author(label: str, comment: str) -> None:
    """A critique, a survey, news of a company."""
    text, mentions = entry(label, comment)

    assert not said(mentions, relate(text, mentions))


def test_who_takes_a_look_at_a_model_has_not_released_it() -> None:
    """A newspaper's take on it is its own work."""
    text, mentions = entry("The gate crisis", "The {O:Gazette}'s take on how {M:Orion 2} broke the dams.")

    assert said(mentions, relate(text, mentions)) == {(None, "AUTHORED_BY", "Gazette")}


def test_only_the_last_of_some_examples_is_from_a_maker() -> None:
    """ "Tools such as X and Y from Z"."""
    text, mentions = post("Tools such as {D:Pier} and {D:Harbour} from {O:Northwind} sell well.")

    assert said(mentions, relate(text, mentions)) == {("Harbour", "RELEASED_BY", "Northwind")}


def test_a_reference_names_its_authors() -> None:
    """Who stands before the year wrote it; who stands in the title did not."""
    written, mentions = marked("{P:Okafor, A.}, & {P:Lind, B. C.} (2024). Letters to {P:Ada Moss}")
    text = Text(key="document-1", digest="", passages=(Passage(text=written, block=0, item="item-1"),))

    assert said(mentions, relate(text, mentions)) == {
        (None, "AUTHORED_BY", "Okafor, A."),
        (None, "AUTHORED_BY", "Lind, B. C."),
    }


def test_this_paper_is_nothing_where_no_work_is_known() -> None:
    """A paragraph of a post may speak of any paper."""
    text, mentions = post("This paper from {O:Northwind} introduces {T:SoftGate}, and they use {T:slot routing}.")

    assert not said(mentions, relate(text, mentions))


def test_a_record_speaks_for_its_own_work() -> None:
    """In an abstract "we" are the authors, and "they" are not."""
    text, mentions = record(
        "{T:SoftGate}: Gates That Leak Less",
        "We present {T:SoftGate} with {T:slot routing}. Experiments on {B:HarborBench} follow, and it outperforms {T:HardGate}. "
        "Dams fail because they use {T:old gates}.",
    )

    assert said(mentions, relate(text, mentions)) == {
        (None, "INTRODUCES", "SoftGate"),
        ("SoftGate", "OUTPERFORMS", "HardGate"),
    }


def test_that_a_label_names_something_is_no_statement() -> None:
    """That its work is about that goes without saying; who made it is said."""
    text, mentions = entry("Notes on {O:Northwind} {M:Orion 2} with {T:slot routing}")
    found = relate(text, mentions)

    assert not [one for one in found if one.kind is EdgeKind.ABOUT]
    assert ("Orion 2", "RELEASED_BY", "Northwind") in said(mentions, found)


def test_a_post_may_use_a_thing_that_introduces_another() -> None:
    """A model that introduces a technique uses it."""
    text, mentions = post("{M:Orion 2} introduces {T:SoftGate}.")

    assert said(mentions, relate(text, mentions)) == {("Orion 2", "USES", "SoftGate")}


def test_it_is_what_the_last_sentence_was_about() -> None:
    """Also where the entry is of something else, but never across paragraphs."""
    together = post("{M:Orion 2} is small. It uses {T:slot routing}.")
    apart = post("{M:Orion 2} is small.", "It uses {T:slot routing}.")

    assert said(together[1], relate(*together)) == {("Orion 2", "USES", "slot routing")}
    assert not said(apart[1], relate(*apart))


def test_the_evidence_is_the_sentence_without_its_label() -> None:
    """So that a quote reads as a sentence."""
    text, mentions = entry("{M:Orion 2}", "{M:Orion 2} from {O:Northwind} is out.", "It is small.")
    one = next(one for one in relate(text, mentions) if one.kind is EdgeKind.RELEASED_BY)

    assert text.passages[0].text[one.start : one.end] == "Orion 2 from Northwind is out."


def test_what_stands_in_brackets_is_no_part_of_its_sentence_and_what_is_likened_none() -> None:
    """ "GPT-4-level" is no GPT-4; brackets go on about the name before them."""
    text, mentions = post("{M:Orion 2} (also {M:Vega}) outperforms {M:Lyra 3}-level models.")
    other, named = post("{M:Orion 2} (which is based on {T:slot routing}) and {M:Vega} ({O:Northwind}) are out.")

    assert not said(mentions, relate(text, mentions))
    assert said(named, relate(other, named)) == {
        ("Orion 2", "USES", "slot routing"),
        ("Vega", "RELEASED_BY", "Northwind"),
    }


def test_nothing_is_said_of_what_is_hardly_a_name() -> None:
    """Doubtful mentions make no edges."""
    text, mentions = post("{M:Orion 2} uses {T:slot routing}.")
    doubtful = [Mention(**{**_fields(one), "confidence": 0.3}) for one in mentions]

    assert not relate(text, doubtful)


def _fields(one: Mention) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__struct_fields__}
