"""Forms, sent as the pages' own are."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


def send(client: FlaskClient, path: str, page: str, **fields: str) -> TestResponse:
    """Send a form as the page's own would be sent."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert token is not None
    return client.post(path, data={"csrf_token": token[1], "back": page, **fields}, headers=FROM_HERE)
