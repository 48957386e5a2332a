"""A job's page in a browser: it follows the job, and says when nobody answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from tests.api.world import NOW, World, world
from tests.e2e.serving import served_on_loopback


@pytest.fixture
def there(tmp_path: Path) -> World:
    return world(tmp_path)


@pytest.fixture
def address(there: World) -> Iterator[str]:
    with served_on_loopback(there.app) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_a_page_follows_its_job_to_the_end(there: World, address: str, page: Page) -> None:
    """Drawn anew only where the tag has changed; then it asks no more."""
    job = there.jobs.submit("ingest", "https://a.example/feed")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/jobs")[0].rpartition("/")[2]))
    page.goto(f"{address}/jobs/{job.id}")
    expect(page.locator(".job-standing")).to_have_text("Waiting.")

    there.jobs.kept[job.id] = replace(job, state="running", done=30, total=120, started=NOW)
    expect(page.locator(".job-standing")).to_have_text("Under way, 30 of 120.")
    assert page.locator("progress").evaluate("bar => [bar.value, bar.max]") == [30, 120]

    there.jobs.kept[job.id] = replace(job, state="done", report={"new": 2}, started=NOW, finished=NOW)
    expect(page.locator(".job-standing")).to_have_text("Done, 2 new documents.")
    expect(page.locator("[data-poll]")).to_have_count(0)
    count = len(asked)
    page.wait_for_timeout(2500)
    assert len(asked) == count


def test_a_page_says_when_nobody_answers(there: World, address: str, page: Page) -> None:
    """And goes on looking."""
    job = there.jobs.submit("ingest", "https://a.example/feed")
    page.goto(f"{address}/jobs/{job.id}")
    page.route(re.compile("/api/"), lambda route: route.abort())
    expect(page.get_by_role("status")).to_have_text("The service does not answer; looking again soon.")

    page.unroute(re.compile("/api/"))
    there.jobs.kept[job.id] = replace(job, state="failed", message="no feed", started=NOW, finished=NOW)
    expect(page.locator(".job-standing")).to_have_text("Failed: no feed.", timeout=10_000)
    expect(page.get_by_role("status")).to_have_count(0)
