"""What is named: an index a kind, and what a person may decide about a name. A concept's own page is `nodes`."""

from __future__ import annotations

from http import HTTPStatus

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from api.deciding import key_of_node
from api.pages.blueprint import pages
from api.pages.choices import decided, needed
from api.pages.naming import KINDS, PLURALS
from api.pages.turning import Part
from api.parts import parts
from graph.errors import InvalidInputError, NotFoundError
from graph.mention import NAMED_KINDS
from graph.model import DecisionKind, Node, NodeId, NodeKind
from graph.views.concepts import MOST, concept_called, concept_index, concept_lines, kind_lines
from graph.views.corpus_names import names_of
from graph.views.known import node_at
from graph.views.record_lines import record_lines

RECORDS = 50


@pages.get("/concepts")
def concepts() -> str:
    """Show each kind of thing that texts name, and the best known of it."""
    return render_template("concepts.html", section="concepts", kinds=kind_lines(parts().library))


@pages.get(f"/<any({', '.join(PLURALS.values())}):path>")
def concept_kind(path: str) -> str:
    """Show the concepts of a kind, those most texts name first; `?q=` keeps those whose name holds the letters."""
    library, kind = parts().library, NodeKind(KINDS[path])
    query = request.args.get("q", "").strip()
    view = concept_index(library, kind, query, max(request.args.get("after", 0, type=int), 0))
    if view.skip and view.skip >= view.total:
        view = concept_index(library, kind, query)
    part = Part(view.skip, MOST, view.total)
    return render_template("concept_kind.html", section="concepts", view=view, part=part)


@pages.get("/nodes/<key>/records")
def concept_records(key: str) -> str:
    """Show the papers of the corpus that name a concept, a part of them at a time."""
    library = parts().library
    node = _concept(key)
    total = library.mentions.count_naming(names_of(node))
    after = request.args.get("after", 0, type=int)
    part = Part(after if 0 < after < total else 0, RECORDS, total)
    lines = record_lines(library, node, part.after, part.most)
    return render_template("concept_records.html", section="concepts", node=node, lines=lines, part=part)


@pages.post("/nodes/<key>/merge")
def merge_concept(key: str) -> Response | tuple[str, HTTPStatus]:
    """Say that a concept is the same as another, which is named by what it is called; ask which where several are."""
    made, node, called = parts(), _concept(key), needed("into")
    others = _others(node, called)
    if len(others) > 1:
        lines = concept_lines(made.library, others)
        page = render_template("concept_which.html", section="concepts", node=node, called=called, lines=lines)
        return page, HTTPStatus.MULTIPLE_CHOICES
    (into,) = others
    value: dict[str, object] = {"into": key_of_node(made, into.id)}
    onward = url_for("pages.node", key=into.id)
    return decided(DecisionKind.MERGE, node.id, value, f"{node.name} is {into.name} from now on.", onward)


@pages.post("/nodes/<key>/split")
def split_concept(key: str) -> Response:
    """Let one of a concept's names be a concept of its own."""
    node, name = _concept(key), needed("name")
    return decided(DecisionKind.SPLIT, node.id, {"name": name, "on": True}, f"{name} stands on its own now.")


def _concept(key: NodeId) -> Node:
    node = node_at(parts().library, key)
    if node.kind not in NAMED_KINDS:
        raise NotFoundError("concept", key)
    return node


def _others(node: Node, called: str) -> list[Node]:
    """Return the other concepts that are called so (an id is fine), at least one."""
    library = parts().library
    try:
        found = [node_at(library, called)]
    except NotFoundError:
        found = concept_called(library, called)
    others = [one for one in found if one.id != node.id]
    if not others:
        raise InvalidInputError(f"nothing else here is called {called!r}", "into")
    return others
