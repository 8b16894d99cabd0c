"""Where lines go: results on stdout, everything else on stderr; colours and the progress line on terminals only.

Nothing else speaks to the terminal, so that whatever a line quotes cannot act on it (`briefing.core.terminal`).
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

import click

from briefing.core.calling import as_typed, typed
from briefing.core.errors import Diagnostic
from briefing.core.terminal import visible
from briefing.files import world


class _Lost:
    """Why results could not be written (Chinese); "" while they can. The work goes on: what it makes is not on stdout."""

    reason = ""


def lost() -> str:
    """Why a result of this run did not reach stdout; "" if all did, or if whoever read them had seen enough (`… | head`)."""
    return _Lost.reason


def ready_streams() -> None:
    """Make the three streams usable however we were started: a closed one (`>&-`, as under cron) would else be the number of the
    next file that is opened, and results would be written into that. No character stops a message."""
    _Lost.reason = ""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            try:
                os.fstat(number)
                descriptor = os.open(os.devnull, os.O_RDWR)  # the number has been taken by something else
            except OSError:
                descriptor = os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
            setattr(sys, name, open(descriptor, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
            if name == "stdout":
                _Lost.reason = "标准输出是关闭的"
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """A line of results."""
    data(f"{visible(as_typed(text))}\n")


def data(text: str) -> None:
    """Results for a program, in a form that has rules of its own for what may stand in it."""
    try:
        click.echo(text, nl=False)
    except OSError as error:
        give_up(error)


def give_up(error: OSError) -> None:
    """Nothing more goes to stdout."""
    if not isinstance(error, BrokenPipeError):
        from briefing.storage.commit import reason

        _Lost.reason = reason(error)
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    with contextlib.suppress(OSError, ValueError):  # nothing may be flushed at exit
        os.dup2(sys.stdout.fileno(), 1)


def file(text: str) -> None:
    """A file's own text: to the letter, unless it is a person who looks at it."""
    data(visible(text, keep="\t\n") if sys.stdout.isatty() else text)


def note(text: str) -> None:
    """A line by the way."""
    _aside(visible(as_typed(text)))


def trace(text: str) -> None:
    """Lines of Python's."""
    _aside(visible(text, keep="\t\n"))


def _aside(text: str) -> None:
    with contextlib.suppress(OSError):  # nobody listens
        click.echo(text, err=True)


def coloured() -> bool:
    """Whether stderr takes colours (https://no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def report(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    folder: Path | None = None,
    elsewhere: Mapping[str, str] | None = None,
) -> None:
    """Diagnostics on stderr, each with its source line; `folder` is where the issue's files lie, `elsewhere` has the paths of
    files that lie somewhere else, by the names that spans carry."""
    from briefing.diagnostics import terminal_text

    text = terminal_text.render(map(typed, diagnostics), sources, coloured(), locator(folder, elsewhere))
    if text:
        _aside(text.rstrip("\n"))  # escaped piece by piece, and coloured


class locator:
    """Names of spans → paths from the current folder, which terminals and editors open at a click."""

    def __init__(self, folder: Path | None, elsewhere: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._elsewhere = elsewhere or {}

    def __call__(self, file: str) -> str:
        path = self._path(file)
        if file in self._elsewhere:
            path = Path(self._elsewhere[file])
        if path is None:
            return file
        shown = os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
        return shown.encode("utf-8", "backslashreplace").decode()  # names that are no UTF-8

    def _path(self, file: str) -> Path | None:
        if file.startswith("fonts/"):
            return world.home() / file
        if file.startswith("templates/"):
            return world.houses().path(file.removeprefix("templates/"))
        return None if self._folder is None else self._folder / file


class repository_locator(locator):
    """Names of spans → paths from the root of the repository, wherever in it the command runs: what the services that show
    findings beside the source want. Outside of one as `locator`."""

    def __call__(self, file: str) -> str:
        path = self._path(file)
        if path is not None:
            path = path.resolve()
            for root in path.parents:
                if (root / ".git").exists():
                    return path.relative_to(root).as_posix()
        return super().__call__(file)


def overwrite(text: str) -> None:
    """A line on stderr in the place of the last such; "" takes that away."""
    with contextlib.suppress(OSError):  # nobody looks any more
        click.echo(f"\r\x1b[K{visible(text)}", nl=False, err=True)
