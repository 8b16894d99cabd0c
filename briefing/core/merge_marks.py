"""The marks that git leaves in a text where it could not join two: one of them has to be chosen before the text is one. Pure."""

from __future__ import annotations

from briefing.core.errors import Diagnostic, InputError, Span
from briefing.core.pattern import Pattern

_BEGIN = Pattern(r"(?m)^<{7}(?: .*)?$", "<<<<<<<")
_END = Pattern(r"(?m)^>{7}(?: .*)?$", ">>>>>>>")


def refuse(text: str, file: str) -> None:
    """Raises InputError at the first of them, where there is an end, too."""
    begin = _BEGIN.search(text)
    if begin is None or _END.search(text, begin.end()) is None:
        return
    row = text.count("\n", 0, begin.start()) + 1
    hint = "从 <<<<<<< 到 ======= 是一稿，到 >>>>>>> 是另一稿：请留下要的，把这三种记号的行删去。"
    message = "两个人的改动没有合并完，这里留着 git 的记号"
    raise InputError(Diagnostic("merge-marks", message, Span(file, row, 1, 7), hint))
