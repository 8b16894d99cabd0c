"""Help as wide as the terminal, in columns."""

from __future__ import annotations

import importlib
import keyword

import click
import pytest
from click.testing import CliRunner

from briefing.cli import app, chinese, help_layout
from briefing.cli.help_layout import columns, pieces

#: Of the terminal less two: what click leaves.
WIDTH = 78


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    chinese.install()
    help_layout.install()


def told(command: click.Command) -> str:
    return CliRunner().invoke(command, ["--help"], terminal_width=80).output


@pytest.mark.parametrize("name", ["", *app.COMMANDS])
def test_no_line_is_wider_than_the_terminal(name: str) -> None:
    module = f"briefing.cli.{name}{'_' if keyword.iskeyword(name) else ''}"
    text = told(importlib.import_module(module).command if name else app.group)
    for line in text.splitlines():
        typed = line.strip().partition(" ")[0].endswith("briefing")  # a command that is to be typed stays whole
        assert columns(line) <= WIDTH + 2 or typed, line


def test_no_line_begins_with_a_closing_mark() -> None:
    for name in app.COMMANDS:
        module = f"briefing.cli.{name}{'_' if keyword.iskeyword(name) else ''}"
        for line in told(importlib.import_module(module).command).splitlines():
            assert not line.lstrip().startswith(tuple("，。、；：？！）》”")), line


def test_pieces_lose_nothing() -> None:
    text = "制作成品，放进 build/期号/：DOCX、PDF 和清单（manifest.json）。 要么全部换成新的，要么一个也不动。"
    assert "".join(pieces(text)) == text
    assert columns("期号 17") == 7
    assert columns("\x1b[1m期\x1b[0m") == 2
