"""JSON as requests bring it and answers carry it."""

from __future__ import annotations

from typing import Any

from flask.json.provider import DefaultJSONProvider


class JsonText(DefaultJSONProvider):
    """Keeps the order of the shapes, and letters as they are."""

    sort_keys = False
    ensure_ascii = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return the value, or raise ValueError, which is answered 400; what nests without end is no JSON either."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
