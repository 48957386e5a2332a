"""What a decision may hold, by kind: checked once, where it comes in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from graph.errors import InvalidInputError
from graph.identity import identify
from graph.mention import NAMED_KINDS
from graph.model import WORK_KINDS, DecisionKind, NodeKind, State
from graph.months import is_month
from graph.names import name_key

_LONGEST = {"tag": 100, "category": 200, "name": 1_000, "text": 100_000, "comment": 20_000}
_SOURCE_KEY = re.compile(r"source:(?:https?://[^\s/?#]\S*|(?:arxiv|oai):\S.*|source-[\w.-]+)", re.IGNORECASE)
"""The key of a source: its address, a query, or the id of one that was read from a file."""
BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What turns the direction of the text around it, so that it reads as something else; a class of characters."""
UNSEEN = rf"\x00-\x1f\x7f-\x9f{BIDI}"
"""What has no place in a name."""
UNSEEN_IN_PROSE = rf"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{BIDI}"
"""What has none in notes either, which have lines and tabs."""
_UNSEEN, _UNSEEN_IN_PROSE = re.compile(rf"[{UNSEEN}\ud800-\udfff]"), re.compile(rf"[{UNSEEN_IN_PROSE}\ud800-\udfff]")
_PROSE = frozenset({"text", "comment"})
_ON_WORKS = frozenset({DecisionKind.STATE, DecisionKind.RATING, DecisionKind.PICK, DecisionKind.LEANING})
Value = Mapping[str, object]


def check(kind: DecisionKind, value: Value, on: str | None = None) -> None:
    """Raise InvalidInputError, naming the field, unless this is a decision of this kind (that suits the key)."""
    required, optional, checks = _SHAPES[kind]
    for field in value:
        if field not in required | optional:
            raise InvalidInputError(f"a {kind} has no {field!r}", field)
    for field in sorted(required):
        if field not in value:
            raise InvalidInputError(f"a {kind} needs {field!r}", field)
    checks(value)
    if on is not None:
        _check_key(kind, value, on)


def unfollowable(key: object) -> str:
    """Return in words that this is the key of nothing that can be followed."""
    address = str(key).removeprefix("source:")
    return f"not an address that can be followed: {address!r} (http(s)://…, arxiv:…, oai:…)"


def _check_key(kind: DecisionKind, value: Value, on: str) -> None:
    if kind is DecisionKind.UNDO:
        return  # it hangs on what the other hangs on, whatever may be decided today
    _seen(on, "on")
    if kind is DecisionKind.SUBSCRIPTION:
        if not _SOURCE_KEY.fullmatch(on):
            raise InvalidInputError(unfollowable(on), "on")
        return
    scheme = _check_any_key(on, "on")
    named = scheme in set(NodeKind)
    if kind in (DecisionKind.MERGE, DecisionKind.SPLIT):
        _check_joining(kind, value, scheme)
    if kind in _ON_WORKS and named and scheme not in WORK_KINDS:
        raise InvalidInputError(f"a {kind} is on a work, not on a {scheme}", "on")
    if kind is DecisionKind.CORRECTION:
        _check_correctable(value, scheme)
    if kind is DecisionKind.LINK:
        _check_linkable(scheme, "on")
        if on == value["to"]:
            raise InvalidInputError("nothing is linked with itself", "to")


def _check_any_key(key: str, field: str) -> str:
    """Return the scheme of a key, or raise InvalidInputError where it is none."""
    scheme, colon, rest = key.partition(":")
    if not colon or not _is_name(scheme, rest) or not (scheme in set(NodeKind) or identify(key)):
        raise InvalidInputError(f"not an identity and not kind:name: {key!r}", field)
    return scheme


def _check_linkable(scheme: str, field: str) -> None:
    if scheme in set(NodeKind) - WORK_KINDS - NAMED_KINDS:
        raise InvalidInputError(f"works and concepts are linked, not a {scheme}", field)


def _check_joining(kind: DecisionKind, value: Value, scheme: str) -> None:
    """Raise InvalidInputError unless this kind of node can be merged with that one, or can be split."""
    if scheme not in NAMED_KINDS and (kind is DecisionKind.SPLIT or scheme != NodeKind.CATEGORY):
        verb = "merged" if kind is DecisionKind.MERGE else "split"
        also = "categories and " if kind is DecisionKind.MERGE else ""
        raise InvalidInputError(f"only {also}concepts ({', '.join(sorted(NAMED_KINDS))}) can be {verb}", "on")
    if kind is DecisionKind.MERGE and (_kind_in(value["into"]) in NAMED_KINDS) is not (scheme in NAMED_KINDS):
        raise InvalidInputError(f"a {scheme} cannot be merged into {value['into']!r}", "into")


def _check_correctable(value: Value, scheme: str) -> None:
    """Raise InvalidInputError unless this can be corrected of this kind of node; whatever has an address is a work."""
    field, to = value["field"], value["value"]
    if scheme in NAMED_KINDS:
        if field not in ("name", "kind"):
            raise InvalidInputError(f"of a {scheme} only the name and the kind can be corrected", "field")
        if field == "kind" and to is not None and to not in NAMED_KINDS:
            raise InvalidInputError(f"no kind of concept: {to!r} (one of {', '.join(sorted(NAMED_KINDS))})", "value")
        if field == "name" and to is not None and not name_key(str(to)):
            raise InvalidInputError(f"no name without a letter or a digit: {to!r}", "value")
    elif scheme in set(NodeKind) - WORK_KINDS and field != "name":
        raise InvalidInputError(f"of a {scheme} only the name can be corrected", "field")
    elif field == "kind" and to is not None and to not in WORK_KINDS:
        raise InvalidInputError(f"no kind of work: {to!r} (one of {', '.join(sorted(WORK_KINDS))})", "value")


def _state(value: Value) -> None:
    if value["state"] not in set(State):
        raise InvalidInputError(f"not a state: {value['state']!r} (one of {', '.join(State)})", "state")


def _rating(value: Value) -> None:
    rating = value["rating"]
    if rating is not None and (type(rating) is not int or not 1 <= rating <= 5):
        raise InvalidInputError(f"a rating is 1 to 5 or null, not {rating!r}", "rating")


def _tag(value: Value) -> None:
    _text(value, "tag")
    _switch(value)


def _note(value: Value) -> None:
    _prose(value, "text")


def _pick(value: Value) -> None:
    _month(value["month"], "month")
    _switch(value)
    if value.get("category") is not None:
        _text(value, "category")
    if value.get("comment") is not None:
        _prose(value, "comment")


def _correction(value: Value) -> None:
    field, to = value["field"], value["value"]
    if field not in _CORRECTABLE:
        raise InvalidInputError(f"cannot correct {field!r} (one of {', '.join(_CORRECTABLE)})", "field")
    if to is not None:
        _CORRECTABLE[str(field)](to)


def _merge(value: Value) -> None:
    into = value["into"]
    if _kind_in(into) not in {NodeKind.CATEGORY, *NAMED_KINDS}:
        raise InvalidInputError(f"merged into kind:NAME of a category or a concept, not into {into!r}", "into")
    _seen(str(into), "into")


def _kind_in(key: object) -> str | None:
    """Return the kind in a key that has a name behind it."""
    kind, _, name = str(key).partition(":")
    return kind if isinstance(key, str) and _is_name(kind, name) else None


def _is_name(kind: str, name: str) -> bool:
    """Say whether something of this kind can be called so: a concept has a letter or a digit to it."""
    return bool(name_key(name) if kind in NAMED_KINDS else name.strip())


def _split(value: Value) -> None:
    _text(value, "name")
    if not name_key(str(value["name"])):
        raise InvalidInputError(f"no name without a letter or a digit: {value['name']!r}", "name")
    _switch(value)


def _subscription(value: Value) -> None:
    _switch(value)
    _switch(value, "mine")
    if value.get("kind") is not None:
        _text(value, "kind")


def _dismissal(value: Value) -> None:
    _text(value, "finding")


def _link(value: Value) -> None:
    _switch({"keep": value["keep"]}, "keep")
    to = value["to"]
    if not isinstance(to, str):
        raise InvalidInputError(f"not an identity and not kind:name: {to!r}", "to")
    _seen(to, "to")
    _check_linkable(_check_any_key(to, "to"), "to")


def _leaning(value: Value) -> None:
    if value["toward"] not in ("more", "less", None):
        raise InvalidInputError(f"toward is more, less or null, not {value['toward']!r}", "toward")


def _undo(value: Value) -> None:
    _text(value, "decision")


def _name(to: object) -> None:
    _text({"name": to}, "name", "value")


def _kind(to: object) -> None:
    if to not in WORK_KINDS | NAMED_KINDS:
        kinds = ", ".join(sorted(WORK_KINDS | NAMED_KINDS))
        raise InvalidInputError(f"no kind of work or concept: {to!r} (one of {kinds})", "value")


def _category(to: object) -> None:
    _text({"category": to}, "category", "value")


def _identity(to: object) -> None:
    if not isinstance(to, str) or identify(to) is None:
        raise InvalidInputError(f"not an address: {to!r}", "value")


def _month(month: object, field: str = "value") -> None:
    if not is_month(month):
        raise InvalidInputError(f"a month is written 2025-03, not {month!r}", field)


def _switch(value: Value, key: str = "on") -> None:
    if not isinstance(value.get(key, True), bool):
        raise InvalidInputError(f"{key} is true or false", key)


def _text(value: Value, key: str, field: str | None = None) -> None:
    text = value[key]
    if not isinstance(text, str) or not text.strip():
        raise InvalidInputError(f"{key} must be text that is not empty", field or key)
    _length(text, key, field)


def _prose(value: Value, key: str) -> None:
    text = value[key]
    if not isinstance(text, str):
        raise InvalidInputError(f"{key} must be text", key)
    _length(text, key)


def _length(text: str, key: str, field: str | None = None) -> None:
    most = _LONGEST.get(key, 200)
    if len(text) > most:
        raise InvalidInputError(f"{key} has {len(text)} characters, more than {most}", field or key)
    _seen(text, field or key, _UNSEEN_IN_PROSE if key in _PROSE else _UNSEEN)


def _seen(text: str, field: str, unseen: re.Pattern[str] = _UNSEEN) -> None:
    if found := unseen.search(text):
        raise InvalidInputError(f"there is a character in it that cannot be seen: {found[0]!r}", field)


_CORRECTABLE: dict[str, Callable[[object], None]] = {
    "name": _name,
    "kind": _kind,
    "month": _month,
    "category": _category,
    "identity": _identity,
}

_Shape = tuple[frozenset[str], frozenset[str], Callable[[Value], None]]
_SHAPES: dict[DecisionKind, _Shape] = {
    DecisionKind.STATE: (frozenset({"state"}), frozenset(), _state),
    DecisionKind.RATING: (frozenset({"rating"}), frozenset(), _rating),
    DecisionKind.TAG: (frozenset({"tag"}), frozenset({"on"}), _tag),
    DecisionKind.NOTE: (frozenset({"text"}), frozenset(), _note),
    DecisionKind.PICK: (frozenset({"month"}), frozenset({"comment", "category", "on"}), _pick),
    DecisionKind.CORRECTION: (frozenset({"field", "value"}), frozenset(), _correction),
    DecisionKind.MERGE: (frozenset({"into"}), frozenset(), _merge),
    DecisionKind.SPLIT: (frozenset({"name"}), frozenset({"on"}), _split),
    DecisionKind.SUBSCRIPTION: (frozenset({"on"}), frozenset({"mine", "kind"}), _subscription),
    DecisionKind.DISMISSAL: (frozenset({"finding"}), frozenset(), _dismissal),
    DecisionKind.LINK: (frozenset({"to", "keep"}), frozenset(), _link),
    DecisionKind.LEANING: (frozenset({"toward"}), frozenset(), _leaning),
    DecisionKind.UNDO: (frozenset({"decision"}), frozenset(), _undo),
}
