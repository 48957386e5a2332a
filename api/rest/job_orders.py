"""What a client may ask to be worked on, each kind with exactly its own fields."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel, StrictBool

from api.rest.orders import Address, Order


class IngestOrder(Order):
    """Read a feed or page into the library. Only addresses: what lies on this machine is for `flask ingest`."""

    kind: Literal["ingest"]
    target: Annotated[str, Field(pattern=r"^https?://[^\x00-\x20/?#@]+([/?#][^\x00-\x20]*)?$", max_length=2000)]
    subscribe: Annotated[StrictBool, Field(description="Follow it from then on.")] = False
    mine: Annotated[StrictBool, Field(description="It is one's own: its lists are picks.")] = False


class RefreshOrder(Order):
    """Ask one subscription for what is new, or all that are due."""

    kind: Literal["refresh"]
    target: Address | None = None


class RebuildOrder(Order):
    """Derive the graph anew."""

    kind: Literal["rebuild"]


class PredictOrder(Order):
    """Guess categories."""

    kind: Literal["predict"]


class EnrichOrder(Order):
    """Ask catalogues for what works lack."""

    kind: Literal["enrich"]


class ExtractOrder(Order):
    """Read what texts name, where that was not read yet."""

    kind: Literal["extract"]


class EmbedOrder(Order):
    """Read what texts mean, where that was not read yet, and link what is new."""

    kind: Literal["embed"]


class RelinkOrder(Order):
    """Link everything anew."""

    kind: Literal["link"]


OneJob = (
    IngestOrder | RefreshOrder | RebuildOrder | PredictOrder | EnrichOrder | ExtractOrder | EmbedOrder | RelinkOrder
)


class AnyJob(RootModel[Annotated[OneJob, Field(discriminator="kind")]]):
    """A job of any kind."""


class JobChange(Order):
    """What can be changed of a job: it can be cancelled."""

    state: Literal["cancelled"]
