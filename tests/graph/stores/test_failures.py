"""What errors of a server mean, and which servers are none for us; no server is asked."""

from __future__ import annotations

import pytest
from neo4j.exceptions import Neo4jError, ServiceUnavailable

from graph.errors import StoreError, UnreachableError
from graph.stores.bm25 import rarity
from graph.stores.neo4j import Address
from graph.stores.neo4j.failures import failure
from graph.stores.neo4j.schema import _check_version

ADDRESS = Address(url="bolt://a.example", user="ada", database="papers")


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        ("Neo.TransientError.General.DatabaseUnavailable", UnreachableError, "cannot do that just now: why"),
        ("Neo.ClientError.Security.Forbidden", StoreError, "does not let 'ada' do that: why"),
        ("Neo.ClientError.Security.Unauthorized", StoreError, "refuses the name or the password"),
        ("Neo.ClientError.Database.DatabaseNotFound", StoreError, "has no database 'papers'"),
        ("Neo.ClientError.Statement.SyntaxError", StoreError, "failed: why$"),
    ],
)
def test_what_a_server_answers_is_told_in_a_sentence(code: str, kind: type[StoreError], told: str) -> None:
    """What passes by itself is told from what does not."""
    error = failure(ADDRESS, Neo4jError._hydrate_neo4j(code=code, message="why"))
    assert type(error) is kind
    with pytest.raises(kind, match=told):
        raise error


def test_a_server_that_does_not_answer_is_told_with_the_reason_at_the_bottom() -> None:
    """Not with the driver's words for it, which name sockets."""
    error = ServiceUnavailable("Couldn't connect to ResolvedIPv4Address(('127.0.0.1', 9))")
    error.__cause__ = ExceptionGroup("all", [ConnectionRefusedError(111, "Connection refused")])
    assert str(failure(ADDRESS, error)) == (
        "the store at bolt://a.example does not answer: Connection refused; is the server running?"
    )


@pytest.mark.parametrize("agent", ["Neo4j/4.4.1", "Memgraph/3", ""])
def test_a_server_that_is_none_for_us_is_refused(agent: str) -> None:
    """By what it calls itself."""
    with pytest.raises(StoreError, match="needs Neo4j 5 or newer"):
        _check_version(agent, ADDRESS)


def test_texts_may_go_between_two_questions() -> None:
    """More that have a word than there are texts is no error."""
    assert rarity(3, 9) > 0
