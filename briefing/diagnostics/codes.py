"""What each diagnostic code means, for `briefing explain` and the editors' manual. The text is `codes.md`, and for the rules of
the proofreader their own docstrings; a test sees to it that every code the program can report stands there, and no other."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("codes.md")


class CodeEntry(NamedTuple):
    title: str
    why: str  # when it appears
    remedy: str  # what to do
    wrong: tuple[str, ...] = ()  # examples, for the rules of the proofreader
    right: tuple[str, ...] = ()


@cache
def codes() -> dict[str, CodeEntry]:
    """Code → entry, in the order of the manual: `### code 标题`, a paragraph, and a paragraph that begins with 改法：."""
    found = {}
    for part in FILE.read_text("utf-8").split("\n### ")[1:]:
        head, why, remedy = part.split("\n## ")[0].strip().split("\n\n")
        code, title = head.split(maxsplit=1)
        found[code] = CodeEntry(title, why, remedy.removeprefix("改法："))
    from briefing.proofread.manual import pages

    return found | {page.code: CodeEntry(page.title, page.why, page.remedy, page.wrong, page.right) for page in pages()}
