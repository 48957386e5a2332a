"""The commands: what they print, where, and how they end."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import Result

from api.cli import COMMANDS
from graph.errors import EmbedderError, FetchError, StoreError, UnreadableError
from graph.ports import CorpusCounts, ExtractReport, IngestReport, Note
from graph.stores.memory import MemoryLibrary
from tests.api.test_decisions import name_models
from tests.api.world import World, world

ROOT = Path(__file__).resolve().parents[2]
READ = IngestReport(target="feed.xml", source="source-1", title="Letters", new=2, unchanged=1, items=46)


@pytest.fixture
def here(tmp_path: Path) -> World:
    return world(tmp_path)


def run(here: World, *arguments: str, answer: str | None = None) -> Result:
    return here.app.test_cli_runner().invoke(args=list(arguments), input=answer)


def test_ingest_says_what_a_target_brought(here: World) -> None:
    """Title, documents, items, then what was mended."""
    notes = tuple(Note(kind="mended", code="empty-href", where=f"item {n}", message="from the text") for n in range(5))
    here.ingestor.reports["feed.xml"] = msgspec.structs.replace(READ, notes=notes)
    result = run(here, "ingest", "feed.xml")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[:4] == [
        "Letters",
        "  documents: 2 new, 0 changed, 1 unchanged",
        "  items: 46",
        "  mended 5 × empty-href: from the text",
    ]
    assert "… and 2 more" in result.stdout
    assert result.stdout.splitlines()[-1] == "categories guessed for 3 works"
    assert result.stderr == ""


def test_verbose_shows_every_note(here: World) -> None:
    """Not three of each kind."""
    notes = tuple(Note(kind="mended", code="empty-href", where=f"item {n}", message="from the text") for n in range(5))
    here.ingestor.reports["feed.xml"] = msgspec.structs.replace(READ, notes=notes)

    assert run(here, "ingest", "-v", "feed.xml").stdout.count("    item ") == 5


def test_one_dead_target_does_not_stop_the_next(here: World) -> None:
    """Its line goes to stderr, and the exit code tells that something failed."""
    here.ingestor.reports["https://dead.example/"] = FetchError("https://dead.example/", "answered 404", 404)
    here.ingestor.reports["page.html"] = UnreadableError("page.html", "no feed")
    here.ingestor.reports["feed.xml"] = READ
    result = run(here, "ingest", "https://dead.example/", "page.html", "feed.xml")

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "error: https://dead.example/: answered 404",
        "error: page.html: no feed",
    ]
    assert "Letters" in result.stdout
    assert here.ingestor.predicted == 1


def test_nothing_is_guessed_when_nothing_was_read(here: World) -> None:
    """Nor when it was not wanted."""
    here.ingestor.reports["page.html"] = UnreadableError("page.html", "no feed")
    run(here, "ingest", "page.html")
    run(here, "ingest", "--no-predict", "feed.xml")

    assert here.ingestor.predicted == 0


def test_a_missing_model_is_a_note_not_a_failure(here: World) -> None:
    """What was read is kept."""
    here.ingestor.predicts = EmbedderError("no model here")
    result = run(here, "ingest", "feed.xml")

    assert result.exit_code == 0
    assert result.stderr == "note: categories were not guessed: no model here\n"


def test_names_are_read_in_what_came(here: World) -> None:
    """In abstracts that nothing lists only when some came; not at all when that is not wanted."""
    here.ingestor.extracts = ExtractReport(documents=1, records=1_200, mentions=3_000)
    here.ingestor.reports["snapshot"] = IngestReport(target="snapshot", records=CorpusCounts(new=5))
    told = run(here, "ingest", "feed.xml").stdout
    run(here, "ingest", "snapshot")
    run(here, "ingest", "--no-names", "snapshot")

    assert "names read in 1 document and 1,200 abstracts: 3,000 mentions" in told.splitlines()
    assert here.ingestor.extracted == [False, True]


def test_extract_says_what_was_read(here: World) -> None:
    """And what could not be."""
    note = Note(kind="failed", code="unread-names", where="document-a", message="cannot be read")
    here.ingestor.extracts = ExtractReport(documents=12, records=3, unchanged=4, mentions=1_000, notes=(note,))
    told = run(here, "extract").stdout.splitlines()

    assert told[:4] == ["documents read: 12", "abstracts read: 3", "  read before: 4", "  mentions: 1,000"]
    assert told[4:6] == ["  failed 1 × unread-names: cannot be read", "    document-a"]
    assert here.ingestor.extracted == [True]


def test_embed_says_what_was_read_and_what_still_waits(here: World) -> None:
    """The corpus only where it is wanted; a model that is missing is one clear line."""
    told = run(here, "embed").stdout.splitlines()
    run(here, "embed", "--no-corpus")

    assert told == ["meaning read of 2, 5 as before (made-up)", "Vectors still coming: 1,204 of 58,053"]
    assert here.linker.asked == [True, False]
    here.linker.report = EmbedderError("no model")
    assert run(here, "embed").stderr == "error: no model\n"


def test_link_says_what_it_did_and_what_still_waits(here: World) -> None:
    """What the library lists is read for its meaning first, unless that is not wanted; a missing model ends it."""
    told = run(here, "link").stdout.splitlines()
    run(here, "link", "--no-embed")

    assert told[0] == "meaning read of 2, 5 as before (made-up)"
    assert told[-1] == "9 links among 7 works and concepts (9 new)"
    assert here.linker.asked == [False, "link", "link"]
    here.linker.report = EmbedderError("no model")
    failed = run(here, "link")
    assert (failed.exit_code, failed.stderr) == (1, "error: no model\n")


def test_guesses_follow_whatever_a_command_changes(here: World) -> None:
    """They are made where works came, and made again where they are: abstracts, names and metadata count too."""
    here.ingestor.reports["snapshot"] = IngestReport(target="snapshot", records=CorpusCounts(new=5))
    for command in (("ingest", "--corpus", "snapshot"), ("extract",), ("enrich", "--no-names"), ("refresh",)):
        run(here, *command)

    assert (here.ingestor.predicted, here.ingestor.predicted_again) == (0, 4)


def test_as_of_is_a_day_in_utc(here: World) -> None:
    """Relative dates count from it."""
    run(here, "ingest", "--as-of", "2025-12-31", "feed.xml")

    assert here.ingestor.asked == [("feed.xml", datetime(2025, 12, 31, tzinfo=UTC))]


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest",),
        ("ingest", "--as-of", "yesterday", "feed.xml"),
        ("ingest", "--nonsense", "feed.xml"),
        ("export", "--format", "xml"),
        ("review", "soon", "--by", "month"),
        ("review", "2025", "--by", "week"),
        ("restore", "nowhere.backup", "--yes"),
        ("category", "rename", "Agents"),
        ("nonsense",),
    ],
)
def test_a_wrong_argument_ends_with_usage_and_exit_code_2(here: World, arguments: tuple[str, ...]) -> None:
    """And nothing was asked of the library."""
    result = run(here, *arguments)

    assert result.exit_code == 2
    assert result.stderr.startswith("Usage:")
    assert result.stdout == ""
    assert here.ingestor.asked == []


def test_rebuild_prints_the_counts(here: World) -> None:
    """A line each."""
    assert run(here, "rebuild").stdout.splitlines() == ["   1,200  paper", "       3  edges"]


def test_export_writes_the_library_to_stdout_or_a_file(here: World, tmp_path: Path) -> None:
    """The same bytes; the file appears whole."""
    printed = run(here, "export")
    run(here, "export", "-o", str(tmp_path / "library.json"))

    assert msgspec.json.decode(printed.stdout)["schema"] == 1
    assert (tmp_path / "library.json").read_bytes() == printed.stdout_bytes
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".library")]


def test_export_as_lines_has_a_record_a_line(here: World) -> None:
    """Every line is JSON by itself."""
    lines = run(here, "export", "--format", "jsonl").stdout.splitlines()

    assert {msgspec.json.decode(line)["record"] for line in lines} >= {"source", "document", "item", "node", "edge"}


@pytest.mark.parametrize("by", ["month", "category"])
def test_a_review_is_printed_or_written(here: World, tmp_path: Path, by: str) -> None:
    """In each format."""
    for form in ("markdown", "html", "json"):
        printed = run(here, "review", "2025", "--by", by, "--format", form)
        run(here, "review", "2025", "--by", by, "--format", form, "-o", str(tmp_path / "review"))
        assert printed.exit_code == 0
        assert "Work 1" in printed.stdout
        assert (tmp_path / "review").read_bytes() == printed.stdout_bytes


def test_a_review_is_by_month_unless_said_otherwise(here: World) -> None:
    """A year alone is enough."""
    assert run(here, "review", "2025").stdout_bytes == run(here, "review", "2025", "--by", "month").stdout_bytes != b""


def test_a_year_with_nothing_says_so(here: World) -> None:
    """On stderr, with a non-zero exit."""
    result = run(here, "review", "1999", "--by", "month")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "error: nothing in the library for 1999\n"


def test_categories_are_listed_renamed_and_merged(here: World) -> None:
    """Renaming and merging are decisions on the category's key."""
    assert run(here, "categories").stdout.splitlines()[0].split() == ["Agents", str(7), "stated", "0", "guessed"]
    assert run(here, "category", "rename", "agents", "Tool use").exit_code == 0
    assert run(here, "category", "merge", "Agents", "Reasoning").exit_code == 0

    made = here.library.decisions.decisions()
    assert [decision.on for decision in made] == ["category:Agents", "category:Agents"]
    assert sorted(decision.kind.value for decision in made) == ["correction", "merge"]
    assert here.ingestor.settled == [{"category:Agents"}, {"category:Agents"}]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("rename", "Nothing", "X"), "no such category: 'Nothing'"),
        (("rename", "Agents", "Reasoning"), "there is a category 'Reasoning' already"),
        (("rename", "Agents", " "), "a category needs a name"),
        (("merge", "Agents", "agents"), "merged into itself"),
    ],
)
def test_a_category_that_cannot_be_changed_says_why(here: World, arguments: tuple[str, ...], says: str) -> None:
    """And nothing is decided."""
    result = run(here, "category", *arguments)

    assert result.exit_code == 1
    assert says in result.stderr
    assert here.library.decisions.decisions() == []


def test_concepts_are_renamed_merged_split_and_of_another_kind(here: World) -> None:
    """By id, by key or by any of their names."""
    name_models(here)
    assert run(here, "concept", "rename", "opal 4", "Opal Grand 4").exit_code == 0
    assert run(here, "concept", "merge", "model:Quill", "model-grand-opal-4").exit_code == 0
    assert run(here, "concept", "split", "Grand Opal 4", "Opal 4").exit_code == 0
    said = run(here, "concept", "kind", "quill", "product")

    assert (said.stderr, said.stdout) == ("", "Quill is now a product\n")
    made = here.library.decisions.decisions()
    assert sorted((each.kind.value, each.on) for each in made) == [
        ("correction", "model:Grand Opal 4"),
        ("correction", "model:Quill"),
        ("merge", "model:Quill"),
        ("split", "model:Grand Opal 4"),
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("rename", "Nothing", "X"), "no such concept: 'Nothing'"),
        (("rename", "paper-arxiv-2501.00001", "X"), "no such concept"),
        (("rename", "Quill", " "), "must be text that is not empty"),
        (("merge", "Quill", "QUILL"), "is a name of it already"),
        (("split", "Quill", "Quill"), "is the only name it has"),
    ],
)
def test_a_concept_that_cannot_be_changed_says_why(here: World, arguments: tuple[str, ...], says: str) -> None:
    """And nothing is decided."""
    name_models(here)
    result = run(here, "concept", *arguments)

    assert result.exit_code == 1
    assert says in result.stderr
    assert here.library.decisions.decisions() == []


def test_an_empty_library_exports_and_lists_nothing(tmp_path: Path) -> None:
    """It is no error."""
    empty = world(tmp_path, MemoryLibrary())

    assert run(empty, "export").exit_code == 0
    assert run(empty, "categories").stdout == ""


def test_a_failing_store_is_one_clear_line(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a traceback."""

    def broken(progress: object = None) -> dict[str, int]:  # noqa: ARG001
        raise StoreError("the file is\nno library")

    monkeypatch.setattr(here.ingestor, "rebuild", broken)
    result = run(here, "rebuild")

    assert (result.exit_code, result.stderr) == (1, "error: the file is no library\n")


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """`flask export | head` shows no traceback."""
    code = (
        "from pathlib import Path; from tests.api.world import world;"
        f"from flask.cli import ScriptInfo; app = world(Path({str(tmp_path)!r})).app;"
        "app.cli(['export', '--format', 'jsonl'], obj=ScriptInfo(create_app=lambda: app))"
    )
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run([sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    os.close(writing)

    assert ended.returncode != 0
    assert ended.stderr == b""


def test_every_command_and_option_is_documented() -> None:
    """docs/commands.md names them all."""
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    missing = [words for command in COMMANDS for words in _words(command, "flask") if f"`{words}" not in text]

    assert missing == []


def _words(command: click.Command, parent: str) -> list[str]:
    name = f"{parent} {command.name}"
    if isinstance(command, click.Group):
        return [words for inner in command.commands.values() for words in _words(inner, name)]
    options = [option for each in command.params if isinstance(each, click.Option) for option in each.opts]
    return [name, *options]
