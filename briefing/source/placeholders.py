"""Words that a template or a word processor put where somebody was to write: they look like text and would be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.pattern import Pattern

CODE: Code = "placeholder"

_WAITING = Pattern(
    r"请在(?:这里|此处|此)(?:写|输入|填写|填|键入|插入|添加|粘贴)[^\W\dA-Za-z_]{0,12}|请写第[一二三四五]条做法"
    r"|(?:单击|点击|双击|轻触)(?:或(?:单击|点击|轻触))?(?:此处|这里|以)(?:来)?(?:输入|添加|插入|编辑|选择|键入|填写)[^\W\dA-Za-z_]{0,6}"
    r"|(?<![^\W\dA-Za-z_])在?此处(?:输入|填写|键入|插入|添加|粘贴)[^\W\dA-Za-z_]{0,8}|选择一项。|选择日期。"
    r"|[【〔（(\[［<＜](?:此处|这里|请|待|需)(?:填|写|补|输入|插入|添加|插|核)[^】〕）)\]］>＞\n]{0,12}[】〕）)\]］>＞]"
    r"|(?i:lorem ipsum)[^\n]{0,30}|(?i:click (?:or tap )?here to enter text\.?)"
    r"|(?<![A-Za-z])(?:TODO|FIXME|TBD|XXXX+)(?![A-Za-z])"
)
_HINT = "请写上要印的文字，或删去。"


def waiting(text: str) -> bool:
    """Whether something of `text` still waits to be written."""
    return _WAITING.search(text) is not None


def check(file: str, lines: Sequence[str], excused: Callable[[str, int], bool]) -> Iterator[Diagnostic]:
    """What still waits to be written in the `lines` of a report."""
    for row, line in enumerate(lines, 1):
        for match in _WAITING.finditer(line):
            if not excused(CODE, row):
                span = Span(file, row, match.start() + 1, len(match[0]))
                yield Diagnostic("placeholder", f"这里还没有写：{match[0][:24]}", span, _HINT, Severity.WARNING)
