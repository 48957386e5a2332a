"""Where the server is and who we are to it."""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec import Struct

from graph.errors import InvalidInputError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
FIELD = "ALMANAC_STORE"


class Address(Struct, frozen=True, kw_only=True):
    """A database of a server that speaks Bolt.

    `http` is the server's HTTP door; ArcadeDB alone needs it, once, to make its full-text indexes.
    """

    url: str
    user: str = "neo4j"
    password: str = ""
    database: str = "neo4j"
    http: str | None = None

    def __str__(self) -> str:
        return f"{self.url} (database {self.database})"


def checked(address: Address) -> Address:
    """Return the address, or raise InvalidInputError naming the setting that cannot be used."""
    try:
        parts = urlsplit(address.url)
        usable = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise InvalidInputError(f"{FIELD} is no address of a server that speaks Bolt: {address.url!r}", FIELD)
    if parts.path.strip("/") or parts.query:
        raise InvalidInputError(f"{FIELD} names no database; set ALMANAC_STORE_DATABASE: {address.url!r}", FIELD)
    if parts.username or parts.password:
        raise InvalidInputError(
            f"{FIELD} must not hold a password; set ALMANAC_STORE_USER and ALMANAC_STORE_PASSWORD", FIELD
        )
    return address
