"""SubRip (SRT) → cues.

Read here: the `srt` package needs 30 seconds for a line of 2,000 digits, since its one pattern backtracks three deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.outlines.text import clean
from ingest.sources.transcripts.cues import Cue, Track, named

_CLOCK = r"(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-+\s?>\s*{_CLOCK}(?:\s.*)?")
_COUNT = re.compile(r"\s*\d{1,9}\s*")
_TAG = re.compile(r"</?(?:[biu]|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)
_DASH = ("-", "–", "—", ">>")


def read_srt(text: str) -> Track:
    """Return the cues; what stands under a time that cannot be read is said by whoever spoke before."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    broken = 0
    speaker: str | None = None
    for timing, said in _parts(lines):
        found = _TIMING.fullmatch(timing)
        broken += found is None
        start = _seconds(found.groups()[:4]) if found else cues[-1].start if cues else 0.0
        end = _seconds(found.groups()[4:]) if found else None
        for words in _voices(said):
            speaker, rest, changes = named(words, speaker)
            if rest:
                cues.append(Cue(start, end, rest, speaker, changes))
    return Track(tuple(cues), broken=broken)


def is_srt(text: str) -> bool:
    """Tell by the first cue: a number, then two times with an arrow between them."""
    lines = [line for line in text.lstrip("\ufeff \r\n\t")[:400].splitlines() if line.strip()][:2]
    return any(_TIMING.fullmatch(line) for line in lines) and (len(lines) < 2 or _is_head(lines))


def _is_head(lines: list[str]) -> bool:
    return _TIMING.fullmatch(lines[0]) is not None or _COUNT.fullmatch(lines[0]) is not None


def _parts(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each line with an arrow, and the lines below it up to the next cue's number."""
    arrows = [n for n, line in enumerate(lines) if "-->" in line or _TIMING.fullmatch(line)]
    for here, there in pairwise([*arrows, len(lines)]):
        said = lines[here + 1 : there]
        while said and there < len(lines) and (not said[-1].strip() or _COUNT.fullmatch(said[-1])):
            number = _COUNT.fullmatch(said.pop())
            if number:
                break
        yield lines[here], said


def _voices(said: list[str]) -> list[str]:
    """Return what is said: line by line where each opens with a dash, else in one."""
    lines = [line for line in (clean(_TAG.sub("", line)) for line in said) if line]
    return lines if len(lines) > 1 and all(line.startswith(_DASH) for line in lines) else [" ".join(lines)]


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, whole, part = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(whole) + float(f"0.{part}")
