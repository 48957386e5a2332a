"""Measurements with real texts, each against limits of its own where what was asked for has one.

A bench ends with 0 where its limits hold, with 1 where one is broken, and with 2 where it cannot be measured here.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_cache_path


def positive(text: str) -> int:
    """Return the number that an option gives, 1 or more."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def needs(path: Path) -> None:
    """End with 2 where a file or folder of the shared data is absent."""
    if not path.exists():
        print(f"not measured: {path} is absent; ALMANAC_SHARED names the folder of the real data", file=sys.stderr)
        raise SystemExit(2)


def cache() -> Path:
    """Return the folder that vectors are cached in."""
    return Path(os.environ.get("ALMANAC_CACHE") or user_cache_path("almanac")).expanduser()


def verdict(limits: Sequence[tuple[str, bool]]) -> int:
    """Print which limits hold and which don't; return the exit code."""
    for what, held in limits:
        print(f"{'held' if held else 'BROKEN'}: {what}")
    return 0 if all(held for _, held in limits) else 1
