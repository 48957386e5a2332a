"""Every command, over Bolt and over a file, one after another: they end alike and say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from api import create_app
from app import SERVICES, parts_of, settings_from
from graph.stores.neo4j import Address
from tests.over_bolt.house import EXAMPLES, weeks
from tests.over_bolt.server import emptied, environment

pytestmark = pytest.mark.slow

COMMANDS = """
ingest {years} {months}
extract
embed
link
rebuild
analyse
bridges
draw 2025-03
recommend
review 2025 --output {folder}/review.md
audit
categories
category rename Agents Assistants
concept rename model-llama-3 Omni
trends
subscribe {feed}
subscriptions
refresh
refresh {feed}
unsubscribe {feed}
enrich
jobs
export --output {folder}/export.json
export --format jsonl --output {folder}/export.jsonl
backup {folder}/backup
restore {folder}/backup --yes
copy --to nowhere
doctor
export --format jsonl --output {folder}/again.jsonl
"""
SERVING = {"work"}
"""What ends only when it is told to; the tests of the service have it."""


@pytest.fixture(scope="module")
def feed() -> Iterator[str]:
    with weeks() as host:
        yield host


@pytest.fixture(scope="module")
def runners(
    running: Address, feed: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[tuple[Path, FlaskCliRunner]]]:
    """Give a folder and what runs commands there, for a library in a file and for one over Bolt; no catalogue knows anything."""
    made, libraries = [], []
    server = environment(emptied(running))
    for name, store in (("file", server | {"ALMANAC_STORE": "sqlite"}), ("bolt", server)):
        folder = tmp_path_factory.mktemp(name)
        settings = {
            "ALMANAC_DATA": str(folder),
            "ALMANAC_CACHE": str(folder),
            "ALMANAC_MODEL": "hashing",
            "ALMANAC_TRUSTED": feed,
        }
        services = {setting: f"http://{feed}/nothing" for _, setting in SERVICES}
        parts = parts_of(settings_from(settings | services | store))
        libraries.append(parts.library)
        made.append((folder, create_app(parts).test_cli_runner()))
    yield made
    for library in libraries:
        library.close()


def test_each_command_is_run(runners: list[tuple[Path, FlaskCliRunner]]) -> None:
    """But for what serves."""
    assert {line.split()[0] for line in COMMANDS.split("\n") if line} == set(runners[0][1].app.cli.commands) - SERVING


@pytest.mark.parametrize("command", COMMANDS.strip().split("\n"))
def test_it_says_the_same(runners: list[tuple[Path, FlaskCliRunner]], feed: str, command: str) -> None:
    """In the same words, with the same exit code."""
    told = []
    for folder, runner in runners:
        given = {"years": EXAMPLES[0], "months": EXAMPLES[1], "feed": f"http://{feed}/weeks.json"}
        result = runner.invoke(args=[word.format(folder=folder, **given) for word in command.split(" ")])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        told.append((result.exit_code, same(result.output, folder)))
    assert told[0] == told[1]
    assert told[0][0] == (1 if "nowhere" in command else 0)


def test_what_they_wrote_is_the_same(runners: list[tuple[Path, FlaskCliRunner]]) -> None:
    """Line by line, but for when a decision was made."""
    for name in ("review.md", "export.json", "export.jsonl", "again.jsonl"):
        file, bolt = (timeless(folder / name) for folder, _ in runners)
        assert len(file) > 10
        assert [pair for pair in zip_longest(file, bolt) if pair[0] != pair[1]][:3] == []


def test_a_library_is_copied_either_way(runners: list[tuple[Path, FlaskCliRunner]], running: Address) -> None:
    """Never over another one, and never over itself."""
    (folder, file), (_, bolt) = runners
    where = environment(running)["ALMANAC_STORE"]
    assert "is where the library is" in bolt.invoke(args=["copy", "--to", where]).output
    assert "the target is another library" in file.invoke(args=["copy", "--to", where]).output

    copied = bolt.invoke(args=["copy", "--to", "sqlite"])
    assert (copied.exit_code, "both export the same" in copied.output) == (0, True)
    emptied(running)
    back = file.invoke(args=["copy", "--to", where])
    assert (back.exit_code, "both export the same" in back.output) == (0, True)
    assert f"to use the copy from now on: ALMANAC_STORE={where}" in back.output
    for runner, name in ((file, "a"), (bolt, "b")):
        assert runner.invoke(args=["export", "--format", "jsonl", "--output", str(folder / name)]).exit_code == 0
    assert (folder / "a").read_bytes() == (folder / "b").read_bytes()


def timeless(written: Path) -> list[str]:
    """Return the lines, without the moments of decisions."""
    return re.sub(r'"at":"[^"]+"', '"at":""', written.read_text(encoding="utf-8")).splitlines()


def same(output: str, folder: Path) -> str:
    """Return what is told, without where and how much is free."""
    without = re.sub(r"(?m)^fine    store: .*$", "fine    store", output)
    return re.sub(r"\d[\d.,]* (GB)\b", "some", without.replace(str(folder), "FOLDER"))
