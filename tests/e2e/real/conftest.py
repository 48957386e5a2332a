"""The real library, served once, and pages on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.on_the_map import logged, opened_page
from tests.e2e.real.library import Real, build, served
from tests.e2e.real.pressing import MOST_MS
from tests.e2e.test_tasks import Pointer


@pytest.fixture(scope="session")
def real(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """Serve the library; it is built once. Without a browser it never is."""
    assert browser.is_connected()
    with served(build(tmp_path_factory.mktemp("real"))) as there:
        yield there


@pytest.fixture
def pointer(browser: Browser) -> Iterator[Pointer]:
    """Give a pointer on a desk; at its end the page has neither failed nor logged anything."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(MOST_MS)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    said = logged(page)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield Pointer(page)
    context.close()
    assert said == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page on a desk; at its end no script of it has failed."""
    with opened_page(browser, MOST_MS) as opened:
        yield opened
