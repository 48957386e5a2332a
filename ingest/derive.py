"""Documents and decisions → the derived graph, step by step and as a whole; both give the same (law 1).

A link is a citation when some document records or lists what it leads to. So a document that brings or withdraws such
an identity touches the documents that link to it: they are assembled again in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from graph.assemble import assemble
from graph.categories import OWN, CategoryNames, defaults_delta
from graph.categorise import PREDICTIONS, guesses
from graph.concept_names import is_ruling
from graph.decisions import names_decided, take_effect
from graph.ids import kind_of
from graph.keys import Finder, keys_of
from graph.lineage import Facts
from graph.link_decisions import settle_links
from graph.mention import NAMED_KINDS, Findings
from graph.model import (
    WORK_KINDS,
    Basis,
    Document,
    DocumentId,
    EdgeKind,
    GraphDelta,
    Item,
    Node,
    NodeId,
    NodeKind,
)
from graph.names import fold
from graph.ports import GraphStore, Library, Reading
from graph.uses import has_say
from ingest.drawing import Drawing
from ingest.metadata import concerned, known_works, misdated, misdrawn, spoken
from ingest.searching import entries_for

CATEGORY = "category:"


def named(document: Document, items: Iterable[Item]) -> set[str]:
    """Return the identities a document records or lists."""
    found = {identity for item in items for identity in (item.identity, *(link.identity for link in item.links))}
    found.add(str(document.identity) if document.identity else None)
    return {identity for identity in found if identity}


class Derivation:
    """Draws the graph of one library; every method belongs inside a transaction."""

    def __init__(
        self,
        library: Library,
        links_of: Callable[[Document, Iterable[Item]], tuple[str, ...]],
        facts: Callable[[], Facts] = dict,
    ) -> None:
        self._library = library
        self._links_of = links_of
        self.drawing = Drawing(library, facts)

    def documents(self, readings: Sequence[Reading]) -> list[Reading]:
        """Store what was read and draw it, with the documents that link to works that came or went with it.

        Return the readings with each item's work set.
        """
        if not readings:
            return []
        store = self._library.documents
        ids = {reading.document.id for reading in readings}
        before = store.named_by(ids)
        after = {identity for reading in readings for identity in named(reading.document, reading.items)}
        links = {identity for reading in readings for identity in reading.links}
        others = store.named(links | before | after, besides=ids)
        names = names_decided(self._library.decisions.decisions())
        drawn, touched = self._draw(readings, others | after, names)
        touched |= self._again(store.linking((before ^ after) - others) - ids, names)
        touched |= self.drawing.documents(drawn)
        touched |= self._speak(touched) | self._defaults(names) | self.decisions(None)
        self._finish(touched)
        return drawn

    def names(self, findings: Sequence[Findings]) -> None:
        """Store what was read in texts, and draw it."""
        touched = self.drawing.put(findings)
        if touched or any(map(has_say, findings)):
            # Read by another extractor a name may stand elsewhere, which no claim tells.
            self._finish(touched | self.decisions(None), redrawn=True)

    def decisions(self, keys: Collection[str] | None) -> set[NodeId]:
        """Let the decisions on these keys (all when None) take effect; return the nodes touched."""
        touched: set[NodeId] = set()
        if keys is not None and any(key.startswith(CATEGORY) for key in keys):
            touched |= self._renamed()
        touched |= take_effect(keys, self._library.decisions, self._library.graph, self._speak)
        return touched | self._speak(touched)

    def records(self, identities: Collection[str], *, changed: bool = True) -> set[NodeId]:
        """Let what the corpus knows now speak for those of the works that are the library's; return the nodes touched.

        `changed` tells whether some of them were known otherwise before: new ones were never read for names.
        """
        touched = self.drawing.records(identities) if changed else set[NodeId]()
        if known := known_works(self._library, identities):
            names = names_decided(self._library.decisions.decisions())
            touched |= self._again(misdrawn(self._library, known), names) | self._apply(spoken(self._library, known))
        return self._finish(touched | self.decisions(None), redrawn=changed) if touched else touched

    def settle(self, keys: Collection[str]) -> bool:
        """Let the decisions on these keys take effect everywhere, names and search included; tell whether they have any."""
        touched = self.drawing.decided(keys)
        # What is decided of a name matters to lineage also where no text has the name: that of a maker.
        ruled = any(map(is_ruling, self._library.decisions.decisions(keys)))
        touched |= self.decisions(None if touched else keys)
        self._finish(touched, redrawn=ruled)
        return bool(touched) or ruled

    def everything(self, pages: Callable[[], Iterable[Sequence[Reading]]]) -> bool:
        """Draw the whole graph anew from pages of readings, which are asked for twice.

        Tell whether some document's text is another one now, so that what it names is to be read again.
        """
        graph = self._library.graph
        known = {
            identity for page in pages() for reading in page for identity in named(reading.document, reading.items)
        }
        self._library.corpus.renew()
        before = list(_all_nodes(self._library))
        graph.clear()
        self._library.search.clear()
        names = names_decided(self._library.decisions.decisions())
        stale: set[DocumentId] = set()
        for page in pages():
            stale |= self.drawing.stale(self._draw(page, known, names)[0])
        for works in _pages(self._library, WORK_KINDS):
            self._speak([node.id for node in works])
        self._defaults(names)
        self._library.mentions.delete(stale)
        self.drawing.everything()
        self.decisions(None)
        self._named({node.id for works in _pages(self._library, WORK_KINDS) for node in works}, redrawn=True)
        after = list(_all_nodes(self._library))
        for old, new in [*superseded(before, after), *_renamed_concepts(before, after, graph)]:
            graph.redirect(old, new)
        self._index([node.id for node in after])
        settle_links(self._library)
        return bool(stale)

    def _finish(self, touched: set[NodeId], *, redrawn: bool = False) -> set[NodeId]:
        """Let names, guesses, search and links follow the nodes touched; return all that are touched now."""
        touched |= self._named(touched, redrawn=redrawn)
        self._forget_guesses(touched)
        self._index(touched)
        settle_links(self._library)
        return touched

    def _named(self, touched: Collection[NodeId], *, redrawn: bool = False) -> set[NodeId]:
        """Draw what the records name whose works came or went, then the lineage, and once more the decisions.

        Decisions may be on concepts that came or went. `redrawn`: the lineage in any case, since some text may have come
        out at another time or a name may mean another concept.
        """
        named = self.drawing.works(touched)
        if redrawn or any(kind_of(key) in NAMED_KINDS for key in (*touched, *named)):
            named |= self.drawing.lineage()
        return named | self.decisions(None) if named else named

    def _draw(
        self, readings: Sequence[Reading], known: Collection[str], names: CategoryNames
    ) -> tuple[list[Reading], set[NodeId]]:
        deltas, drawn = [], []
        told = {key for reading in readings for key in (*reading.links, *named(reading.document, reading.items))}
        doubtful = misdated(self._library, told)
        for reading in readings:
            delta, items = assemble(reading.document, reading.items, known, names, doubtful)
            deltas.append(delta)
            drawn.append(replace(reading, items=items))
        self._library.documents.put(drawn)
        # A comment may change without any claim changing, and search reads comments.
        said = {claim.node.id for delta in deltas for claim in delta.claims}
        return drawn, self._apply(deltas) | said

    def _again(self, ids: Collection[DocumentId], names: CategoryNames) -> set[NodeId]:
        """Draw documents again that are stored already."""
        store = self._library.documents
        deltas = []
        for key in sorted(ids):
            document, items = store.document(key), store.items(key)
            links = {*self._links_of(document, items), *named(document, items)}
            known, doubtful = store.named(links), misdated(self._library, links)
            deltas.append(assemble(document, items, known, names, doubtful)[0])
        return self._apply(deltas)

    def _speak(self, touched: Collection[NodeId]) -> set[NodeId]:
        """Let records speak for the works among these nodes as they are now, and for no work that is gone."""
        if not self._library.corpus.page(limit=1):
            return set()
        return self._apply(spoken(self._library, concerned(self._library, touched)))

    def _renamed(self) -> set[NodeId]:
        """Draw the documents again whose headings may mean other categories now."""
        graph = self._library.graph
        documents = {key for key in graph.contributors(self._categories()) if key.startswith("document-")}
        names = names_decided(self._library.decisions.decisions())
        touched = self._again(documents, names) | self._defaults(names)
        for old, new in names.merged.items():
            graph.redirect(old, names.merged_into(new))
        return touched

    def _defaults(self, names: CategoryNames) -> set[NodeId]:
        """Seed the default categories while no source states any, withdraw them once one does."""
        edges = self._library.graph.edges_to(self._categories(), (EdgeKind.IN_CATEGORY,))
        stated = any(edge.basis is Basis.STATED for edge in edges)
        return self._apply([defaults_delta(not stated, names)])

    def _forget_guesses(self, touched: Collection[NodeId]) -> None:
        """Take back the guesses on works that are gone or have a category now."""
        graph = self._library.graph
        own = set(self._categories())
        placed = [edge for edge in graph.edges_from(touched, (EdgeKind.IN_CATEGORY,)) if edge.target in own]
        guessed = {edge.source for edge in placed if edge.basis is Basis.PREDICTED}
        known = {edge.source for edge in placed if edge.basis is not Basis.PREDICTED}
        stale = guessed & (known | (guessed - set(graph.many(guessed))))
        if stale:
            kept = tuple(edge for edge in guesses(self._library) if edge.source not in stale)
            graph.apply([GraphDelta(contributor=PREDICTIONS, edges=kept)])

    def _categories(self) -> list[NodeId]:
        own = (node for node in _all_nodes(self._library, NodeKind.CATEGORY) if node.scheme == OWN)
        return [node.id for node in own]

    def _apply(self, deltas: Sequence[GraphDelta]) -> set[NodeId]:
        return self._library.graph.apply(deltas)

    def _index(self, keys: Collection[NodeId]) -> None:
        """Let search find these nodes as they are now, and no longer those that are gone."""
        entries = list(entries_for(self._library, list(keys)))
        self._library.search.put(entries)
        self._library.search.delete(set(keys) - {entry.key for entry in entries})


def _all_nodes(library: Library, *kinds: NodeKind) -> Iterator[Node]:
    return (node for page in _pages(library, kinds) for node in page)


def _pages(library: Library, kinds: Collection[NodeKind]) -> Iterator[list[Node]]:
    after = None
    while page := library.graph.nodes(kinds, after, 500):
        yield page
        after = page[-1].id


def _renamed_concepts(
    before: Collection[Node], after: Collection[Node], graph: GraphStore
) -> Iterator[tuple[NodeId, NodeId]]:
    """Yield (old id, new id) for concepts that have another id now, found by any of their names."""
    current, finder = {node.id for node in after}, Finder(graph, CategoryNames(), {})
    for node in before:
        if node.kind in NAMED_KINDS and node.id not in current:
            heir = next((found for key in keys_of(node) if (found := finder.node(key))), None)
            if heir:
                yield node.id, heir.id


def superseded(before: Collection[Node], after: Collection[Node]) -> list[tuple[NodeId, NodeId]]:
    """Return (old id, new id) for nodes that have another id now: the same identity, else the same kind and name."""
    current = {node.id for node in after}
    places: dict[object, NodeId] = {}
    for node in sorted(after, key=lambda node: node.id, reverse=True):
        places[node.kind, fold(node.name)] = node.id
    places |= {node.identity: node.id for node in after if node.identity}
    gone = [node for node in before if node.id not in current]
    found = [(node.id, places.get(node.identity or (node.kind, fold(node.name)))) for node in gone]
    return [(old, new) for old, new in found if new]
