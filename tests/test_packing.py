"""What a wheel holds, and which packages it is tested with: everything, and each version stated once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from setuptools.command.build_py import build_py
from setuptools.dist import Distribution

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("api", "examples", "frontend/templates", "graph", "ingest")


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the paths that a wheel takes from the checkout; nothing is built or written."""
    monkeypatch.chdir(ROOT)
    distribution = Distribution({"script_name": str(ROOT / "pyproject.toml")})
    distribution.parse_config_files(["pyproject.toml"])
    command = distribution.get_command_obj("build_py")
    assert isinstance(command, build_py)
    command.ensure_finalized()
    modules = {str(path) for _, _, path in command.find_all_modules()}
    return modules | {f"{folder}/{name}" for _, folder, _, names in command.data_files for name in names}


def test_a_wheel_has_all_that_the_program_reads(packed: set[str]) -> None:
    """Code, templates, the built frontend, lexicon, weights, examples; a new kind of file is to be named in pyproject.toml."""
    there = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert sorted({*there, "app.py"} - packed) == []


def test_a_wheel_has_nothing_of_the_tests(packed: set[str]) -> None:
    """Nor of the measurements, nor what is kept of a library, nor compiled code."""
    assert {path.partition("/")[0] for path in packed} == {"app.py", *(folder.partition("/")[0] for folder in FOLDERS)}
    assert not [path for path in packed if "__pycache__" in path]


def test_each_version_is_exact_and_stated_once() -> None:
    """Direct packages in pyproject.toml, what they bring in constraints.txt; the build's own is that of the tests."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = stated["project"]["optional-dependencies"].values()
    direct = [*stated["project"]["dependencies"], *(one for extra in extras for one in extra)]
    brought = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    pins = [re.fullmatch(r"([\w.-]+)(?:\[[\w,]+\])?==[\w.]+", line) for line in (*direct, *brought)]
    names = [re.sub(r"[-_.]+", "-", pin[1]).lower() for pin in pins if pin]

    assert len(names) == len(pins) == len(set(names))
    assert set(stated["build-system"]["requires"]) <= set(direct)
