"""Lists are read a page at a time: `?limit=&cursor=`, and `next` is the address of the page after."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from flask import request
from pydantic import BaseModel, ConfigDict, Field

from graph.errors import InvalidInputError

PAGE = 50
LARGEST_PAGE = 200

T = TypeVar("T")

Limit = Annotated[int, Field(ge=1, le=LARGEST_PAGE)]
Cursor = Annotated[str, Field(description="Opaque: take it from `next`.", json_schema_extra={"format": "cursor"})]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list; `next` is the address of the page after, None on the last."""

    results: Sequence[T]
    next: str | None


class Query(BaseModel):
    """What may stand behind the question mark; anything else is refused, so that a typo does not go unnoticed."""

    model_config = ConfigDict(extra="forbid")


class PageQuery(Query):
    """Which page of a list."""

    limit: Limit = PAGE
    cursor: Cursor | None = None

    @property
    def after(self) -> str | None:
        """Return the id that the page starts after, or raise InvalidInputError."""
        return None if self.cursor is None else decode_cursor(self.cursor)


def encode_cursor(last: str) -> str:
    """Return the cursor of the page after this id."""
    return urlsafe_b64encode(last.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> str:
    """Return the id a cursor stands for, or raise InvalidInputError."""
    try:
        last = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (Base64Error, ValueError) as error:
        raise InvalidInputError("not a cursor of this list", "cursor") from error
    if encode_cursor(last) != cursor:
        raise InvalidInputError("not a cursor of this list", "cursor")
    return last


def page_of(found: Sequence[T], limit: int, key: Callable[[T], str]) -> Page[T]:
    """Return the page's body from up to limit + 1 found: the one too many says that there is a next page."""
    shown = found[:limit]
    following = next_address(key(shown[-1])) if len(found) > limit and shown else None
    return Page(results=shown, next=following)


def after_in(ordered: Sequence[T], after: str | None, key: Callable[[T], str]) -> Sequence[T]:
    """Return what follows the one with this key in a list that is ordered by something else (all when None)."""
    if after is None:
        return ordered
    place = next((index for index, each in enumerate(ordered) if key(each) == after), len(ordered))
    return ordered[place + 1 :]


def place_after(cursor: str | None) -> int:
    """Return how many stand before the part that a cursor by number stands for, or raise InvalidInputError."""
    place = "0" if cursor is None else decode_cursor(cursor)
    if not (place.isascii() and place.isdigit() and len(place) < 10):
        raise InvalidInputError("not a cursor of this list", "cursor")
    return int(place)


def next_address(last: str) -> str:
    """Return this request's own address with the cursor moved on."""
    return f"{request.path}?{urlencode({**request.args.to_dict(), 'cursor': encode_cursor(last)})}"
