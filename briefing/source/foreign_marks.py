"""Marks of other programs' Markdown, which would be printed as typed here: ~~x~~, ==x==, - [ ], $x$, {{x}}.

Looked for in the lines as they are, since the parser takes all of them for words. A backslash before a mark says that it is
meant, and so does an excuse. What can hardly be meant otherwise is refused: a bulletin has no struck or marked text and no
boxes to tick, and formulas are pictures. A finding carries a fix where one thing can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Edit, Severity, Span
from briefing.core.han import HAN
from briefing.core.pattern import Pattern
from briefing.source.script_marks import within_address

CODE: Code = "typed-foreign"

_SUPERSCRIPTS = dict(zip("123456789n", "¹²³⁴⁵⁶⁷⁸⁹ⁿ", strict=True))
_ESCAPE = "确要印出这些记号的，在前面加反斜线 \\。"

_Foreign = tuple[Pattern, str, str, Callable[[re.Match[str]], str | None]]


def _none(_: re.Match[str]) -> None:
    return None


def _raised(match: re.Match[str]) -> str | None:
    return _written(match["sign"], _SUPERSCRIPTS)


def _written(text: str, table: dict[str, str]) -> str | None:
    return "".join(table[char] for char in text) if all(char in table for char in text) else None


_LINK = Pattern(
    r"(?:［[^\[\]［］\n]{1,200}[\]］][(（]|\[[^\[\]［］\n]{1,200}(?:］[(（]|\]（))(?:https?://|www\.)[^()（）\s]{1,300}[)）]",
    "://",
    "www.",
)
_STRUCK = Pattern(r"~~(?=\S)[^~\n]{1,200}~~|～～(?=\S)[^～\n]{1,200}～～", "~~", "～～")
_MARKED = Pattern(r"==(?=[^\s=])[^=\n]{1,200}==|＝＝(?=[^\s＝])[^＝\n]{1,200}＝＝", "==", "＝＝")
_TASK = Pattern(rf"(?<=[-*+] )[\[［][ \u3000xXｘ√✓]?[\]］](?=[ \u3000]|[{HAN}])", "[", "［")
_PICTURE_WIDTH = Pattern(
    r"(?<=[)）][ \u3000])\{\s*(?:width|宽)[^{}\n]{0,30}\}|(?:(?<=[)）])|(?<=[)）][ \u3000]))｛\s*(?:width|宽)[^｛｝\n]{0,30}｝",
    "{",
    "｛",
)
_FORMULA = Pattern(r"\$\$(?=\S)[^$\n]{1,200}\$\$|(?<![A-Za-z$])\$(?=[^\s$])[!-#%-~ ]{1,200}(?<=\S)\$(?!\d)", "$")
#: Pattern, what it is called, what to do, what it becomes.
_FOREIGN: tuple[_Foreign, ...] = (
    (_STRUCK, "删除线 ~~…~~", "公文里没有删除线：不要的文字直接删去。", _none),
    (_MARKED, "高亮 ==…==", "要突出的文字用 **加粗** 或 *楷体*。", _none),
    (Pattern(r"(?<![A-Za-z0-9+])\+\+(?=[^\s+])[^+\n]{1,200}\+\+", "++"), "下划线 ++…++", "要突出的文字用 **加粗**。", _none),
    (_TASK, "任务框 [ ]", "请删去方括号；列出的事项直接写文字。", _none),
    (Pattern(r"(?<=[mM])\^(?P<sign>[23])(?![0-9A-Za-z^])(?![^\s^]{0,19}\^)", "^"), "上标 ^", "请写成 m² 或 m^2^。", _raised),
    (_FORMULA, "公式 $…$", "只有上标、下标的写成 E=mc^2^、H~2~O；分式、根号、求和请做成图片（SVG 或 PNG）放进来。", _none),
    (Pattern(r"\^\[[^\[\]\n]{1,300}\]", "^["), "行内脚注 ^[…]", "脚注请写 [^1]，另起一段写 [^1]: 脚注内容。", _none),
    (_LINK, "链接", "印刷品上点不开链接，请只写文字；需要网址时直接写出来。", _none),
    (Pattern(r"\[\[[^\[\]\n]{1,200}\]\]", "[["), "双方括号链接 [[…]]", "请只写文字。", _none),
    (Pattern(r"^[ ]*@?\[(?:TOC|toc|目录)\][ ]*$", "["), "目录记号 [TOC]", "请删去；目录在 issue.yaml 的 contents 里设。", _none),
    (Pattern(r"\{[.#][A-Za-z][\w-]*(?:[ ]+[.#][A-Za-z][\w-]*)*\}[ ]*$", "{"), "属性 {#…}", "请删去花括号。", _none),
    (Pattern(r"\{\{[^{}\n]{1,100}\}\}", "{{"), "模板变量 {{…}}", "请写上要印的文字。", _none),
    (Pattern(r"^\[\d{1,3}\][:：](?=\s*\S)", "["), "脚注 [1]: ", "脚注要有 ^：文中写 [^1]，另起一段写 [^1]: 脚注内容。", _none),
    (Pattern(r"\[\^(?=[^\]\n]{0,40}\s)[^\]\n]{1,40}\](?!\()", "[^"), "脚注的记号", "[^ ] 里不能有空格，请写 [^1]。", _none),
    (Pattern(r"^={3,}[ ]*$", "==="), "标题下面的一行 ===", "标题写 # 标题，小标题写 ## 小标题，删去这一行。", _none),
    (Pattern(r"^#{7,}(?=[ ]*[^\s#])", "#######"), "七个以上的 #", "小标题写 ## 到 #####。", _none),
    (Pattern(r"%%(?=[^\s%])[^%\n]{1,300}%%", "%%"), "注释 %%…%%", "请删去；只给自己看的话写在别处。", _none),
    (Pattern(r"^>? ?\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", "[!"), "提示框记号 [!…]", "框请写 ::: 框，收尾写 :::。", _none),
    (Pattern(r"^\\(?:newpage|pagebreak|clearpage|page)\b", "\\"), "换页命令", "请删去；换页由版式排。", _none),
    (Pattern(r"^\+(?:[-=]{2,}\+)+[ ]*$|^[┌├└┏┣┗╔╠╚][─━═┬┼┴┳╋┻╦╬╩┐┤┘┓┫┛╗╣╝]{2,}[ ]*$", "+-", "+=", "─", "━", "═"),
     "画出来的表格线", "表格请写 | 甲 | 乙 |，表头下面一行写 | --- | --- |。", _none),
    (Pattern(r"^::(?=[ \u3000]*(?:批示|框|编者按|链接|背景|两栏|并排|落款|二维码|宽页|折页)(?:[ \u3000]|$))", "::"),
     "两个冒号", "框的记号是三个冒号，如 ::: 批示，收尾也是 :::。", _none),
    (Pattern(rf"^-(?=[{HAN}])", "-"), "短横", "列表的短横后面要空一格，如“- 内容”；各项上面空一行。", _none),
    (_PICTURE_WIDTH, "图片的宽度", "宽度写在图片的右括号后面，不空格，用英文花括号：![说明](图.png){width=80mm}。", _none),
    (Pattern(r"(?<![A-Za-z0-9:]):[a-z][a-z0-9_+-]{2,30}:(?![A-Za-z0-9:])", ":"), "表情代码 :…:", "请删去。", _none),
)  # fmt: skip
#: Those that stop a build.
_REFUSED = frozenset({_STRUCK, _MARKED, _TASK, _FORMULA})
#: No line without one of these holds any of them.
_SIGNS = frozenset("~=+[^$:{～＝［-｛─━═#%\\")


def meant(line: str) -> str:
    """`line` of a report with a backslash before each mark of which `check` would speak."""
    if _SIGNS.isdisjoint(line):
        return line
    for pattern, *_ in _FOREIGN:
        while (place := _first(pattern, line)) is not None:  # one by one: ~~~~a~~ with a backslash holds ~~\\~~
            line = f"{line[:place]}\\{line[place:]}"
    return line


def _first(pattern: Pattern, line: str) -> int | None:
    """Where `check` would first speak of `pattern`, if a backslash helps there: before others than ASCII it is only itself."""
    places = (match.start() for match in pattern.finditer(line) if match[0][0].isascii() and _speaks(line, match.start()))
    return next(places, None)


def check(file: str, lines: Sequence[str], excused: Callable[[str, int], bool]) -> Iterator[Diagnostic]:
    """What would be printed as typed in the `lines` of a report; see briefing.source.typed_marks."""
    for row, line in enumerate(lines, 1):
        if _SIGNS.isdisjoint(line) or excused(CODE, row):
            continue
        for pattern, what, hint, written in _FOREIGN:
            for match in pattern.finditer(line):
                start = match.start()
                if not _speaks(line, start):
                    continue
                span, new = Span(file, row, start + 1, len(match[0])), written(match)
                fix = Edit(span, match[0], new) if new is not None else None
                advice = f"{hint}{'--fix 会改。' if fix else ''}{_ESCAPE if match[0][0].isascii() else ''}"
                if pattern in _REFUSED:
                    yield Diagnostic("typed-foreign", f"这里不能用{what}", span, advice)
                else:
                    yield Diagnostic("typed-foreign", f"{what}会照样印出来", span, advice, Severity.WARNING, fix)


def _speaks(line: str, index: int) -> bool:
    return not line[:index].endswith("\\") and not within_address(line, index)
