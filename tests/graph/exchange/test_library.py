"""The export: the promised records, sorted and stable."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph.corpus import record_delta
from graph.exchange import export_json, export_jsonl
from graph.link import ends_of, link_of
from graph.mention import Findings, Mention
from graph.model import (
    Claim,
    ClaimRank,
    Decision,
    DecisionKind,
    Edge,
    EdgeKind,
    Evidence,
    GraphDelta,
    Moment,
    Node,
    NodeKind,
    Precision,
)
from graph.ports import Library
from graph.record import Record, Version
from graph.stores.sqlite import SqliteLibrary
from tests.graph.small import AGENT, BY_CATEGORY, BY_MONTH, LETTERS, NOTES, POST, SPEED, guess, put

KEYS = {
    "sources": "id kind title url mine",
    "documents": "id source kind title url authors published published_precision published_basis headings chapters"
    " turns speakers words work",
    "items": "id document section position month category label url identity version links comment repairs node",
    "nodes": "id kind name aliases identity months categories",
    "edges": "from kind to basis confidence evidence",
    "decisions": "kind on month category comment at",
    "records": "identity title provider abstract authors categories published updated versions doi venue comment license"
    " references mentions links",
}


def exported(library: Library) -> Any:
    return json.loads(b"".join(export_json(library)))


def decide(library: Library, key: str, kind: DecisionKind, value: dict[str, object]) -> None:
    at = datetime(2025, 2, 3, 4, 5, 6, tzinfo=UTC)
    library.decisions.append(Decision(id=key, kind=kind, on="arxiv:2402.00001", at=at, value=value))


def pick(library: Library, key: str = "d1", on: bool = True) -> None:
    value: dict[str, object] = {"month": "2025-01", "category": "Agents", "comment": "Worth it", "on": on}
    decide(library, key, DecisionKind.PICK, value)


def know(library: Library, *numbers: int) -> None:
    """Put papers into the corpus."""
    day = Moment(datetime(2024, 2, 3, tzinfo=UTC), precision=Precision.DAY)
    library.corpus.put(
        Record(
            identity=f"arxiv:2402.{number:05d}",
            title=f"Paper {number}",
            provider="arxiv-snapshot",
            published=day,
            versions=(Version(1, day), Version(2, Moment(datetime(2024, 3, 1, 22, 30, tzinfo=UTC), offset=120))),
        )
        for number in numbers
    )


@pytest.mark.parametrize("kind", KEYS)
def test_records_have_the_promised_keys_in_order(library: Library, kind: str) -> None:
    """Every record of a kind has the same keys in the same order."""
    pick(library)
    know(library, 1)

    records = exported(library)[kind]

    assert records
    assert {" ".join(record) for record in records} == {KEYS[kind]}


def test_a_pick_reads_as_one(library: Library) -> None:
    """A decision keeps its key, its values and its time, and no id that another library would not have."""
    pick(library)

    assert exported(library)["decisions"] == [
        {
            "kind": "pick",
            "on": "arxiv:2402.00001",
            "month": "2025-01",
            "category": "Agents",
            "comment": "Worth it",
            "at": "2025-02-03T04:05:06+00:00",
        }
    ]


def test_metadata_is_written_whole(library: Library) -> None:
    """Sorted by identity; dates in ISO 8601 as exactly as they are known; what is unknown is null or empty."""
    know(library, 3, 1, 2)

    records = exported(library)["records"]

    assert [record["identity"] for record in records] == [f"arxiv:2402.0000{number}" for number in (1, 2, 3)]
    assert (records[0]["published"], records[0]["updated"], records[0]["references"]) == ("2024-02-03", None, [])
    assert records[0]["versions"] == [
        {"number": 1, "created": "2024-02-03"},
        {"number": 2, "created": "2024-03-02T00:30:00+02:00"},
    ]


def test_evidence_of_metadata_names_its_record(library: Library) -> None:
    """In place of a document."""
    know(library, 1)
    (record,) = library.corpus.page()
    library.graph.apply([record_delta(record, AGENT)])

    told = [one for edge in exported(library)["edges"] for one in edge["evidence"] if "record" in one]

    assert told == [
        {
            "document": None,
            "section": None,
            "block": None,
            "quote": "2024-02-03",
            "extractor": "record/arxiv-snapshot",
            "record": "arxiv:2402.00001",
        }
    ]


def test_an_undo_names_what_it_takes_back(library: Library) -> None:
    """By kind, key and time: ids differ between libraries."""
    pick(library)
    decide(library, "d2", DecisionKind.UNDO, {"decision": "d1"})
    undo = exported(library)["decisions"][1]

    assert undo["undoes"] == {"kind": "pick", "on": "arxiv:2402.00001", "at": "2025-02-03T04:05:06+00:00"}
    assert "d1" not in json.dumps(undo)


def test_a_withdrawn_pick_is_off(library: Library) -> None:
    """`on` is the key a decision hangs on, so a withdrawal is written `off`."""
    pick(library, on=False)

    (record,) = exported(library)["decisions"]
    assert (record["on"], record["off"]) == ("arxiv:2402.00001", True)


def test_scores_have_four_places_and_only_guesses_a_probability(library: Library) -> None:
    """A stated category is not likely, it is stated."""
    guess(library, SPEED, "Agents", 0.123456)
    nodes = {node["id"]: node for node in exported(library)["nodes"]}

    assert nodes[SPEED]["categories"] == [
        {"category": "category-agents", "scheme": "own", "basis": "predicted", "probability": 0.1235}
    ]
    assert nodes[AGENT]["categories"][0]["probability"] is None
    assert nodes[AGENT]["months"] == [
        {"month": "2025-01", "basis": "curated"},
        {"month": "2024-02", "basis": "published"},
    ]


def test_the_same_library_gives_the_same_bytes_whatever_the_order_it_grew_in(library: Library, tmp_path: Path) -> None:
    """Documents that arrive in another order make the same export."""
    other = SqliteLibrary(tmp_path / "other.db")
    for source in (NOTES, LETTERS):
        other.documents.put_source(source)
    put(other, POST, BY_MONTH, BY_CATEGORY)
    guess(other, SPEED, "Agents", 0.624)

    assert b"".join(export_json(other)) == b"".join(export_json(library))


def test_every_record_stands_on_a_line_of_its_own(library: Library) -> None:
    """So that two exports compare with diff."""
    whole = exported(library)
    lines = b"".join(export_json(library)).decode().splitlines()

    records = [line for line in lines if line.startswith("  {")]
    assert len(records) == sum(len(value) for value in whole.values() if isinstance(value, list))


def test_jsonl_holds_the_same_records(library: Library) -> None:
    """One a line, each saying what it is."""
    pick(library)
    know(library, 1, 2)
    whole = exported(library)
    lines = [json.loads(line) for line in b"".join(export_jsonl(library)).splitlines()]

    assert lines[0] == {"record": "schema", "schema": 1}
    for kind in KEYS:
        records = [line for line in lines if line["record"] == kind.removesuffix("s")]
        assert [{key: value for key, value in one.items() if key != "record"} for one in records] == whole[kind]


def test_a_library_larger_than_a_page_is_exported_whole(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages join without a gap or a double."""
    know(library, 1, 2, 3)
    at_once = exported(library)
    monkeypatch.setattr("graph.exchange.library.PAGE", 1)

    assert exported(library) == at_once


def test_an_empty_library_is_valid_json(tmp_path: Path) -> None:
    """Every array is there, empty."""
    assert exported(SqliteLibrary(tmp_path / "empty.db")) == {"schema": 1, **{kind: [] for kind in KEYS}}


def found(key: str, *named: tuple[str, NodeKind, bool], skimmed: bool = True) -> Findings:
    """Return that a text names these, each of a kind and known or not."""
    mentions = tuple(
        Mention(passage=0, start=0, end=len(text), text=text, kind=kind, name=text, known=known, extractor="x/1")
        for text, kind, known in named
    )
    return Findings(key=key, digest="d", extractor="x/1", mentions=mentions, skimmed=skimmed)


def test_records_tell_what_they_name(library: Library) -> None:
    """Each name once, in order: a concept of the graph where one is called so, else one that records alone name."""
    know(library, 1, 2, 3, 4)
    okapi = Node(id="model-okapi", kind=NodeKind.MODEL, name="Okapi", aliases=("Ok-2",))
    library.graph.apply(
        [GraphDelta(contributor="names:document-a", claims=(Claim(node=okapi, rank=ClaimRank.REFERENCE, stamp=""),))]
    )
    model, method, benchmark = NodeKind.MODEL, NodeKind.TECHNIQUE, NodeKind.BENCHMARK
    library.mentions.put(
        [
            found("arxiv:2402.00001", ("OKAPI", method, False), ("OK 2", model, False), ("OKAPI", method, False)),
            found("arxiv:2402.00002", ("Zeb-ra", method, False), ("Quagga", benchmark, False)),
            found("arxiv:2402.00003", ("Zebra", benchmark, False), ("Quagga", model, True), ("Zebra", method, False)),
        ]
    )
    whole = exported(library)
    told = [record["mentions"] for record in whole["records"]]

    assert told[0] == [
        {"node": "model-okapi", "kind": "model", "name": "Okapi", "text": "OKAPI"},
        {"node": "model-okapi", "kind": "model", "name": "Okapi", "text": "OK 2"},
    ]
    assert [[one["node"] for one in some or ()] for some in told[1:]] == [
        ["technique-zeb-ra", "model-quagga"],
        ["technique-zeb-ra", "model-quagga"],
        [],
    ]
    assert told[3] is None, "nobody has read it"
    nodes = [(node["id"], node["name"]) for node in whole["nodes"]]
    assert nodes == sorted(nodes)
    assert {("model-okapi", "Okapi"), ("model-quagga", "Quagga"), ("technique-zeb-ra", "Zeb-ra")} <= set(nodes)


def test_evidence_has_the_month_of_its_section(library: Library) -> None:
    """Only where it is not the document's own."""
    april = Evidence(document="document-2025", block=2, quote="April.", month="2025-04")
    edge = Edge(source="document-2025", kind=EdgeKind.MENTIONS, target="model-x", evidence=(april,))
    library.graph.apply([GraphDelta(contributor="names:april", edges=(edge,))])

    told = [one for edge in exported(library)["edges"] for one in edge["evidence"] if "month" in one]

    assert [(one["document"], one["block"], one["month"]) for one in told] == [("document-2025", 2, "2025-04")]


def test_links_between_nodes_are_edges_with_their_reasons(library: Library) -> None:
    """Those of papers that nothing lists stand with their records; what a person keeps says so."""
    know(library, 1, 2)
    unlisted = "paper-arxiv-2402.00002"
    library.links.replace([link_of(AGENT, SPEED, 0.71234), link_of(AGENT, unlisted, 0.9)])
    library.links.rule({ends_of(SPEED, unlisted): True})
    whole = exported(library)
    related = [edge for edge in whole["edges"] if edge["kind"] == "RELATED"]

    assert [(edge["from"], edge["to"], edge["basis"], edge["confidence"]) for edge in related] == [
        (AGENT, SPEED, None, 0.7123)
    ]
    assert related[0]["reasons"] == ["listed together in “2025, month by month” under “January: speed”"]
    assert [(one["quote"], one["document"], one["extractor"]) for one in related[0]["evidence"]] == [
        ("Waiting agents again", "document-2025", "linker/1"),
        ("Speed Without Haste", "document-2025", "linker/1"),
    ]
    assert [record["links"] for record in whole["records"]] == [
        [],
        [
            {"to": SPEED, "confidence": 1.0, "confirmed": True},
            {"to": AGENT, "confidence": 0.9, "confirmed": False},
        ],
    ]
