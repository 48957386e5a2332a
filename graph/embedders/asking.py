"""A model for questions: loaded in the background, then asked for one short text at a time."""

from __future__ import annotations

import logging
import threading
from functools import lru_cache

from threadpoolctl import ThreadpoolController

from graph.errors import EmbedderError
from graph.ports import READY, Embedder, Vectors

_LOG = logging.getLogger(__name__)
_KEPT = 256  # turning a page, or a filter, asks the same question again


class LoadedMeaning:
    """The Meaning port over an embedder that loads at its first text, in a thread of its own; never one with a cache on disk.

    What people ask is nobody's business, and a question is quicker embedded than looked up while others write.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = threading.Lock()
        self._loading: threading.Thread | None = None
        self._ready = False
        self._cores = ThreadpoolController()
        self._failure: str | None = None
        self._vector = lru_cache(_KEPT)(self._embed)

    @property
    def name(self) -> str:
        """Return the embedder's name."""
        return self._embedder.name

    def load(self) -> None:
        """Begin to load the model, unless that was begun; returns at once."""
        with self._lock:
            if self._loading is None:
                self._loading = threading.Thread(target=self._load, name="almanac-model", daemon=True)
                self._loading.start()

    def state(self) -> str:
        """Return whether it can be asked: "ready", else why not, in words."""
        if self._ready:
            return READY
        return self._failure or "the model is being loaded, and meaning counts when it is ready"

    def vector(self, text: str) -> Vectors | None:
        """Return the text's unit vector; None where it cannot be had now, which begins the loading."""
        if not self._ready:
            self.load()
            return None
        return self._vector(text)

    def _embed(self, text: str) -> Vectors:
        # One core: a dozen words gain nothing from two, and lose a second to waiting where others use the machine.
        with self._cores.limit(limits=1, user_api="openmp"):
            vector: Vectors = self._embedder.embed([text])[0]
        return vector

    def _load(self) -> None:
        try:
            self._embedder.embed(["a question"])
            self._cores = ThreadpoolController()  # of the libraries that are there by now
            self._ready = True
        except EmbedderError as error:
            _LOG.warning("search goes by words alone: %s", error)
            self._failure = str(error)
