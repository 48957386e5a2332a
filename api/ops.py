"""What a supervisor asks."""

from __future__ import annotations

from flask import Blueprint

ops = Blueprint("ops", __name__)


@ops.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the service answers."""
    return {"status": "ok"}
