"""The product over Bolt, as processes: four writers at once, a server killed in the middle, every page in a browser."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.over_bolt.house import EXAMPLES, PATIENCE_S, ROOT, House, wait_until, weeks
from tests.over_bolt.server import needs_package

pytestmark = [pytest.mark.slow, needs_package]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def in_a_file(house: House, *files: str) -> list[bytes]:
    """Return what a library in a file exports that has read the same."""
    file = {"ALMANAC_STORE": "sqlite", "ALMANAC_DATA": str(house.data / "file")}
    told = house.flask("ingest", *files, **file)
    assert told.returncode == 0, told.stderr
    return house.flask("export", "--format", "jsonl", **file).stdout.encode().splitlines(keepends=True)


def test_four_writers_of_the_same_documents_double_nothing(house: House) -> None:
    """Each reads all of them, in another order; what is there is what one alone would have written."""
    house.flask("ingest", EXAMPLES[0])
    orders = [EXAMPLES, EXAMPLES[::-1], EXAMPLES, EXAMPLES[::-1]]
    writers = [house.start("-m", "flask", "ingest", *files) for files in orders]
    assert [writer.wait(PATIENCE_S) for writer in writers] == [0, 0, 0, 0]

    assert house.exported() == in_a_file(house, *EXAMPLES)


PAGES = (
    *("/", "/months", "/months/2025-03", "/months/2025-03/ten", "/categories", "/concepts", "/models", "/techniques"),
    *("/trends", "/explore", "/explore?view=table", "/reading", "/documents", "/sources", "/audit", "/jobs"),
    *("/communities", "/bridges", "/review", "/review/2025", "/search?q=agents"),
)
THINGS = (
    *("/nodes/paper-", "/nodes/model-", "/nodes/technique-", "/categories/", "/communities/", "/documents/"),
    *("/sources/", "/jobs/"),
)
"""How addresses of things begin; one of each that pages lead to is followed."""


@pytest.fixture
def feed() -> Iterator[str]:
    with weeks() as host:
        yield host


def test_a_server_killed_in_the_middle_of_an_ingest_loses_nothing(house: House, feed: str) -> None:
    """Pages say what happened; the job waits, goes on when the server is back, and nothing is lost or doubled."""
    house.environment["ALMANAC_TRUSTED"] = feed
    house.serve()
    wait_until(lambda: house.status("/readyz") == 200 and not house.unfinished())
    job = house.submit(target := f"http://{feed}/weeks.json")
    wait_until(lambda: house.jobs.job(job).state == "running")
    time.sleep(1)
    house.arcade.kill()
    wait_until(lambda: house.jobs.job(job).message.startswith("waiting: the store"))
    assert [house.status(path) for path in ("/healthz", "/readyz", "/months", "/api/v1/months")] == [200, 503, 503, 503]
    with urllib.request.urlopen(f"{house.address}/jobs/{job}") as answer:
        assert "Waiting: the store" in answer.read().decode()
    told = house.flask("doctor")
    assert (told.returncode, "does not answer" in told.stdout) == (1, True)

    house.arcade.start()
    wait_until(lambda: house.jobs.job(job).state == "done")
    assert house.jobs.job(job).attempts == 1
    wait_until(lambda: not house.unfinished())
    assert house.status("/months") == 200
    files = [*EXAMPLES, str(ROOT / "examples" / "notes.json"), target]
    assert told_records(house.exported()) == told_records(in_a_file(house, *files))


def told_records(lines: list[bytes]) -> list[bytes]:
    """Return the records but for guessed categories and links, which a service makes and an ingest alone does not."""
    return [line for line in lines if b'"predicted"' not in line and b'"RELATED"' not in line]


def test_a_worker_takes_over_from_a_service_that_died(house: House, feed: str) -> None:
    """`flask work` begins anew what the service was killed in the middle of; nothing is lost or doubled."""
    house.environment["ALMANAC_TRUSTED"] = feed
    house.serve()
    wait_until(lambda: house.status("/readyz") == 200 and not house.unfinished())
    house.start("-m", "flask", "work")
    job = house.submit(target := f"http://{feed}/weeks.json")
    wait_until(lambda: house.jobs.job(job).state == "running")
    house.started[0].kill()
    wait_until(lambda: house.jobs.job(job).state == "done")

    assert house.jobs.job(job).attempts == 2
    wait_until(lambda: not house.unfinished())
    files = [*EXAMPLES, str(ROOT / "examples" / "notes.json"), target]
    assert told_records(house.exported()) == told_records(in_a_file(house, *files))


def test_every_page_is_there(house: House, browser: Browser) -> None:
    """Over Bolt as over a file: it answers, and no script of it fails; away, it says so in words."""
    house.serve()
    page = browser.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    things: dict[str, str] = {}
    for path in (*PAGES, *THINGS):
        answer = page.goto(house.address + things.get(path, path), wait_until="networkidle")
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        links = [link.get_attribute("href") or "" for link in page.locator("a").all()]
        things |= {thing: link for link in links for thing in THINGS if link.startswith(thing) and link != thing}
    assert things.keys() == set(THINGS)
    page.goto(house.address + "/months/2025-03")
    page.locator("a[href^='/nodes/paper']").first.click()
    page.get_by_role("button", name="reading", exact=True).first.click()
    page.reload()
    assert page.get_by_role("button", name="reading", exact=True).first.get_attribute("aria-pressed") == "true"
    house.arcade.kill()
    answer = page.goto(house.address + "/months")
    assert answer is not None
    assert (answer.status, "does not answer" in page.locator("main").inner_text()) == (503, True)
    page.close()
    assert failed == []
