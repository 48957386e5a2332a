"""What a supervisor asks, and what the service writes down for whoever looks after it."""

from __future__ import annotations

import logging
import sys
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Blueprint, Flask, current_app, g, request
from werkzeug.wrappers import Response

from api.parts import parts
from api.problems import AWAY_S
from graph.errors import RestoringError, StoreError

ops = Blueprint("ops", __name__)
requests = logging.getLogger("almanac.requests")


@ops.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the service answers."""
    return {"status": "ok"}


@ops.get("/readyz")
def readyz() -> tuple[dict[str, str], int, dict[str, str]]:
    """Say whether the store answers too; why not is for those who may read the logs."""
    try:
        parts().library.is_unmade()
    except StoreError as error:
        current_app.logger.error("not ready: %s", error)
        why = "the library is being restored" if isinstance(error, RestoringError) else "the store cannot be asked"
        return {"status": why}, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": str(AWAY_S)}
    return {"status": "ready"}, HTTPStatus.OK, {}


def write_logs(form: str) -> None:
    """Write what happens to stderr: `text` warnings and errors in words, `json` an object a line, each request too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if form == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    requests.setLevel(logging.INFO if form == "json" else logging.WARNING)


def tell_requests(app: Flask) -> None:
    """Let every request be written down with its status and how long it took; not what was asked for or by whom."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    took = round(1000 * (time.perf_counter() - g.began), 1) if "began" in g else None
    told = {"method": request.method, "path": request.path, "status": response.status_code, "ms": took}
    requests.info("%s %s %s", request.method, request.path, response.status_code, extra={"told": told})
    return response


class _JsonLines(logging.Formatter):
    """One object a record: when, how serious, who says so, what, and what more is told."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()
