"""Containers: `::: 批示 …` to `:::`, looked for in the lines before Markdown is parsed, so that each is told where it is not
closed, not known or nested. The parser then takes what stands between the two lines for blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from briefing.core.errors import Diagnostic, Edit, Findings, Severity, Span
from briefing.core.pattern import Pattern
from briefing.core.suggest import nearest
from briefing.source.containers import KINDS, NAMES, may_hold
from briefing.source.fenced_content import Fence

_CHINESE = tuple(name for name in NAMES if not name.isascii())
_FENCE = Pattern(r" {0,3}:{3,}(?P<said>.*)", ":::")
#: Colons of a Chinese input method, or within a quotation, a list or an indent.
_WIDE = Pattern(r"[ \u3000]{0,3}(?P<colons>[:：]{3,})(?P<said>.*)")
_INSIDE = Pattern(r"[ \t\u3000]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t\u3000]*)+(?=:{3})|(?: {4,}| *\t[ \t]*)(?=:{3})")
#: What people write at an end.
_ENDED = ("完", "结束", "收尾", "end", "止")
_BLANKS = " \t\u3000"
#: A setting, as pictures and tables have them.
_BRACES = Pattern(r"\{[^{}]*\}\s*$")
#: What people call a container beside its name.
_ALSO = {
    also: name
    for name, others in {
        "两栏": "分栏 双栏 二栏 两列 兩欄", "宽页": "横页 横排 横向 横版 宽版", "框": "专栏 边框 方框 文本框 加框",
        "落款": "署名 签名 签发 署名日期", "编者按": "按语 编者 编后 编后语", "二维码": "扫码", "并排": "并列 并排图",
        "链接": "相关链接 知识链接 延伸阅读", "背景": "背景资料 相关背景",
    }.items()
    for also in others.split()
}  # fmt: skip
#: A date at the end of the first line of a 批示.
_DATE = Pattern(
    r"(?:^|(?<=[\s\u3000]))(?:\d[\d年月日号./\-—]{4,11}|[〇零一二三四五六七八九]{4}年\S{4,8}|\d{1,2}月\d{1,2}[日号])$"
)


def read(
    file: str, lines: Sequence[str], findings: Findings, excused: Callable[[str, int], bool] = lambda code, line: False
) -> Mapping[int, Fence]:
    """The containers of a report by the line they begin on."""
    if not any(":::" in line or "：：" in line or "：:" in line or ":：" in line for line in lines):
        return {}
    return _Reader(file, lines, findings, excused).read()


class _Reader:
    def __init__(self, file: str, lines: Sequence[str], findings: Findings, excused: Callable[[str, int], bool]) -> None:
        self._file, self._lines, self._findings, self._excused = file, lines, findings, excused
        self._open: list[Fence] = []
        self._found: dict[int, Fence] = {}
        self._meant = 0  # containers begun with full-width colons

    def read(self) -> Mapping[int, Fence]:
        for row, line in enumerate(self._lines):
            if match := _FENCE.fullmatch(line):
                if (said := _without_colons(match["said"])) and self._open and self._ends(row, said):
                    span = Span(self._file, row + 1, match.end() - len(match["said"].lstrip(_BLANKS)) + 1, len(said))
                    hint = f"请删去“{said}”，这一行只写 :::。"
                    self._findings.add("box-end", "框的收尾只写 :::，后面不写名称", span, hint)
                    self._end(row)
                elif said:
                    self._begin(row, said, match.end() - len(match["said"].lstrip(_BLANKS)))
                else:
                    self._end(row)
            elif "：" in line and (wide := _WIDE.fullmatch(line)) and "：" in wide["colons"]:
                self._wide(row, wide)
            elif ":::" in line and (inside := _INSIDE.match(line)):
                span = Span(self._file, row + 1, inside.end() + 1, 3)
                self._findings.add(
                    "box-place", "::: 要顶格写，不能放在引文、列表里", span, "请把这一行移到行首，前后不要 >、- 和空格。"
                )
        for fence in self._open:
            self._close(replace(fence, told=True), len(self._lines))
            name = KINDS[fence.kind].name
            hint = f"请在“{name}”的内容之后另起一行，写 :::。"
            self._findings.add("box-end", f"“::: {name}”没有收尾", Span(self._file, fence.start + 1, 1), hint)
        return dict(sorted(self._found.items()))

    def _begin(self, row: int, said: str, column: int) -> None:
        name = re.split(r"[\s\u3000]", said, maxsplit=1)[0]
        span = Span(self._file, row + 1, column + 1, len(name))
        kind, told = NAMES.get(name.lower()), False
        if kind is None:
            plain = name.rstrip("：:")
            near = (
                _ALSO.get(plain) or nearest(plain, _CHINESE) or next((known for known in _CHINESE if name.startswith(known)), "")
            )
            hint = (
                f"是不是 ::: {near}？名称后面要空一格。"
                if near
                else f"可用的：{'、'.join(_CHINESE)}。不要框的，请删去这一行和收尾的 :::。"
            )
            self._findings.add("box-name", f"没有“{name}”这种框", span, hint)
            kind, told = "story", True
        outer = self._open[-1] if self._open else None
        if outer is not None and not may_hold(outer.kind, kind):
            message = f"第 {outer.start + 1} 行的“{KINDS[outer.kind].name}”还没有收尾，里面不能再放“{name}”"
            outermost = KINDS[kind].holds == "all"
            hint = "宽页、折页里什么都能放，自己要写在最外面" if outermost else "框里只能再放“::: 并排”"
            self._findings.add("box-nesting", message, span, f"请在这一行之前写一行 :::，让它们一先一后；{hint}。")
        rest = said[len(name) :]
        blank = len(rest) - len(rest.lstrip(" \t\u3000"))
        rest, column = rest[blank:], column + len(name) + blank
        if braces := _BRACES.search(rest):
            place = Span(self._file, row + 1, column + braces.start() + 1, len(braces[0].rstrip()))
            hint = "框、两栏这样的内容没有花括号里的设置，样子由版式定；要印出花括号，请写成全角的｛｝。"
            self._findings.add("box-head", f"“::: {name}”后面不能写 {braces[0].strip()}", place, hint)
            rest = rest[: braces.start()].rstrip()
        if kind == "wide" and rest.upper() == "A3":
            kind, rest = "foldout", ""
        date = _DATE.search(rest) if KINDS[kind].dated else None
        fence = Fence(kind, row, -1, rest, column, told=told)
        if date:
            fence = replace(fence, said=rest[: date.start()].rstrip(), date=date[0], date_column=column + date.start())
        self._open.append(fence)

    def _ends(self, row: int, said: str) -> bool:
        """Whether a line that says the name of what is open, or 完, was meant to end it: nothing else does."""
        if said.lower() not in (*_ENDED, *(known for known, kind in NAMES.items() if kind == self._open[-1].kind)):
            return False
        below = (_FENCE.fullmatch(line) for line in self._lines[row + 1 :] if ":::" in line)
        following = next((match for match in below if match), None)
        return following is None or bool(_without_colons(following["said"]))

    def _end(self, row: int) -> None:
        if self._open:
            self._close(self._open.pop(), row)
        else:
            self._findings.add(
                "box-end",
                "这个 ::: 前面没有要收尾的框",
                Span(self._file, row + 1, 1, 3),
                "请删去这一行，或在前面补上 ::: 和名称。",
            )
            self._found[row] = Fence("", row, row, "", 0)

    def _close(self, fence: Fence, end: int) -> None:
        self._found[fence.start] = replace(fence, end=end)

    def _wide(self, row: int, match: re.Match[str]) -> None:
        """：：： as a Chinese input method types it."""
        name = re.split(r"[\s\u3000]", match["said"].strip(_BLANKS), maxsplit=1)[0]
        if name not in NAMES and not (name == "" and (self._open or self._meant)):
            return  # a line of colons, which ends nothing
        self._meant = self._meant + 1 if name else max(0, self._meant - 1)
        if self._excused("typed-full-width", row + 1):
            return
        colons = match["colons"]
        span = Span(self._file, row + 1, match.start("colons") + 1, len(colons))
        fix = Edit(span, colons, ":" * len(colons))
        message = f"“{colons}”要用半角冒号，否则会照样印出来"
        self._findings.items.append(
            Diagnostic("typed-full-width", message, span, "请写成 :::；--fix 会改。", Severity.WARNING, fix)
        )


def _without_colons(said: str) -> str:
    """What a fence says, without the colons that some put at its end, too."""
    said = said.strip(_BLANKS)
    return said.rstrip(":").rstrip(_BLANKS) if said.endswith(":::") else said
