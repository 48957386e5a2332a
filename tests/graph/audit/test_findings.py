"""Findings: one for each label, link and verdict, the same in whatever order, across items too."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.audit import Claim, Finding, Verdict, across, audited, finding_id, findings
from graph.record import Record
from tests.graph.audit.papers import ALL, CHINCHILLA, HERD, LATTICE, RARITY, RESIDUAL, SEGMENT, claim

RECORDS = {record.identity: record for record in ALL}
UNKNOWN = "arxiv:2401.00009"


def found(*claims: Claim, records: dict[str, Record] = RECORDS) -> list[Finding]:
    """Return the findings on the claims."""
    judged = [(one, audited(one, records.get(one.identity), RARITY, lambda _label: (), "2026-11")) for one in claims]
    return findings(judged, records, RARITY)


def of(verdict: Verdict, made: Sequence[Finding]) -> list[Finding]:
    """Return the findings with the verdict."""
    return [one for one in made if one.verdict is verdict]


def test_two_lists_that_say_the_same_are_one_finding() -> None:
    """With both as its claims, however they spell it."""
    made = found(
        claim("ResNet ", RESIDUAL, item="item-2", document="document-2"),
        claim("ResNet", RESIDUAL),
        claim("Llama 3", RESIDUAL),
    )

    assert [(one.verdict, one.label, len(one.claims)) for one in of(Verdict.FITS, made)] == [
        (Verdict.FITS, "ResNet", 2)
    ]


def test_one_address_under_different_titles_is_found_without_a_record() -> None:
    """Neither can be checked, and both can't be right."""
    made = found(
        claim("Gardens in the sky", UNKNOWN, "On roofs and rain"),
        claim("Bridges under water", UNKNOWN, "On piers", item="item-2", block=4),
    )

    assert [one.verdict for one in made] == [Verdict.SHARED_IDENTITY, Verdict.UNCHECKED, Verdict.UNCHECKED]
    assert len(made[0].claims) == 2
    assert "“Gardens in the sky” and “Bridges under water”" in made[0].reason
    assert "could not be checked" in made[0].reason


def test_a_record_says_whose_the_shared_address_is() -> None:
    """One fits, one contradicts, and the address is told as shared."""
    made = found(claim("ResNet", RESIDUAL), claim("Segment Anything", RESIDUAL, item="item-2", block=4))

    assert [one.verdict for one in made] == [Verdict.CONTRADICTS, Verdict.SHARED_IDENTITY, Verdict.FITS]
    assert made[1].title == RESIDUAL.title


def test_two_names_of_one_paper_share_it() -> None:
    """A nickname and a title that both fit; or that explain each other; or a text that names nothing."""
    assert not of(Verdict.SHARED_IDENTITY, found(claim("Chinchilla", CHINCHILLA), claim(CHINCHILLA.title, CHINCHILLA)))
    nicknames = (claim("Gardens in the sky", UNKNOWN), claim("Gits", UNKNOWN, "Of gardens in the sky"))
    assert not of(Verdict.SHARED_IDENTITY, found(*nicknames))
    assert not of(Verdict.SHARED_IDENTITY, found(claim("Gardens in the sky", UNKNOWN), claim("paper", UNKNOWN)))


def test_one_title_with_two_ids_is_found() -> None:
    """A slip, or one work in two places that nothing here joins."""
    made = found(claim("Gardens in the quiet sky", UNKNOWN), claim("Gardens in the quiet sky", "doi:10.1000/sky"))
    same = of(Verdict.SAME_TITLE, made)

    assert [(one.identity, one.others) for one in same] == [(UNKNOWN, ("doi:10.1000/sky",))]


def test_a_paper_and_the_article_it_became_are_one_work() -> None:
    """Its record names the DOI."""
    known = Record(identity=UNKNOWN, title="Gardens in the quiet sky", provider="test", doi="10.1000/Sky")
    claims = claim("Gardens in the quiet sky", UNKNOWN), claim("Gardens in the quiet sky", "doi:10.1000/sky")

    assert not of(Verdict.SAME_TITLE, found(*claims, records={UNKNOWN: known}))
    assert not of(Verdict.SAME_TITLE, found(claim("Paper", UNKNOWN), claim("Paper", "doi:10.1000/sky")))


def test_an_impossible_id_is_not_compared_with_others() -> None:
    """It is nobody's, whatever is said of it."""
    wrong = "web:https://arxiv.org/abs/2513.00001"
    made = found(
        *(
            claim(label, wrong, url="https://arxiv.org/abs/2513.00001", item=label)
            for label in ("Gardens in the sky", "Bridges under water")
        )
    )

    assert [one.verdict for one in made] == [Verdict.IMPOSSIBLE, Verdict.IMPOSSIBLE]


def test_an_id_stays_over_rebuilds() -> None:
    """It is made of link, label and verdict, so other items and other documents do not change it."""
    alone = found(claim("Segment Anything", RESIDUAL))
    among = found(claim("ResNet", RESIDUAL), claim("Segment  anything", RESIDUAL, item="item-9", document="document-9"))

    assert of(Verdict.CONTRADICTS, alone)[0].id == of(Verdict.CONTRADICTS, among)[0].id
    assert finding_id(Verdict.FITS, "arxiv:1", "a", "b") == finding_id(Verdict.FITS, "arxiv:1", "B", "a")
    assert finding_id(Verdict.FITS, "arxiv:1", "a") != finding_id(Verdict.CONTRADICTS, "arxiv:1", "a")


def test_a_shared_address_stays_the_same_finding_under_a_further_title() -> None:
    """It is about the address, so what somebody said of it holds; the reason names a few of the titles."""
    titles = ("Gardens in the sky", "Bridges under water", "Owls of winter", "Salt", "Copper wire", "Lamps", "Tea")
    claims = [claim(label, UNKNOWN, item=label, block=place) for place, label in enumerate(titles)]
    few, many = (of(Verdict.SHARED_IDENTITY, found(*claims[:last])) for last in (2, 7))

    assert [one.id for one in many] == [one.id for one in few]
    assert many[0].reason.startswith("“Gardens in the sky”, ")
    assert "“Copper wire” and 2 more are given" in many[0].reason


def test_a_title_with_two_ids_stays_the_same_finding_with_a_third() -> None:
    """It is about the title."""
    ids = (UNKNOWN, "doi:10.1000/sky", "acl:2024.acl-long.1")
    claims = [claim("Gardens in the quiet sky", identity) for identity in ids]
    two, three = (of(Verdict.SAME_TITLE, found(*claims[:last])) for last in (2, 3))

    assert [one.id for one in two] == [one.id for one in three]
    assert (two[0].identity, three[0].identity) == (UNKNOWN, "acl:2024.acl-long.1")


def test_many_titles_of_one_address_are_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles with a word in common need no look, of others a bounded number of pairs is looked at; the odd one is found."""
    looked: list[str] = []

    def alike(one: str, _other: str) -> bool:
        looked.append(one)
        return one not in ODD and _other not in ODD

    monkeypatch.setattr(across, "share_words", alike)
    several = [claim(f"Gardens in the sky, part {n}", UNKNOWN, item=f"item-{n}", block=n) for n in range(400)]
    assert not of(Verdict.SHARED_IDENTITY, found(*several))
    assert looked == []

    assert of(Verdict.SHARED_IDENTITY, found(*several, claim(*ODD, UNKNOWN, item="item-odd", block=999)))
    assert len(looked) == 1

    apart = [claim(f"zorp{n}", UNKNOWN, item=f"item-{n}", block=n) for n in range(400)]
    assert not of(Verdict.SHARED_IDENTITY, found(*apart))
    assert len(looked) == 1 + across.MOST_COMPARED


ODD = ("Bridges under water",)


SAID = (
    ("ResNet", RESIDUAL),
    ("Segment Anything", RESIDUAL),
    ("Llama 3", HERD),
    ("paper", HERD),
    ("Segment Anything", SEGMENT),
    ("Gardens in the sky", LATTICE),
    ("Whatever", UNKNOWN),
)
CLAIMS = [claim(label, record, item=f"item-{n}", block=n) for n, (label, record) in enumerate(SAID)]


@given(st.randoms(use_true_random=False))
def test_the_order_of_claims_is_no_matter(chance: random.Random) -> None:
    """The same findings, in the same order, with the same ids."""
    shuffled = chance.sample(CLAIMS, len(CLAIMS))

    assert found(*shuffled) == found(*CLAIMS)


@given(st.text(max_size=60), st.none() | st.text(max_size=200))
def test_nothing_is_accused_without_a_record(label: str, comment: str | None) -> None:
    """Law 3, on any text."""
    assert [one.verdict for one in found(claim(label, UNKNOWN, comment))] == [Verdict.UNCHECKED]


@given(st.text(max_size=80), st.text(max_size=80), st.none() | st.text(max_size=200))
def test_a_papers_own_title_fits_whatever_it_is(title: str, abstract: str, comment: str | None) -> None:
    """On any text, with any abstract and comment."""
    record = Record(identity=UNKNOWN, title=title, provider="test", abstract=abstract)

    assert audited(claim(title, record, comment), record, RARITY, lambda _label: (), "2026-11").verdict is Verdict.FITS


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_label_on_any_title_has_a_verdict(label: str, title: str) -> None:
    """Nothing that a source says makes the audit fall over."""
    record = Record(identity=UNKNOWN, title=title, provider="test", abstract=title)

    assert found(claim(label, record, label), records={UNKNOWN: record})
