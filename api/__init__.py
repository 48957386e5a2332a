"""The doors: REST, pages, commands. They import the core and get everything else through `Parts`."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from apiflask import APIFlask

from api.cli import register_commands
from api.jsontext import JsonText
from api.login import login
from api.ops import ops, tell_requests
from api.pages import pages
from api.parts import Parts
from api.problems import register_problems
from api.protection import protect
from api.rest import register_rest

TEMPLATES = Path(__file__).resolve().parent.parent / "frontend" / "templates"


def create_app(parts: Parts) -> APIFlask:
    """Return the app over these parts: every door, protected."""
    app = APIFlask(
        __name__,
        title="Almanac",
        version=_version(),
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        template_folder=str(TEMPLATES),
    )
    app.extensions["almanac"] = parts
    app.json = JsonText(app)
    tell_requests(app)
    protect(app)
    register_problems(app)
    app.register_blueprint(ops)
    app.register_blueprint(login)
    app.register_blueprint(pages)
    register_rest(app)
    register_commands(app)
    return app


def _version() -> str:
    try:
        return version("almanac")
    except PackageNotFoundError:
        return "0.1.0"
