"""docs/dev/tour.md: its commands are run, and what they print is put below them. `make tour` writes it; a test compares.

A block of ```console begins with `$ briefing …`. Where the block ends with a line “…” it stays as long as it is.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "dev" / "tour.md"
_BLOCK = re.compile(r"(?<=^```console\n)\$ briefing (?P<command>.*)\n(?P<shown>(?:(?!```).*\n)*)", re.MULTILINE)
_WIDEST, _CUT = 150, "…"


def recorded(text: str) -> str:
    """The tour with what its commands print now."""
    return _BLOCK.sub(_record, text)


def _record(block: re.Match[str]) -> str:
    from briefing.cli import main

    printed = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with contextlib.redirect_stdout(printed), contextlib.chdir(ROOT):
        code = main(shlex.split(block["command"]))
    if code:
        raise SystemExit(f"briefing {block['command']}: {code}")
    printed.seek(0)
    lines = [line if len(line) <= _WIDEST else line[: _WIDEST - 1] + _CUT for line in printed.read().splitlines()]
    before = block["shown"].splitlines()
    if before and before[-1] == _CUT and len(lines) >= len(before):
        lines = [*lines[: len(before) - 1], _CUT]
    return f"$ briefing {block['command']}\n" + "".join(f"{line.rstrip()}\n" for line in lines)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    FILE.write_text(recorded(FILE.read_text("utf-8")), "utf-8")
