"""Files that a person hands in: kept in the data folder until a job has read them, under a name that is only a name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import IO
from uuid import uuid4

FOLDER = "uploads"
_OTHER = re.compile(r"[^\w.-]+")
LONGEST = 200
"""Bytes in a name: file systems end at 255."""


def keep_upload(data: Path, name: str, stream: IO[bytes]) -> Path:
    """Return where the file is kept; one of the same name replaces it, as a newer export of the same list."""
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / plain_name(name)
    draft = path.with_name(f".{uuid4().hex}.part")  # two may hand in the same name at once
    try:
        with draft.open("xb") as file:
            shutil.copyfileobj(stream, file)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def plain_name(name: str) -> str:
    """Return the last part of a name, of letters, digits, dots and hyphens, never hidden and never empty.

    Of one that is too long the end is kept, which says what the file is.
    """
    last = _OTHER.sub("-", re.split(r"[\\/]", name)[-1]).encode()
    return last[-LONGEST:].decode(errors="ignore").lstrip(".-") or "upload"
