"""The audit over a library, in both stores."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from graph.audit import Verdict
from graph.decisions import take_effect
from graph.model import Decision, DecisionKind
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from graph.views import audit as auditing
from graph.views.audit import audit_view, doubts
from graph.views.node import node_view
from graph.views.shapes import AuditLine
from tests.graph.audit.papers import LATTICE, SEGMENT
from tests.graph.slips import AGAIN, fill
from tests.graph.small import put

TODAY = "2026-11"
WORK = "paper-arxiv-1909.00010"


@pytest.fixture(params=["memory", "sqlite"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    """Return a library with the list of slips."""
    made: Library = MemoryLibrary() if request.param == "memory" else SqliteLibrary(tmp_path / "library.db")
    fill(made)
    return made


def told(library: Library, verdict: Verdict) -> list[AuditLine]:
    """Return the findings with the verdict."""
    return list(audit_view(library, TODAY, verdicts=(verdict,)).lines)


def decide(library: Library, kind: DecisionKind, on: str, value: dict[str, object], key: str = "decision-1") -> None:
    """Record a decision and let it take effect."""
    with library.transaction():
        library.decisions.append(Decision(id=key, kind=kind, on=on, at=datetime(2026, 1, 1, tzinfo=UTC), value=value))
        take_effect([on], library.decisions, library.graph)


def test_every_item_with_a_scholarly_address_is_judged(library: Library) -> None:
    """A video is left alone, an address that only looks like arXiv's is not."""
    assert audit_view(library, TODAY).counts == {
        "impossible": 1,
        "contradicts": 1,
        "shared-identity": 1,
        "same-title": 0,
        "other-version": 0,
        "unchecked": 3,
        "fits": 1,
    }


def test_a_line_has_its_reason_what_was_found_and_who_said_it_where(library: Library) -> None:
    """And the paper that was meant."""
    (line,) = told(library, Verdict.CONTRADICTS)

    assert (line.label, line.identity, line.title, line.provider) == (
        "Segment Anything",
        LATTICE.identity,
        LATTICE.title,
        "test",
    )
    assert (line.right, line.right_title) == (SEGMENT.identity, SEGMENT.title)
    assert line.right_url == "https://arxiv.org/abs/2304.02643"
    assert [(quote.document, quote.section, quote.text) for quote in line.quotes] == [
        ("document-slips", "Vision", "Segment Anything")
    ]


def test_a_second_list_with_the_slip_joins_the_finding(library: Library) -> None:
    """Its id stays."""
    (before,) = told(library, Verdict.CONTRADICTS)
    with library.transaction():
        put(library, AGAIN)
    (after,) = told(library, Verdict.CONTRADICTS)

    assert after.id == before.id
    assert {quote.document for quote in after.quotes} == {"document-slips", "document-again"}


def test_findings_come_in_parts(library: Library) -> None:
    """After one, past some, at most so many; an id that is gone ends the list."""
    whole = audit_view(library, TODAY).lines

    assert audit_view(library, TODAY, limit=2).lines == whole[:2]
    assert audit_view(library, TODAY, after=whole[1].id, limit=3).lines == whole[2:5]
    assert audit_view(library, TODAY, skip=4).lines == whole[4:]
    assert audit_view(library, TODAY, after="finding-gone").lines == ()


def test_what_was_put_aside_is_apart_and_can_be_taken_up(library: Library) -> None:
    """It no longer counts, and is found again by an undo."""
    (line,) = told(library, Verdict.CONTRADICTS)
    decide(library, DecisionKind.DISMISSAL, line.identity, {"finding": line.id})
    view = audit_view(library, TODAY, aside=True)

    assert [(one.id, one.dismissed) for one in view.lines] == [(line.id, "decision-1")]
    assert (view.counts["contradicts"], view.aside) == (0, 1)
    assert line.id not in {one.id for one in audit_view(library, TODAY, aside=False).lines}

    decide(library, DecisionKind.UNDO, line.identity, {"decision": "decision-1"}, "decision-2")
    assert audit_view(library, TODAY).aside == 0


def test_what_was_put_aside_stays_aside_when_another_title_joins_it(library: Library) -> None:
    """Somebody has looked at the address: a further spelling is no news, and a wrong link is a finding of its own."""
    (line,) = told(library, Verdict.SHARED_IDENTITY)
    decide(library, DecisionKind.DISMISSAL, line.identity, {"finding": line.id})
    with library.transaction():
        put(library, replace(AGAIN, items=(replace(AGAIN.items[0], label="Owls of winter", identity=line.identity),)))
    (after,) = told(library, Verdict.SHARED_IDENTITY)

    assert (after.dismissed, len(after.quotes)) == ("decision-1", 3)


def test_a_dismissal_makes_no_work(library: Library) -> None:
    """It is about what the audit says, so the graph is as it was."""
    before = (library.graph.counts(), library.graph.nodes(limit=100))
    decide(library, DecisionKind.DISMISSAL, "arxiv:2402.99999", {"finding": "finding-0000000000000000"})

    assert (library.graph.counts(), library.graph.nodes(limit=100)) == before


def test_a_work_with_one_wrong_address_can_be_corrected(library: Library) -> None:
    """Then the finding is settled; the list still links elsewhere, but the work is the right one."""
    (line,) = told(library, Verdict.CONTRADICTS)
    assert line.correctable == WORK

    decide(library, DecisionKind.CORRECTION, line.identity, {"field": "identity", "value": line.right})
    (after,) = told(library, Verdict.CONTRADICTS)
    assert (after.settled, after.correctable) == (True, None)
    assert audit_view(library, TODAY).counts["contradicts"] == 0


def test_a_work_that_other_lists_name_rightly_is_not_corrected(library: Library) -> None:
    """Its address is right; one list's link is wrong."""
    right = replace(AGAIN, items=(replace(AGAIN.items[0], label=LATTICE.title),))
    with library.transaction():
        put(library, right)

    (line,) = told(library, Verdict.CONTRADICTS)
    assert line.correctable is None


def test_an_entry_tells_its_doubt_until_it_is_put_aside(library: Library) -> None:
    """On the work's own page and wherever it is listed."""
    entry = node_view(library, WORK).entry
    assert entry is not None
    assert doubts(library, entry) == (f"“Segment Anything” leads to “{LATTICE.title}”",)

    (line,) = told(library, Verdict.CONTRADICTS)
    decide(library, DecisionKind.DISMISSAL, line.identity, {"finding": line.id})
    assert doubts(library, entry) == ()


def test_works_that_fit_or_are_unknown_are_not_doubted(library: Library) -> None:
    """Could not check is not wrong."""
    for work in ("paper-arxiv-1512.03385", "paper-arxiv-2401.00009"):
        entry = node_view(library, work).entry
        assert entry is not None
        assert doubts(library, entry) == ()


def test_what_was_judged_is_not_judged_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a write only new claims and changed records are."""
    audit_view(library, TODAY)
    asked: list[str] = []
    judged = auditing.audited
    monkeypatch.setattr(auditing, "audited", lambda claim, *rest: asked.append(claim.label) or judged(claim, *rest))
    with library.transaction():
        put(library, AGAIN)
    audit_view(library, TODAY)

    assert asked == ["Segment  anything"]


def test_an_empty_library_has_an_empty_audit() -> None:
    """Nothing to check."""
    assert audit_view(MemoryLibrary(), TODAY).lines == ()
