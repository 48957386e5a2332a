"""The commands: `flask COMMAND`. Each tells its failure in one line on stderr."""

from __future__ import annotations

from flask import Flask

from api.cli.audit import audit
from api.cli.categories import categories, category
from api.cli.concepts import concept
from api.cli.copy import copy
from api.cli.doctor import doctor
from api.cli.embed import embed
from api.cli.enrich import enrich
from api.cli.extract import extract
from api.cli.ingest import ingest
from api.cli.jobs import jobs, work
from api.cli.library import backup, export, rebuild, restore
from api.cli.link import link
from api.cli.recommend import recommend
from api.cli.review import review
from api.cli.subscriptions import refresh, subscribe, subscriptions, unsubscribe
from api.cli.trends import trends
from api.cli.whole import analyse, bridges, draw

COMMANDS = (
    ingest,
    enrich,
    extract,
    embed,
    link,
    rebuild,
    export,
    backup,
    restore,
    copy,
    doctor,
    recommend,
    review,
    analyse,
    bridges,
    draw,
    audit,
    categories,
    category,
    concept,
    refresh,
    subscribe,
    subscriptions,
    unsubscribe,
    trends,
    jobs,
    work,
)


def register_commands(app: Flask) -> None:
    """Give `flask` our commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
