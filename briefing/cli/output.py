"""Where lines go: results on stdout, everything else on stderr; colours and the progress line on terminals only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from briefing import world
from briefing.calling import as_typed, typed
from briefing.errors import Diagnostic


class ReaderGone(Exception):
    """Whoever read our results has seen enough (`briefing explain | head`): no error of anybody's."""


def say(text: str) -> None:
    """A result."""
    data(as_typed(text))


def data(text: str) -> None:
    """A result for programs, as it is."""
    try:
        click.echo(text)
    except BrokenPipeError:
        raise ReaderGone from None


def note(text: str) -> None:
    """Something by the way."""
    click.echo(as_typed(text), err=True)


def coloured() -> bool:
    """Whether stderr takes colours (https://no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def report(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], folder: Path | None = None) -> None:
    """Diagnostics on stderr, each with its source line; `folder` is where the issue's files lie."""
    from briefing import diagnose

    text = diagnose.render(map(typed, diagnostics), sources, coloured(), locator(folder))
    if text:
        click.echo(text.rstrip("\n"), err=True)


class locator:
    """Names of spans → paths from the current folder, which terminals and editors open at a click."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def __call__(self, file: str) -> str:
        if file.startswith(("templates/", "fonts/")):
            path = world.home() / file
        elif self._folder is not None:
            path = self._folder / file
        else:
            return file
        return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


class Progress:
    """One line that overwrites itself, only on a terminal and only where there is more than one thing to wait for."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._shown = total > 1 and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def show(self, name: str) -> None:
        if self._shown:
            click.echo(f"\r\x1b[K正在制作 {name}（{self._done + 1}/{self._total}）", nl=False, err=True)

    def step(self) -> None:
        """Clear the line, so that others can speak."""
        self._done += 1
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)
