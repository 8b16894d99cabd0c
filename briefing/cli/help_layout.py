"""Help in lines as wide as the terminal: click counts characters, and a Han character is two columns wide.

click 8.4 asks `term_len` for every width and leaves the wrapping to its `TextWrapper`, which parts text at blanks only; `install`
puts others in their places. Commands are written as they must be typed before lines are made of them: that is longer.
"""

from __future__ import annotations

import re
from typing import Any

from briefing.core.calling import as_typed
from briefing.diagnostics.terminal_text import width

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
#: What never parts: a word, or a Han character, with the marks that cling to it.
_PIECES = re.compile(r"\s+|[“‘（《〈【「]*(?:[!-~]+|[^\s])[”’）》〉】」，。、；：？！…—]*")


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(map(width, _ESCAPES.sub("", text)))


def pieces(text: str) -> list[str]:
    """The text cut where a line may end."""
    return _PIECES.findall(text)


def install() -> None:
    """From now on click wraps by columns in this process."""
    import click._textwrap
    import click.formatting

    class ByColumns(click._textwrap.TextWrapper):
        def _split(self, text: str) -> list[str]:
            return pieces(as_typed(text))

    modules: tuple[Any, ...] = (click.formatting, click._textwrap)
    for module in modules:
        module.term_len = columns
    modules[1].TextWrapper = ByColumns
