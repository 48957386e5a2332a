"""How well names are read: precision, recall and F1 a kind, on hand labels, and how much of it the lexicon carries.

    python -m bench.extraction [--errors] [--labels own|gold]

Each document is ingested whole into a library of its own, as a user would, and what the graph has under a section is
held against the labels of that section: `../shared/gold-dev` (a review of 2024) and `bench/labels/` (three months of
2025, two posts). What is neither a must, a may nor neutral is a false positive. Then once more with every lexicon
entry that occurs in the document taken out: what the forms alone find of names nobody listed.

Last the spellings of `gold-dev/aliases-dev.json` over all seeds: how many clusters are whole (one node has every spelling
as a name), how many are as read (every spelling that a text has leads to one node), which names that must stay two do not.

Needs ../shared (or ALMANAC_SHARED).
"""

from __future__ import annotations

import argparse
import os
import re
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import msgspec
from msgspec import Struct

from graph.embedders.hashing import HashingEmbedder
from graph.errors import FetchError
from graph.model import Basis, Edge, EdgeKind, Node, NodeKind
from graph.ports import Library
from graph.stores.memory import MemoryLibrary
from ingest.entities.extractor import Entities
from ingest.entities.facts import facts_of
from ingest.entities.lexicon import Lexicon, load
from ingest.loading import Loader
from ingest.passages import document_text
from ingest.pipeline import Pipeline

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ALMANAC_SHARED") or ROOT.parent / "shared")
GOLD = SHARED / "gold-dev"
LABELS = ROOT / "bench" / "labels"
SEEDS = SHARED / "seeds"
FEEDS = SHARED / "data" / "feeds" / "real-feeds-dev.tar.xz"

KINDS = {
    NodeKind.MODEL: "models",
    NodeKind.TECHNIQUE: "techniques",
    NodeKind.BENCHMARK: "benchmarks_datasets",
    NodeKind.ORGANIZATION: "organisations",
    NodeKind.PERSON: "people",
    NodeKind.PRODUCT: "products_tools",
}
RELATIONS = {"DEVELOPED_BY": "RELEASED_BY", "CREATED_BY": "RELEASED_BY", "INTRODUCED_BY": "RELEASED_BY"}
_PLAIN = re.compile(r"[^a-z0-9.+]+")


class Row(Struct):
    """One labelled name of a section."""

    canonical: str
    surface_forms: list[str]
    grade: str
    alt_types_ok: list[str] | None = None

    def forms(self) -> set[str]:
        """Return all that the name is called, plainly."""
        return {plain(self.canonical), *map(plain, self.surface_forms)}


class Section(Struct):
    """The labels of one section."""

    section: str
    models: list[Row] = []
    techniques: list[Row] = []
    benchmarks_datasets: list[Row] = []
    organisations: list[Row] = []
    people: list[Row] = []
    products_tools: list[Row] = []

    def rows(self, kind: NodeKind) -> list[Row]:
        """Return the labels of one kind."""
        rows: list[Row] = getattr(self, KINDS[kind])
        return rows


class Relation(Struct):
    """A relation that the document states, by names."""

    subject: str
    relation: str
    object: str
    grade: str = "must"


class Cluster(Struct):
    """Spellings that are one node."""

    surface_forms: list[str]


class Spellings(Struct):
    """The labels of names across documents: those of one node, and pairs ("a", "b") that must stay two."""

    clusters: list[Cluster]
    must_not_merge: list[dict[str, str]]


class Labels(Struct):
    """The labels of one document."""

    sections: list[Section]
    global_neutral: list[str]
    document_title: str = "2024: A Year"
    relations: list[Relation] = []

    def neutral(self) -> set[str]:
        """Return the names that count neither way anywhere."""
        return {plain(name) for group in self.global_neutral for name in re.split(r" / |,", group)}


class Tally(Struct):
    """What was found of one kind, what was missed, what was none."""

    found: int = 0
    missed: int = 0
    wrong: int = 0
    errors: list[str] = []

    def add(self, other: Tally) -> None:
        """Count another document's too."""
        self.found, self.missed, self.wrong = (
            self.found + other.found,
            self.missed + other.missed,
            self.wrong + other.wrong,
        )
        self.errors = [*self.errors, *other.errors]

    def __str__(self) -> str:
        precision = self.found / (self.found + self.wrong or 1)
        recall = self.found / (self.found + self.missed or 1)
        f1 = 2 * precision * recall / (precision + recall or 1)
        counts = f"({self.found} of {self.found + self.missed} found, {self.wrong} wrong)"
        return f"P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}  {counts}"


def plain(text: str | None) -> str:
    """Return a name as names are compared here: lower case, one space for whatever joins its words."""
    return _PLAIN.sub(" ", (text or "").lower()).strip()


def library_of(*targets: Path, lexicon: Lexicon | None = None) -> Library:
    """Return a library with the targets read into it, names and all."""
    library = MemoryLibrary()
    extractor = Entities(lexicon)
    facts = facts_of(extractor.lexicon)
    pipeline = Pipeline(library, Loader(offline), HashingEmbedder, extractor=lambda: extractor, facts=lambda: facts)
    for target in targets:
        pipeline.ingest(str(target))
    pipeline.extract()
    return library


def offline(url: str, **_asked: object) -> NoReturn:
    """Fetch nothing."""
    raise FetchError(url, "nothing is fetched here")


def named_under(library: Library, document: str) -> dict[str, set[str]]:
    """Return plain section → the nodes that an edge read there leads to."""
    found: dict[str, set[str]] = {}
    for edge in library.graph.all_edges():
        for evidence in edge.evidence:
            if evidence.document == document:
                found.setdefault(plain(evidence.section), set()).add(edge.target)
    return found


def score(library: Library, labels: Labels) -> dict[NodeKind, Tally]:
    """Hold what the graph has of the labelled document against its labels."""
    documents = library.documents.documents(limit=10_000)
    document = next(one for one in documents if (one.title or "").startswith(labels.document_title))
    found = named_under(library, document.id)
    nodes = library.graph.many({key for keys in found.values() for key in keys})
    neutral = labels.neutral()
    tallies = {kind: Tally() for kind in KINDS}
    for section in labels.sections:
        keys = {plain(section.section)} | ({""} if section.section == "(intro)" else set())
        here = [nodes[key] for name in keys for key in sorted(found.get(name, ())) if key in nodes]
        for kind, tally in tallies.items():
            tally.add(_score_section(here, section, kind, neutral))
    return tallies


def _score_section(here: Sequence[Node], section: Section, kind: NodeKind, neutral: set[str]) -> Tally:
    tally, explained = Tally(), set(neutral)
    for row in section.rows(kind):
        forms = row.forms()
        explained |= forms
        if row.grade != "must":
            continue
        if any(forms_of(node) & forms for node in here):
            tally.found += 1
        else:
            tally.missed += 1
            tally.errors.append(f"  missed  {row.canonical!r} in {section.section!r}")
    for other in KINDS:
        explained |= {
            form for row in section.rows(other) if kind.value in str(row.alt_types_ok) for form in row.forms()
        }
    for node in here:
        if node.kind is kind and not forms_of(node) & explained:
            tally.wrong += 1
            tally.errors.append(f"  is none {node.name!r} in {section.section!r}")
    return tally


def forms_of(node: Node) -> set[str]:
    """Return all that a node is called, plainly."""
    return {plain(node.name), *map(plain, node.aliases)}


def occurring(target: Path) -> set[str]:
    """Return the names of every lexicon entry that occurs in the target."""
    lexicon = load()
    library = library_of(target, lexicon=lexicon)
    keys = [document.id for document in library.documents.documents(limit=10_000)]
    return {
        mention.name for found in library.mentions.get(keys).values() for mention in found.mentions if mention.known
    }


def relations_of(library: Library, labels: Labels) -> tuple[int, int, list[str]]:
    """Return how many of the stated relations that must be found are, of how many, and what is missing or beyond."""
    edges = [edge for edge in library.graph.all_edges() if edge.basis in (Basis.STATED, Basis.NAMED)]
    edges = [edge for edge in edges if edge.kind not in (EdgeKind.IN_MONTH, EdgeKind.IN_CATEGORY)]
    nodes = library.graph.many({key for edge in edges for key in (edge.source, edge.target)})
    explained: set[int] = set()
    told, missing = 0, []
    must = 0
    for relation in labels.relations:
        hits = [at for at, edge in enumerate(edges) if _says(edge, nodes, relation)]
        explained |= set(hits)
        if relation.grade == "must":
            must += 1
            told += bool(hits)
            if not hits:
                missing.append(f"  missed  {relation.subject} {relation.relation} {relation.object}")
    beyond = [edge for at, edge in enumerate(edges) if at not in explained]
    shown = [_shown(edge, nodes) for edge in beyond if edge.source in nodes and edge.target in nodes]
    return told, must, missing + shown


def _says(edge: Edge, nodes: Mapping[str, Node], relation: Relation) -> bool:
    """Say whether an edge is this relation: an entry's own name stands for the work and for what it brings."""
    kind = RELATIONS.get(relation.relation, relation.relation)
    same = {"RELEASED_BY", "AUTHORED_BY"}
    if edge.kind.value != kind and not {edge.kind.value, kind} <= same:
        return False
    subject, target = nodes.get(edge.source), nodes.get(edge.target)
    if subject is None or target is None:
        return False
    return _is_called(target, relation.object) and _is_called(subject, relation.subject)


def _is_called(node: Node, name: str) -> bool:
    inner = re.search(r"\(([^)]*)\)", name)
    wanted = {plain(name), plain(name.split("(")[0])} | ({plain(inner[1])} if inner else set())
    if node.identity and inner and inner[1] in node.identity:
        return True
    forms = forms_of(node)
    return bool(forms & wanted) or any(form.startswith(f"{one} ") for form in forms for one in wanted if len(one) > 2)


def _shown(edge: Edge, nodes: Mapping[str, Node]) -> str:
    said = edge.evidence[0].quote if edge.evidence else ""
    return f"  beyond  {nodes[edge.source].name[:60]} {edge.kind} {nodes[edge.target].name} | {said}"


def spellings(library: Library, wanted: Spellings) -> tuple[int, int, list[str]]:
    """Return how many clusters are whole, how many are as read, and what is not one or must not be."""
    owners: dict[str, set[str]] = {}
    for node in library.graph.nodes(limit=1_000_000):
        for form in forms_of(node):
            owners.setdefault(form, set()).add(node.id)
    read = list(_read(library, owners))
    counts, errors = [0, 0], []
    for cluster in wanted.clusters:
        whole = [owners.get(plain(form), set()) for form in cluster.surface_forms]
        led = [_led_to(read, form) for form in cluster.surface_forms if any(form in text for text, _ in read)]
        good = [bool(some) and bool(set.intersection(*some)) for some in (whole, led)]
        counts = [count + one for count, one in zip(counts, good, strict=True)]
        if not all(good):
            errors.append(f"  {'whole, not read' if good[0] else 'not one'}: {' | '.join(cluster.surface_forms)}")
    for pair in wanted.must_not_merge:
        if owners.get(plain(pair["a"]), set()) & owners.get(plain(pair["b"]), set()):
            errors.append(f"  must stay two: {pair['a']} | {pair['b']}")
    return counts[0], counts[1], errors


def _read(library: Library, owners: Mapping[str, set[str]]) -> Iterator[tuple[str, list[tuple[int, int, set[str]]]]]:
    """Yield every passage's text with its mentions: where they stand, and the nodes that have their full name."""
    for document in library.documents.documents(limit=10_000):
        mentions = library.mentions.get([document.id])[document.id].mentions
        for at, passage in enumerate(document_text(document, library.documents.items(document.id)).passages):
            here = [one for one in mentions if one.passage == at]
            yield passage.text, [(one.start, one.end, owners.get(plain(one.name), set())) for one in here]


def _led_to(read: Iterable[tuple[str, list[tuple[int, int, set[str]]]]], form: str) -> set[str]:
    """Return the nodes that are named where a text has a spelling: within it, or by a name that it is part of."""
    places = [(match.span(), named) for text, named in read for match in re.finditer(re.escape(form), text)]
    met = [nodes for (first, last), named in places for start, end, nodes in named if start < last and first < end]
    return set().union(*met)


def labelled(which: str) -> Iterator[tuple[Path, Labels]]:
    """Yield each labelled document's target and labels."""
    if which in ("gold", "all"):
        gold = msgspec.json.decode((GOLD / "entities-2024.json").read_bytes(), type=Labels)
        told = msgspec.json.decode((GOLD / "relations-2024.json").read_bytes())["relations"]
        gold.relations = msgspec.convert(told, list[Relation])
        yield next(SEEDS.glob("002*")), gold
    if which in ("own", "all"):
        for file in sorted(LABELS.glob("*.json")):
            labels = msgspec.json.decode(file.read_bytes(), type=Labels)
            yield _target(labels.document_title), labels


def _target(title: str) -> Path:
    """Return the seed or the real feed that holds the document, unpacked for as long as this runs."""
    if title.startswith("2025"):
        return next(SEEDS.glob("002*"))
    folder = Path(tempfile.mkdtemp(prefix="almanac-bench-"))
    with tarfile.open(FEEDS) as archive:
        for member in archive:
            file = archive.extractfile(member)
            body = file.read() if file else b""
            if title[:24].encode() in body or title.replace("’", "&#8217;")[:24].encode() in body:
                target = folder / Path(member.name).name
                target.write_bytes(body)
                return target
    raise SystemExit(f"no feed holds {title!r}")


def measure(which: str, show: bool) -> None:
    """Print the figures on hand labels, with and without what the lexicon knows of them."""
    for known in (True, False):
        total = {kind: Tally() for kind in KINDS}
        print("with the lexicon" if known else "without the entries that occur")
        for target, labels in labelled(which):
            lexicon = load()
            lexicon = lexicon if known else lexicon.without(occurring(target))
            library = library_of(target, lexicon=lexicon)
            for kind, tally in score(library, labels).items():
                total[kind].add(tally)
            if labels.relations and known:
                told, must, rest = relations_of(library, labels)
                print(f"  relations {told} of {must} stated in {labels.document_title!r}")
                print(*(rest if show else []), sep="\n")
        for kind, tally in total.items():
            print(f"  {kind:13} {tally}")
            print(*(tally.errors if show else []), sep="\n", end="\n" if show and tally.errors else "")


def measure_spellings(show: bool) -> None:
    """Print the figures on the spellings of names."""
    wanted = msgspec.json.decode((GOLD / "aliases-dev.json").read_bytes(), type=Spellings)
    whole, read, errors = spellings(library_of(*sorted(SEEDS.glob("*.txt"))), wanted)
    merged = sum("must stay two" in error for error in errors)
    print(f"spellings: {whole} of {len(wanted.clusters)} clusters whole, {read} as read, {merged} forbidden merges")
    print(*(errors if show else []), sep="\n")


def main(arguments: Iterable[str] | None = None) -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what was missed and what is none")
    parser.add_argument("--labels", choices=("own", "gold", "all"), default="all")
    asked = parser.parse_args(None if arguments is None else list(arguments))
    if not SHARED.is_dir():
        raise SystemExit(f"needs {SHARED}, or the folder that ALMANAC_SHARED names")
    measure(asked.labels, asked.errors)
    if asked.labels != "own":
        measure_spellings(asked.errors)


if __name__ == "__main__":
    main()
