"""What the server is told once: unique keys, indexes, and the two nodes that the rest rests on."""

from __future__ import annotations

import random
import time

from neo4j import Driver
from neo4j.exceptions import ConfigurationError, Neo4jError

from graph.errors import StoreError
from graph.stores.neo4j.address import Address
from graph.stores.neo4j.indexes import make_text_index
from graph.stores.neo4j.turns import settled

SCHEMA = 1
TRIES = 4
"""How often to make it: several processes that start at once are in each other's way."""
_PAUSE_S = (0.1, 0.5)
OLDEST = 5
"""The first version of Neo4j whose Cypher this is."""

UNIQUE = (
    "Library", "Turn", "Source", "Document", "Payload", "Item", "Identity", "Decision", "Contributor", "Node", "Redirect",
    "Entry", "Record", "Tally", "Word", "Waiting", "Text", "Call", "Space", "Vector",
)  # fmt: skip
"""Labels whose nodes are told apart by their `id`, which is ours."""

_KEPT = ("Library", "Turn", "Space", "Vector")

INDEXES = (
    ("Node", "kind"),
    ("Node", "identity"),
    ("Document", "source"),
    ("Item", "document"),
    ("Item", "node"),
    ("Decision", "subject"),
    ("Record", "number"),
    ("Record", "revised"),
    ("Record", "node"),
    ("Record", "published"),
    ("Use", "name"),
    ("Use", "text"),
    ("Use", "long"),
    ("Call", "name"),
    ("Placed", "work"),
    ("Placed", "month"),
    ("Named", "text"),
    ("Named", "concept"),
    ("Named", "place"),
    ("Told", "work"),
    ("Told", "document"),
    ("Told", "month"),
    ("Spoken", "concept"),
    ("Spoken", "work"),
    ("Spoken", "kind"),
    ("Vector", "lot"),
)
TEXTS = (("Entry", "words"), ("Record", "words"), ("Record", "title_words"))
"""What is searched: words as `graph.tokens.tokenise` cuts them, with blanks between."""

LABELS = tuple(dict.fromkeys(label for label in (*UNIQUE, *(label for label, _ in INDEXES)) if label not in _KEPT))
"""What a library consists of, but for its vectors."""


def prepare(driver: Driver, address: Address) -> None:
    """Make what is missing; raise StoreError where the server or the library is not one that this program knows."""
    agent = driver.get_server_info().agent
    _check_version(agent, address)
    for left in reversed(range(TRIES)):
        try:
            held = _made(driver, address, agent)
            break
        except (Neo4jError, StoreError):
            if not left:
                raise
            time.sleep(random.uniform(*_PAUSE_S))  # noqa: S311 - no secret
    if held > SCHEMA:
        raise StoreError(f"the library has schema {held}, this Almanac knows up to {SCHEMA}: update Almanac")


def _made(driver: Driver, address: Address, agent: str) -> int:
    """Make what is missing and return the library's schema."""
    with driver.session(database=address.database) as session:
        if session.execute_read(lambda work: work.run(_IS_FOREIGN).single()):
            raise ConfigurationError(
                f"its database {address.database!r} holds what is not Almanac's; "
                "empty it, or name another by ALMANAC_STORE_DATABASE"
            )
        for label in UNIQUE:
            session.run(f"CREATE CONSTRAINT {label}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE").consume()
        for label, field in INDEXES:
            session.run(f"CREATE INDEX {label}_{field} IF NOT EXISTS FOR (n:{label}) ON (n.{field})").consume()
        for label, field in TEXTS:
            make_text_index(session, address, agent, label, field)
        found = settled(lambda: session.execute_write(lambda work: work.run(_FIRST, schema=SCHEMA).single()))
    return int(found["schema"]) if found else SCHEMA


def _check_version(agent: str, address: Address) -> None:
    name, _, version = agent.partition("/")
    major = version.partition(".")[0]
    if name != "Neo4j" or not major.isdigit() or int(major) < OLDEST:
        raise StoreError(f"the store at {address.url} is {agent or 'no Neo4j'}; Almanac needs Neo4j {OLDEST} or newer")


_IS_FOREIGN = """
OPTIONAL MATCH (l:Library {id: 'library'}) WITH count(l) AS ours WHERE ours = 0 MATCH (n) RETURN 1 AS found LIMIT 1
"""
_FIRST = """
MERGE (l:Library {id: 'library'}) ON CREATE SET l.version = 0, l.schema = $schema
MERGE (t:Turn {id: 'turn'}) ON CREATE SET t.holder = '', t.until = 0, t.number = 0, t.asked = 0
RETURN l.schema AS schema
"""
