"""A year's review: plan → draft → Markdown, HTML or JSON, every sentence with its sources."""

from graph.review.draft import draft
from graph.review.html import render_html
from graph.review.jsonform import render_json
from graph.review.markdown import render_markdown
from graph.review.plan import plan

__all__ = ["draft", "plan", "render_html", "render_json", "render_markdown"]
