"""What makes a link, decided without a library: values in, values out.

In order: `learn` what the nodes of a library have in common (a `Sense`, to be kept); `Sense.see` any of them (a `Sight`:
its `meanings` are what neighbours are found by); `features` of pairs of neighbours, and the `probability` that a reader
keeps their link. A pair at `BAR` or above is a link.
"""

from graph.linking.meaning import Seen, Sense, Sight, learn, said
from graph.linking.pairs import BAR, FEATURES, Sides, crowding, features, named, probability

__all__ = [
    "BAR",
    "FEATURES",
    "Seen",
    "Sense",
    "Sides",
    "Sight",
    "crowding",
    "features",
    "learn",
    "named",
    "probability",
    "said",
]
