"""What the driver's errors mean to a person: one clear sentence each, with the address and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConnectionAcquisitionTimeoutError,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph.errors import StoreError, UnreachableError
from graph.stores.neo4j.address import Address

_NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """Let the driver's errors leave as StoreError, as UnreachableError where the server cannot be asked at all."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise StoreError(f"text that is no Unicode cannot be stored: {error}") from error
    except (Neo4jError, DriverError, OSError) as error:
        raise failure(address, error) from error


def failure(address: Address, error: Exception) -> StoreError:
    """Return what to say of an error of the driver's."""
    if isinstance(error, (ServiceUnavailable, SessionExpired, ConnectionAcquisitionTimeoutError, OSError)):
        return UnreachableError(f"the store at {address.url} does not answer: {_reason(error)}; is the server running?")
    if isinstance(error, AuthError) and not isinstance(error, Forbidden):
        return StoreError(
            f"the store at {address.url} refuses the name or the password: "
            "check ALMANAC_STORE_USER and ALMANAC_STORE_PASSWORD"
        )
    if isinstance(error, Forbidden):
        return StoreError(
            f"the store at {address.url} does not let {address.user!r} do that: {_first(error)}; "
            "check ALMANAC_STORE_USER and ALMANAC_STORE_DATABASE"
        )
    if getattr(error, "code", None) == _NO_DATABASE:
        return StoreError(
            f"the store at {address.url} has no database {address.database!r}: check ALMANAC_STORE_DATABASE"
        )
    if isinstance(error, ConfigurationError):
        return StoreError(f"the store at {address.url} cannot be used: {_first(error)}")
    if isinstance(error, Neo4jError) and error.is_retryable():
        return UnreachableError(f"the store at {address.url} cannot do that just now: {_first(error)}")
    return StoreError(f"the store at {address.url} failed: {_first(error)}")


def _reason(error: BaseException) -> str:
    """Return what was at the bottom of an error: the driver's own words name sockets."""
    root = error
    while (cause := _cause(root)) is not None:
        root = cause
    return root.strerror if isinstance(root, OSError) and root.strerror else _first(root)


def _cause(error: BaseException) -> BaseException | None:
    if isinstance(error, BaseExceptionGroup):
        return error.exceptions[0]
    return error.__cause__ or error.__context__


def _first(error: BaseException) -> str:
    message = error.message if isinstance(error, Neo4jError) else str(error)
    lines = [line.strip(" .:;") for line in (message or "").splitlines() if line.strip(" .:;")]
    return "; ".join(lines[:2]) or type(error).__name__
