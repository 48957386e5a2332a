"""Templates, compiled once for all apps of a test run."""

from __future__ import annotations

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Keeps templates compiled for all apps of a run: each would take a tenth of a second for its first page."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is held."""
        if bucket.key in self._held:
            bucket.bytecode_from_string(self._held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Hold it."""
        self._held[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()
