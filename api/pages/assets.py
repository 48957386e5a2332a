"""The built style, fonts and islands, by the names their sources have."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from flask import current_app, url_for

# The two faces that every page sets its first lines in.
PRELOADED = ("yearly-serif-latin-roman.woff2", "inter-latin-wght-normal.woff2")


def asset(name: str) -> str | None:
    """Return the address of what `frontend/src/<name>` was built into, or None where nothing has been built."""
    return next((_address(file) for source, file in _built().items() if source == f"src/{name}"), None)


def preloaded_fonts() -> list[str]:
    """Return the addresses of the faces to fetch together with the style."""
    return [_address(file) for source, file in _built().items() if Path(source).name in PRELOADED]


def _built() -> dict[str, str]:
    manifest = Path(current_app.static_folder or "") / "manifest.json"
    try:
        changed = manifest.stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    return _manifest(manifest, changed)


@lru_cache(maxsize=2)
def _manifest(path: Path, _changed: int) -> dict[str, str]:
    """Return source → built file; read again when the build has changed it."""
    return {source: entry["file"] for source, entry in json.loads(path.read_text(encoding="utf-8")).items()}


def _address(file: str) -> str:
    return url_for("static", filename=file)
