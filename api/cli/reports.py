"""What commands print, as pure functions of what happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from api.cli.outcome import one_line
from api.telling import job_standing, job_title
from graph.ports import EmbedReport, EnrichReport, ExtractReport, IngestReport, Job, LinkReport, Note
from graph.views.shapes import CategoryLine

EXAMPLES = 3
"""Examples a kind of note: enough to recognise it; `-v` shows all."""

ORDER = ("failed", "flagged", "skipped", "mended")


def ingest_lines(report: IngestReport, *, verbose: bool) -> list[str]:
    """Return the report of one target: its title, what is new, and its notes grouped by kind and code.

    Items are those of new and changed documents; where there are none of these, none is told.
    """
    title = one_line(report.title) if report.title else report.target
    counts = f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged"
    records = report.records
    known = (records.new, records.changed, records.unchanged)
    lines = [title]
    if report.new or report.changed or report.unchanged or not (any(known) or report.feeds):
        lines.append(f"  documents: {counts}")
    if any(known):
        lines.append("  metadata: {:,} new, {:,} changed, {:,} unchanged".format(*known))
    if report.feeds:
        lines.append(f"  feeds it names: {len(report.feeds)}")
    if report.new or report.changed:
        lines.append(f"  items: {report.items}")
    return lines + note_lines(report.notes, verbose=verbose)


def enrich_lines(report: EnrichReport, *, verbose: bool) -> list[str]:
    """Return what an enrichment brought: how many works were asked about, what came, what nobody knows."""
    records = report.records
    lines = [
        f"works asked about: {report.asked:,}",
        f"  metadata: {records.new:,} new, {records.changed:,} changed, {records.unchanged:,} unchanged",
    ]
    unknown = report.unknown if verbose else report.unknown[:EXAMPLES]
    if unknown:
        more = len(report.unknown) - len(unknown)
        lines.append(f"  unknown to all: {', '.join(unknown)}" + (f" and {more:,} more (-v shows all)" if more else ""))
    return lines + note_lines(report.notes, verbose=verbose)


def extract_lines(report: ExtractReport, *, verbose: bool) -> list[str]:
    """Return what reading names brought: how many texts were read, what they mention, what could not be read."""
    lines = [f"documents read: {report.documents:,}", f"abstracts read: {report.records:,}"]
    lines.append(f"  read before: {report.unchanged:,}")
    if report.documents or report.records:
        lines.append(f"  mentions: {report.mentions:,}")
    return [*lines, *note_lines(report.notes, verbose=verbose)]


def names_line(report: ExtractReport) -> str:
    """Return the same in a line, for those who asked for something else."""
    texts = [(report.documents, "document"), (report.records, "abstract")]
    told = [f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in texts if count]
    return f"names read in {' and '.join(told)}: {report.mentions:,} mentions"


def embed_line(report: EmbedReport) -> str:
    """Return what was embedded, with which model."""
    return f"meaning read of {report.embedded:,}, {report.unchanged:,} as before ({report.model})"


def link_line(report: LinkReport) -> str:
    """Return how many links there are, and what of them is new."""
    changed = [(report.new, "new"), (report.gone, "gone")]
    told = ", ".join(f"{count:,} {word}" for count, word in changed if count) or "none new"
    waits = f"; {report.waiting:,} still wait for their vectors" if report.waiting else ""
    return f"{report.links:,} links among {report.nodes:,} works and concepts ({told}){waits}"


def note_lines(all_notes: Sequence[Note], *, verbose: bool) -> list[str]:
    """Return notes grouped by kind and code, the gravest first; a few examples of each unless all are wanted."""
    groups: defaultdict[tuple[str, str], list[Note]] = defaultdict(list)
    for note in all_notes:
        groups[note.kind, note.code].append(note)
    lines: list[str] = []
    for (kind, code), notes in sorted(groups.items(), key=_loudest_first):
        lines += _group_lines(kind, code, notes, len(notes) if verbose else EXAMPLES)
    return lines


def count_lines(counts: Mapping[str, int]) -> list[str]:
    """Return counts a line, in the order given."""
    return [f"{count:>8,}  {name}" for name, count in counts.items()]


def category_lines(categories: Sequence[CategoryLine]) -> list[str]:
    """Return the categories, each with how many works are stated in it and how many guessed."""
    width = max((len(line.node.name) for line in categories), default=0)
    return [f"{line.node.name:<{width}}  {line.stated:>5} stated  {line.predicted:>5} guessed" for line in categories]


def job_line(job: Job) -> str:
    """Return a job on one line: its id, what it does, how it stands."""
    return one_line(f"{job.id} {job_title(job)}: {job_standing(job)}")


def failure_text(target: str, reason: str) -> str:
    """Return `TARGET: reason`, the target named once."""
    return reason if reason.startswith(f"{target}: ") else f"{target}: {reason}"


def _group_lines(kind: str, code: str, notes: Sequence[Note], shown: int) -> list[str]:
    """Return one kind of note: what it means once where all say the same, then where it was met."""
    said = {note.message for note in notes}
    head = f"  {kind} {len(notes)} × {code}: "
    lines = [head + one_line(said.pop()) if len(said) == 1 else head.rstrip()]
    lines += [f"    {one_line(note.where if not said else f'{note.where}: {note.message}')}" for note in notes[:shown]]
    if len(notes) > shown:
        lines.append(f"    … and {len(notes) - shown} more (-v shows all)")
    return lines


def _loudest_first(group: tuple[tuple[str, str], list[Note]]) -> tuple[int, int, str]:
    (kind, code), notes = group
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), -len(notes), code)
