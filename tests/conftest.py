"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# A test claims behaviour, never speed: on a busy machine the same example takes a hundred times as long.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
