"""Where the real data lies, for tests that need it: beside the checkout, or where ALMANAC_SHARED says."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("ALMANAC_SHARED") or Path(__file__).resolve().parents[1].parent / "shared")

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the real data in ../shared, which is absent here")
