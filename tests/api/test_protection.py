"""Who may come in, and who may write."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.parts import Settings
from api.protection import comes_from_here, host_allowed, refuse_open_listening
from graph.errors import InvalidInputError
from tests.api.world import World, world

NOTE = {"kind": "note", "node": "paper-arxiv-2501.00001", "value": {"text": "read this"}}
DECISIONS = "/api/v1/decisions"


@pytest.fixture
def here(tmp_path: Path) -> World:
    return world(tmp_path)


@pytest.fixture
def client(here: World) -> FlaskClient:
    return here.app.test_client()


@pytest.fixture
def guarded(tmp_path: Path) -> FlaskClient:
    return world(tmp_path, token="open sesame", host="0.0.0.0").app.test_client()  # noqa: S104


def settings(**fields: object) -> Settings:
    return Settings(data=Path(), cache=Path(), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", "127.0.0.2"]
)
def test_loopback_names_are_ours(host: str) -> None:
    """Whatever the port."""
    assert host_allowed(host, settings())


@pytest.mark.parametrize(
    "host", ["", "evil.example", "localhost.evil.example", "192.168.1.5", "[::1", "127.0.0.1.nip.io"]
)
def test_other_names_are_not_ours(host: str) -> None:
    """A name that resolves to this machine is how a rebinding page comes in."""
    assert not host_allowed(host, settings())


def test_configured_names_are_ours() -> None:
    """The name it listens on, further names, and bare addresses where it listens on all."""
    assert host_allowed("almanac.lan:8000", settings(host="almanac.lan"))
    assert host_allowed("reading.example", settings(host="0.0.0.0", hosts=("reading.example",)))  # noqa: S104
    assert host_allowed("192.168.1.5:8000", settings(host="0.0.0.0"))  # noqa: S104
    assert not host_allowed("evil.example", settings(host="0.0.0.0"))  # noqa: S104


def test_a_foreign_host_is_answered_421(client: FlaskClient) -> None:
    """Reading is refused too."""
    answer = client.get("/api/v1/sources", headers={"Host": "evil.example"})

    assert answer.status_code == 421
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("origin", "fetch_site", "cookies", "ours"),
    [
        ("http://localhost:8000", None, True, True),
        ("http://localhost:8000", "same-origin", True, True),
        ("http://localhost:9000", None, True, False),
        ("https://evil.example", None, False, False),
        ("null", None, False, False),
        (None, "same-origin", True, True),
        (None, "none", True, True),
        (None, "same-site", True, False),
        (None, "cross-site", False, False),
        ("http://localhost:8000", "cross-site", True, False),
        (None, None, True, False),
        (None, None, False, True),
    ],
)
def test_writes_come_from_our_pages_or_from_programs(
    origin: str | None, fetch_site: str | None, cookies: bool, ours: bool
) -> None:
    """Either header that tells of another site is enough to refuse."""
    assert comes_from_here("localhost:8000", origin, fetch_site, cookies) is ours


def test_a_write_from_another_site_is_refused_and_nothing_is_written(here: World, client: FlaskClient) -> None:
    """Even with the right content type."""
    answer = client.post(DECISIONS, json=NOTE, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert here.library.decisions.decisions() == []


def test_a_form_cannot_write_over_the_api(here: World, client: FlaskClient) -> None:
    """What a form can send without a preflight is no JSON."""
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        assert client.post(DECISIONS, data=b"{}", content_type=kind).status_code == 415
    assert client.post(DECISIONS, data=b"{}").status_code == 415
    assert here.library.decisions.decisions() == []


def test_a_program_without_cookies_may_write(client: FlaskClient) -> None:
    """curl sends neither Origin nor cookies."""
    assert client.post(DECISIONS, json=NOTE).status_code == 201


def test_a_form_needs_its_token(guarded: FlaskClient) -> None:
    """A post without one, with a stranger's or with a made-up one is refused; with the page's own it passes."""
    page = guarded.get("/login").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]

    for sent in ("", "made-up", token[:-1]):
        refused = guarded.post("/login", data={"token": "open sesame", "csrf_token": sent}, headers=OWN)
        assert refused.status_code == 403
    passed = guarded.post("/login", data={"token": "open sesame", "csrf_token": token, "next": "/months"}, headers=OWN)
    assert (passed.status_code, passed.location) == (303, "/months")


def test_a_stranger_s_form_token_is_refused(tmp_path: Path) -> None:
    """A token is bound to the browser that got it."""
    app = world(tmp_path, token="open sesame").app
    theirs = app.test_client().get("/login").text.split('name="csrf_token" value="')[1].split('"')[0]
    mine = app.test_client()
    mine.get("/login")

    assert mine.post("/login", data={"token": "open sesame", "csrf_token": theirs}, headers=OWN).status_code == 403


OWN = {"Origin": "http://localhost"}


def test_the_form_cookie_is_kept_from_scripts_and_other_sites(guarded: FlaskClient) -> None:
    """And it is set once."""
    cookie = guarded.get("/login").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Set-Cookie" not in guarded.get("/login").headers


@pytest.mark.parametrize("path", ["/api/v1/sources", "/api/v1/openapi.json", "/api/v1/nothing"])
def test_beyond_loopback_reading_needs_the_token(guarded: FlaskClient, path: str) -> None:
    """Without one, a program gets 401 with a challenge."""
    answer = guarded.get(path)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert guarded.get(path, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get(path, headers={"Authorization": "Bearer open sesame"}).status_code != 401


def test_beyond_loopback_a_browser_is_sent_to_log_in(guarded: FlaskClient) -> None:
    """And comes back where it wanted to go."""
    answer = guarded.get("/months/2025-01?from=mail")

    assert answer.status_code == 303
    assert answer.location == "/login?next=/months/2025-01?from%3Dmail"


def test_after_logging_in_a_browser_reads(guarded: FlaskClient) -> None:
    """The cookie stands for the token."""
    token = guarded.get("/login").text.split('name="csrf_token" value="')[1].split('"')[0]
    wrong = guarded.post("/login", data={"token": "guess", "csrf_token": token}, headers=OWN)
    right = guarded.post("/login", data={"token": "open sesame", "csrf_token": token}, headers=OWN)

    assert (wrong.status_code, right.status_code) == (403, 303)
    assert guarded.get("/api/v1/sources").status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\nb"])
def test_a_login_never_sends_people_elsewhere(guarded: FlaskClient, target: str) -> None:
    """An open redirect makes a phishing mail look like ours."""
    token = guarded.get("/login").text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"token": "open sesame", "csrf_token": token, "next": target}

    assert guarded.post("/login", data=form, headers=OWN).location == "/"


def test_without_a_token_only_this_machine_is_answered(client: FlaskClient) -> None:
    """However the server was started."""
    answer = client.get("/api/v1/sources", environ_base={"REMOTE_ADDR": "192.168.1.7"})

    assert answer.status_code == 403


def test_listening_beyond_loopback_without_a_token_is_refused() -> None:
    """With one it is fine, and loopback needs none."""
    with pytest.raises(InvalidInputError, match="ALMANAC_TOKEN"):
        refuse_open_listening(settings(host="0.0.0.0"))  # noqa: S104
    refuse_open_listening(settings(host="0.0.0.0", token="open sesame"))  # noqa: S104
    for host in ("127.0.0.1", "localhost", "::1"):
        refuse_open_listening(settings(host=host))


def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    """Errors too."""
    for path in ("/healthz", "/api/v1/sources", "/api/v1/nothing"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_health_is_told_to_anyone_who_reaches_it(guarded: FlaskClient) -> None:
    """A supervisor has no token."""
    assert guarded.get("/healthz").json == {"status": "ok"}
