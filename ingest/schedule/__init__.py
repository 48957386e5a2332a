"""When subscriptions are asked again: judged in `policy`, kept in `store`, done in `refreshing`."""

from ingest.schedule.listening import Listener
from ingest.schedule.refreshing import SubscriptionRefresher
from ingest.schedule.store import LedgerSchedule

__all__ = ["LedgerSchedule", "Listener", "SubscriptionRefresher"]
