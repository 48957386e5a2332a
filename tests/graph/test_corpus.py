"""What several catalogues say of one work, and what its record says in the graph."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from graph.corpus import CONTRIBUTOR, gathered, merged, node_of, record_delta
from graph.model import ClaimRank, EdgeKind, Moment, NodeKind, Precision
from graph.record import Record, Version

DAY = datetime(2025, 1, 31, 22, tzinfo=UTC)

moments = st.builds(
    Moment,
    st.integers(0, 3).map(lambda days: DAY + timedelta(days=days)),
    offset=st.sampled_from([0, 120]),
    precision=st.sampled_from(Precision),
)
maybe = st.none() | moments
versions = st.dictionaries(st.integers(1, 3), maybe).map(
    lambda held: tuple(Version(number, held[number]) for number in sorted(held))
)
texts = st.none() | st.sampled_from(["", "a", "b", "bb"])
names = st.sampled_from([(), ("A",), ("B",), ("A", "B"), ("['a'", "'b']")])
records = st.builds(
    Record,
    identity=st.just("arxiv:2501.00001"),
    title=st.sampled_from(["T", "U", "Long"]),
    provider=st.sampled_from(["arxiv-api", "crossref"]),
    abstract=texts,
    authors=names,
    categories=names,
    published=maybe,
    updated=maybe,
    versions=versions,
    doi=texts,
    venue=texts,
    comment=texts,
    license=texts,
    references=names,
)


@given(records, records)
def test_merging_is_the_same_either_way_round(one: Record, other: Record) -> None:
    """So it does not matter which catalogue was read first."""
    assert merged(one, other) == merged(other, one)


@given(records, records, records)
def test_merging_is_the_same_however_it_is_grouped(one: Record, other: Record, third: Record) -> None:
    """A value that was taken over stays as old as it was, so no order of catalogues changes what wins (law 4)."""
    assert merged(merged(one, other), third) == merged(one, merged(other, third))


@given(st.lists(records, min_size=1, max_size=5), st.data())
def test_any_order_of_records_is_one_record(said: list[Record], data: st.DataObject) -> None:
    """Some of them twice, too, in one batch or over several."""
    again = data.draw(st.permutations([*said, *said[:2]]))
    cut = data.draw(st.integers(0, len(again)))

    assert gathered([*gathered(again[:cut]).values(), *again[cut:]]) == gathered(said)


@given(records, records)
def test_merging_twice_equals_once(one: Record, other: Record) -> None:
    """Law 4: reading a snapshot again changes nothing."""
    both, (alone,) = merged(one, other), gathered([one]).values()

    assert merged(both, one) == merged(both, other) == merged(both, both) == both
    assert merged(alone, one) == merged(one, one) == alone


def test_a_value_that_was_taken_over_is_as_old_as_it_was() -> None:
    """Whichever of the older two the newest record, which does not say it, was read with first."""
    newest = record(versions=(Version(1), Version(3)))
    old = record(doi="10.1/old", versions=(Version(1),))
    newer = record(doi="10.1/new", versions=(Version(1), Version(2)))

    assert {merged(merged(*first), last).doi for *first, last in permutations((newest, old, newer))} == {"10.1/new"}


@given(records, records)
def test_nothing_known_is_lost(one: Record, other: Record) -> None:
    """What one does not say the other one does."""
    both = merged(one, other)

    for field in ("abstract", "doi", "venue", "comment", "license", "published", "updated", "authors", "categories"):
        assert bool(getattr(both, field)) == bool(getattr(one, field) or getattr(other, field))
    assert {v.number for v in both.versions} == {v.number for v in (*one.versions, *other.versions)}


def record(**more) -> Record:
    """Return a small record."""
    return Record(**{"identity": "arxiv:2501.00001", "title": "A title", "provider": "arxiv-snapshot", **more})


def test_the_newer_version_wins_field_by_field() -> None:
    """The first version's date stays, however it came."""
    old = record(title="Old", doi="10.1/x", published=Moment(DAY, precision=Precision.DAY), versions=(Version(1),))
    new = record(title="New", abstract="Better.", versions=(Version(3, Moment(DAY)),))

    both = merged(new, old)

    assert (both.title, both.abstract, both.doi) == ("New", "Better.", "10.1/x")
    assert [version.number for version in both.versions] == [1, 3]
    assert both.published == old.published


def test_a_later_update_of_one_version_wins() -> None:
    """Catalogues that count no versions say when they were updated."""
    old = record(title="Old and long", updated=Moment(DAY))
    new = record(title="New", updated=Moment(DAY + timedelta(days=1)))

    assert merged(old, new).title == "New"


def test_names_cut_out_of_a_printed_list_give_way() -> None:
    """Whichever came first, and though the others be older."""
    printed = record(authors=("['ada King'", "'alan Turing'", "'a third']"), updated=Moment(DAY + timedelta(days=1)))
    names = record(authors=("Ada King", "Alan Turing"), updated=Moment(DAY))

    assert merged(printed, names).authors == merged(names, printed).authors == names.authors


def test_records_of_one_identity_are_gathered() -> None:
    """In one batch as over many."""
    found = gathered([record(), record(abstract="A."), record(identity="arxiv:2501.00002")])

    assert list(found) == ["arxiv:2501.00001", "arxiv:2501.00002"]
    assert found["arxiv:2501.00001"].abstract == "A."


def test_a_record_stands_for_its_work() -> None:
    """With the id that a list's link to it would have."""
    node = node_of(record(identity="arxiv:hep-th/9901001", authors=("A",), abstract="word " * 200))

    assert (node.id, node.kind, node.name) == ("paper-arxiv-hep-th-9901001", NodeKind.PAPER, "A title")
    assert node.url == "https://arxiv.org/abs/hep-th/9901001"
    assert node.about
    assert len(node.about) <= 500
    assert node.about.endswith("…")


def test_a_record_names_its_work_but_makes_none() -> None:
    """It has neither identity nor address to give: those come from who lists the work."""
    delta = record_delta(record(authors=("A",)))

    (claim,) = delta.claims
    assert delta.contributor == f"{CONTRIBUTOR}arxiv:2501.00001"
    assert claim.rank is ClaimRank.METADATA
    assert (claim.node.identity, claim.node.url, claim.node.authors) == (None, None, ("A",))


def test_a_record_dates_its_work_by_the_first_version() -> None:
    """In the offset that was stated (law 9), with the date as its evidence."""
    delta = record_delta(record(published=Moment(DAY, offset=180)))

    (edge,) = delta.edges
    assert (edge.kind, edge.target, edge.basis) == (EdgeKind.IN_MONTH, "month-2025-02", "published")
    (evidence,) = edge.evidence
    assert (evidence.record, evidence.quote) == ("arxiv:2501.00001", "2025-02-01T01:00:00+03:00")
    assert evidence.extractor == "record/arxiv-snapshot"


def test_a_bare_year_is_no_month() -> None:
    """Nothing is invented (law 6)."""
    assert record_delta(record(published=Moment(DAY, precision=Precision.YEAR))).edges == ()


def test_subjects_are_facets() -> None:
    """Category nodes of another scheme, which no own category ever is."""
    delta = record_delta(record(categories=("cs.CL", "hep-th")))

    facets = [claim.node for claim in delta.claims if claim.node.kind is NodeKind.CATEGORY]
    assert [(node.id, node.name, node.scheme) for node in facets] == [
        ("category-arxiv-cs.CL", "cs.CL", "arxiv"),
        ("category-arxiv-hep-th", "hep-th", "arxiv"),
    ]
    assert {edge.kind for edge in delta.edges} == {EdgeKind.IN_CATEGORY}


def test_only_works_of_the_library_are_cited() -> None:
    """The others are nobody's business yet."""
    citing = record(references=("doi:10.1/x", "doi:10.1/y"))

    delta = record_delta(citing, "article-mine", {"doi:10.1/y": "paper-y"})

    assert [(edge.source, edge.kind, edge.target) for edge in delta.edges] == [
        ("article-mine", EdgeKind.CITES, "paper-y")
    ]
