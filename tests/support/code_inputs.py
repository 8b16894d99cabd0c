"""The inputs of briefing/diagnostics/codes.md: a small sound issue, what is changed in it, and what is run.

A line each, in this order:

    @ NAME=value        an environment variable
    == file [kind]      the file holds the lines that follow
    += file             the lines that follow stand at its end
    -- file             it is not there (fonts: the fonts)
    $ arguments         briefing is called with them; without such a line the issue is checked

Files are those of issues/2022-17/; those of the houses begin with templates/, those beside the issues with /. A house `own`
extends gb9704, and is the issue's where it has a file. Kinds: hex, base64, an encoding, word (the body of a document), link (to).
In names and lines \\uXXXX and \\UXXXXXXXX are characters, and ⟦text×3⟧ is text three times, with \\n for a new line.
"""

from __future__ import annotations

import base64
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import ROOT
from importing_support import package

from briefing.building import stages
from briefing.cli import main
from briefing.core.errors import BriefingError, Diagnostic

ISSUE = "house: gb9704\nnumber: 17\ndate: 2022-05-13\nnameplate: 测试简报\n"
REPORT = "# 稳步推进示范创建\n\n一是加强统筹，逐项落实责任。\n\n"
HOUSE = "extends: gb9704\ntitle: 自家\n"
_SHELF = "issues/2022-17/"
_TOLD = re.compile(r"(?:错误|警告|提示)\[([\w-]+)\]")
_REPEATED = re.compile(r"⟦([^⟦⟧]*)×(\d+)⟧")
_CHARACTER = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")


@dataclass
class Input:
    files: dict[str, bytes | None] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    environ: dict[str, str] = field(default_factory=dict)
    commands: list[list[str]] = field(default_factory=list)


def parse(text: str) -> Input:
    found = Input()
    bodies: list[tuple[str, str, str, list[str]]] = []
    for line in text.split("\n"):
        sign, _, rest = line.partition(" ")
        if sign == "@":
            name, _, value = rest.partition("=")
            found.environ[name] = value
        elif sign == "$":
            found.commands.append(shlex.split(_written(rest)))
        elif sign in ("==", "+=", "--"):
            name, _, kind = rest.partition(" ")
            bodies.append((sign, _path(_written(name)), kind, []))
        else:
            bodies[-1][3].append(line)
    for sign, path, kind, lines in bodies:
        body = _written("\n".join(lines) + "\n")
        if sign == "--":
            found.files[path] = None
        elif kind == "link":
            found.links[path] = body.strip()
        elif sign == "+=":
            before = {"issue.yaml": ISSUE, "01.md": REPORT, "house.yaml": HOUSE}[path.rpartition("/")[2]]
            found.files[path] = (before + body).encode("utf-8", "surrogatepass")
        else:
            found.files[path] = _data(body, kind)
    return found


def _path(name: str) -> str:
    return name[1:] if name.startswith("/") else name if name.startswith(("templates/", "fonts")) else _SHELF + name


def _written(text: str) -> str:
    while _REPEATED.search(text):
        text = _REPEATED.sub(lambda match: match[1].replace("\\n", "\n") * int(match[2]), text)
    return _CHARACTER.sub(lambda match: chr(int(match[1] or match[2], 16)), text)


def _data(body: str, kind: str) -> bytes:
    if kind == "hex":
        return bytes.fromhex(body)
    if kind == "base64":
        return base64.b64decode(body)
    return package(body.strip()) if kind == "word" else body.encode(kind or "utf-8", "surrogatepass")


class InputRoom:
    """A place in which inputs are laid out one after the other; the houses are copied once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "home"
        shutil.copytree(ROOT / "templates/gb9704", self.home / "templates/gb9704")
        (self.home / "fonts").symlink_to(ROOT / "fonts")

    def codes(self, text: str, wanted: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> set[str]:
        """What is told of an input; where nothing is run, no more than it takes to hear of `wanted`."""
        given = parse(text)
        place = self.root / "place"
        shutil.rmtree(place, ignore_errors=True)
        own = self.home / "templates/own"
        shutil.rmtree(own, ignore_errors=True)
        files = {f"{_SHELF}issue.yaml": ISSUE.encode(), f"{_SHELF}01.md": REPORT.encode(), **given.files}
        if any(name.startswith("templates/own/") for name in files):
            files.setdefault("templates/own/house.yaml", HOUSE.encode())
            files[f"{_SHELF}issue.yaml"] = (files[f"{_SHELF}issue.yaml"] or b"").replace(b"gb9704", b"own")
        for name, data in files.items():
            path = (self.home if name.startswith("templates/") else place) / name
            if data is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        for name, target in given.links.items():
            (place / name).symlink_to(target)
        (place / "issues").mkdir(parents=True, exist_ok=True)
        home = self._bare() if "fonts" in given.files else self.home
        for name, value in {"BRIEFING_HOME": str(home), **given.environ}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(place)
        return set(_told(place / _SHELF, given.commands, wanted, capsys))

    def _bare(self) -> Path:
        """A home that has lost its fonts."""
        bare = self.root / "bare"
        if not bare.exists():
            bare.mkdir()
            (bare / "templates").symlink_to(self.home / "templates")
        return bare


def _told(folder: Path, commands: list[list[str]], wanted: str, capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    if not commands:
        read = [item.code for item in _read(folder)]
        yield from read if wanted in read else (item.code for item in stages.check(folder))
    for command in commands:
        capsys.readouterr()
        main(command)
        said = capsys.readouterr()
        yield from _TOLD.findall(said.out + said.err)


def _read(folder: Path) -> list[Diagnostic]:
    try:
        return stages.read(folder).findings.items
    except BriefingError as error:
        return list(error.diagnostics)
