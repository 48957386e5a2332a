"""The composition root: what starting and failing leave behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from app import create_app, load_examples, parts_of, settings_from
from graph.errors import InvalidInputError

APP = Path(__file__).resolve().parents[1] / "app.py"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of the settings; it is not there."""
    for name in ("ALMANAC_STORE", "ALMANAC_PORT"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "data"
    monkeypatch.setenv("ALMANAC_DATA", str(folder))
    monkeypatch.setenv("ALMANAC_CACHE", str(tmp_path / "cache"))
    return folder


def flask(*arguments: str) -> Result:
    app = create_app()
    return app.test_cli_runner().invoke(args=list(arguments))


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["ingest", "--help"], ["ingest", "--nope"], ["ingest"], ["nope"], ["export", "--format", "nope"]],
    ids=" ".join,
)
@pytest.mark.parametrize("there", [False, True], ids=["no-folder", "empty-folder"])
def test_help_and_wrong_options_write_nothing(data: Path, arguments: list[str], there: bool) -> None:
    """Neither the folder nor the library."""
    if there:
        data.mkdir()
    result = flask(*arguments)

    assert result.exit_code == (0 if "--help" in arguments else 2)
    assert [path.name for path in data.parent.rglob("*")] == ["data"] * there


@pytest.mark.parametrize(
    "arguments",
    ["embed", "link", "link --no-embed", "analyse", "bridges", "draw 2025-03", "recommend", "trends", "trends 2025-03"],
)
@pytest.mark.parametrize("there", [False, True], ids=["no-folder", "empty-folder"])
def test_what_only_reads_the_library_says_that_there_is_nothing_yet(data: Path, arguments: str, there: bool) -> None:
    """In one line, and writes nothing."""
    if there:
        data.mkdir()
    result = flask(*arguments.split())

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "There is nothing in the library yet: flask ingest reads something in.\n"
    assert [path.name for path in data.parent.rglob("*")] == ["data"] * there


@pytest.mark.parametrize("arguments", ["draw 2025-13", "trends March"])
def test_a_wrong_month_is_told_though_there_is_nothing_yet(data: Path, arguments: str) -> None:
    """In one line, and nothing is written."""
    result = flask(*arguments.split())

    assert result.exit_code == 1
    assert result.stderr.startswith("error: no month: ")
    assert len(result.stderr.splitlines()) == 1
    assert not data.exists()


@pytest.mark.parametrize("target", ["missing.xml", "http://127.0.0.1:9/feed", "ftp://feeds.example/a"])
def test_a_target_that_fails_writes_nothing(data: Path, target: str) -> None:
    """One line on stderr, and not even an empty library."""
    result = flask("ingest", target)

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert not data.exists()


def test_a_command_makes_the_library_it_needs(data: Path) -> None:
    """With its folder."""
    assert flask("export").exit_code == 0
    assert (data / "almanac.sqlite").is_file()


def test_a_file_for_a_data_folder_ends_in_one_clear_line(data: Path) -> None:
    """At once, naming it."""
    data.write_text("no folder")

    with pytest.raises(SystemExit) as ended:
        create_app()
    assert str(ended.value).startswith(f"error: cannot open the library {data / 'almanac.sqlite'}: ")


def test_a_file_that_is_no_library_ends_in_one_clear_line(data: Path) -> None:
    """At once, naming it."""
    data.mkdir()
    (data / "almanac.sqlite").write_text("no library, " * 100)

    with pytest.raises(SystemExit, match=r"^error: .*almanac\.sqlite"):
        create_app()


def test_a_data_folder_that_cannot_be_made_ends_the_command_in_one_clear_line(data: Path) -> None:
    """Not in a traceback."""
    app = create_app()
    data.write_text("in the way by now")
    result = app.test_cli_runner().invoke(args=["export"])

    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: cannot open the library {data / 'almanac.sqlite'}: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_first_start_shows_names(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the examples name is read before categories are guessed; a second start reads nothing."""
    parts = parts_of(settings_from({"ALMANAC_DATA": str(data), "ALMANAC_STORE": "memory", "ALMANAC_MODEL": "hashing"}))
    load_examples(parts)
    told = capsys.readouterr().out.splitlines()

    assert told[-2].startswith("  names read in 8 documents: ")
    assert told[-1].startswith("  categories guessed for ")
    assert parts.library.graph.counts()["model"] > 10

    load_examples(parts)
    assert capsys.readouterr().out == ""


def test_catalogues_addresses_and_keys_are_settings() -> None:
    """An operator's stand-in is asked instead of the service, and may lie in a private network; a wrong address is named."""
    settings = settings_from({"ALMANAC_ARXIV_URL": "http://127.0.0.1:8123/api/", "ALMANAC_S2_KEY": "key"})

    assert dict(settings.services) == {"arxiv": "http://127.0.0.1:8123/api"}
    assert dict(settings.keys) == {"semantic_scholar": "key"}
    for address in ("export.arxiv.org", "ftp://arxiv.org", "http://", "http://[", "http://host:99999"):
        with pytest.raises(InvalidInputError, match="ALMANAC_CROSSREF_URL is no http"):
            settings_from({"ALMANAC_CROSSREF_URL": address})


def test_serving_takes_no_arguments() -> None:
    """`python app.py --help` tells how to use it instead of serving."""
    asked = subprocess.run([sys.executable, str(APP), "--help"], capture_output=True, text=True, timeout=60)

    assert (asked.returncode, asked.stdout) == (2, "")
    assert asked.stderr.startswith("usage: python app.py\n")
