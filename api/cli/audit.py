"""`flask audit`: links that don't lead to what their text says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import click
import msgspec

from api.auditing import this_month
from api.cli.outcome import failing_clearly, one_line
from api.parts import parts
from graph.audit import Verdict
from graph.views.audit import audit_view
from graph.views.shapes import AuditLine, AuditView, Quote

HEADS = {
    Verdict.IMPOSSIBLE: "lead to an id that cannot exist",
    Verdict.CONTRADICTS: "lead to something else than their text says",
    Verdict.SHARED_IDENTITY: "one address under different titles",
    Verdict.SAME_TITLE: "one title with different addresses",
    Verdict.OTHER_VERSION: "another version",
    Verdict.UNCHECKED: "could not be checked",
    Verdict.FITS: "fit",
}
TOLD = tuple(verdict for verdict in Verdict if verdict not in (Verdict.UNCHECKED, Verdict.FITS))
"""What is told in text unless asked for more: one looks at these, and counts the others."""
QUOTED = 300


@click.command("audit")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What is printed."
)
@click.option(
    "--verdict",
    "verdicts",
    type=click.Choice([verdict.value for verdict in Verdict]),
    multiple=True,
    help="Only findings with this verdict (may be given again).",
)
@click.option(
    "--all", "everything", is_flag=True, help="In text, also what fits, what could not be checked, what was put aside."
)
@failing_clearly
def audit(form: str, verdicts: tuple[str, ...], everything: bool) -> None:
    """Tell which links don't lead to what their text says, each with its reason and who wrote it where.

    JSON has every finding, those put aside marked. The exit code is 0 whatever is found.
    """
    asked = tuple(map(Verdict, verdicts))
    whole = everything or form == "json"
    shown = asked or (tuple(Verdict) if whole else TOLD)
    view = audit_view(parts().library, this_month(parts()), verdicts=shown, aside=None if whole else False)
    if form == "json":
        body = {"schema": 1, "counts": view.counts, "aside": view.aside, "findings": view.lines}
        click.echo(msgspec.json.format(msgspec.json.encode(body), indent=2).decode())
        return
    for line in audit_lines(view):
        click.echo(line)


def audit_lines(view: AuditView) -> list[str]:
    """Return the findings grouped by verdict, then how many there are of each."""
    told: list[str] = []
    for verdict, lines in groupby(view.lines, key=lambda line: Verdict(line.verdict)):
        found = list(lines)
        told += [f"{verdict.value} ({len(found)}): {HEADS[verdict]}"]
        told += [text for line in found for text in _finding_lines(line)]
        told.append("")
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in view.counts.items() if count)
    told.append(counts or "no item links to a paper")
    if view.aside:
        told.append(f"{view.aside:,} put aside")
    return told


def _finding_lines(line: AuditLine) -> list[str]:
    aside = " (put aside)" if line.dismissed else " (corrected)" if line.settled else ""
    told = [f"  {one_line(line.label)} → {', '.join((line.identity, *line.others))}{aside}"]
    if line.title:
        told.append(f"    found there: {one_line(line.title)} ({line.provider})")
    told.append(f"    why: {one_line(line.reason)}")
    if line.right:
        told.append(f"    rather: {line.right} {one_line(line.right_title or '')}")
    return told + _quote_lines(line.quotes)


def _quote_lines(quotes: Sequence[Quote]) -> list[str]:
    return [
        f"    in {one_line(quote.document_title or quote.document or '?')}"
        + (f", under {one_line(quote.section)}" if quote.section else "")
        + f": {click.style(_clipped(quote.text or ''), dim=True)}"
        for quote in quotes
    ]


def _clipped(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip() + "…"
