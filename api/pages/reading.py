"""One's reading: what to read next, and what waits, is read, was read and was skipped."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from api.pages.blueprint import pages
from api.pages.choices import decided
from api.pages.turning import Part
from api.parts import parts
from graph.model import DecisionKind
from graph.views.candidates import LIMIT, LONGEST, Wish
from graph.views.reading import reading_counts, reading_view
from graph.views.recommendations import recommendations


@pages.get("/reading")
def reading() -> str:
    """Show what to read next; with `?state=` the works in that state. `?surprise=2` draws something else."""
    made = parts()
    state = request.args.get("state")
    if state is None:
        found = recommendations(made.library, made.now(), _wish())
        counts = reading_counts(made.library)
        return render_template("reading.html", section="reading", counts=counts, state=None, next=found, LIMIT=LIMIT)
    view = reading_view(made.library, state, max(request.args.get("after", 0, type=int), 0))
    if view.skip and view.skip >= view.total:
        view = reading_view(made.library, state)
    part = Part(view.skip, view.limit, view.total)
    return render_template(
        "reading.html", section="reading", counts=view.counts, state=view.state, entries=view.entries, part=part
    )


@pages.post("/nodes/<key>/leaning")
def lean(key: str) -> Response:
    """Ask for more, or less, of the work's like; nothing takes that back."""
    toward = request.form.get("toward") or None
    said = {"more": "More like it from now on.", "less": "Less like it from now on."}.get(toward or "", "Taken back.")
    return decided(DecisionKind.LEANING, key, {"toward": toward}, said)


def _wish() -> Wish:
    """Return how the list is wanted; what makes no sense is left as it usually is."""
    return Wish(
        limit=min(max(request.args.get("limit", LIMIT, type=int), 1), LONGEST),
        surprise=min(max(request.args.get("surprise", 0, type=int), 0), 10**6),
        corpus={"1": True, "0": False}.get(request.args.get("corpus", "")),
    )
