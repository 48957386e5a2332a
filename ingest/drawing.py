"""What texts name, drawn: findings kept, names resolved, and every text drawn again whose names mean something else now.

A text's part of the graph follows from its findings, from where it stands (its document and items, or its record and
the work that this is of) and from what its names mean in the whole library. So whatever changes one of the three draws
the texts again that it matters to, and no others: every incremental step is equal to a rebuild.

Findings are kept only while they are of the text as it is now. Those of a text that changed are taken back in the
transaction that changes it, whenever it may be read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from graph.concept_names import ConceptNames, concept_names
from graph.concepts import NAMES, Place, document_place, draw, record_place
from graph.ids import kind_of
from graph.known_names import KnownNames
from graph.lineage import Facts, Told, first_read, lineage, names_known
from graph.mention import Findings, Mention, Text
from graph.model import WORK_KINDS, Basis, DocumentId, EdgeKind, Evidence, GraphDelta, Item, Node, NodeId, NodeKind
from graph.names import name_key
from graph.ports import Library, Reading
from graph.resolve import Resolution, changed, gather, heirs, resolve
from graph.standing import in_force, meant
from graph.uses import has_say, is_document, uses_of
from ingest.entities.sentences import sentences
from ingest.items.sections import months_told
from ingest.passages import document_text, record_text

STEP = 200
"""Texts drawn at a time: their outlines are held in memory."""


class Drawing:
    """Draws what the texts of one library name; every method belongs inside a transaction and returns the nodes touched."""

    def __init__(self, library: Library, facts: Callable[[], Facts]) -> None:
        self._library = library
        self._facts = facts

    def put(self, findings: Sequence[Findings]) -> set[NodeId]:
        """Keep what was read, and draw it with all that it matters to."""
        saying = {each.key: uses_of(each) for each in findings if has_say(each)}
        names = {name for uses in saying.values() for use in uses for name in (use.name, use.long) if name}
        store = self._library.mentions
        return self._changing([each.key for each in findings], lambda: store.put(findings), saying, names)

    def forget(self, texts: Collection[str]) -> set[NodeId]:
        """Take back what was read in these texts."""
        return self._changing(texts, lambda: self._library.mentions.delete(texts)) if texts else set()

    def again(self, texts: Collection[str]) -> set[NodeId]:
        """Draw these texts as they stand now."""
        store, touched = self._library.mentions, set[NodeId]()
        decided, ordered = self._decided(), iter(sorted(texts))
        while some := list(islice(ordered, STEP)):
            resolution = self._resolved(store.used(some), decided)
            touched |= self._draw(some, resolution)
        return touched

    def documents(self, readings: Sequence[Reading]) -> set[NodeId]:
        """Draw documents that were read anew; what was found in one before its text changed is forgotten."""
        keys = {one.document.id for one in readings}
        stale = self.stale(readings)
        return self.forget(stale) | self.again(self._library.mentions.read(keys).keys() - stale)

    def stale(self, readings: Sequence[Reading]) -> set[DocumentId]:
        """Return those of the documents that were read for names and have another text now."""
        held = self._library.mentions.read([one.document.id for one in readings])
        return self._stale(
            {one.document.id: document_text(one.document, one.items) for one in readings if one.document.id in held}
        )

    def records(self, identities: Collection[str]) -> set[NodeId]:
        """Forget what was found in those of the records whose texts changed."""
        held = self._library.mentions.read(identities)
        records = self._library.corpus.records(held)
        return self.forget(self._stale({key: record_text(record) for key, record in records.items()}))

    def works(self, nodes: Collection[NodeId]) -> set[NodeId]:
        """Draw the records of those of the nodes that are works; withdraw those whose works are gone."""
        graph = self._library.graph
        works = [key for key in nodes if kind_of(key) in WORK_KINDS]
        if not works or self.is_empty():
            return set()
        spoke = (name.removeprefix(NAMES) for name in graph.contributors(works) if name.startswith(NAMES))
        had = {key for key in spoke if not is_document(key)}
        known = {node.identity for node in graph.many(works).values() if node.identity}
        return self.again(had | self._saying(known))

    def decided(self, keys: Collection[str]) -> set[NodeId]:
        """Draw the texts again whose names the decisions on these keys speak of, or spoke of before they were undone."""
        log = self._library.decisions
        made = log.decisions()
        told = meant(made)
        names = concept_names(log.decisions(keys), told).decided()
        if not names:
            return set()
        store = self._library.mentions
        uses = gather(names, store, concept_names(made, told), self._known)
        return self.again({use.text for use in uses})

    def everything(self) -> set[NodeId]:
        """Draw all documents' names into a graph that holds none."""
        touched = set[NodeId]()
        decided = self._decided()
        names = {name for page in _names(self._library) for name in page}
        resolution = self._resolved(names, decided)
        after: DocumentId | None = None
        while page := self._library.documents.documents(after=after, limit=STEP):
            after = page[-1].id
            touched |= self._draw([document.id for document in page], resolution)
        return touched

    def lineage(self) -> set[NodeId]:
        """Draw what the concepts that texts name are called, who made them, and how models descend from each other."""
        graph, facts, decided = self._library.graph, self._facts(), self._decided()
        named = self._library.concordance.counts()
        first, nodes = self._first_named(named), graph.many(named).values()
        known = (fact for node in nodes if (fact := facts.get((node.kind, name_key(node.name)))))
        names = {name_key(name) for fact in known for name in (fact.organization, fact.parent) if name}
        resolution = self._resolved(names, decided)
        made = graph.edges_from([node.id for node in nodes], (EdgeKind.RELEASED_BY,))
        makers = graph.many({edge.target for edge in made}).values()
        said: defaultdict[NodeId, set[NodeId]] = defaultdict(set)
        for edge in made:
            if edge.basis is not Basis.KNOWN:
                said[edge.source].add(edge.target)
        told = Told(first, named, {key: frozenset(some) for key, some in said.items()})
        touched = graph.apply([lineage(nodes, facts, resolution, told)])
        self._redirect(makers, resolution)
        return touched

    def is_empty(self) -> bool:
        """Tell whether no text with a say names anything."""
        return not self._library.mentions.names(limit=1)

    def current(self, texts: Collection[str]) -> dict[str, Text]:
        """Return those of the texts that there are, as they are now."""
        documents = self._library.documents.many([key for key in texts if is_document(key)])
        records = self._library.corpus.records([key for key in texts if not is_document(key)])
        found = {key: document_text(document, self._items(key)) for key, document in documents.items()}
        return found | {key: record_text(record) for key, record in records.items()}

    def _first_named(self, named: Iterable[NodeId]) -> dict[NodeId, Evidence]:
        """Return each model among what texts name, and where the first to name it does."""
        graph = self._library.graph
        made = {key for key in named if kind_of(key) is NodeKind.MODEL}
        first = self._library.concordance.first(made)
        edges = graph.edges_from(set(first.values()), (EdgeKind.MENTIONS,))
        return first_read((edge for edge in edges if first.get(edge.target) == edge.source), {})

    def _stale(self, texts: Mapping[str, Text]) -> set[str]:
        """Return those of the texts that were read and have changed since."""
        held = self._library.mentions.read(texts)
        return {key for key, (digest, _) in held.items() if digest != texts[key].digest}

    def _saying(self, texts: Collection[str]) -> set[str]:
        """Return those of the texts that were read and have a say."""
        return {key for key, each in self._library.mentions.get(texts).items() if has_say(each)}

    def _changing(
        self,
        texts: Collection[str],
        change: Callable[[], None],
        saying: Collection[str] = (),
        names: Collection[str] = (),
    ) -> set[NodeId]:
        """Change what is kept of these texts, and draw all that this matters to.

        `saying` are those that have a say afterwards, `names` the names that they use then.
        """
        store, decided = self._library.mentions, self._decided()
        spoke, concerned = self._saying(texts), {*names, *store.used(texts)}
        before = self._resolved(concerned, decided)
        change()
        moved = changed(before, self._resolved(concerned, decided))
        return self.again({*spoke, *saying, *store.naming(moved)})

    def _draw(self, texts: Sequence[str], resolution: Resolution) -> set[NodeId]:
        """Let these texts say what they say now: nothing where nothing is known of them, or no longer."""
        found = {key: each for key, each in self._library.mentions.get(texts).items() if has_say(each)}
        deltas = [
            *self._documents([each for key, each in found.items() if is_document(key)], resolution),
            *self._records([each for key, each in found.items() if not is_document(key)], resolution),
        ]
        silent = set(texts) - {delta.contributor.removeprefix(NAMES) for delta in deltas}
        before = self._concepts(texts)
        touched = self._library.graph.apply(
            [*deltas, *(GraphDelta(contributor=f"{NAMES}{key}") for key in sorted(silent))]
        )
        gone = [node for key, node in before.items() if key in touched]
        self._redirect(gone, resolution, [one for each in found.values() for one in each.mentions] if gone else ())
        return touched

    def _concepts(self, texts: Collection[str]) -> dict[NodeId, Node]:
        """Return the concepts that these texts name as drawn so far."""
        graph = self._library.graph
        works = graph.find([key for key in texts if not is_document(key)])
        sources = {*(key for key in texts if is_document(key)), *(node.id for node in works.values())}
        return graph.many({edge.target for edge in graph.edges_from(sources, (EdgeKind.MENTIONS,))})

    def _redirect(self, nodes: Collection[Node], resolution: Resolution, mentions: Collection[Mention] = ()) -> None:
        """Let the ids of concepts lead to what their names mean now; where a node is still there, once it is gone."""
        graph = self._library.graph
        moved = heirs(nodes, resolution, mentions)
        there = graph.many([new for _, new in moved])
        for old, new in moved:
            if new in there:
                graph.redirect(old, new)

    def _documents(self, found: Sequence[Findings], resolution: Resolution) -> Iterator[GraphDelta]:
        documents = self._library.documents.many([each.key for each in found])
        recorded = self._library.graph.edges_from(documents, (EdgeKind.RECORDS,))
        works = {edge.source: edge.target for edge in recorded}
        for each in found:
            if (document := documents.get(each.key)) is not None:
                items = self._items(each.key)
                place = document_place(document, items, works.get(each.key), months_told(document, items))
                yield from self._said(document_text(document, items), each, place, resolution)

    def _records(self, found: Sequence[Findings], resolution: Resolution) -> Iterator[GraphDelta]:
        keys = [each.key for each in found]
        records, works = self._library.corpus.records(keys), self._library.graph.find(keys)
        for each in found:
            if each.key in works and each.key in records:
                place = record_place(each.key, works[each.key].id)
                yield from self._said(record_text(records[each.key]), each, place, resolution)

    def _said(self, text: Text, findings: Findings, place: Place, resolution: Resolution) -> Iterator[GraphDelta]:
        if text.digest == findings.digest:  # a new release may cut texts into other passages
            yield draw(text, findings, place, resolution, sentences)

    def _items(self, document: DocumentId) -> list[Item]:
        return self._library.documents.items(document)

    def _resolved(self, names: Collection[str], decided: ConceptNames) -> Resolution:
        """Return what these names mean in the whole library."""
        return resolve(gather(names, self._library.mentions, decided, self._known), decided, self._known)

    @cached_property
    def _known(self) -> KnownNames:
        return names_known(self._facts())

    def _decided(self) -> ConceptNames:
        made = self._library.decisions.decisions()
        return concept_names(in_force(made), meant(made))


def _names(library: Library) -> Iterator[list[str]]:
    after: str | None = None
    while page := library.mentions.names(after):
        yield page
        after = page[-1]
