"""Podcasting 2.0 transcripts in JSON → cues.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md; recognisers write the same
with other names for the keys.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from ingest.outlines.text import clean
from ingest.sources.transcripts.cues import Cue, Track
from ingest.sources.transcripts.stamps import seconds


class _Transcript(Struct):
    """The file: who wrote it may have added anything."""

    segments: list[Any] | UnsetType = UNSET
    chapters: list[Any] | UnsetType = UNSET
    title: Any = None


def read_json(text: str) -> Track | None:
    """Return the cues; None where it is no transcript. A segment without a speaker is said by the one before."""
    try:
        found = msgspec.json.decode(text, type=_Transcript)
    except (msgspec.DecodeError, RecursionError):
        return None
    if found.segments is UNSET:
        return None
    cues: list[Cue] = []
    broken = 0
    speaker: str | None = None
    for segment in found.segments:
        cue = _cue(segment, speaker)
        if cue is None:
            broken += 1
        elif cue.text:
            cues.append(cue)
            speaker = cue.speaker
    chapters = () if found.chapters is UNSET else found.chapters
    told = [cue for chapter in chapters if (cue := _cue(chapter, None)) and cue.text]
    return Track(tuple(cues), _text(found.title) or None, broken, tuple(told))


def _cue(segment: object, speaker: str | None) -> Cue | None:
    if not isinstance(segment, dict):
        return None
    start = _seconds(_first(segment, "startTime", "start"))
    text = _first(segment, "body", "text", "title")
    if start is None or not isinstance(text, str):
        return None
    said = _text(segment.get("speaker")) or speaker
    return Cue(start, _seconds(_first(segment, "endTime", "end")), clean(text), said)


def _first(segment: dict[str, object], *names: str) -> object:
    return next((segment[name] for name in names if segment.get(name) is not None), None)


def _seconds(value: object) -> float | None:
    """Return seconds however they are written; None for what is no time of a recording."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = seconds(value) if isinstance(value, str) else float(value)
    except ValueError:
        return None
    return found if 0 <= found < float("inf") else None


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""
