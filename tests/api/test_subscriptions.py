"""Following, refreshing and jobs over REST and on the command line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask.testing import FlaskClient
from msgspec.structs import replace

from graph.following import follow
from graph.ports import Appointment, IngestReport, JobOptions, Visit
from tests.api.world import NOW, World, world

ROOT = "/api/v1"
FEED, OTHER = "https://letters.example/feed", "https://other.example/feed"
GONE = Appointment(address=FEED, due=None, gone=True, failures=1, error="the site answered 410 Gone")


@pytest.fixture
def here(tmp_path: Path) -> World:
    return world(tmp_path)


@pytest.fixture
def client(here: World) -> FlaskClient:
    return here.app.test_client()


def run(here: World, *arguments: str) -> Result:
    return here.app.test_cli_runner().invoke(args=list(arguments))


def test_an_address_is_followed_and_left(here: World, client: FlaskClient) -> None:
    """Asked for twice it is one decision."""
    for _ in range(2):
        made = client.post(ROOT + "/subscriptions", json={"address": FEED, "mine": True})
        assert (made.status_code, made.json["on"], made.json["mine"], made.json["title"]) == (
            200,
            True,
            True,
            "Letters",
        )
    assert [line["address"] for line in client.get(ROOT + "/subscriptions").json["results"]] == [FEED]

    left = client.post(ROOT + "/subscriptions", json={"address": FEED, "on": False})
    assert (left.json["on"], left.json["mine"]) == (False, True)
    assert client.get(ROOT + "/subscriptions").json["results"] == []
    assert len(here.library.decisions.decisions()) == 2


def test_a_subscription_is_a_decision_like_any_other(client: FlaskClient) -> None:
    """With an id of the client's own, and undone like any other."""
    order = {"kind": "subscription", "id": "mine-0001", "on": f"source:{FEED}", "value": {"on": True}}
    made = [client.post(ROOT + "/decisions", json=order) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 200]
    assert made[0].json["value"] == {"on": True}

    undone = client.post(ROOT + "/decisions", json={"kind": "undo", "value": {"decision": "mine-0001"}})
    assert undone.status_code == 201, undone.text
    assert client.get(ROOT + "/subscriptions").json["results"] == []
    assert client.post(ROOT + "/decisions", json=order | {"id": None, "on": "source:letters"}).status_code == 422


def test_what_was_given_up_is_asked_again_when_it_is_followed_again(here: World, client: FlaskClient) -> None:
    """Even by who follows it already."""
    client.post(ROOT + "/subscriptions", json={"address": FEED})
    here.schedule.keep(GONE, Visit(address=FEED, at=NOW, outcome="gone"))
    told = client.get(ROOT + "/subscriptions").json["results"][0]
    assert (told["gone"], told["standing"][:26]) == (True, "The site answered 410 Gone")

    assert client.post(ROOT + "/subscriptions", json={"address": FEED}).json["gone"] is False
    assert here.schedule.take(FEED, NOW, NOW)


def test_visits_are_told_newest_first(here: World, client: FlaskClient) -> None:
    """Of one address."""
    for number in range(3):
        here.schedule.keep(
            replace(GONE, gone=False), Visit(address=FEED, at=NOW.replace(minute=number), outcome="new", new=number)
        )
    first = client.get(ROOT + "/subscriptions/visits", query_string={"address": FEED, "limit": 2}).json
    rest = client.get(first["next"]).json

    assert [visit["new"] for visit in [*first["results"], *rest["results"]]] == [2, 1, 0]


def test_jobs_of_every_kind_are_queued(here: World, client: FlaskClient) -> None:
    """With what is asked beside the target."""
    orders: list[dict[str, object]] = [
        {"kind": "ingest", "target": FEED, "subscribe": True},
        {"kind": "refresh"},
        {"kind": "refresh", "target": FEED},
        {"kind": "enrich"},
        {"kind": "extract"},
    ]
    assert [client.post(ROOT + "/jobs", json=order).status_code for order in orders] == [202] * 5
    assert [(job.kind, job.target) for job in reversed(here.jobs.jobs())] == [
        ("ingest", FEED),
        ("refresh", ""),
        ("refresh", FEED),
        ("enrich", ""),
        ("extract", ""),
    ]
    assert here.jobs.job("job-1").options == JobOptions(subscribe=True)


def test_a_job_is_cancelled(client: FlaskClient) -> None:
    """There is no other change; what is no job is not found."""
    place = client.post(ROOT + "/jobs", json={"kind": "rebuild"}).location

    assert client.patch(place, json={"state": "cancelled"}).json["state"] == "cancelled"
    refused = client.patch(place, json={"state": "done"})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "state")
    assert client.patch(ROOT + "/jobs/none", json={"state": "cancelled"}).status_code == 404


def test_commands_follow_list_and_leave(here: World) -> None:
    """Saying what changed."""
    assert run(here, "subscribe", FEED, OTHER, "--mine").stdout == "followed: 2, already followed: 0\n"
    assert run(here, "subscribe", FEED).stdout == "followed: 0, already followed: 1\n"
    assert run(here, "subscriptions").stdout.splitlines() == [
        f"{OTHER}  (mine)",
        "  Not asked yet; it comes with the next refresh.",
        f"{FEED}  (mine)",
        "  Letters · Not asked yet; it comes with the next refresh.",
    ]
    left = run(here, "unsubscribe", FEED, "https://never.example/")
    assert (left.stdout, left.stderr) == ("no longer followed: 1\n", "note: 1 of them were not followed\n")
    assert run(here, "subscribe", "letters").exit_code == 1


def test_refresh_says_what_each_source_brought(here: World) -> None:
    """One that fails is told on stderr, and the exit code tells it too."""
    here.refresher.brings = {FEED: IngestReport(target=FEED, title="Letters", new=2), OTHER: "the site answered 503"}
    result = run(here, "refresh")

    assert result.stdout.splitlines()[0] == "Letters"
    assert result.stdout.splitlines()[-1] == "asked: 2, failed: 1"
    assert result.stderr == f"error: {OTHER}: the site answered 503\n"
    assert result.exit_code == 1


def test_refresh_asks_by_name_or_all(here: World) -> None:
    """Or says that there is nothing to do."""
    assert run(here, "refresh").stdout == "nothing is due\n"
    here.refresher.brings = {FEED: IngestReport(target=FEED), OTHER: IngestReport(target=OTHER)}
    assert run(here, "refresh", "--all").stdout == "nothing is due\n", "nothing is followed"
    run(here, "subscribe", FEED)
    assert run(here, "refresh", "--all").stdout.splitlines()[-1] == "asked: 1, failed: 0"
    assert run(here, "refresh", FEED.replace("letters", "LETTERS")).stdout.splitlines()[-1] == "asked: 1, failed: 0"
    assert run(here, "refresh", "--all", FEED).exit_code == 2


def test_only_what_is_followed_is_asked(here: World) -> None:
    """By name too: an address that is mistyped is nobody's wish."""
    here.refresher.brings = {OTHER: IngestReport(target=OTHER)}
    result = run(here, "refresh", OTHER)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"error: {OTHER} is not followed (flask subscribe {OTHER})\n"


def test_what_asked_for_quiet_is_left_alone_unless_it_is_named(here: World) -> None:
    """Until then; what merely failed is asked with all others."""
    here.refresher.brings = {FEED: IngestReport(target=FEED), OTHER: IngestReport(target=OTHER)}
    run(here, "subscribe", FEED, OTHER)
    failed = replace(GONE, gone=False, due=NOW, quiet=NOW + timedelta(hours=5))
    here.schedule.keep(failed, Visit(address=FEED, at=NOW, outcome="failed"))
    result = run(here, "refresh", "--all").stdout.splitlines()

    assert (result[0], result[-1]) == (f"{FEED}: left alone for 5 hours, as its server asked", "asked: 1, failed: 0")
    assert run(here, "refresh", FEED).stdout.splitlines()[-1] == "asked: 1, failed: 0"
    here.schedule.keep(replace(failed, quiet=NOW), Visit(address=FEED, at=NOW, outcome="failed"))
    assert run(here, "refresh", "--all").stdout.splitlines()[-1] == "asked: 2, failed: 0"


BAD: list[tuple[dict[str, object], str, str]] = [
    ({"address": "nonsense"}, "address", "not an address that can be followed: 'nonsense' (http(s)://…"),
    ({"address": "https://a.example/ b"}, "address", "not an address that can be followed: 'https://a.example/ b' ("),
    ({"address": "arxiv:zz.ZZ"}, "address", "arxiv:zz.ZZ: neither ids"),
    ({"address": FEED, "kind": "wrong"}, "kind", "no kind of source: 'wrong' (one of "),
    ({"address": FEED, "kind": "wrong", "on": False}, "kind", "no kind of source: 'wrong' (one of "),
    ({}, "address", "Field required"),
]


@pytest.mark.parametrize(("order", "field", "words"), BAD)
def test_what_could_never_be_read_is_not_followed(
    here: World, client: FlaskClient, order: dict[str, object], field: str, words: str
) -> None:
    """The field is named, and why, in words."""
    answer = client.post(ROOT + "/subscriptions", json=order)
    (told,) = answer.json["errors"]

    assert (answer.status_code, told["field"], told["detail"][: len(words)]) == (422, field, words)
    assert here.library.decisions.decisions() == []


def test_every_door_refuses_what_could_never_be_read(here: World, client: FlaskClient) -> None:
    """On the command line in one line, among decisions by its field."""
    result = run(here, "subscribe", "nonsense")
    words = "not an address that can be followed: 'nonsense' (http(s)://…, arxiv:…, oai:…)"
    assert (result.exit_code, result.stderr) == (1, f"error: {words}\n")
    assert run(here, "subscribe", "arxiv:zz.ZZ").stderr.startswith("error: arxiv:zz.ZZ: neither ids")
    assert run(here, "subscribe", FEED, "--kind", "wrong").stderr.startswith("error: no kind of source: 'wrong'")
    for on, value, field in (
        ("source:nonsense", {"on": True}, "on"),
        ("source:arxiv:zz.ZZ", {"on": True}, "on"),
        (f"source:{FEED}", {"on": True, "kind": "wrong"}, "value.kind"),
    ):
        answer = client.post(ROOT + "/decisions", json={"kind": "subscription", "on": on, "value": value})
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)
    assert here.library.decisions.decisions() == []


def test_what_can_not_be_read_any_more_can_still_be_left(here: World) -> None:
    """It was followed before anybody looked."""
    follow(here.library, here.ingestor.settle_decisions, ["arxiv:zz.ZZ"], NOW)

    assert run(here, "unsubscribe", "arxiv:zz.ZZ").stdout == "no longer followed: 1\n"


def test_jobs_are_listed_and_cancelled(here: World) -> None:
    """One line each, newest first."""
    here.jobs.submit("ingest", FEED)
    here.jobs.submit("refresh")
    here.jobs.kept["job-1"] = replace(here.jobs.kept["job-1"], state="running", done=3, total=1200)

    assert run(here, "jobs").stdout.splitlines() == [
        "job-2 Asking the sources that are due: waiting",
        f"job-1 Reading {FEED}: under way, 3 of 1,200",
    ]
    assert run(here, "jobs", "--cancel", "job-2").stdout == "job-2 Asking the sources that are due: cancelled\n"
    here.jobs.kept["job-1"] = replace(here.jobs.kept["job-1"], cancelling=True)
    assert run(here, "jobs", "--cancel", "job-1").stdout == f"job-1 Reading {FEED}: being cancelled\n"
    assert run(here, "jobs", "--cancel", "none").exit_code == 1
