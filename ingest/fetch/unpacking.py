"""A body as it was sent → its bytes, in small pieces however hard it was packed, so that no piece fills the memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from ingest.fetch.dialling import RefusedError

PACKINGS = "gzip, deflate"
"""Brotli and zstd are not asked for: a library more, and nothing is gained on a feed."""
CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"


def unpacked(packing: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the body in pieces of `CHUNK` bytes at most.

    Raise RefusedError for a packing that was not asked for, zlib.error where it is broken.
    """
    packing = packing.strip().lower()
    if packing in ("", "identity"):
        yield from chunks
    elif packing in ("gzip", "x-gzip", "deflate"):
        yield from _inflated(packing, chunks)
    else:
        raise RefusedError(f"packed in a way that was not asked for: {packing[:40]}")


def _inflated(packing: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Inflate, one gzip member after another; what stands behind the last one is no part of the body."""
    unpacker: zlib._Decompress | None = None
    for chunk in chunks:
        unpacker = unpacker or zlib.decompressobj(_window(packing, chunk))
        while chunk:
            if unpacker.eof:
                if not _GZIP.startswith(chunk[:2]):
                    return
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield unpacker.decompress(chunk, CHUNK)
            chunk = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if unpacker is not None:
        yield unpacker.flush()


def _window(packing: str, start: bytes) -> int:
    """Return zlib's window: gzip, or deflate with its header, or deflate as some servers send it, without."""
    if packing != "deflate":
        return zlib.MAX_WBITS | 16
    return zlib.MAX_WBITS if start[:1] == b"\x78" else -zlib.MAX_WBITS
