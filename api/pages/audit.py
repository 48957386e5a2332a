"""The audit: which links don't lead to what their text says, and what a person makes of that."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from msgspec import Struct
from werkzeug.wrappers import Response

from api.auditing import put_aside, take_up, this_month
from api.login import own_path
from api.pages.blueprint import pages
from api.pages.sayings import say
from api.pages.turning import Part, part_asked
from api.parts import parts
from graph.audit import Verdict
from graph.corpus import CATALOGUES
from graph.errors import InvalidInputError, NotFoundError
from graph.views.audit import audit_view, doubts
from graph.views.shapes import AuditLine, Entry, Quote

SHOWN = 60
PLACES = 6
ASIDE = "aside"

TITLES = {
    Verdict.IMPOSSIBLE: ("Cannot exist", "Nothing can be at these addresses."),
    Verdict.CONTRADICTS: ("Lead to something else", "What is there is not what the text of the link says."),
    Verdict.SHARED_IDENTITY: ("One address, different titles", "At most one of the titles is what is there."),
    Verdict.SAME_TITLE: ("One title, different addresses", "Perhaps one work in two places, perhaps a slip."),
    Verdict.OTHER_VERSION: (
        "Another version",
        "The right paper, but not the version that the text names, or an old one.",
    ),
    Verdict.UNCHECKED: ("Could not be checked", "That is not to say that they are wrong."),
    Verdict.FITS: ("Fit", "They lead to what their text says."),
}
QUIET = (Verdict.UNCHECKED, Verdict.FITS)
"""Verdicts that ask for nothing: counted, and shown when asked."""


class Group(Struct, frozen=True, kw_only=True):
    """The findings of one verdict that a page shows: what the verdict says, how many there are, the first of them."""

    verdict: str
    title: str
    meaning: str
    count: int
    lines: tuple[AuditLine, ...]


@pages.get("/audit")
def audit() -> str:
    """Show what somebody should look at, the gravest first; `?verdict=` shows all of one verdict, in parts."""
    asked = request.args.get("verdict")
    if asked is None:
        return _overview()
    if asked != ASIDE and asked not in set(Verdict):
        raise NotFoundError("verdict", asked)
    return _one(asked)


@pages.post("/audit/<key>/dismiss")
def dismiss(key: str) -> Response:
    """Put a finding aside."""
    put_aside(parts(), key)
    return _back("Put aside. It stays so when the library is built anew.")


@pages.post("/audit/<key>/restore")
def restore(key: str) -> Response:
    """Take up again what was put aside."""
    decision = request.form.get("decision", "").strip()
    if not decision:
        raise InvalidInputError("decision is missing", "decision")
    take_up(parts(), decision)
    return _back("Taken up again.", key)


def entry_doubts(entry: Entry) -> tuple[str, ...]:
    """Return why the entry's link contradicts what lists say of it."""
    return doubts(parts().library, entry)


def places(quotes: Sequence[Quote]) -> list[tuple[tuple[str | None, str | None, str | None], list[Quote]]]:
    """Return the quotes by document and section, in their order; the first of many places only."""
    found: dict[tuple[str | None, str | None, str | None], list[Quote]] = {}
    for quote in quotes:
        found.setdefault((quote.document, quote.document_title, quote.section), []).append(quote)
    return list(found.items())[:PLACES]


def provider_word(provider: str | None) -> str:
    """Return who says what is behind an address."""
    return CATALOGUES.get(provider or "", provider or "an unnamed catalogue")


def _overview() -> str:
    library, month = parts().library, this_month(parts())
    loud = [verdict for verdict in Verdict if verdict not in QUIET]
    views = {verdict: audit_view(library, month, verdicts=(verdict,), aside=False, limit=SHOWN) for verdict in loud}
    counts = views[loud[0]].counts
    put_away = audit_view(library, month, aside=True, limit=SHOWN)
    return render_template(
        "audit.html",
        section="audit",
        counts=counts,
        groups=[_group(verdict, counts, view.lines) for verdict, view in views.items() if view.lines],
        quiet=[_group(verdict, counts, ()) for verdict in QUIET if counts[verdict]],
        aside=put_away.lines,
        aside_count=put_away.aside,
        part=None,
    )


def _one(asked: str) -> str:
    library, month = parts().library, this_month(parts())
    verdicts = tuple(Verdict) if asked == ASIDE else (Verdict(asked),)
    counts = audit_view(library, month, limit=0)
    part: Part = part_asked(counts.aside if asked == ASIDE else counts.counts[asked], SHOWN)
    view = audit_view(library, month, verdicts=verdicts, aside=asked == ASIDE, skip=part.after, limit=part.most)
    group = (
        Group(verdict=ASIDE, title="Put aside", meaning="You looked at these.", count=counts.aside, lines=view.lines)
        if asked == ASIDE
        else _group(Verdict(asked), counts.counts, view.lines)
    )
    return render_template(
        "audit.html", section="audit", counts=counts.counts, groups=[group], quiet=[], aside=(), part=part
    )


def _group(verdict: Verdict, counts: dict[str, int], lines: tuple[AuditLine, ...]) -> Group:
    title, meaning = TITLES[verdict]
    return Group(verdict=verdict.value, title=title, meaning=meaning, count=counts[verdict], lines=lines)


def _back(said: str, anchor: str | None = None) -> Response:
    onward = own_path(request.form.get("back") or url_for("pages.audit", _anchor=anchor))
    return say(redirect(onward, 303), said)
