"""What the quick path finds in abstracts: the names that people call a paper's model or method by, and false models.

    python -m bench.abstracts [--missed] [--sample SEED]

The names are those of `data/entities`, where the text of the snapshot's paper has them. `--sample` prints the models
found in a hundred abstracts, to be judged by eye. Needs ../shared (or ALMANAC_SHARED).
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
from collections.abc import Collection, Iterator, Sequence

import msgspec
from msgspec import Struct

from bench.extraction import KINDS, SHARED, plain
from graph.mention import Mention, Text
from graph.model import NodeKind
from graph.record import Record
from ingest.entities.extractor import Entities
from ingest.entities.lexicon import load
from ingest.passages import record_text

NAMES = SHARED / "data" / "entities" / "model-names-dev.jsonl"
SNAPSHOT = SHARED / "data" / "arxiv" / "snapshot-dev.jsonl.gz"
SAMPLED = 100


class NameRow(Struct):
    """A paper and what people call its model or method."""

    arxiv_id: str | None
    model: str
    in_corpus: bool = False
    literal_in_text: bool = False

    @property
    def identity(self) -> str:
        """Return the paper's identity."""
        return f"arxiv:{self.arxiv_id}"


def records(wanted: Collection[str] | None = None) -> Iterator[Record]:
    """Yield the snapshot's records, of these arXiv ids or all."""
    with gzip.open(SNAPSHOT) as lines:
        for line in lines:
            row = msgspec.json.decode(line)
            if wanted is None or row["id"] in wanted:
                title, abstract = (re.sub(r"\s+", " ", row[field] or "").strip() for field in ("title", "abstract"))
                yield Record(identity=f"arxiv:{row['id']}", title=title, abstract=abstract, provider="arxiv-snapshot")


def measure_names(show: bool) -> None:
    """Print the share of known model names that the quick path finds where the text has them.

    The list's names are cut out of titles by program, so many are none ("Self", "The Era of 1"): told apart are those
    that stand in the text as a word of their own, in their own case.
    """
    rows = [msgspec.json.decode(line, type=NameRow) for line in NAMES.read_bytes().splitlines()]
    rows = [row for row in rows if row.in_corpus and row.literal_in_text and row.arxiv_id]
    texts = {text.key: text for text in map(record_text, records({row.arxiv_id for row in rows if row.arxiv_id}))}
    rows = [row for row in rows if row.identity in texts]  # `in_corpus` speaks of more papers than this snapshot has
    whole = [row for row in rows if _stands(row.model, texts[row.identity])]
    for known in (True, False):
        extractor = Entities(load() if known else load().without({row.model for row in rows}))
        found = {found.key: found.mentions for found in extractor.skim(texts.values())}
        print(
            "names in abstracts, lexicon and forms" if known else "names in abstracts, without the entries that occur"
        )
        for told, some in (("rows whose text has it", rows), ("of them as a word of its own", whole)):
            kinds = [_kind_found(row, found[row.identity]) for row in some]
            named = sum(kind in (NodeKind.MODEL, NodeKind.TECHNIQUE) for kind in kinds)
            other = sum(kind in (NodeKind.BENCHMARK, NodeKind.PRODUCT) for kind in kinds)
            share = f"{named / len(some):.2f}; with the {other} read as benchmark or product {(named + other) / len(some):.2f}"
            print(f"  {told}: {named} of {len(some)} = {share}")
        missed = [row for row in whole if _kind_found(row, found[row.identity]) is None]
        print(
            *(f"    missed {row.model!r} in {row.arxiv_id}" for row in missed if show),
            sep="\n",
            end="\n" if show and missed else "",
        )


def _stands(name: str, text: Text) -> bool:
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return any(pattern.search(passage.text) for passage in text.passages)


def _kind_found(row: NameRow, mentions: Sequence[Mention]) -> NodeKind | None:
    """Return what the row's name was read as, best first; "Graph of Thoughts (GoT)" is both its names."""
    inner = re.search(r"\(([^)]*)\)$", row.model)
    wanted = {plain(row.model)} | ({plain(row.model[: inner.start()]), plain(inner[1])} if inner else set())
    kinds = {
        mention.kind for mention in mentions if wanted & {plain(mention.text), plain(mention.name), plain(mention.long)}
    }
    return next((kind for kind in KINDS if kind in kinds), None)


def sample(seed: int) -> None:
    """Print the models named in a hundred abstracts, to be judged by eye."""
    drawn = random.Random(seed).sample(list(records()), SAMPLED)  # noqa: S311 - a sample, not a secret
    count = 0
    for record, found in zip(drawn, Entities(load()).skim(map(record_text, drawn)), strict=True):
        models = {mention.name: mention.text for mention in found.mentions if mention.kind is NodeKind.MODEL}
        count += len(models)
        for name, written in models.items():
            print(f"  {record.identity:18} {name!r} written {written!r} in {record.title[:70]!r}")
    print(f"{count} models in {SAMPLED} abstracts")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true", help="list the names that were missed")
    parser.add_argument("--sample", type=int, metavar="SEED", help="models of a hundred abstracts instead")
    asked = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit(f"needs {SHARED}, or the folder that ALMANAC_SHARED names")
    if asked.sample is None:
        measure_names(asked.missed)
    else:
        sample(asked.sample)


if __name__ == "__main__":
    main()
