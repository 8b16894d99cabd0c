"""Where houses and fonts come from.

A *home* holds `templates/` and `fonts/`: the folder $BRIEFING_HOME, else what came with this program, which is the checkout
that this file is part of, or the folder `shipped` of an installed package.

A *workplace* is where an office works: the current folder, with its `issues/`, and `build/` beside them. It may have houses
of its own in `templates/`; each goes, as a whole, before a shipped one of the same name. Where $BRIEFING_HOME is set, that
alone is asked.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_SHIPPED = _PACKAGE / "shipped"
#: Of an installed package, which nobody mends with git.
INSTALLED = _SHIPPED.is_dir()
_WHEEL = "briefing-*.whl"


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds templates/ and fonts/."""
    chosen = environ.get("BRIEFING_HOME")
    return Path(chosen) if chosen else program_files()


def program_files() -> Path:
    """What came with the program itself, whatever $BRIEFING_HOME says: houses, fonts, the versions it was tried with."""
    return _SHIPPED if INSTALLED else _PACKAGE.parent


def workplace() -> Path:
    """The folder that `issues/` lies in, from the current one: that itself, also where it holds no issue yet, or the one
    above for somebody who stands in `issues/` or in an issue."""
    here = Path()
    if (here / "issues").is_dir():
        return here
    try:
        current = Path(os.getcwd())
    except OSError:  # it was deleted
        return here
    return next((folder.parent for folder in (current, current.parent) if folder.name == "issues"), here)


def house_folders(environ: Mapping[str, str] = os.environ, place: Path | None = None) -> tuple[Path, ...]:
    """The folders that houses are looked for in by who works in `place` (None: here), the one that goes before others first."""
    shipped = home(environ) / "templates"
    own = (workplace() if place is None else place) / "templates"
    if environ.get("BRIEFING_HOME") or not own.is_dir() or own.resolve() == shipped.resolve():
        return (shipped,)
    return (own, shipped)


def restoring(what: str) -> str:
    """The command that brings back `what` came with the program, or the folder of that name in $BRIEFING_HOME."""
    if INSTALLED and home() == program_files():
        return f"{_pip()} --force-reinstall --no-deps {_WHEEL}"
    return f"git -C {shlex.quote(str(home()))} checkout -- {what}"


def restore(what: str) -> str:
    """The same as advice (Chinese), for somebody who may not know either command."""
    if INSTALLED:
        return f"请用当初安装的文件重新安装：{restoring(what)}"
    return f"请重新下载本项目，或运行 git checkout -- {what}"


def complete() -> str:
    """Advice where a library is missing (Chinese)."""
    if INSTALLED:
        return f"请用当初安装的文件再安装一次：{_pip()} {_WHEEL}"
    return "请在本项目的文件夹里运行 make doctor，会自动补上"


def _pip() -> str:
    return f"{shlex.quote(sys.executable)} -m pip install"
