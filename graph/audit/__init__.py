"""The audit: does a link lead to what its text says? Pure; `graph/views/audit.py` runs it over a library."""

from graph.audit.findings import audited, findings
from graph.audit.judge import Judgement, judge, meant
from graph.audit.known import rarity_of, titles_like
from graph.audit.shapes import ACCUSING, Claim, Finding, Verdict, finding_id
from graph.audit.text import Rarity

__all__ = [
    "ACCUSING",
    "Claim",
    "Finding",
    "Judgement",
    "Rarity",
    "Verdict",
    "audited",
    "finding_id",
    "findings",
    "judge",
    "meant",
    "rarity_of",
    "titles_like",
]
