"""How alike works are in one facet."""

from __future__ import annotations

import numpy as np

from graph.embedders.hashing import HashingEmbedder
from graph.linking.facets import Parts, features, likeness

NONE = ""


def side(*works: tuple[str, str, str]) -> Parts:
    """Return works of a title, a text and a part of it each; what is "" is not there."""

    def rows(texts: list[str]) -> np.ndarray:
        told = HashingEmbedder().embed([text or "nothing" for text in texts])
        return np.where(np.array([bool(text) for text in texts])[:, None], told, 0)

    titles, texts, parts = (list(column) for column in zip(*works, strict=True))
    return Parts(
        [f"{title} {text}" for title, text in zip(titles, texts, strict=True)], *map(rows, (titles, texts, parts))
    )


ASKED = side(("Bread", "Loaves stay flat. We feed the yeast sugar.", "We feed the yeast sugar."))


def test_the_part_decides_between_works_of_one_field() -> None:
    """The same way comes first, another way to the same end after it, another field last."""
    others = side(
        ("Tides", "Gauges drift. We measure the moon.", "We measure the moon."),
        ("Bread", "Loaves stay flat. We heat the oven slowly.", "We heat the oven slowly."),
        ("Bread", "Loaves stay flat. We feed the yeast malt sugar.", "We feed the yeast malt sugar."),
    )
    told = likeness(ASKED, others)

    assert told.argsort().tolist() == [0, 1, 2]
    assert ((told > 0) & (told < 1)).all()


def test_a_part_without_a_vector_is_compared_by_its_text() -> None:
    """And a text without one by the title; nothing is nan."""
    whole = "We feed the yeast sugar."
    found = features(ASKED, side(("Bread", whole, whole), ("Bread", whole, NONE), ("Bread", NONE, NONE)))

    assert found[0].tolist() == found[1].tolist()
    assert found[1, 1] > found[2, 1] >= 0
    assert np.isfinite(found).all()
