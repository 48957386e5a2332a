"""Files that a person hands in: kept in the data folder until a job has read them, under a name that is only a name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import IO

FOLDER = "uploads"
_OTHER = re.compile(r"[^\w.-]+")
LONGEST = 100


def keep_upload(data: Path, name: str, stream: IO[bytes]) -> Path:
    """Return where the file is kept; one of the same name replaces it, as a newer export of the same list."""
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / plain_name(name)
    draft = path.with_name(f".{path.name}.part")
    with draft.open("wb") as file:
        shutil.copyfileobj(stream, file)
    draft.replace(path)
    return path


def plain_name(name: str) -> str:
    """Return the last part of a name, of letters, digits, dots and hyphens, never hidden and never empty."""
    last = re.split(r"[\\/]", name)[-1]
    return _OTHER.sub("-", last).lstrip(".-")[-LONGEST:] or "upload"
