"""How alike nodes are in one facet."""

from __future__ import annotations

import numpy as np

from graph.embedders.hashing import HashingEmbedder
from graph.linking import learn
from graph.linking.facets import Parts, likeness
from tests.graph.linking.test_meaning import library


def parts(*texts: str) -> Parts:
    """Return parts of nodes whose wholes have nothing in common, and no names."""
    wholes = np.eye(len(texts) + 1, dtype=np.float32)[-len(texts) :]
    return Parts(texts, HashingEmbedder().embed(texts), wholes, np.zeros((len(texts), 1), dtype=np.float32))


def test_the_part_decides() -> None:
    """The same words in the part come first, others after."""
    sense = learn(library())
    asked = Parts(*(getattr(parts("dough and yeast"), field)[:1] for field in Parts.__struct_fields__))
    asked = Parts(asked.texts, asked.vectors, np.zeros((1, 4), dtype=np.float32), asked.names)
    told = likeness(sense, asked, parts("storm surge gauge", "yeast in dough", "dough and yeast"))

    assert told.argsort().tolist() == [0, 1, 2]
    assert ((told > 0) & (told < 1)).all()
