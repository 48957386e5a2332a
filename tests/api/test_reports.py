"""What commands print, from what happened."""

from __future__ import annotations

from api.cli.outcome import progress_text
from api.cli.reports import failure_text, ingest_lines
from graph.ports import IngestReport, Note


def note(kind: str, code: str, where: str = "item 1", message: str = "why") -> Note:
    return Note(kind=kind, code=code, where=where, message=message)


def test_notes_are_grouped_the_gravest_first_and_the_many_before_the_few() -> None:
    """Failed, flagged, skipped, mended; then by how many."""
    notes = (note("mended", "a"), note("mended", "b"), note("mended", "b"), note("failed", "z"), note("skipped", "c"))
    lines = ingest_lines(IngestReport(target="t", notes=notes), verbose=False)

    assert [line for line in lines if " × " in line] == [
        "  failed 1 × z: why",
        "  skipped 1 × c: why",
        "  mended 2 × b: why",
        "  mended 1 × a: why",
    ]


def test_a_report_without_a_title_is_headed_by_its_target() -> None:
    """And a title over several lines is one line."""
    assert ingest_lines(IngestReport(target="feed.xml"), verbose=False)[0] == "feed.xml"
    assert ingest_lines(IngestReport(target="feed.xml", title="A\n b"), verbose=False)[0] == "A b"


def test_items_are_told_of_what_was_read_anew() -> None:
    """A feed that brings nothing new does not read as one in which nothing was found."""
    unchanged = ingest_lines(IngestReport(target="t", unchanged=9), verbose=False)
    changed = ingest_lines(IngestReport(target="t", unchanged=8, changed=1), verbose=False)

    assert unchanged == ["t", "  documents: 0 new, 0 changed, 9 unchanged"]
    assert changed[1:] == ["  documents: 0 new, 1 changed, 8 unchanged", "  items: 0"]


def test_a_message_stays_on_its_line() -> None:
    """What a feed says cannot draw lines of its own."""
    lines = ingest_lines(IngestReport(target="t", notes=(note("mended", "a", "x\ny", "b\r\nerror: c"),)), verbose=True)

    assert lines[-2:] == ["  mended 1 × a: b error: c", "    x y"]


def test_a_kind_of_note_says_what_it_means_once_unless_its_notes_differ() -> None:
    """The sentence stands in the head; where each note has its own, each keeps it."""
    alike = (note("mended", "a", "x", "why"), note("mended", "a", "y", "why"))
    unlike = (note("mended", "a", "x", "why"), note("mended", "a", "y", "because"))

    assert ingest_lines(IngestReport(target="t", notes=alike), verbose=True)[2:] == [
        "  mended 2 × a: why", "    x", "    y",
    ]  # fmt: skip
    assert ingest_lines(IngestReport(target="t", notes=unlike), verbose=True)[2:] == [
        "  mended 2 × a:", "    x: why", "    y: because",
    ]  # fmt: skip


def test_a_failure_names_its_target_once() -> None:
    """Some errors begin with it, some don't."""
    assert failure_text("a.xml", "a.xml: no feed") == failure_text("a.xml", "no feed") == "a.xml: no feed"


def test_progress_fits_a_line() -> None:
    """With and without a known end."""
    assert progress_text(3, None, "") == "3"
    assert progress_text(1200, 2000, "reading\nit") == "━━━━━━━━━━━━╌╌╌╌╌╌╌╌ 1,200 of 2,000: reading it"
    assert progress_text(1200, 2000, "", 4.0).endswith(" 1,200 of 2,000, 300/s, 3 s left")
    assert progress_text(2, 10, "", 60.0).endswith(" 2 of 10, 4 min left")
    assert len(progress_text(1, 2, "x" * 500)) <= 78
