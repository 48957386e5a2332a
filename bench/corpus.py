"""How quickly arXiv's metadata snapshot comes into the corpus, full text included, and what is found in it.

    python -m bench.corpus [SNAPSHOT.jsonl.gz] [--quick]

Without a file the one in ../shared (or ALMANAC_SHARED) is taken. Each ingest is a process of its own, so that its memory
is its own: the file once, killed half-way and started again, and four times as long (its ids moved to other years, since
a paper that is known costs little; `--quick` leaves that out). The floor is the same text through sqlite3 alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from graph.embedders.hashing import HashingEmbedder
from graph.ports import Corpus
from graph.record import Record
from graph.stores.sqlite import SqliteLibrary
from ingest.fetch import Fetcher
from ingest.loading import Loader
from ingest.pipeline import Pipeline

PAPERS_PER_SECOND = 4_000
MOST_MB = 400
TITLED_MS = 50
ASKED = 500
COPIES = 4
_YEARS = 19
"""Ids from 2007 to 2025 moved by so many years meet none of their own."""
_KILL_AFTER = 0.4


class Ingested(Struct, frozen=True):
    """One ingest in its own process."""

    new: int
    unchanged: int
    seconds: float
    cpu: float
    peak_mb: int


def main() -> int:
    """Measure and print; the exit code is 1 where a limit is broken or a killed run lost something."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description="A snapshot into the corpus, timed.")
    parser.add_argument("snapshot", nargs="?", type=Path, default=default_snapshot())
    parser.add_argument("--quick", action="store_true", help="leave out the file of four times the length")
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.snapshot.is_file():
        print(f"no such snapshot: {options.snapshot}", file=sys.stderr)
        return 2
    if options.into:
        print(msgspec.json.encode(ingest(options.snapshot, options.into)).decode())
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return measure(options.snapshot, Path(folder), quick=options.quick)


def measure(snapshot: Path, folder: Path, *, quick: bool) -> int:
    """Print all figures; return 1 where a limit is broken."""
    floor = timed(lambda: plain_sqlite(snapshot, folder / "floor.sqlite"))
    print(f"sqlite3 alone, the same text     {floor:6.2f} s")
    once = apart(snapshot, folder / "once.sqlite")
    tell("into the corpus", once)
    tell("the same again, all unchanged", apart(snapshot, folder / "once.sqlite"))
    killed(snapshot, folder / "killed.sqlite", once.seconds * _KILL_AFTER)
    resumed = apart(snapshot, folder / "killed.sqlite")
    tell("killed, then again", resumed)
    whole = SqliteLibrary(folder / "once.sqlite").corpus
    lost = digest(whole) != digest(SqliteLibrary(folder / "killed.sqlite").corpus)
    print("  nothing lost or doubled" if not lost else "  IT DIFFERS from the uninterrupted run")
    slow = questions(whole)
    peaks = [once.peak_mb, resumed.peak_mb]
    if not quick:
        longer = apart(repeated(snapshot, folder / "longer.jsonl.gz"), folder / "longer.sqlite")
        tell(f"a file {COPIES} times as long", longer)
        peaks.append(longer.peak_mb)
    rate = once.new / once.seconds
    print(f"{rate:.0f} papers/s (limit {PAPERS_PER_SECOND}), at most {max(peaks)} MB (limit {MOST_MB})")
    return int(lost or slow or rate < PAPERS_PER_SECOND or max(peaks) >= MOST_MB)


def default_snapshot() -> Path:
    """Return where the real papers lie."""
    shared = os.environ.get("ALMANAC_SHARED") or Path(__file__).resolve().parents[2] / "shared"
    return Path(shared) / "data/arxiv/snapshot-dev.jsonl.gz"


def ingest(snapshot: Path, library: Path) -> Ingested:
    """Read the snapshot into the library by the pipeline that the command uses."""
    pipeline = Pipeline(SqliteLibrary(library), Loader(Fetcher().fetch), HashingEmbedder)
    start, cpu = time.perf_counter(), time.process_time()
    report = pipeline.ingest(str(snapshot))
    return Ingested(
        new=report.records.new,
        unchanged=report.records.unchanged,
        seconds=time.perf_counter() - start,
        cpu=time.process_time() - cpu,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def apart(snapshot: Path, library: Path) -> Ingested:
    """Return what an ingest in a process of its own measured."""
    done = subprocess.run(_command(snapshot, library), check=True, capture_output=True)
    return msgspec.json.decode(done.stdout, type=Ingested)


def killed(snapshot: Path, library: Path, after: float) -> None:
    """Start an ingest and kill it in the middle."""
    with subprocess.Popen(_command(snapshot, library)) as running:
        while not library.exists():
            time.sleep(0.01)
        time.sleep(after)
        running.send_signal(signal.SIGKILL)


def _command(snapshot: Path, library: Path) -> list[str]:
    return [sys.executable, "-m", "bench.corpus", str(snapshot), "--into", str(library)]


def tell(what: str, done: Ingested) -> None:
    """Print a line on an ingest."""
    papers = done.new + done.unchanged
    print(
        f"{what:32} {done.seconds:6.2f} s ({done.cpu:5.2f} s cpu), {papers / done.seconds:6.0f} papers/s, "
        f"{done.new} new, {done.unchanged} unchanged, {done.peak_mb} MB"
    )


def plain_sqlite(snapshot: Path, file: Path) -> None:
    """Put the same text into a table and two FTS5 indexes, 2,000 lines a transaction: what nobody can do without."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE papers (number INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (title, text, content = '')")
    connection.execute("CREATE VIRTUAL TABLE titles USING fts5 (title, content = '')")
    with gzip.open(snapshot, "rb") as lines:
        numbered = enumerate(lines)
        while batch := [(number, json.loads(line), line) for number, line in islice(numbered, 2_000)]:
            said = [(number, one["title"], f"{one['authors']} {one['abstract']}") for number, one, _ in batch]
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO papers VALUES (?, ?, ?)", ((n, one["id"], body) for n, one, body in batch)
            )
            connection.executemany("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", said)
            connection.executemany("INSERT INTO titles (rowid, title) VALUES (?, ?)", (row[:2] for row in said))
            connection.execute("COMMIT")
    connection.close()


def repeated(snapshot: Path, to: Path) -> Path:
    """Write the snapshot's papers several times, each time with ids of other years."""
    with gzip.open(to, "wb", compresslevel=1) as longer:
        for copy in range(COPIES):
            with gzip.open(snapshot, "rb") as lines:
                longer.writelines(_moved(line, copy * _YEARS) for line in lines)
    return to


def _moved(line: bytes, years: int) -> bytes:
    key = json.loads(line)["id"]
    return line.replace(key.encode(), f"{int(key[:2]) + years:02d}{key[2:]}".encode(), 1)


def digest(corpus: Corpus) -> str:
    """Return a checksum over all records."""
    whole, after = sha256(), None
    while page := corpus.page(after, 2_000):
        after = page[-1].identity
        whole.update(msgspec.json.encode(page))
    return whole.hexdigest()


def questions(corpus: Corpus) -> bool:
    """Ask for titles, and for words of titles, and print how long that takes; return whether titles take too long."""
    titles = random.Random(1).sample([record.title for record in _all(corpus)], ASKED)  # noqa: S311 - no secret
    words = [" ".join(title.split()[: 1 + place % 4]) for place, title in enumerate(titles)]
    print(f"search for one to four words     {_percentiles(corpus.search, words)[1]}")
    p95, told = _percentiles(corpus.titled, titles)
    print(f"look-up of a title               {told}")
    return p95 > TITLED_MS


def _all(corpus: Corpus) -> Iterator[Record]:
    after = None
    while page := corpus.page(after, 2_000):
        after = page[-1].identity
        yield from page


def _percentiles(ask: Callable[[str], object], texts: Sequence[str]) -> tuple[float, str]:
    times = sorted(1_000 * computed(lambda text=text: ask(text)) for text in texts)  # type: ignore[misc]
    p50, p95 = times[len(times) // 2], times[len(times) * 95 // 100]
    return p95, f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"


def timed(act: Callable[[], object]) -> float:
    """Return the seconds that it takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def computed(act: Callable[[], object]) -> float:
    """Return the processor's seconds, which other programs do not lengthen."""
    start = time.process_time()
    act()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
