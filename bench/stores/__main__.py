"""The same work on each store: papers loaded, and what pages ask, over a file and over Bolt; beside the bare databases.

    python -m bench.stores [--papers 20000] [--rounds 3]

How loading and asking are measured stands in `loading` and `asking`. Needs the seeds and arXiv's snapshot in ../shared (or
ALMANAC_SHARED). The server is ArcadeDB, started here, or the one that NEO4J_URI names, **whose database is emptied**.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from itertools import islice
from pathlib import Path

from bench import needs, positive, verdict
from bench.stores.asking import asked
from bench.stores.loading import loaded
from ingest.snapshot import record_of
from tests.over_bolt.server import bolt_server
from tests.shared import SHARED

SNAPSHOT = SHARED / "data" / "arxiv" / "snapshot-dev.jsonl.gz"
LOAD_RATIO, HOPS_RATIO = 1.3, 2.0


def main() -> int:
    """Measure and print; the exit code is 1 where a limit is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.stores", description="The same work on each store.")
    parser.add_argument("--papers", type=positive, default=20_000, metavar="N", help="papers to load (20000)")
    parser.add_argument("--rounds", type=positive, default=3, metavar="N", help="rounds that count; one more warms up")
    options = parser.parse_args()
    needs(SNAPSHOT)
    with gzip.open(SNAPSHOT, "rb") as lines:
        records = [record_of(line) for line in islice(lines, options.papers)]
    with tempfile.TemporaryDirectory() as folder, bolt_server() as address:
        load = loaded(Path(folder), address, records, options.rounds)
        hops = asked(Path(folder), address, records, options.rounds)
    return verdict(
        [
            (f"over Bolt the store loads in at most {LOAD_RATIO} times the bare driver's time", load <= LOAD_RATIO),
            (f"over Bolt two hops take at most {HOPS_RATIO:.0f} times the bare query's time", hops <= HOPS_RATIO),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
