"""How commands end: a clear line on stderr instead of a traceback, and files that are whole or not there."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from flask.cli import with_appcontext

from graph.errors import AlmanacError
from graph.ports import Library

P = ParamSpec("P")
R = TypeVar("R")

BAR = 20
REDRAWN_S = 0.1
TELLING_S = 2.0
"""Before that a rate says more about the start than about the work."""


class Failed(click.ClickException):
    """Ends a command with `error: …` on stderr and exit code 1."""

    def show(self, file: object = None) -> None:
        """Print the one line."""
        del file
        say_error(self.message)


def say_error(message: str) -> None:
    """Print one clear line on stderr."""
    click.echo(f"error: {one_line(message)}", err=True)


def one_line(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())


def failing_clearly(command: Callable[P, R]) -> Callable[P, R]:
    """Let the command end in one clear line when it fails on purpose or on a file; a bug still shows itself."""

    @with_appcontext
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except AlmanacError as error:
            raise Failed(str(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # click ends quietly when `| head` has had enough
                raise
            raise Failed(f"{error.filename}: {error.strerror}" if error.filename else str(error)) from error

    return run


def nothing_yet(library: Library) -> bool:
    """Tell, and say in a line, that the library is unmade: a command that only reads it would make its files."""
    if empty := library.is_unmade():
        click.echo("There is nothing in the library yet: flask ingest reads something in.")
    return empty


def write_out(parts: Iterable[bytes], to: Path | None) -> None:
    """Write to stdout, to a stream, or to the file (a link's target): all of that or, when anything fails, nothing."""
    if to is None:
        sys.stdout.buffer.writelines(parts)
        sys.stdout.buffer.flush()
        return
    try:
        if is_stream(to):
            with to.open("wb") as stream:
                stream.writelines(parts)
        else:
            _write_whole(parts, to.resolve())
    except OSError as error:  # a draft's name would tell nobody what failed
        raise OSError(error.errno, error.strerror, str(to)) from error


def is_stream(path: Path) -> bool:
    """Tell a pipe, a terminal or a device from a file: it is written to, never replaced."""
    return path.exists() and not path.is_file()


def _write_whole(parts: Iterable[bytes], to: Path) -> None:
    handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        draft.chmod(0o666 & ~_umask())  # mkstemp's 0600 is for secrets; this file is the user's to share
        draft.replace(to)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


class ProgressLine:
    """Shows long work on one line of a terminal's stderr: a bar, a count, a rate; silent when nobody watches."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._width = 0
        self._began = self._drawn = clock()
        self._last = 0

    def __call__(self, done: int, total: int | None, what: str) -> None:
        """Draw how far it is."""
        if not sys.stderr.isatty():
            return
        now = self._clock()
        if done < self._last:  # another piece of work begins
            self._began = now
        elif now - self._drawn < REDRAWN_S and self._width and done != total:
            return
        self._last, self._drawn = done, now
        line = progress_text(done, total, what, now - self._began)
        click.echo("\r" + line.ljust(self._width), err=True, nl=False)
        self._width = len(line)

    def clear(self) -> None:
        """Wipe the line."""
        if self._width:
            click.echo("\r" + " " * self._width + "\r", err=True, nl=False)
            self._width = 0


def progress_text(done: int, total: int | None, what: str, seconds: float = 0.0) -> str:
    """Return `━━━━╌╌╌╌ 12 of 40, 3/s, 9 s left: what`, short enough for a line."""
    count = f"{done:,} of {total:,}" if total is not None else f"{done:,}"
    facts = ", ".join([count, *_speed(done, total, seconds)])
    text = f"{facts}: {one_line(what)}" if what else facts
    return f"{_bar(done, total)} {text}"[:78] if total else text[:78]


def _bar(done: int, total: int) -> str:
    full = min(BAR, BAR * done // total)
    return "━" * full + "╌" * (BAR - full)


def _speed(done: int, total: int | None, seconds: float) -> list[str]:
    """Return the rate and the time left, once there is enough to tell them by."""
    if seconds < TELLING_S or done < 2:
        return []
    rate = done / seconds
    told = [f"{rate:,.0f}/s"] if rate >= 1 else []
    if total is None or total <= done:
        return told
    left = (total - done) / rate
    return [*told, f"{left / 60:.0f} min left" if left > 90 else f"{left:.0f} s left"]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
