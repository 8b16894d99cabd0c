"""What each diagnostic code means, for `briefing explain` and the editors' manual. The text is `codes.md`, and for the rules of
the proofreader their own docstrings; a test sees to it that every code the program can report stands there, and no other.

An entry of `codes.md`: `### code 标题`, when it appears, 改法：what to do; then an input that gives it, as a block of code
(tests/support/code_inputs.py says how to read it), or, where no input does, 测试：the test that does. Numbers: `limits.numbers`.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from briefing.core import saving
from briefing.core.errors import exit_codes
from briefing.diagnostics.limits import numbers

FILE = Path(__file__).with_name("codes.md")
_NUMBER = re.compile(r"\{\{(\w+)\}\}")
_REMEDY, _TEST, _FENCE = "改法：", "测试：", "```\n"


class CodeEntry(NamedTuple):
    title: str
    why: str  # when it appears
    remedy: str  # what to do
    wrong: tuple[str, ...] = ()  # examples, for the rules of the proofreader
    right: tuple[str, ...] = ()
    input: str = ""  # what gives it
    test: str = ""  # else the test that does


@cache
def codes() -> dict[str, CodeEntry]:
    """Code → entry, in the order of the manual."""
    from briefing.proofread.manual import pages

    known = numbers()
    found = {}
    for part in FILE.read_text("utf-8").split("\n### ")[1:]:
        code, entry = _entry(part.split("\n## ")[0].strip(), lambda match: known[match[1]])
        found[code] = entry
    return found | {page.code: CodeEntry(page.title, page.why, page.remedy, page.wrong, page.right) for page in pages()}


def _entry(text: str, number: Callable[[re.Match[str]], str]) -> tuple[str, CodeEntry]:
    head, why, remedy, *rest = text.split("\n\n", 3)
    code, title = head.split(maxsplit=1)
    last = "".join(rest)
    return code, CodeEntry(
        title,
        _NUMBER.sub(number, why),
        _NUMBER.sub(number, remedy.removeprefix(_REMEDY)),
        input=last.removeprefix(_FENCE).removesuffix(_FENCE.strip()).strip("\n") if last.startswith(_FENCE) else "",
        test=last.removeprefix(_TEST) if last.startswith(_TEST) else "",
    )


def literal() -> str:
    """briefing/core/code.py."""
    from briefing.proofread.rules import CODES

    rules = _listed(CODES)
    others = _listed(code for code in codes() if code not in CODES)
    return (
        f"{_HEAD}\n# fmt: off\n#: Rules of the proofreader.\nRule = Literal[\n{rules}]\n\nCode = Literal[\n    Rule,\n{others}]\n"
    )


def _listed(names: Iterable[str]) -> str:
    """In lines of many."""
    words = " ".join(f'"{name}",' for name in names)
    return textwrap.indent(textwrap.fill(words, 120, break_on_hyphens=False), "    ") + "\n"


_HEAD = '''"""Every code of a diagnostic, as a type: one that has no manual is a type error where it is raised.

Written by `make codes` from codes.md and the rules of the proofreader.
"""

from __future__ import annotations

from typing import Literal
'''


def with_exit_codes(readme: str) -> str:
    """README.md with the exit codes as they are."""
    return re.sub(r"^退出码：.*$", exit_codes(), readme, count=1, flags=re.MULTILINE)


if __name__ == "__main__":
    path = FILE.parents[2] / "README.md"
    saving.save(path, with_exit_codes(path.read_text("utf-8")).encode(), mode=0o644)
    saving.save(FILE.parent.parent / "core" / "code.py", literal().encode(), mode=0o644)
