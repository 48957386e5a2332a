"""Apps served to a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

_LOOKS_S = 0.05
"""How often a server looks whether it has to end: its own half a second would be waited for at the end of each test."""


@contextmanager
def served_on_loopback(app: Flask) -> Iterator[str]:
    """Serve the app; give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(_LOOKS_S,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
