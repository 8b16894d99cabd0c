"""How this program is called from here: every message and example that says `briefing …` works when it is typed as printed.

Texts say `briefing` everywhere, in code as in docs/; what a terminal shows goes through `as_typed`.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

from briefing.core.errors import Diagnostic

NAME = "briefing"
#: `briefing` followed by a command, an option or its usage; never the name of a file or of the package.
_COMMANDS = "build|check|press|prove|verify|show|serve|desktop|new|import|houses|doctor|explain|completion"
_CALL = re.compile(rf"(?<![\w./-])(?<!from )briefing(?= (?:(?:{_COMMANDS})(?![\w-])|-|\[选项\]))")


@cache
def program(folder: Path | None = None) -> str:
    """What to type: `briefing` where that is this program, else the path of its script from the current folder, or from
    `folder`."""
    script = Path(sys.prefix, "bin", NAME)
    found = shutil.which(NAME)
    if found and _same(Path(found), script):
        return NAME
    if os.access(script, os.X_OK):
        return shlex.quote(_from(folder, script))
    return f"{shlex.quote(_from(folder, Path(sys.executable)))} -m {NAME}"


def as_typed(text: str) -> str:
    """`text` with every call of `briefing` as it must be typed here."""
    return _CALL.sub(program().replace("\\", r"\\"), text) if NAME in text else text


def typed(item: Diagnostic) -> Diagnostic:
    """A finding whose advice can be typed as it stands."""
    return replace(item, message=as_typed(item.message), hint=as_typed(item.hint))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _from(folder: Path | None, path: Path) -> str:
    """From `folder`, else the current one, where the path lies below it; the link to Python is not followed."""
    full = Path(os.path.abspath(path))
    here = Path(os.path.abspath(folder or os.curdir))
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)
