"""WebVTT → cues (https://www.w3.org/TR/webvtt1/): voice tags are speakers; styles, notes and settings are no text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import webvtt
from webvtt.errors import MalformedFileError

from ingest.outlines.text import clean
from ingest.sources.transcripts.cues import Cue, Track, named

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^<>]+)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:[a-z]+(?:\.[^\s<>]*)?(?:\s[^<>]*)?|\d[\d:.]*)/?>", re.IGNORECASE)
_ARROW = re.compile(r"^[^\n]*-->", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|\n)(?:NOTE|STYLE)\b[^\n]*(?:\n[^\n]+)*")
_TITLE = re.compile(r"(?:^|\n)\s*(?:title|episode)\s*[:=]\s*([^\n]+)", re.IGNORECASE)


def read_vtt(text: str) -> Track | None:
    """Return the cues, or None where it is no WebVTT at all."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        found = webvtt.from_string(text)
    except MalformedFileError:
        return None
    cues: list[Cue] = []
    speaker: str | None = None
    for caption in found.captions:
        for cue in _cues(_seconds(caption.start), _seconds(caption.end), caption.raw_text, speaker):
            cues.append(cue)
            speaker = cue.speaker
    title = found.header_text.lstrip(" -–—:\t").strip() or _titled([*found.metadata, *found.header_comments])
    broken = len(_ARROW.findall(_COMMENT.sub("", text))) - len(found.captions)
    return Track(tuple(cues), clean(title) if title else None, max(broken, 0))


def _titled(comments: list[str]) -> str | None:
    found = _TITLE.search("\n".join(comments))
    return found[1] if found else None


def _seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def _cues(start: float, end: float, raw: str, before: str | None) -> Iterator[Cue]:
    """Yield what each voice in a cue says; a voice goes on until another one speaks."""
    parts = _VOICE.split(raw)
    if words := _words(parts[0]):
        for line in _lines(parts[0], words):
            speaker, said, changes = named(line, before)
            if said:
                yield Cue(start, end, said, speaker, changes)
            before = speaker
    for voice, spoken in zip(parts[1::2], parts[2::2], strict=True):
        if words := _words(spoken):
            speaker = clean(unescape(voice)) or None
            yield Cue(start, end, words, speaker, speaker != before)
            before = speaker


def _lines(raw: str, words: str) -> list[str]:
    """Return the cue's lines where each opens with a dash (two people in one cue), else all of it as one."""
    lines = [line for line in map(_words, raw.split("\n")) if line]
    return lines if len(lines) > 1 and all(line.startswith(("-", "–", ">>")) for line in lines) else [words]


def _words(raw: str) -> str:
    return clean(unescape(_TAG.sub("", raw)))
