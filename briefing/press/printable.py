"""What a press cannot print as it is asked to, told before a byte is written: a check of marks and inks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.core.errors import Diagnostic, InputError
from briefing.house.print_settings import PrintStyle
from briefing.house.style import Color
from briefing.output.palette import Paint, Palette
from briefing.paint.marks import Form, Glyphs, Image, Mark, Painted

#: From so much black on, other inks under it are a mistake.
_DARK = 0.8


def ensure_printable(painted: Painted, palette: Palette, style: PrintStyle) -> None:
    """Raises InputError with every colour that the inks of the job do not print, at the place of the first mark that has it."""
    found = [*_colors(painted, palette, style)]
    if found:
        raise InputError(*found)


def ensure_condition(profile: bytes, name: str) -> None:
    """Raises InputError if `profile`, the file `name`, is no ICC profile of a press in CMYK."""
    header = profile[:128]
    if len(header) < 128 or header[36:40] != b"acsp" or (header[12:16], header[16:20]) != (b"prtr", b"CMYK"):
        hint = "请向印刷厂要他们的 ICC 文件，放进版式文件夹；或删去 house.yaml 里 print 的 profile，用自带的。"
        raise InputError(Diagnostic("press-profile", f"{name} 不是 CMYK 印刷机的 ICC 文件", hint=hint))


def _colors(painted: Painted, palette: Palette, style: PrintStyle) -> Iterator[Diagnostic]:
    for name, (page, mark) in _firsts(painted).items():
        wrong = _wrong(palette.paints[name], palette, style)
        if wrong is not None:
            message, hint = wrong
            said = f"第{page}页的{_shown(mark)}用了颜色 {_named(name, painted.colors)}，{message}"
            yield Diagnostic("print-ink", said, mark.span if isinstance(mark, Glyphs) else None, hint)


def _firsts(painted: Painted) -> Mapping[str, tuple[int, Mark]]:
    """Each colour with the page and the mark that has it first, one with a source place before others."""
    found: dict[str, tuple[int, Mark]] = {}
    placed: set[str] = set()
    for number, page in enumerate(painted.pages, 1):
        for mark in page.marks:
            if isinstance(mark, Image | Form) or mark.color in placed:
                continue
            if isinstance(mark, Glyphs) and mark.span is not None:
                placed.add(mark.color)
                found[mark.color] = number, mark
            else:
                found.setdefault(mark.color, (number, mark))
    return found


def _wrong(paint: Paint, palette: Palette, style: PrintStyle) -> tuple[str, str] | None:
    """What is wrong with a colour, and what to do."""
    if paint.spot:
        return None
    *colored, black = paint.cmyk
    total = round(sum(paint.cmyk) * 100, 1)
    if any(colored) and not palette.process:
        hint = "请用 --process，或在 house.yaml 里把 print 的 red 写成 process（四色印）；只印两色就在 styles、rules 里换颜色。"
        if not palette.spot_name:
            return "它不是黑，而本期只印黑色", hint
        return f"它既不是黑也不是{palette.spot_name}，而本期只印两色", hint
    if black >= _DARK and any(colored):
        return "它是掺了别的墨的黑（四色黑），小字会套不准", "请在 house.yaml 的 colors 里把它的 cmyk 写成 [0, 0, 0, 100]。"
    if total > style.most_ink:
        hint = "请在 house.yaml 的 colors 里把它的 cmyk 改小；印刷厂允许更多的，改 print 的 ink_limit。"
        return f"总墨量 {total:g}%，超过 {style.most_ink:g}%", hint
    return None


def _shown(mark: Mark) -> str:
    if not isinstance(mark, Glyphs):
        return "线"
    return f"“{mark.text[:12]}{'……' if len(mark.text) > 12 else ''}”"


def _named(name: str, colors: Mapping[str, Color]) -> str:
    return f"{name}（{colors[name].rgb}）"
