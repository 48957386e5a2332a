"""What nodes mean beside each other, as one vector a node that sees with two eyes.

One eye is the embedding model's: title and text apart (a title says what is special, an abstract what is usual), each
centred and evened out by what the library's own texts have in common (Mu and Viswanath, "All-but-the-top", 2018;
shrunken where there are few). The other is latent semantic analysis of the library's own words (Deerwester et al., 1990),
the title's added to the whole text's. It is as long as its topics tell of the text: where they tell little, the model
decides.

Learning takes tens of seconds for 58,000 papers; what is learned is kept, and a new node only projected.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from graph.link import Gist
from graph.linking.lexicon import Lexicon, learn_terms, principal, unit
from graph.model import NodeId
from graph.ports import Vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_SAMPLE = 8_000
"""Nodes to learn axes from: more of them change little and cost their time."""
_AXES = 100  # of words; from 50 to 200 the lists of bench.linking differ by no more than their spread
_TOPICS = 1.5
"""What a text's topics count beside 1 for the model: the more, the more of the nearest are of one field (bench.linking),
and the fewer are about the same in particular."""
_NODES_AN_AXIS = 15  # fewer nodes hold fewer topics: below a few hundred the model's eye sees alone
_SHRINKAGE = 3.0
"""Mean spreads added to each axis's own: more where nodes are few beside the dimensions, so that their chance is not
taken for a common part. With fewer than `_FEWEST` there is none to speak of."""
_FEWEST = 10
_EVEN = 0.5
"""How far: 1 makes all axes count alike, and loses what sets one field from another (arXiv's subjects in bench.linking); 0
leaves all alike that is about language models."""
_TINY = 1e-9  # equal vectors have no spread


class Seen(Struct, frozen=True):
    """Nodes as they are compared, a row each: `titles` and `texts` are the model's vectors, (n, dimensions).

    A text that a node does not have, or whose vector is still coming, is a row of zeros.
    """

    gists: Sequence[Gist]
    titles: Vectors
    texts: Vectors

    def part(self, rows: Sequence[int] | slice) -> Seen:
        """Return some of the nodes."""
        gists = self.gists[rows] if isinstance(rows, slice) else [self.gists[row] for row in rows]
        return Seen(gists, self.titles[rows], self.texts[rows])


class Eye(Struct, frozen=True):
    """How one facet's vectors are evened out: what they have in common, and the turn that follows."""

    centre: Vectors
    turn: Vectors

    def see(self, vectors: Vectors) -> Vectors:
        """Return the vectors as seen, of unit length; zeros stay zeros."""
        return unit(np.where(vectors.any(axis=1, keepdims=True), (vectors - self.centre) @ self.turn, 0))


class Sight(Struct, frozen=True):
    """Nodes as they are seen, a row each, of unit length (zeros where nothing is known).

    `meanings` (n, dimensions + topics) is what neighbours are found by, `models` (n, dimensions) what the model's eye
    alone sees, `texts` (n, dimensions) the model's plain vectors (of the title, where there is no text), `words` (n,
    terms) the tf-idf of words and pairs of words.
    """

    meanings: Vectors
    models: Vectors
    texts: Vectors
    words: csr_array


class Sense(Struct, frozen=True):
    """What was learned of a library, to see any node with. Pure data: `kept` and `restored` are its bytes."""

    title: Eye
    text: Eye
    lexicon: Lexicon

    def see(self, seen: Seen) -> Sight:
        """Return the nodes as seen with both eyes."""
        words = self.lexicon.rows([said(gist) for gist in seen.gists])
        titles = self.lexicon.rows([gist.title for gist in seen.gists])
        models = unit(self.title.see(seen.titles) + self.text.see(seen.texts))
        topics = self.lexicon.topics(words) + self.lexicon.topics(titles)
        texts = np.where(seen.texts.any(axis=1, keepdims=True), seen.texts, seen.titles)
        return Sight(unit(np.hstack([models, _TOPICS * topics])), models, texts, words)

    def kept(self) -> bytes:
        """Return all of it as bytes."""
        file = io.BytesIO()
        eyes = {
            f"{name}_{part}": getattr(getattr(self, name), part) for name in _EYES for part in Eye.__struct_fields__
        }
        lexicon = {part: getattr(self.lexicon, part) for part in Lexicon.__struct_fields__}
        np.savez(file, **eyes, **lexicon)
        return file.getvalue()

    @classmethod
    def restored(cls, kept: bytes) -> Sense:
        """Return what `kept` gave; ValueError or KeyError where that is something else."""
        with np.load(io.BytesIO(kept), allow_pickle=False) as found:
            title, text = (Eye(*(found[f"{name}_{part}"] for part in Eye.__struct_fields__)) for name in _EYES)
            lexicon = {part: found[part] for part in Lexicon.__struct_fields__}
            return cls(title, text, Lexicon(**lexicon | {"unheard": float(lexicon["unheard"])}))


_EYES = ("title", "text")


def learn(seen: Seen, always: Collection[int] = ()) -> Sense:
    """Return what these nodes have in common. Deterministic in their order.

    Rarity is counted in all of them, axes are learned from some: the rows in `always` (what people listed: their topics
    are the ones to tell apart) and a sample of the rest.
    """
    lexicon = learn_terms([said(gist) for gist in seen.gists])
    sample = seen.part(_sampled([gist.key for gist in seen.gists], always))
    rows = lexicon.rows([said(gist) for gist in sample.gists])[:, lexicon.telling]
    axes = principal(rows, min(_AXES, len(sample.gists) // _NODES_AN_AXIS))
    return Sense(_eye(sample.titles), _eye(sample.texts), replace(lexicon, axes=axes))


def _sampled(keys: Sequence[NodeId], always: Collection[int]) -> list[int]:
    """Return `always` and a sample drawn by keys: who comes or goes changes next to nothing of it."""
    bar = _SAMPLE * 2**32 // max(len(keys), 1)
    return sorted({*always, *(row for row, key in enumerate(keys) if crc32(key.encode()) < bar)})


def said(gist: Gist) -> str:
    """Return all that there is to read of a node."""
    return f"{gist.title} {gist.text or ''}"


def _eye(vectors: Vectors) -> Eye:
    """Return the centre of the vectors that there are, and the turn that evens their spread out (a whitening, shrunken)."""
    dimensions = vectors.shape[1]
    there = vectors[vectors.any(axis=1)].astype(np.float64)
    if len(there) < _FEWEST:
        return Eye(np.zeros(dimensions, np.float32), np.eye(dimensions, dtype=np.float32))
    centre = there.mean(axis=0)
    spread, axes = np.linalg.eigh((there - centre).T @ (there - centre) / len(there))
    floor = _SHRINKAGE * (1 + dimensions / len(there)) * spread.mean()
    turn = (axes / (np.maximum(spread, 0) + floor + _TINY) ** (_EVEN / 2)) @ axes.T
    return Eye(centre.astype(np.float32), turn.astype(np.float32))
