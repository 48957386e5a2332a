"""The audit over what the pipeline brings: kept through rebuilds, and right about real lists and papers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.audit import FALSE_ALARMS, RECALL, made_world, tallied
from graph.audit import ACCUSING, Verdict
from graph.model import Decision, DecisionKind
from graph.stores.memory import MemoryLibrary
from graph.stores.sqlite import SqliteLibrary
from graph.views.audit import audit, audit_view
from ingest.pipeline import Pipeline
from tests.ingest.test_pipeline import pipeline
from tests.shared import SHARED, needs_shared

TODAY = "2026-11"
LIST = (
    "<h2>Papers of the year</h2><ul>"
    '<li><a href="https://arxiv.org/abs/2401.00009">Gardens in the sky</a>: on roofs</li>'
    '<li><a href="https://arxiv.org/abs/2401.00009">Bridges under water</a>: on piers</li>'
    '<li><a href="https://arxiv.org/abs/2401.00010">Rivers at night</a>: on sleep</li></ul>'
)


def publish(folder: Path, made: Pipeline) -> None:
    """Let a feed publish the list."""
    entry = {"id": "1", "url": "https://letters.example/1", "title": "Papers", "content_html": LIST}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Letters", "items": [entry]}
    path = folder / "feed.json"
    path.write_text(json.dumps(feed))
    made.ingest(str(path))


def test_what_was_put_aside_stays_so_through_a_rebuild(tmp_path: Path) -> None:
    """Findings have the same ids afterwards, so the decision finds its own."""
    library = MemoryLibrary()
    made = pipeline(library)
    publish(tmp_path, made)
    before = audit_view(library, TODAY)
    (shared,) = [line for line in before.lines if line.verdict == Verdict.SHARED_IDENTITY]
    value: dict[str, object] = {"finding": shared.id}
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with library.transaction():
        library.decisions.append(
            Decision(id="decision-1", kind=DecisionKind.DISMISSAL, on=shared.identity, at=at, value=value)
        )
        made.settle_decisions({shared.identity})
    made.rebuild()
    after = audit_view(library, TODAY)

    assert [line.id for line in after.lines] == [line.id for line in before.lines]
    assert [line.id for line in after.lines if line.dismissed] == [shared.id]


@pytest.mark.slow
@needs_shared
def test_the_seed_feed_is_audited_rightly(tmp_path: Path) -> None:
    """Of its papers that the snapshot knows, none is wrongly accused; what it does not know is unchecked."""
    library = SqliteLibrary(tmp_path / "library.sqlite")
    made = pipeline(library)
    made.ingest(str(SHARED / "data" / "arxiv" / "snapshot-dev.jsonl.gz"))
    made.ingest(str(SHARED / "seeds" / "002_404256067547fa3a.txt"))
    found = audit(library, TODAY).findings
    fitting = {one.identity for one in found if one.verdict is Verdict.FITS}
    accused = [(one.verdict, one.identity) for one in found if one.verdict in ACCUSING]
    unchecked = {one.identity for one in found if one.verdict is Verdict.UNCHECKED}
    (shared,) = [one for one in found if one.verdict is Verdict.SHARED_IDENTITY]

    assert len(fitting) >= 37
    assert {claim.label.partition(":")[0] for claim in shared.claims} == {
        "LoRA+",
        "Self-Play Preference Optimization for Language Model Alignment",
    }
    # The one other accusation is right: a reference to DeepSeek-V2 links to DeepSeek-R1.
    assert accused == [(Verdict.CONTRADICTS, "arxiv:2501.12948"), (Verdict.SHARED_IDENTITY, "arxiv:2402.12354")]
    assert {"arxiv:2501.20012", "arxiv:2503.00001"} <= unchecked


@pytest.mark.slow
@needs_shared
def test_wrong_links_in_human_lists_are_found(tmp_path: Path) -> None:
    """On every one of ten samples: 60 of 300 links lead to another paper."""
    world = made_world(SqliteLibrary(tmp_path / "library.sqlite"), comments=True)
    for seed in range(10):
        tally = tallied(world, seed)
        assert tally.recall >= RECALL, f"seed {seed}: {tally}"
        assert tally.false_alarms <= FALSE_ALARMS, f"seed {seed}: {tally}"
