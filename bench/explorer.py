"""How quickly the explorer paints and answers, in headless Chromium with software WebGL; and how heavy pages' scripts are.

    python -m bench.explorer [1000 10000 50000] [--runs 3] [--chromium /usr/bin/chromium]

Each count is a library of made-up works and concepts in fields, with two links and two edges a work, months of two years,
communities and places, served on loopback by the app itself. A run opens `/explore` in a fresh browser profile: the time is
from the navigation to the first painted map (the page's own mark `explorer:painted`), the server's chart being made; told is
the median of the runs. Then a kind and the hubs are hidden and shown and the slider is moved, in turn, a moment apart, each
from the key pressed to the first frame after the map was drawn anew; the limit is for the median, told is the slowest too.
The scripts of a page are what it fetched, gzipped by us.
The baseline in the same run is the page without its map (`?view=table`): what the server and the browser take anyway.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import shutil
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from statistics import median
from time import perf_counter

import msgspec
import numpy as np
from msgspec import Struct
from playwright.sync_api import Browser, Page, Response, sync_playwright
from werkzeug.serving import make_server

from api import create_app
from api.parts import Parts
from app import load_examples, parts_of, settings_from
from bench import positive, verdict
from graph.link import Link, link_of
from graph.model import Basis, Claim, ClaimRank, Edge, EdgeKind, GraphDelta, Node, NodeId, NodeKind, Source
from graph.months import shift
from graph.ports.analysis import Atlas, Community
from graph.stores.sqlite import SqliteLibrary

PAINTED_S = {1_000: 1.5, 10_000: 4.0, 50_000: 8.0}
ANSWER_MS = 100.0
ANSWERING = 10_000
"""The count at which filters and slider have a limit."""
HEAVIEST_KB = 120.0
PAGES = ("/", "/explore", "/months/2025-03", "/trends", "/categories", "/reading", "/search?q=kite", "/bridges")
ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
]
_FIELD = 400
"""Nodes of a field, one in twelve of them a concept."""
_CONCEPT = 12
_WORDS = "quiet waiting river stone bread kite learning search model graph field measure distant early open paired"
_KINDS = (NodeKind.TECHNIQUE, NodeKind.MODEL, NodeKind.BENCHMARK, NodeKind.ORGANIZATION)
_BATCH = 5_000
APART_MS = 200
"""Between two presses: nobody is quicker, and the map has come to rest."""
PRESSES = 6
"""How often each control is pressed on an open map."""


class Opened(Struct, frozen=True, kw_only=True):
    """A count measured: seconds to the first paint and of the page without the map, milliseconds of each answer by its name."""

    painted: float
    bare: float
    answers: dict[str, list[float]]


def main() -> int:
    """Measure and print; the exit code is 1 where a limit is broken, 2 where there is no browser."""
    parser = argparse.ArgumentParser(prog="python -m bench.explorer", description="The explorer, timed in a browser.")
    parser.add_argument("counts", nargs="*", type=positive, default=list(PAINTED_S))
    parser.add_argument("--runs", type=positive, default=3, help="times each is opened")
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    options = parser.parse_args()
    if not options.chromium or not Path(options.chromium).exists():
        print("not measured: this machine has no Chromium (--chromium names one)", file=sys.stderr)
        return 2
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    limits: list[tuple[str, bool]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=ARGUMENTS)
        for count in options.counts:
            with tempfile.TemporaryDirectory() as folder, served(Path(folder), count) as address:
                limits += told(count, opened(browser, address, options.runs))
        with tempfile.TemporaryDirectory() as folder, shown(Path(folder)) as address:
            limits += weighed(browser, address)
        browser.close()
    return verdict(limits)


def told(count: int, done: Opened) -> list[tuple[str, bool]]:
    """Print what was measured of one count; return its limits."""
    usual = max(median(taken) for taken in done.answers.values())
    answers = ", ".join(
        f"{name} {median(taken):.0f} ms (slowest {max(taken):.0f})" for name, taken in done.answers.items()
    )
    print(
        f"{count:7,} nodes: painted after {done.painted:.2f} s ({done.painted / done.bare:.1f} times the table's "
        f"{done.bare:.2f} s); {answers}",
        flush=True,
    )
    limits = (
        [(f"{count:,} painted in {PAINTED_S[count]} s", done.painted <= PAINTED_S[count])] if count in PAINTED_S else []
    )
    return limits + (
        [(f"answers at {count:,} in {ANSWER_MS:.0f} ms", usual <= ANSWER_MS)] if count == ANSWERING else []
    )


def opened(browser: Browser, address: str, runs: int) -> Opened:
    """Return the medians over so many fresh openings, and what every answer took."""
    painted, bare, answers = [], [], defaultdict[str, list[float]](list)
    for _ in range(runs):
        with fresh(browser) as page:
            page.goto(f"{address}/explore?view=table")
            bare.append(page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart") / 1000)
        with fresh(browser) as page:
            page.goto(f"{address}/explore")
            page.wait_for_selector("#explorer[data-painted]", timeout=60_000)
            painted.append(page.evaluate("performance.getEntriesByName('explorer:painted')[0].startTime") / 1000)
            for name, taken in answered(page):
                answers[name].append(taken)
    return Opened(painted=median(painted), bare=median(bare), answers=answers)


def answered(page: Page) -> Iterator[tuple[str, float]]:
    """Yield how long each filter took, from the press to the first frame after the map was drawn anew."""
    for _ in range(PRESSES):
        yield "a kind hidden or shown", _measured(page, ".map-kind input", "Space")
        yield "hubs hidden or shown", _measured(page, ".map-check input", "Space")
        yield "the slider moved", _measured(page, ".map-handle.is-until", "ArrowLeft")


def _measured(page: Page, selector: str, key: str) -> float:
    page.wait_for_timeout(APART_MS)
    page.locator(selector).first.focus()
    page.evaluate("performance.clearMeasures('explorer:filter'); window.shownAfter = null;" + _WATCH)
    page.keyboard.press(key)
    while page.evaluate("window.shownAfter") is None:
        page.wait_for_timeout(50)
    if not page.evaluate("performance.getEntriesByName('explorer:filter').length"):
        raise RuntimeError(f"{selector} filters nothing")
    return float(page.evaluate("window.shownAfter"))


_WATCH = """
addEventListener('keydown', () => {
  const pressed = performance.now();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.shownAfter = performance.now() - pressed; }));
}, { capture: true, once: true });
"""


def weighed(browser: Browser, address: str) -> list[tuple[str, bool]]:
    """Print the gzipped kilobytes of each page's scripts; return the limit."""
    heaviest = 0.0
    for path in PAGES:
        with fresh(browser) as page:
            answers: list[Response] = []
            page.on("response", partial(_keep, answers))
            page.goto(f"{address}{path}", wait_until="networkidle")
            scripts = {one.url: one.body() for one in answers if one.url.partition("?")[0].endswith(".js")}
            size = sum(len(gzip.compress(body, 9)) for body in scripts.values()) / 1000
            print(f"  {path}: {size:.1f} kB of scripts, gzipped")
            heaviest = max(heaviest, size)
    return [(f"scripts of any page at most {HEAVIEST_KB:.0f} kB gzipped", heaviest <= HEAVIEST_KB)]


def _keep(answers: list[Response], answer: Response) -> None:
    answers.append(answer)


@contextmanager
def fresh(browser: Browser) -> Iterator[Page]:
    """Give a page of a profile that has nothing kept."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def served(folder: Path, count: int) -> Iterator[str]:
    """Serve a library of so many nodes, its chart made; no worker runs beside it."""
    start = perf_counter()
    fill(folder, count)
    parts = parts_in(folder)
    filled = perf_counter()
    chart = parts.charter.chart()
    print(
        f"{len(chart.keys):,} nodes and {len(chart.joins.one):,} joins written in {filled - start:.1f} s, "
        f"their chart made in {perf_counter() - filled:.1f} s",
        flush=True,
    )
    with serving(parts) as address:
        yield address


@contextmanager
def shown(folder: Path) -> Iterator[str]:
    """Serve the examples, whose pages have all that pages may have."""
    parts = parts_in(folder)
    with redirect_stdout(StringIO()):
        load_examples(parts)
    parts.analysis.refresh()
    with serving(parts) as address:
        yield address


def parts_in(folder: Path) -> Parts:
    """Return the parts over a data folder."""
    return parts_of(
        settings_from({"ALMANAC_DATA": str(folder), "ALMANAC_CACHE": str(folder), "ALMANAC_MODEL": "hashing"})
    )


@contextmanager
def serving(parts: Parts) -> Iterator[str]:
    """Serve on loopback, without a worker; give the address."""
    server = make_server("127.0.0.1", 0, create_app(parts), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


def fill(folder: Path, count: int) -> None:
    """Write a library of made-up nodes, and its analysis: every field a community on a place of its own."""
    draw = np.random.default_rng(7)
    nodes = [_node(number, draw) for number in range(count)]
    fields = [nodes[start : start + _FIELD] for start in range(0, count, _FIELD)]
    library = SqliteLibrary(folder / "almanac.sqlite")
    library.documents.put_source(Source(id="source-made-up", kind="feed", title="Made up"))
    links: list[Link] = []
    for number, field in enumerate(fields):
        concepts = [node for node in field if node.kind not in (NodeKind.PAPER, NodeKind.ARTICLE)]
        works = [node for node in field if node.kind in (NodeKind.PAPER, NodeKind.ARTICLE)]
        claims = tuple(Claim(node=node, rank=ClaimRank.LIST, stamp="") for node in field)
        edges = [edge for node in works for edge in _edges(node, concepts, draw)]
        library.graph.apply([GraphDelta(contributor=f"field-{number}", claims=claims, edges=tuple(edges))])
        for place, node in enumerate(works[:-2]):
            links += [
                link_of(node.id, other.id, float(draw.uniform(0.85, 1))) for other in works[place + 1 : place + 3]
            ]
    library.links.replace(links)
    library.close()
    (folder / "atlas.json").write_bytes(msgspec.json.encode(_atlas(fields, draw)))


def _node(number: int, draw: np.random.Generator) -> Node:
    kind = (
        _KINDS[number % len(_KINDS)] if number % _CONCEPT == 0 else (NodeKind.PAPER, NodeKind.ARTICLE)[number % 7 == 0]
    )
    name = " ".join(draw.choice(_WORDS.split(), 2 if number % _CONCEPT == 0 else 7)).capitalize()
    return Node(id=f"{kind.value}-made-up-{number:06}", kind=kind, name=f"{name} {number}")


def _edges(node: Node, concepts: list[Node], draw: np.random.Generator) -> Iterator[Edge]:
    month = shift("2024-01", int(draw.integers(24)))
    yield Edge(source=node.id, kind=EdgeKind.IN_MONTH, target=f"month-{month}", basis=Basis.PUBLISHED)
    for place in {int(abs(draw.normal(0, len(concepts) / 3))) % len(concepts) for _ in range(2)}:
        yield Edge(source=node.id, kind=EdgeKind.USES, target=concepts[place].id, basis=Basis.STATED)


def _atlas(fields: list[list[Node]], draw: np.random.Generator) -> Atlas:
    side = int(np.ceil(len(fields) ** 0.5))
    step = 20_000 / side
    positions: dict[NodeId, tuple[int, int]] = {}
    for number, field in enumerate(fields):
        middle = np.array([number % side, number // side]) * step - 10_000 + step / 2
        spots = np.round(middle + draw.normal(0, step / 6, (len(field), 2))).astype(int).tolist()
        positions.update((node.id, (x, y)) for node, (x, y) in zip(field, spots, strict=True))
    communities = [
        Community(
            id=f"community-{number}",
            name=f"{field[0].name.rsplit(' ', 1)[0]} {number}",
            terms=(),
            members=tuple(node.id for node in field),
            works=len(field),
        )
        for number, field in enumerate(fields)
    ]
    return Atlas(made_of="made up", nodes=sum(map(len, fields)), communities=tuple(communities), positions=positions)


if __name__ == "__main__":
    sys.exit(main())
