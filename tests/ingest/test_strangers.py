"""Two files of one name: a newer version is read, a stranger is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import UnreadableError
from graph.stores.memory import MemoryLibrary
from tests.ingest.test_pipeline import exported, pipeline

LIST = (
    "# March 2025\n\n- [{0}](https://a.example/{0})\n- [{1}](https://a.example/{1})\n- [{2}](https://a.example/{2})\n"
)
ENTRY = "@article{{{0}, title = {{The {1} paper}}, year = 2024}}\n"


@pytest.mark.parametrize(
    ("name", "first", "newer", "stranger"),
    [
        ("list.md", LIST.format("one", "two", "three"), LIST.format("two", "four", "five"), LIST.format("x", "y", "z")),
        (
            "export.bib",
            ENTRY.format("a", "first") + ENTRY.format("b", "second"),
            ENTRY.format("b", "second") + ENTRY.format("c", "third"),
            ENTRY.format("a", "other") + ENTRY.format("z", "last"),
        ),
    ],
    ids=["list", "library"],
)
def test_a_file_of_the_same_name_is_the_same_source_only_where_they_share_something(
    tmp_path: Path, name: str, first: str, newer: str, stranger: str
) -> None:
    """What was read stays as it was when a stranger comes along."""
    library = MemoryLibrary()
    reader = pipeline(library)
    assert reader.ingest(written(tmp_path / "mine" / name, first)).new
    assert not reader.ingest(written(tmp_path / "copy" / name, first)).new
    before = exported(library)

    with pytest.raises(UnreadableError, match="nothing in common"):
        reader.ingest(written(tmp_path / "other" / name, stranger))
    assert exported(library) == before

    report = reader.ingest(written(tmp_path / "newer" / name, newer))
    assert report.new + report.changed


def written(path: Path, text: str) -> str:
    """Write a file in a folder of its own and return its path."""
    path.parent.mkdir()
    path.write_text(text)
    return str(path)
