"""Formats that leave and come in: pure writers and readers."""

from graph.exchange.library import export_json, export_jsonl

__all__ = ["export_json", "export_jsonl"]
