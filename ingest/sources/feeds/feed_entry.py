"""The wire shape: a feed and its entries as their parser saw them, before anything is made of them."""

from __future__ import annotations

from msgspec import Struct


class Enclosure(Struct, frozen=True, omit_defaults=True):
    """A file that comes with an entry."""

    url: str
    type: str | None = None
    length: str | None = None


class FeedEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry as sent. Titles and bodies keep their markup; `*_type` is "html" or "text"; dates are as written.

    `summary` is set where the body came from elsewhere. `base` is what relative addresses in the body start from.
    `external` is the page a link blog writes about. `relative` is a relative date as written; what it meant when it was
    read is then in `published`, so that tomorrow's wording of the same day is no change (it is left out of the digest).
    """

    id: str | None = None
    link: str | None = None
    title: str | None = None
    title_type: str = "html"
    content: str | None = None
    content_type: str = "html"
    summary: str | None = None
    summary_type: str = "html"
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    base: str | None = None
    external: str | None = None
    relative: str | None = None


class Feed(Struct, frozen=True, kw_only=True):
    """A feed as sent. `url` is what it calls its own address, `site` the page people open; `repairs` are codes."""

    title: str | None = None
    title_type: str = "html"
    url: str | None = None
    site: str | None = None
    about: str | None = None
    authors: tuple[str, ...] = ()
    entries: tuple[FeedEntry, ...] = ()
    repairs: tuple[str, ...] = ()
