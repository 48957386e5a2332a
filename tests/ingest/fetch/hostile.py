"""A server on loopback that does to its readers what servers of the web do, by accident or on purpose; `/honest` is fine."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "do-not-tell-anyone"


def feed(title: str, body: str = "One day.", head: str = "") -> bytes:
    """Return a feed with one post."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0"><channel><title>{title}</title>'
        f"<item><title>{title} post</title><guid>{title}</guid><description>{body}</description></item></channel></rss>"
    ).encode()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
REDIRECTS = {
    "loop": "/loop",
    "to-loopback": "http://127.0.0.1:9/",
    "to-number": "http://2130706433:9/",
    "to-metadata": "http://169.254.169.254/latest/meta-data/",
    "to-ipv6": "http://[::1]:9/",
    "to-name": "http://intranet.example/",
    "to-file": "file:///etc/passwd",
    "to-gopher": "gopher://127.0.0.1:70/1",
    "to-broken": "http://[::1",
}
PAGES: dict[str, tuple[bytes, dict[str, str]]] = {
    "honest": (feed("Honest"), {}),
    "bomb": (gzip.compress(b"\0" * 5_000_000), {"Content-Encoding": "gzip"}),
    "members": (gzip.compress(b" " * 1000) * 2000, {"Content-Encoding": "gzip"}),
    "nested": (gzip.compress(gzip.compress(b" " * 5_000_000)), {"Content-Encoding": "gzip, gzip"}),
    "brotli": (b"\x8b\x00\x80x\x03", {"Content-Encoding": "br"}),
    "not-packed": (b"not packed at all", {"Content-Encoding": "gzip"}),
    "claims-more": (feed("Cut"), {"Content-Length": "5000"}),
    "claims-less": (feed("Rest"), {"Content-Length": "20"}),
    "claims-nonsense": (feed("Nonsense"), {"Content-Length": "many"}),
    "wrong-charset": (feed("Caf\u00e9").decode().encode("cp1252"), {"Content-Type": "application/xml; charset=utf-8"}),
    "html": (b"<!DOCTYPE html><html><body>Log in first</body></html>", {"Content-Type": "application/rss+xml"}),
    "xxe": (feed("Xxe", "&file; read", '<!DOCTYPE rss [<!ENTITY file SYSTEM "{secret}">]>'), {}),
    "parameter": (feed("Parameter", head='<!DOCTYPE rss [<!ENTITY % more SYSTEM "{here}/dtd"> %more;]>'), {}),
    "external-dtd": (feed("Dtd", "&more; read", '<!DOCTYPE rss SYSTEM "{here}/dtd">'), {}),
    "xinclude": (
        feed("Include", '<x:include xmlns:x="http://www.w3.org/2001/XInclude" parse="text" href="{secret}"/>'),
        {},
    ),
    "laughs": (feed("Laughs", "&l9; read", f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>'), {}),
    "quadratic": (feed("Quadratic", "&a;" * 5000, f'<!DOCTYPE rss [<!ENTITY a "{"a" * 5000}">]>'), {}),
    "deep": (feed("Deep", "<a>" * 15_000), {}),
}


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        """Answer."""
        name = self.path.strip("/").partition("/")[0]
        self.server.asked.append(name)  # type: ignore[attr-defined]
        with contextlib.suppress(ConnectionError):
            if name in REDIRECTS:
                self._send(302, b"", {"Location": REDIRECTS[name]})
            elif name in PAGES:
                self._send(200, self._filled(PAGES[name][0]), PAGES[name][1])
            elif acting := ACTS.get(name):
                acting(self)
            else:
                self.send_error(404)

    def _filled(self, page: bytes) -> bytes:
        here = f"http://{self.headers['Host']}"
        secret: str = self.server.secret  # type: ignore[attr-defined]
        return page.replace(b"{here}", here.encode()).replace(b"{secret}", secret.encode())

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def drip(self) -> None:
        """Send a byte at a time, each in time."""
        self.send_response(200)
        self.end_headers()
        self._for_ever(b"x", 0.05)

    def endless(self) -> None:
        """Never end."""
        self.send_response(200)
        self.end_headers()
        self._for_ever(b"x" * 10_000)

    def endless_chunks(self) -> None:
        """Never end, and never say much."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        self._for_ever(b"1\r\nx\r\n" * 500)

    def endless_members(self) -> None:
        """Send packed nothing for ever."""
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self._for_ever(gzip.compress(b"") * 100)

    def endless_rest(self) -> None:
        """Send a small packed body and garbage after it for ever."""
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(gzip.compress(feed("Rest")))
        self._for_ever(b"x" * 10_000)

    def endless_headers(self) -> None:
        """Never come to the body."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self._for_ever(b"X-More: more\r\n" * 100)

    def endless_patience(self) -> None:
        """Say "continue" for ever."""
        self._for_ever(b"HTTP/1.1 100 Continue\r\n\r\n", 0.01)

    def no_http(self) -> None:
        """Speak another language."""
        self.wfile.write(b"220 mail.example ESMTP\r\n")
        self.close_connection = True

    def silent(self) -> None:
        """Take the question and say nothing."""
        time.sleep(2)

    def busy(self) -> None:
        """Ask to be left alone for an hour."""
        self._send(429, b"", {"Retry-After": "3600"})

    def gone(self) -> None:
        """Be gone."""
        self._send(410, b"", {})

    def _for_ever(self, piece: bytes, pause: float = 0.0) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            self.wfile.write(piece)
            time.sleep(pause)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


ACTS: dict[str, Callable[[Handler], None]] = {
    "drip": Handler.drip,
    "endless": Handler.endless,
    "endless-chunks": Handler.endless_chunks,
    "endless-members": Handler.endless_members,
    "endless-rest": Handler.endless_rest,
    "endless-headers": Handler.endless_headers,
    "endless-patience": Handler.endless_patience,
    "no-http": Handler.no_http,
    "silent": Handler.silent,
    "busy": Handler.busy,
    "gone": Handler.gone,
}


class HostileServer(ThreadingHTTPServer):
    """The server; `asked` are the names that were asked for, `secret` is the address of a file nobody may read."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, secret: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.secret = secret
        self.asked: list[str] = []

    @property
    def place(self) -> str:
        """Its host and port."""
        return f"127.0.0.1:{self.server_port}"

    def address(self, name: str) -> str:
        """Return the address of a page."""
        return f"http://{self.place}/{name}"


@contextmanager
def hostile_server(secret: str) -> Iterator[HostileServer]:
    """Run the server."""
    server = HostileServer(secret)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
