"""Errors become answers here and nowhere else: RFC 9457 problem documents under /api, a page elsewhere."""

from __future__ import annotations

import re
from http import HTTPStatus

from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import current_app, json, render_template, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from jinja2 import TemplateNotFound
from msgspec import Struct
from werkzeug.exceptions import HTTPException

from api.parts import parts
from graph.errors import (
    AlmanacError,
    ConflictError,
    EmbedderError,
    FetchError,
    InvalidInputError,
    NotFoundError,
    RestoringError,
    StoreError,
    UnreachableError,
    UnreadableError,
)

AWAY_S = 5
"""When to try again where the store does not answer."""

PROBLEM_TYPE = "application/problem+json"

STATUSES: dict[type[AlmanacError], HTTPStatus] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    InvalidInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ConflictError: HTTPStatus.CONFLICT,
    UnreadableError: HTTPStatus.UNPROCESSABLE_ENTITY,
    FetchError: HTTPStatus.BAD_GATEWAY,
    EmbedderError: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}


OF_KINDS = frozenset(["decisions.decide", "jobs.submit"])
"""What takes orders of several kinds."""
# First the kind of the decision or job, then (in a correction) the field it corrects.
KIND_IN_PATH = re.compile(
    r"^_schema$|^[a-z]+(?:\.|$)(?:(value\.)(?:name|kind|month|category|identity)\.(?=field$|value$))?"
)


class FieldError(Struct, frozen=True):
    """One thing wrong with one field; `field` is its dotted path, empty for the whole."""

    field: str
    detail: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An RFC 9457 problem. `errors` names the fields that were wrong."""

    title: str
    status: int
    detail: str | None = None
    errors: tuple[FieldError, ...] = ()


class MisdirectedRequestError(HTTPException):
    """The request names a host that we don't answer to."""

    code = 421
    description = "This service does not answer to that host name."


def problem_of(error: AlmanacError) -> Problem:
    """Return the problem that tells of this error."""
    status = next(
        (STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), HTTPStatus.INTERNAL_SERVER_ERROR
    )
    field = getattr(error, "field", None)
    errors = (FieldError(field, str(error)),) if field else ()
    return Problem(title=status.phrase, status=status, detail=str(error), errors=errors)


def problem_of_http(error: HTTPException) -> Problem:
    """Return the problem that tells of an error that Werkzeug raised."""
    return Problem(title=error.name, status=error.code or 500, detail=error.description)


def problem_of_validation(error: HTTPError) -> Problem:
    """Return the problem that tells of input that did not pass its schema, each field named."""
    errors = tuple(
        FieldError(_field(name, location), message)
        for location, fields in error.detail.items()
        if isinstance(fields, dict)
        for name, messages in fields.items()
        for message in messages
    )
    named = ", ".join(dict.fromkeys(each.field for each in errors if each.field))
    detail = f"{error.message}: {named}" if named else error.message
    return Problem(title=HTTPStatus(error.status_code).phrase, status=error.status_code, detail=detail, errors=errors)


def register_problems(app: APIFlask) -> None:
    """Let the app answer every error as a problem."""
    app.register_error_handler(AlmanacError, _almanac_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(HTTPError, _validation_error)


def _almanac_error(error: Exception) -> ResponseReturnValue:
    assert isinstance(error, AlmanacError)  # noqa: S101  Flask types handlers by Exception alone
    error = _restoring() or error if isinstance(error, NotFoundError) else error
    problem = problem_of(error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        known = isinstance(error, UnreachableError)
        current_app.logger.error("%s: %s", request.path, error, exc_info=None if known else error)
    answer = _answer(problem, is_restoring=isinstance(error, RestoringError))
    if isinstance(error, UnreachableError):
        answer.headers["Retry-After"] = str(AWAY_S)
    return answer


def _restoring() -> AlmanacError | None:
    """Return why something may be missing that is there: the library is not whole just now."""
    try:
        parts().library.version()
    except StoreError as error:
        return error
    return None


def _http_error(error: Exception) -> ResponseReturnValue:
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.response is not None or (error.code or 500) < HTTPStatus.BAD_REQUEST:
        return error.get_response(request.environ)
    response = _answer(problem_of_http(error))
    response.headers.extend((name, value) for name, value in error.get_headers() if name.lower() != "content-type")
    return response


def _validation_error(error: Exception) -> ResponseReturnValue:
    assert isinstance(error, HTTPError)  # noqa: S101
    return _answer(problem_of_validation(error))


def _field(path: str, location: str) -> str:
    """Return a field's path without the names of kinds that pydantic puts into it: note.value.text is value.text."""
    if location == "json" and request.endpoint in OF_KINDS:
        return KIND_IN_PATH.sub(lambda found: found[1] or "", path)
    return path.replace("_schema", "")


def _answer(problem: Problem, *, is_restoring: bool = False) -> Response:
    text = _page(problem, is_restoring=is_restoring) if not request.path.startswith("/api/") else None
    if text is not None:
        return Response(text, status=problem.status, mimetype="text/html" if text.startswith("<!") else "text/plain")
    body = {"type": "about:blank", "title": problem.title, "status": problem.status}
    if problem.detail:
        body["detail"] = problem.detail
    if problem.errors:
        body["errors"] = [{"field": each.field, "detail": each.detail} for each in problem.errors]
    return Response(json.dumps(body), status=problem.status, mimetype=PROBLEM_TYPE)


def _page(problem: Problem, *, is_restoring: bool) -> str:
    try:
        return render_template(
            "error.html",
            problem=problem,
            title=problem.title,
            status=problem.status,
            detail=problem.detail,
            is_restoring=is_restoring,
        )
    except TemplateNotFound:
        return f"{problem.title}\n{problem.detail or ''}\n"
