"""How a bench ends, and which numbers it takes."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from bench import needs, positive, verdict


def test_a_broken_limit_ends_with_one_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """One broken limit of several is enough."""
    assert verdict([("as quick as asked", True), ("as good as asked", False)]) == 1
    assert capsys.readouterr().out == "held: as quick as asked\nBROKEN: as good as asked\n"
    assert verdict([("as quick as asked", True)]) == 0


def test_absent_data_end_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be measured is not within limits, and not broken either."""
    needs(tmp_path)
    with pytest.raises(SystemExit) as ended:
        needs(tmp_path / "shared")
    assert ended.value.code == 2
    assert "ALMANAC_SHARED" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["0", "-5", "many", "1.5", ""])
def test_what_is_no_count_is_refused(text: str) -> None:
    """Options that count start at 1."""
    with pytest.raises(ArgumentTypeError):
        positive(text)
    assert positive("20") == 20
