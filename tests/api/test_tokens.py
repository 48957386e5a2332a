"""Secrets and what is signed with them."""

from __future__ import annotations

import stat
from pathlib import Path

from api.tokens import access_cookie, access_cookie_holds, form_token, form_token_holds, load_secret


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    """A second start signs with the same secret; nobody else on the machine can."""
    first = load_secret(tmp_path / "new")

    assert load_secret(tmp_path / "new") == first
    assert len(first) == 32
    assert stat.S_IMODE((tmp_path / "new" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


def test_a_form_token_holds_for_its_own_cookie_alone() -> None:
    """Another browser's cookie, another secret and a made-up token are refused."""
    token = form_token(b"secret", "nonce")

    assert form_token_holds(b"secret", token, "nonce")
    assert not form_token_holds(b"secret", token, "other")
    assert not form_token_holds(b"other", token, "nonce")
    assert not form_token_holds(b"secret", "nonce", "nonce")
    assert not form_token_holds(b"secret", "", "")


def test_a_new_access_token_makes_old_cookies_worthless() -> None:
    """Changing ALMANAC_TOKEN logs everybody out."""
    cookie = access_cookie(b"secret", "one")

    assert access_cookie_holds(b"secret", cookie, "one")
    assert not access_cookie_holds(b"secret", cookie, "two")
    assert "one" not in cookie.split(".")
