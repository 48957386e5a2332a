"""What a link is, whatever its spelling: `identify`, `read_address`, `address_of`, `stated_month`.

A text is first made a canonical URL (`url.py`), then wrappers are opened and scheme rules tried on that canonical form
(`reading.py`); the rules themselves are data (`schemes.py`, `tables.py`). Because every decision is taken on the
canonical form, an identity read again is itself.

Known exceptions: GitHub and Hugging Face names keep their case, so two spellings of one repository stay two; a
shortener keeps its own address until a fetch resolves it; publishers that keep the DOI out of the URL stay `web`.
"""

from graph.identity.months import stated_month
from graph.identity.reading import Address, address_of, identify, read_address
from graph.identity.recordings import at_second, heard_at

__all__ = ["Address", "address_of", "at_second", "heard_at", "identify", "read_address", "stated_month"]
