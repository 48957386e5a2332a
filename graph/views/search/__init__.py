"""Search: one question, three rankings (words, titles, meaning), one answer with its filters counted."""

from graph.views.search.finder import Finder
from graph.views.search.question import Filters, category_of, filters_of, months_of

__all__ = ["Filters", "Finder", "category_of", "filters_of", "months_of"]
