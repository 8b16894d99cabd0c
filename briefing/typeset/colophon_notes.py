"""What an author is told of the page of the 版记."""

from __future__ import annotations

import math
from dataclasses import replace

from briefing.core.errors import Diagnostic, Severity, Span


def blank(span: Span | None, here: int, leaf: str, lines: float) -> Diagnostic:
    """The page before that of the 版记, `here`, is blank: why, and how much shorter the text would have to be. `leaf`: the format
    of the page before that, of `sheet.LEAVES`."""
    if leaf:
        message = f"第 {here - 1} 页是空白页：版记不排在{'折页' if leaf == 'foldout' else '宽页'}上，又要在双数页上"
        hint = "折页不放在最后，就能省下空白页。" if leaf == "foldout" else "宽页少一页或多一页，就能省下空白页。"
        return Diagnostic("colophon-blank", message, span, hint, Severity.NOTE)
    message = f"第 {here - 1} 页是空白页：第 {here - 2} 页放不下版记，版记又要在双数页上"
    hint = f"正文少 {max(1, math.ceil(lines))} 行就能省下最后两页。"
    return Diagnostic("colophon-blank", message, span, hint, Severity.NOTE)


def carried(note: Diagnostic, here: int, lines: int) -> Diagnostic:
    """In place of `note` of `blank`: `lines` of the text went to page `here`, which would have been blank."""
    return replace(note, message=f"第 {here - 1} 页放不下版记，版记又要在双数页上：末 {lines} 行移到第 {here} 页，免得空一页")


def moved(span: Span | None, here: int) -> Diagnostic:
    """The house wants the 版记 on the last side of the folded sheets: it stands on page `here` by itself."""
    message = f"版记移到第 {here} 页，单独一页：折页成册要补空白页，都补在版记之前"
    hint = "正文排满 4 的倍数的页数时不移；不要移的，在版式的 colophon 里写 last_side: false。"
    return Diagnostic("colophon-moved", message, span, hint, Severity.NOTE)
