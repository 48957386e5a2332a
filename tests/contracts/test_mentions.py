"""The MentionStore port's contract."""

from __future__ import annotations

import pytest

from graph.mention import Findings, Mention, Statement
from graph.model import EdgeKind, NodeKind
from graph.ports import Unread, Use
from graph.record import Record
from tests.contracts.values import claim, delta, reading, source, undone

DOCUMENT, OTHER = "document-a", "document-b"
LISTED, FIRST, SECOND = "arxiv:2501.00001", "arxiv:2501.00002", "arxiv:2501.00003"


def mention(name: str, kind: NodeKind = NodeKind.MODEL, **more) -> Mention:
    """Return a mention of a name, written as it is called."""
    given = {"passage": 0, "start": 0, "end": len(name), "text": name, "extractor": "forms/1"}
    return Mention(kind=kind, name=name, **(given | more))


def findings(key: str, *mentions: Mention, **more) -> Findings:
    """Return what was read in a text."""
    return Findings(**{"key": key, "digest": "d1", "extractor": "all/1", "mentions": mentions, **more})


def skimmed(key: str, *mentions: Mention, **more) -> Findings:
    """Return what was read in an abstract that nothing lists."""
    return findings(key, *mentions, skimmed=True, **more)


@pytest.fixture
def mentions(library):
    """Return a store in which two documents, a listed work and two other records name things."""
    library.mentions.put(
        [
            findings(
                DOCUMENT,
                mention("GPT-5", known=True, confidence=0.9),
                mention("GPT 5", confidence=0.8),
                mention("MoE", NodeKind.TECHNIQUE, long="mixture of experts"),
            ),
            findings(OTHER, mention("Zebra"), mention("GPT-5", known=True)),
            findings(LISTED, mention("Zebra", NodeKind.TECHNIQUE)),
            skimmed(
                FIRST, mention("zebra", NodeKind.BENCHMARK), mention("Quagga"), mention("MoE", long="Mother of Eels")
            ),
            skimmed(SECOND, mention("Zebra"), mention("Quagga"), mention("Quagga", known=True), mention("Quagga")),
        ]
    )
    return library.mentions


def test_findings_come_back_as_they_were_put(library):
    """With all their fields; what was not read is left out."""
    whole = findings(
        DOCUMENT,
        mention("Ünï-5", candidates=("A", "B"), long="x", known=True, passage=3, start=2, confidence=0.25),
        statements=(
            Statement(kind=EdgeKind.USES, passage=3, start=0, end=9, object=0, extractor="relations/1", confidence=0.5),
        ),
    )
    library.mentions.put([whole, skimmed(FIRST)])

    assert library.mentions.get([DOCUMENT, FIRST, OTHER]) == {DOCUMENT: whole, FIRST: skimmed(FIRST)}
    assert library.mentions.read([DOCUMENT, OTHER]) == {DOCUMENT: ("d1", "all/1")}


def test_putting_the_same_again_changes_nothing(mentions, library):
    """The library's version stays."""
    version = library.version()

    mentions.put(mentions.get([DOCUMENT, OTHER, FIRST]).values())

    assert library.version() == version


def test_uses_put_a_texts_mentions_of_a_name_together(mentions):
    """Spellings of one name are one; each kind is a use of its own; skimmed records have no say."""
    assert mentions.uses(["gpt5", "moe", "nothing"]) == [
        Use(
            text=DOCUMENT,
            name="gpt5",
            kind=NodeKind.MODEL,
            called="GPT 5",
            known=True,
            count=2,
            weight=1.7,
        ),
        Use(text=OTHER, name="gpt5", kind=NodeKind.MODEL, called="GPT-5", known=True),
        Use(text=DOCUMENT, name="moe", kind=NodeKind.TECHNIQUE, called="MoE", long="mixtureofexperts"),
    ]
    assert [(use.text, use.kind) for use in mentions.uses(["zebra"])] == [
        (LISTED, NodeKind.TECHNIQUE),
        (OTHER, NodeKind.MODEL),
    ]


def test_names_lead_to_texts_and_back(mentions):
    """Among the texts that have a say."""
    assert mentions.used([DOCUMENT, FIRST]) == {"gpt5", "moe", "mixtureofexperts"}
    assert mentions.shortened(["mixtureofexperts", "motherofeels"]) == {"moe"}
    assert mentions.naming(["zebra", "moe"]) == {DOCUMENT, OTHER, LISTED}
    assert mentions.naming(["quagga"]) == set()
    assert (mentions.names(limit=2), mentions.names(after="moe")) == (["gpt5", "moe"], ["zebra"])


def test_records_are_found_by_name_newest_first(mentions):
    """Listed ones too, each once; documents are no records."""
    assert mentions.records_naming(["zebra", "quagga"]) == [SECOND, FIRST, LISTED]
    assert mentions.records_naming(["zebra", "quagga"], skip=1, limit=1) == [FIRST]
    assert mentions.count_naming(["zebra", "quagga"]) == 3
    assert mentions.count_naming(["gpt5"]) == 0


def test_it_is_known_how_records_call_things(mentions):
    """By how many records, each way once."""
    told = [(use.name, use.kind, use.called, use.known, use.count) for use in mentions.record_uses()]

    assert told == [
        ("moe", NodeKind.MODEL, "MoE", False, 1),
        ("quagga", NodeKind.MODEL, "Quagga", False, 1),
        ("quagga", NodeKind.MODEL, "Quagga", True, 1),
        ("zebra", NodeKind.BENCHMARK, "zebra", False, 1),
        ("zebra", NodeKind.MODEL, "Zebra", False, 1),
        ("zebra", NodeKind.TECHNIQUE, "Zebra", False, 1),
    ]
    assert [use.called for use in mentions.record_uses(["quagga", "moe"])] == ["MoE", "Quagga", "Quagga"]


def test_what_is_read_again_is_replaced(mentions):
    """In every index; what nobody calls by that name any more is gone."""
    mentions.put([findings(DOCUMENT, mention("Zebra"), digest="d2"), skimmed(SECOND, mention("Okapi"))])

    assert mentions.read([DOCUMENT]) == {DOCUMENT: ("d2", "all/1")}
    assert mentions.used([DOCUMENT]) == {"zebra"}
    assert mentions.records_naming(["zebra", "quagga"]) == [FIRST, LISTED]
    assert {use.name for use in mentions.record_uses()} == {"moe", "okapi", "quagga", "zebra"}
    assert mentions.counts() == {"texts": 5, "mentions": 8, "names": 2}


def test_a_record_gains_and_loses_its_say(mentions):
    """As it is read and skimmed; it is found by name in either case."""
    mentions.put([findings(FIRST, mention("Quagga")), skimmed(LISTED, mention("Zebra", NodeKind.TECHNIQUE))])

    assert mentions.naming(["quagga", "zebra"]) == {OTHER, FIRST}
    assert mentions.records_naming(["quagga", "zebra"]) == [SECOND, FIRST, LISTED]


def test_what_is_deleted_is_gone(mentions):
    """And with it what only it said."""
    mentions.delete([DOCUMENT, SECOND, "document-nowhere"])

    assert mentions.get([DOCUMENT, SECOND]) == {}
    assert mentions.names() == ["gpt5", "zebra"]
    assert mentions.records_naming(["quagga"]) == [FIRST]

    mentions.clear()

    assert mentions.counts() == {"texts": 0, "mentions": 0, "names": 0}
    assert mentions.record_uses() == []


def test_it_comes_and_goes_with_its_transaction(mentions, library):
    """Findings and all that is found by them."""
    before = mentions.get([DOCUMENT, FIRST]), mentions.names(), mentions.record_uses()
    with undone(library):
        mentions.put([findings(DOCUMENT, mention("Okapi")), skimmed(FIRST)])
        mentions.delete([SECOND])

    assert (mentions.get([DOCUMENT, FIRST]), mentions.names(), mentions.record_uses()) == before


def test_a_backup_has_the_findings(mentions, library, fresh, tmp_path):
    """And what is found by them; what was there before is not."""
    library.backup(tmp_path / "backup.zip")
    with fresh() as other:
        other.mentions.put([findings("document-z", mention("Unicorn"))])
        other.restore(tmp_path / "backup.zip")

        assert other.mentions.get([DOCUMENT, FIRST]) == mentions.get([DOCUMENT, FIRST])
        assert other.mentions.names() == mentions.names()
        assert other.mentions.record_uses() == mentions.record_uses()


def fill(library):
    """Write two documents, and three records of which one is a work of the library's."""
    library.documents.put_source(source())
    library.documents.put([reading(DOCUMENT), reading(OTHER)])
    library.corpus.put([Record(identity=key, title=key, provider="p") for key in (LISTED, FIRST, SECOND)])
    library.graph.apply([delta(DOCUMENT, claim("paper-x", identity=LISTED), claim("paper-y", identity="arxiv:2501.9"))])


def unread(library, extractor="all/1"):
    """Return each lot's unread texts, and check that they are counted so."""
    found = {which: library.mentions.unread(which, extractor) for which in Unread}
    assert {which: library.mentions.count_unread(which, extractor) for which in Unread} == {
        which: len(keys) for which, keys in found.items()
    }
    return tuple(found[which] for which in (Unread.DOCUMENTS, Unread.WORKS, Unread.RECORDS))


def test_the_unread_are_told(library):
    """Documents, records of works, other records; a page of them goes on after a key."""
    fill(library)

    assert unread(library) == ([DOCUMENT, OTHER], [LISTED], [FIRST, SECOND])
    assert library.mentions.unread(Unread.RECORDS, "all/1", after=FIRST) == [SECOND]
    assert library.mentions.unread(Unread.DOCUMENTS, "all/1", limit=1) == [DOCUMENT]


def test_what_was_read_is_read_until_the_extractor_changes(library):
    """Another version has everything to read."""
    fill(library)
    library.mentions.put([findings(DOCUMENT), findings(LISTED), skimmed(SECOND)])

    assert unread(library) == ([OTHER], [], [FIRST])
    assert unread(library, "all/2") == ([DOCUMENT, OTHER], [LISTED], [FIRST, SECOND])


def test_a_record_is_read_anew_when_its_work_comes_or_goes(library):
    """What was skimmed is to be read, what was read to be skimmed."""
    fill(library)
    library.mentions.put([skimmed(LISTED), findings(FIRST), skimmed(SECOND)])

    assert unread(library)[1:] == ([LISTED], [FIRST])


def test_findings_come_in_pages(mentions):
    """By text, skimmed ones too."""
    held = mentions.get([DOCUMENT, OTHER, LISTED, FIRST, SECOND])

    assert mentions.page(limit=3) == [held[key] for key in (LISTED, FIRST, SECOND)]
    assert mentions.page(after=DOCUMENT) == [held[OTHER]]
