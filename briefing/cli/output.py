"""Where lines go: results on stdout, everything else on stderr; colours and the progress line on terminals only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from briefing import world
from briefing.errors import Diagnostic


class ReaderGone(Exception):
    """Whoever read our results has seen enough (`briefing explain | head`): no error of anybody's."""


def say(text: str) -> None:
    """A result."""
    try:
        click.echo(text)
    except BrokenPipeError:
        raise ReaderGone from None


def note(text: str) -> None:
    """Something by the way."""
    click.echo(text, err=True)


def coloured() -> bool:
    """Whether stderr takes colours (https://no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def report(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], folder: Path | None = None) -> None:
    """Diagnostics on stderr, each with its source line; `folder` is where the issue's files lie."""
    from briefing import diagnose

    text = diagnose.render(diagnostics, sources, coloured(), locator(folder))
    if text:
        click.echo(text.rstrip("\n"), err=True)


class locator:
    """Names of spans → paths from the current folder, which terminals and editors open at a click."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def __call__(self, file: str) -> str:
        path = self._path(file)
        if path is None:
            return file
        return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)

    def _path(self, file: str) -> Path | None:
        if file.startswith(("templates/", "fonts/")):
            return world.home() / file
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
