"""What each diagnostic code means, for `briefing explain` and the editors' manual. The text is `codes.md`, and for the rules of
the proofreader their own docstrings; a test sees to it that every code the program can report stands there, and no other."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("codes.md")


class Entry(NamedTuple):
    title: str
    why: str  # when it appears
    remedy: str  # what to do
    wrong: tuple[str, ...] = ()  # examples, for the rules of the proofreader
    right: tuple[str, ...] = ()


@cache
def codes() -> dict[str, Entry]:
    """Code → entry, in the order of the manual: `### code 标题`, a paragraph, and a paragraph that begins with 改法：."""
    found = {}
    for part in FILE.read_text("utf-8").split("\n### ")[1:]:
        head, why, remedy = part.split("\n## ")[0].strip().split("\n\n")
        code, title = head.split(maxsplit=1)
        found[code] = Entry(title, why, remedy.removeprefix("改法："))
    from briefing.proofread.manual import pages

    return found | {page.code: Entry(page.title, page.why, page.remedy, page.wrong, page.right) for page in pages()}


def literal() -> str:
    """briefing/code.py."""
    from briefing.proofread.rules import CODES

    rules = "".join(f'    "{code}",\n' for code in CODES)
    others = "".join(f'    "{code}",\n' for code in codes() if code not in CODES)
    return f"{_HEAD}\n#: Rules of the proofreader.\nRule = Literal[\n{rules}]\n\nCode = Literal[\n    Rule,\n{others}]\n"


_HEAD = '''"""Every code of a diagnostic, as a type: one that has no manual is a type error where it is raised.

Written by `make codes` from codes.md and the rules of the proofreader.
"""

from __future__ import annotations

from typing import Literal
'''


if __name__ == "__main__":
    (FILE.with_name("code.py")).write_text(literal(), encoding="utf-8")
