"""Everything that can go wrong in the core, each error carrying the thing that failed.

All derive from `AlmanacError`; `api/problems.py` alone turns them into HTTP statuses and exit codes.
"""

from __future__ import annotations


class AlmanacError(Exception):
    """The root of every error that Almanac raises on purpose; its text is fit for a user."""


class NotFoundError(AlmanacError):
    """Something asked for by key is not in the library."""

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"no such {what}: {key!r}")
        self.what = what
        self.key = key


class InvalidInputError(AlmanacError):
    """A person or a program handed in something that cannot be used; `field` names it."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class ConflictError(AlmanacError):
    """The request was well formed but does not suit what the library holds; `field` names what does not."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class UnreadableError(AlmanacError):
    """A target was fetched but is no document of any kind we read; `target` names it."""

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"{target}: {reason}")
        self.target = target
        self.reason = reason


class FetchError(AlmanacError):
    """An address could not be fetched; `status` is the HTTP status where there was one (410: it is gone for good).

    `retry_after` is how many seconds the server wants to be left alone, where it said so; `content` the beginning of
    what it sent with the refusal.
    """

    def __init__(
        self,
        url: str,
        reason: str,
        status: int | None = None,
        retry_after: float | None = None,
        content: bytes = b"",
    ) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason
        self.status = status
        self.retry_after = retry_after
        self.content = content


class StoreError(AlmanacError):
    """The store failed or holds what it should not (a wrong checksum, a newer schema)."""


class UnreachableError(StoreError):
    """The store is on another machine or in another process, and does not answer just now."""


class RestoringError(UnreachableError):
    """The library is being restored, or that was cut off: until it is whole, nobody reads or writes it."""


class EmbedderError(AlmanacError):
    """The embedding model is missing or is not the one it claims to be."""
