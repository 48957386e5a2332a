"""The whole analysis of a library, kept in one file beside it: derived, so that the file may be deleted at any time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from threading import Lock

import msgspec

from graph.analysis.atlas import made
from graph.analysis.meaning import meaning_of
from graph.analysis.network import network_of
from graph.analysis.pulls import SHOWN
from graph.errors import EmbedderError
from graph.model import NodeKind
from graph.ports import Library, Progress
from graph.ports.analysis import Atlas

SMALL = 20_000
"""Edges and links that are gone through while somebody waits for a page: some seconds the first time, for the map."""
TINY = 4_000
"""Those that are gone through whenever something changed, for a page too: some 0.2 seconds."""
LONG = 3_600.0
"""Seconds after which a big library is looked at again when it changed: the look takes most of a minute at 62,000 nodes."""

_FILE = "atlas.json"
_FORM = 4  # another one says that this code would work out something else


class LibraryAnalysis:
    """The port Analysis; `model` names the embedding model whose vectors count, and may raise EmbedderError."""

    def __init__(self, library: Library, folder: Path, model: Callable[[], str]) -> None:
        self._library = library
        self._path = folder / _FILE
        self._model = model
        self._working = Lock()
        self._read: tuple[int, Atlas] | None = None
        self._seen = -1

    def held(self) -> Atlas | None:
        """Return what the file holds, another process's too; None where there is none or it cannot be read."""
        try:
            stamp = self._path.stat().st_mtime_ns
            if self._read is None or self._read[0] != stamp:
                self._read = (stamp, msgspec.json.decode(self._path.read_bytes(), type=Atlas))
        except (OSError, msgspec.MsgspecError):
            return None
        return self._read[1]

    def atlas(self) -> Atlas | None:
        """Return what was worked out last, else work it out; None where the library is too big to do it while one waits.

        A very small one is looked at whenever it changed, so that it needs no model and no job to follow.
        """
        held = self.held()
        if self._library.is_unmade():
            return held
        version = self._library.version()
        if version == self._seen and held:
            return held
        if self._size() > (TINY if held else SMALL):
            return held
        self._seen = version
        return self.refresh()

    def is_due(self) -> bool:
        """Tell whether a change is worth another look at the whole: there is none, it is quick, or the last was long ago."""
        try:
            age = time.time() - self._path.stat().st_mtime
        except OSError:
            return True
        return age >= LONG or self._size() <= SMALL

    def _size(self) -> int:
        return self._library.graph.counts().get("edges", 0) + self._library.links.count()

    def _shown(self) -> list[tuple[str, int]]:
        """Return how many nodes there are of each kind that the map shows: some are in no network."""
        counts = self._library.graph.counts()
        return sorted((kind.value, counts.get(kind, 0)) for kind in (*SHOWN, NodeKind.CATEGORY))

    def refresh(self, progress: Progress | None = None) -> Atlas:
        """Work it out as the library is now. Communities keep their ids and names as far as they are still the same.

        Of a library that is unmade there is nothing to work out or keep.
        """
        if self._library.is_unmade():
            return Atlas(made_of="")
        with self._working:
            network, meaning = network_of(self._library), meaning_of(self._library, self._model_name())
            held = self.held()
            sums = f"{_FORM} {network.sum()} {meaning.sum()} {self._shown()}"
            made_of = sha256(sums.encode()).hexdigest()[:16]
            if held and held.made_of == made_of:
                return held
            atlas = made(self._library, network, meaning, held, made_of, progress)
            self._keep(atlas)
            return atlas

    def _model_name(self) -> str | None:
        try:
            return self._model()
        except EmbedderError:
            return None

    def _keep(self, atlas: Atlas) -> None:
        """Write the file, whole or not at all; where that fails, the next one works it out again."""
        new = self._path.with_suffix(f".{os.getpid()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(msgspec.json.encode(atlas))
            new.replace(self._path)
        except OSError:
            new.unlink(missing_ok=True)
