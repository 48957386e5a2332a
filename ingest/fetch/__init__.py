"""The one fetcher: every connection to an address that came from content or a user.

docs/fetching.md tells operators what is asked for, how politely, and what is refused.
"""

from ingest.fetch.asking import Download, Limits
from ingest.fetch.fetcher import Fetcher
from ingest.fetch.manners import Manners

__all__ = ["Download", "Fetcher", "Limits", "Manners"]
