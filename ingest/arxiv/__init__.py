"""arXiv's services as targets: papers by id, subjects and queries (the API), sets (OAI-PMH)."""

from ingest.arxiv.targets import ArxivTargets

__all__ = ["ArxivTargets"]
