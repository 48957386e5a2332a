"""Pages for people: drawn on the server, whole without a script. One module a concept; drawing knows no store."""

from api.pages import (
    audit,
    categories,
    choices,
    concepts,
    documents,
    explore,
    home,
    jobs,
    months,
    nodes,
    reading,
    review,
    search,
    sources,
    trends,
    vocabulary,
    whole,
)
from api.pages.blueprint import pages

__all__ = [
    "audit",
    "categories",
    "choices",
    "concepts",
    "documents",
    "explore",
    "home",
    "jobs",
    "months",
    "nodes",
    "pages",
    "reading",
    "review",
    "search",
    "sources",
    "trends",
    "vocabulary",
    "whole",
]
