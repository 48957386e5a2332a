"""How far the vectors are, over REST."""

from __future__ import annotations

from apiflask import APIBlueprint

from api.parts import parts
from api.rest.schemas import Vectors
from graph.ports import Coming

vectors = APIBlueprint("vectors", __name__, url_prefix="/api/v1/vectors")


@vectors.get("")
@vectors.output(Vectors)
def vectors_coming() -> Coming:
    """How many works, concepts and papers still wait for their vectors: search and links know the others only."""
    return parts().linker.coming()
