"""Pages of sources and jobs: following, asking, cancelling, handing in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from werkzeug.test import TestResponse

from api.pages.sources import LATELY
from api.protection import MOST_BYTES, MOST_UPLOADED
from api.uploads import LONGEST, keep_upload, plain_name
from graph.ports import Appointment, Found, IngestReport, JobOptions, Visit
from graph.subscriptions import subscriptions
from tests.api.pages.sending import FROM_HERE, send
from tests.api.world import NOW, World

FEED = "https://a.example/feed"


def followed(there: World) -> list[str]:
    decided = subscriptions(there.library.decisions.decisions()).values()
    return [each.address for each in decided if each.on]


def source_of(there: World) -> str:
    return there.library.documents.sources()[0].id


def hand_in(client: FlaskClient, content: bytes, name: str, **fields: str) -> TestResponse:
    page = client.get("/sources").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    body = b""  # by hand: Werkzeug's client leaves its temporary file of a large form open
    for field, value in {"csrf_token": token, **fields}.items():
        body += f'--x\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body += head.encode() + content + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    return client.post("/sources/upload", data=body, content_type=kind, headers=FROM_HERE)


def test_what_is_read_can_be_followed_and_mine(there: World, client: FlaskClient) -> None:
    """The form leads to the job, which does both."""
    answer = send(client, "/sources", "/sources", target=FEED, subscribe="1", mine="1")

    assert answer.headers["Location"] == "/jobs/job-1"
    assert there.jobs.job("job-1").options == JobOptions(subscribe=True, mine=True)
    assert there.jobs.job("job-1").target == FEED


def test_a_query_is_an_address_too(there: World, client: FlaskClient) -> None:
    """A file of this machine is not."""
    assert send(client, "/sources", "/sources", target="arxiv:cs.CL").status_code == 303
    for refused in ("/etc/passwd", "letters.xml", "http://", "https://a b/", "source-x", "http://[x"):
        assert send(client, "/sources", "/sources", target=refused).status_code == 422
    assert [job.target for job in there.jobs.jobs()] == ["arxiv:cs.CL"]


def test_a_source_is_followed_marked_asked_and_left_on_its_page(there: World, client: FlaskClient) -> None:
    """Each a button; what it says changes with it."""
    page = f"/sources/{source_of(there)}"
    assert "Not followed" in client.get(page).text
    send(client, f"{page}/follow", page)
    assert "Stop following" in client.get(page).text
    send(client, f"{page}/mine", page)
    assert "It is not mine" in client.get(page).text
    asked = send(client, f"{page}/refresh", page)
    job = there.jobs.job(asked.headers["Location"].rpartition("/")[2])
    assert (job.kind, [job.target]) == ("refresh", followed(there))
    send(client, f"{page}/follow", page, stop="1")
    assert followed(there) == []
    assert "It is not mine" in client.get(page).text, "ending it says nothing of whose it is"


def test_a_source_tells_its_history_and_its_last_error(there: World, client: FlaskClient) -> None:
    """In words, with the next try; asking it now takes it up again."""
    page = f"/sources/{source_of(there)}"
    send(client, f"{page}/follow", page)
    (address,) = followed(there)
    gone = Appointment(address=address, due=None, gone=True, failures=1, error="the site answered 410 Gone")
    there.schedule.keep(gone, Visit(address=address, at=NOW, outcome="gone", message="the site answered 410 Gone"))
    text = client.get(page).text
    assert "The site answered 410 Gone: it is not asked again until you want it." in text
    assert "1 visit" in text

    send(client, f"{page}/refresh", page)
    assert there.schedule.take(address, NOW, NOW)


def test_what_is_followed_without_a_source_is_listed(there: World, client: FlaskClient) -> None:
    """To ask it now or to leave it."""
    send(client, "/sources/upload", "/sources", addresses=f"{FEED}\nhttps://b.example/feed")
    assert followed(there) == [FEED, "https://b.example/feed"]
    assert [job.kind for job in there.jobs.jobs()] == ["refresh"]
    assert "Followed, but nothing came yet" in client.get("/sources").text

    asked = send(client, "/sources/ask", "/sources", address=FEED)
    assert there.jobs.job(asked.headers["Location"].rpartition("/")[2]).target == FEED
    send(client, "/sources/stop", "/sources", address=FEED)
    assert followed(there) == ["https://b.example/feed"]
    assert send(client, "/sources/ask", "/sources", address="/etc/passwd").status_code == 422


@pytest.mark.parametrize("addresses", ["", " \n", f"{FEED}\n/etc/passwd"])
def test_a_list_with_what_is_no_address_follows_nothing(there: World, client: FlaskClient, addresses: str) -> None:
    """All or none."""
    assert send(client, "/sources/upload", "/sources", addresses=addresses).status_code == 422
    assert followed(there) == []


def test_a_file_is_handed_in_and_read_as_a_job(there: World, client: FlaskClient) -> None:
    """Kept in the data folder, under a name that is only a name; larger than any decision may be."""
    answer = hand_in(client, b"x" * (MOST_BYTES + 1), "../my feeds.opml", subscribe="1")
    job = there.jobs.job(answer.headers["Location"].rpartition("/")[2])
    path = Path(job.target)

    assert (path.name, path.parent.name, path.stat().st_size) == ("my-feeds.opml", "uploads", MOST_BYTES + 1)
    assert (job.kind, job.options.subscribe) == ("ingest", True)
    assert "Reading my-feeds.opml" in client.get("/jobs").text


def test_a_file_that_is_too_large_is_refused(there: World, client: FlaskClient) -> None:
    """And so is one without the form's token."""
    assert hand_in(client, b"x" * (MOST_UPLOADED + 1), "large.opml").status_code == 413
    assert client.post("/sources/upload", data={"addresses": FEED}, headers=FROM_HERE).status_code == 403
    assert there.jobs.jobs() == []


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("a.bib", "a.bib"),
        (r"C:\x\..\b.ris", "b.ris"),
        ("..", "upload"),
        ("/", "upload"),
        ("é ü.md", "é-ü.md"),
        ("a." + "." * 250, "upload"),
    ],
)
def test_a_name_is_only_a_name(name: str, plain: str) -> None:
    """Whatever a browser sends."""
    assert plain_name(name) == plain


def test_a_newer_export_replaces_the_older(tmp_path: Path) -> None:
    """Whole, so that nothing reads half of it."""
    for content in (b"older and longer", b"newer"):
        kept = keep_upload(tmp_path, "mine.bib", BytesIO(content))

    assert kept.read_bytes() == b"newer"
    assert [path.name for path in kept.parent.iterdir()] == ["mine.bib"]


def test_the_feeds_that_a_page_names_are_offered(there: World, client: FlaskClient) -> None:
    """Those that are chosen are followed, and asked."""
    job = there.jobs.submit("ingest", "https://a.example/")
    feeds = (Found(FEED, "A's notes"), Found("https://a.example/all.xml"))
    report = IngestReport(target=job.target, source=source_of(there), title="A", new=1, feeds=feeds)
    there.jobs.kept[job.id] = replace(job, state="done", started=NOW, finished=NOW, report=msgspec.to_builtins(report))
    page = client.get(f"/jobs/{job.id}").text
    assert "Feeds it names" in page
    assert page.count('name="address"') == 2

    send(client, f"/jobs/{job.id}/follow", f"/jobs/{job.id}", address=FEED)
    assert followed(there) == [FEED]
    assert there.jobs.jobs()[0].kind == "refresh"
    assert 'value="https://a.example/feed" disabled' in client.get(f"/jobs/{job.id}").text


def test_a_job_under_way_is_looked_at_again(there: World, client: FlaskClient) -> None:
    """By the script, and without one by reloading; it can be cancelled, and then rests."""
    job = there.jobs.submit("refresh")
    page = client.get(f"/jobs/{job.id}").text
    assert f'data-poll="/api/v1/jobs/{job.id}"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    there.jobs.kept["job-2"] = replace(job, id="job-2", state="running", message="being cancelled", cancelling=True)
    cancelled = client.get("/jobs/job-2").text
    assert cancelled.lower().count("being cancelled") == 2, "as its standing, and in words for its bar"
    assert "/jobs/job-2/cancel" not in cancelled

    send(client, f"/jobs/{job.id}/cancel", f"/jobs/{job.id}")
    page = client.get(f"/jobs/{job.id}").text
    assert "Cancelled." in page
    assert "data-poll" not in page
    assert "http-equiv" not in page
    assert client.get("/jobs/none").status_code == 404


def test_visits_of_a_refresh_are_told(there: World, client: FlaskClient) -> None:
    """What each source brought or why it did not."""
    visits = [
        Visit(address=FEED, at=NOW, outcome="new", new=1, changed=2),
        Visit(address="https://b.example/", at=NOW, outcome="failed", message="the site answered 503"),
        Visit(address="https://c.example/", at=NOW, outcome="unchanged"),
    ]
    job = there.jobs.submit("refresh")
    report = {"visits": msgspec.to_builtins(visits), "asked": 3, "failed": 1, "new": 1}
    there.jobs.kept[job.id] = replace(job, state="done", report=report, started=NOW, finished=NOW)
    page = client.get(f"/jobs/{job.id}").text

    for said in ("1 new document, 2 changed", "the site answered 503", "nothing new", "Done, 3 sources asked"):
        assert said in page


def test_the_sources_show_the_latest_jobs_alone(there: World, client: FlaskClient) -> None:
    """All of them have a page."""
    for number in range(LATELY + 3):
        there.jobs.submit("ingest", f"{FEED}/{number}")

    assert client.get("/sources").text.count("Reading https") == LATELY
    assert client.get("/jobs").text.count("Reading https") >= LATELY + 3


@pytest.mark.parametrize("sign", ["x", "é", "文", "𠀀", "\udc80"])
def test_a_long_name_is_cut_to_what_a_file_system_holds(tmp_path: Path, sign: str) -> None:
    """In bytes, not in signs; what says the kind of file stays."""
    kept = keep_upload(tmp_path, f"a{sign * 300}.opml", BytesIO(b"<opml/>"))

    assert kept.suffix == ".opml"
    assert len(kept.name.encode()) <= LONGEST
    assert kept.read_bytes() == b"<opml/>"


def test_two_files_of_one_name_at_once_are_not_mixed(tmp_path: Path) -> None:
    """Each is whole, and the one that ends last stays."""

    class Interrupted(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if not self.tell():
                keep_upload(tmp_path, "mine.bib", BytesIO(b"second"))
            return super().read(size)

    kept = keep_upload(tmp_path, "mine.bib", Interrupted(b"the first"))

    assert kept.read_bytes() == b"the first"
    assert [path.name for path in kept.parent.iterdir()] == ["mine.bib"]


def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    """Neither its beginning nor a draft of it."""

    stream = BytesIO()
    stream.close()

    with pytest.raises(ValueError, match="closed"):
        keep_upload(tmp_path, "mine.bib", stream)

    assert list((tmp_path / "uploads").iterdir()) == []
