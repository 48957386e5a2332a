"""All rules, in the order in which they are tried."""

from __future__ import annotations

from ingest.entities.relations.authoring import AUTHORED
from ingest.entities.relations.following import SUCCEEDS, VARIANTS
from ingest.entities.relations.introducing import ABOUT, INTRODUCES
from ingest.entities.relations.making import RELEASED
from ingest.entities.relations.measuring import COMPARED, EVALUATED, OUTPERFORMS
from ingest.entities.relations.rule import Rule
from ingest.entities.relations.using import USES

RULES: tuple[Rule, ...] = (
    *RELEASED,
    *AUTHORED,
    *INTRODUCES,
    *USES,
    *EVALUATED,
    *SUCCEEDS,
    *VARIANTS,
    *OUTPERFORMS,
    *COMPARED,
    *ABOUT,
)
