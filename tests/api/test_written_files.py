"""What commands write to files, and what they do not replace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.api.test_commands import run
from tests.api.world import World, world


@pytest.fixture
def here(tmp_path: Path) -> World:
    return world(tmp_path)


@pytest.mark.parametrize("command", [("export", "-o"), ("review", "2025", "-o"), ("backup",)])
def test_a_file_that_cannot_be_written_is_one_clear_line(here: World, tmp_path: Path, command: tuple[str, ...]) -> None:
    """It names the file asked for; no traceback, nothing left behind."""
    file = tmp_path / "missing" / "library"
    result = run(here, *command, str(file))

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr in {
        f"error: {file}: No such file or directory\n",
        f"error: cannot write the backup {file}: No such file or directory\n",
    }


@pytest.mark.parametrize("command", [("export", "-o"), ("review", "2025", "-o"), ("backup",)])
def test_a_pipe_is_written_to_and_stays_a_pipe(here: World, tmp_path: Path, command: tuple[str, ...]) -> None:
    """So does any device: a name that is no file is never replaced."""
    pipe, whole = tmp_path / "pipe", tmp_path / "whole"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # the little that is written fits the pipe
    result = run(here, *command, str(pipe))
    written = os.read(reader, 1 << 20)
    os.close(reader)
    run(here, *command, str(whole))

    assert (result.exit_code, result.stdout) == (0, "")
    assert written == whole.read_bytes() != b""


@pytest.mark.parametrize("command", [("export", "-o"), ("review", "2025", "-o"), ("backup",)])
def test_a_link_stays_and_its_target_is_written(here: World, tmp_path: Path, command: tuple[str, ...]) -> None:
    """Whether the target is there already or not."""
    (tmp_path / "elsewhere").mkdir()
    link, target = tmp_path / "link", tmp_path / "elsewhere" / "target"
    link.symlink_to(target)
    first = run(here, *command, str(link)).exit_code
    written = target.read_bytes()
    target.write_bytes(b"old")

    assert (first, run(here, *command, str(link)).exit_code) == (0, 0)
    assert link.is_symlink()
    assert target.read_bytes() == written
    assert list(target.parent.iterdir()) == [target]


def test_a_backup_is_restored_after_asking(here: World, tmp_path: Path) -> None:
    """No leaves the library as it is, --yes does not ask."""
    file = str(tmp_path / "library.backup")
    assert run(here, "backup", file).exit_code == 0
    before = run(here, "export").stdout

    assert run(here, "restore", file, answer="n\n").exit_code == 1
    assert run(here, "restore", file, "--yes").exit_code == 0
    assert run(here, "export").stdout == before


def test_a_damaged_backup_is_refused(here: World, tmp_path: Path) -> None:
    """And the library stays."""
    before = run(here, "export").stdout
    (tmp_path / "damaged").write_bytes(b"not a backup")
    result = run(here, "restore", str(tmp_path / "damaged"), "--yes")

    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert run(here, "export").stdout == before
