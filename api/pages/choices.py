"""What a person decides on a page: each form is one decision, and leads back to where it was sent from.

Whether a decision holds what it may is checked where it is recorded."""

from __future__ import annotations

import re

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from api.deciding import key_of_node, new_decision, record
from api.login import own_path
from api.pages.blueprint import pages
from api.pages.categories import category_id
from api.pages.sayings import say
from api.pages.words import category_slug, day, state_word
from api.parts import parts
from api.relating import rule, take_back
from graph.errors import InvalidInputError
from graph.keys import keys_of
from graph.model import DecisionKind, NodeId
from graph.views.known import node_at


@pages.post("/nodes/<key>/state")
def state(key: str) -> Response:
    """Set where the work stands in one's reading."""
    chosen = _text("state")
    return decided(DecisionKind.STATE, key, {"state": chosen}, f"Marked as {state_word(chosen)}.")


@pages.post("/nodes/<key>/rating")
def rating(key: str) -> Response:
    """Rate the work from 1 to 5, or take the rating back."""
    chosen = _text("rating")
    if chosen and not chosen.isdecimal():
        raise InvalidInputError("a rating is 1 to 5", "rating")
    said = f"Rated {chosen} of 5." if chosen else "Rating taken back."
    return decided(DecisionKind.RATING, key, {"rating": int(chosen) if chosen else None}, said)


@pages.post("/nodes/<key>/tag")
def tag(key: str) -> Response:
    """Put a tag on, or take it off."""
    chosen, on = needed("tag"), not _text("remove")
    said = f"{'Tagged' if on else 'No longer tagged'} {chosen}."
    return decided(DecisionKind.TAG, key, {"tag": chosen, "on": on}, said)


@pages.post("/nodes/<key>/note")
def note(key: str) -> Response:
    """Keep a note; an empty one takes it away."""
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    return decided(DecisionKind.NOTE, key, {"text": text}, "Note kept." if text else "Note taken away.")


@pages.post("/nodes/<key>/pick")
def pick(key: str) -> Response:
    """Pick the work for a month, or take the pick back."""
    month, on = needed("month"), not _text("remove")
    comment, category = _text("comment") or None, _text("category") or None
    value: dict[str, object] = {"month": month, "comment": comment, "category": category, "on": on}
    said = f"{'Picked' if on else 'No longer picked'} for {day(month)}."
    return decided(DecisionKind.PICK, key, value, said)


@pages.post("/nodes/<key>/correct")
def correct(key: str) -> Response:
    """Correct what was read of the work; an empty value takes the correction back."""
    field, value = needed("field"), _text("value") or None
    return decided(DecisionKind.CORRECTION, key, {"field": field, "value": value}, f"The {field} is corrected.")


@pages.post("/nodes/<key>/related")
def relate(key: str) -> Response:
    """Keep a link, say that it is none, or let it be a guess again."""
    made, other, keep = parts(), needed("other"), _text("keep")
    if keep not in ("", "yes", "no"):
        raise InvalidInputError("a link is kept (yes) or not (no)", "keep")
    if keep:
        rule(made, key, other, keep=keep == "yes")
        return _back(key, "Kept: it stays linked." if keep == "yes" else "Not related: it is linked no more.")
    take_back(made, key, other)
    return _back(key, "Taken back: it is a guess again.")


@pages.post("/nodes/<key>/undo")
def undo(key: str) -> Response:
    """Take a decision on this node back."""
    made = parts()
    earlier = made.library.decisions.decision(needed("decision"))
    # A node that was renamed by a decision is still known by the key that decision hangs on.
    if earlier.on not in keys_of(node_at(made.library, key)):
        raise InvalidInputError("that decision is about something else", "decision")
    record(made, new_decision(made, DecisionKind.UNDO, earlier.on, {"decision": earlier.id}))
    return _back(key, "Taken back.")


@pages.post("/categories/<key>/rename")
def rename(key: str) -> Response:
    """Give a category another name."""
    category, name = category_id(parts().library, key), needed("name")
    return decided(DecisionKind.CORRECTION, category, {"field": "name", "value": name}, f"Renamed to {name}.")


@pages.post("/categories/<key>/merge")
def merge(key: str) -> Response:
    """Put all of a category into another."""
    made = parts()
    category, into = category_id(made.library, key), category_id(made.library, needed("into"))
    said = f"{made.library.graph.node(category).name} is now part of {made.library.graph.node(into).name}."
    onward = url_for("pages.category", key=category_slug(into))
    return decided(DecisionKind.MERGE, category, {"into": key_of_node(made, into)}, said, onward)


def decided(
    kind: DecisionKind, node: NodeId, value: dict[str, object], said: str, onward: str | None = None
) -> Response:
    """Record the decision, say so, and lead on."""
    made = parts()
    record(made, new_decision(made, kind, key_of_node(made, node), value))
    return _back(node, said, onward)


def _back(node: NodeId, said: str, onward: str | None = None) -> Response:
    """Lead on, else back to where the form was sent from, and say what was done."""
    return say(redirect(onward or _sent_from(node), 303), said)


def _sent_from(node: NodeId) -> str:
    """Return where the form was sent from; where that was the node's own page, its page under the id it has now."""
    library, page = parts().library, url_for("pages.node", key=node)
    back = own_path(request.form.get("back") or page)
    path, *rest = re.split(r"(?=[?#])", back, maxsplit=1)
    return "".join((url_for("pages.node", key=node_at(library, node).id), *rest)) if path == page else back


def _text(field: str) -> str:
    return request.form.get(field, "").strip()


def needed(field: str) -> str:
    """Return the field's text, or raise InvalidInputError when there is none."""
    text = _text(field)
    if not text:
        raise InvalidInputError(f"{field} is missing", field)
    return text
