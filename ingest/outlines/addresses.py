"""Where links and images lead, as absolute addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from ingest.outlines.tags import OPENED, SCHEME

_STRAY = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""Browsers drop line ends and tabs inside an address; nothing else below a space belongs there either."""
_SIZES = frozenset({"0", "1", "0px", "1px"})


class Addresses:
    """Resolves what is written in one document against its base."""

    def __init__(self, base: str | None) -> None:
        self._base = base

    def rebase(self, href: str | None) -> None:
        """Take a `<base href>` into account."""
        if href and (base := self.link(href)):
            self._base = base

    def link(self, href: str) -> str | None:
        """Return the absolute address; "" and "#x" as written; None where it leads to nothing that can be read."""
        href = _STRAY.sub("", href).strip()
        if not href or href[0] == "#":
            return href
        scheme = SCHEME.match(href)
        if scheme is not None:
            return self._inward(href) if scheme[1].lower() in OPENED else None
        return self._inward(self._joined(href))

    def _inward(self, address: str) -> str:
        """Return `#x` where the address spells out the document's own one before it, else the address."""
        page, hash_, place = address.partition("#")
        return f"#{place}" if hash_ and self._base and page == self._base.partition("#")[0] else address

    def image(self, attributes: Mapping[str, str]) -> str | None:
        """Return an image's address (a lazily loaded one's too); None for counting pixels and inlined images."""
        if attributes.get("width") in _SIZES or attributes.get("height") in _SIZES:
            return None
        for name in ("data-src", "data-lazy-src", "data-original", "src"):
            written = attributes.get(name)
            if written and not written.lstrip().startswith(("data:", "#")):
                address = self.link(written)
                if address and address.startswith(("http:", "https:")):
                    return address
        return None

    def _joined(self, href: str) -> str:
        if not self._base:
            return f"https:{href}" if href.startswith("//") else href
        try:
            return urljoin(self._base, href)
        except ValueError:
            return href
