"""Runs → letters: every character with its face, size and natural advance. What no face has is a finding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from briefing.core.errors import Findings
from briefing.core.records import dataclass
from briefing.fonts.metrics import Fonts, GlyphWidth, unsettable
from briefing.house.style import HouseStyle, ParagraphStyle
from briefing.model.sheet import LINE_BREAK, SOFT_HYPHEN, InlineName, ParagraphKind, Run
from briefing.pictures.picture import Word
from briefing.typeset.composed import FaceRun
from briefing.typeset.scripts import passages


@dataclass(frozen=True, slots=True)
class Letters:
    """Parallel to `text`: natural advance and own type size in pt, and the side on which a mark is half
    empty."""

    text: str
    widths: list[float]
    sizes: list[float]
    blanks: list[str]
    raised: frozenset[int]  # characters that cling to the one before them: note references
    faces: tuple[FaceRun, ...]


def letters(
    runs: Iterable[Run],
    style: ParagraphStyle,
    size: float,
    house: HouseStyle,
    fonts: Fonts,
    findings: Findings,
) -> Letters:
    """Measure `runs` in `style` at type size `size` (pt). Missing glyphs are added to `findings`, one a
    character."""
    chars: list[str] = []
    widths: list[float] = []
    sizes: list[float] = []
    blanks: list[str] = []
    raised: set[int] = set()
    starts: list[int] = []  # of the looks: where another one begins
    looks: list[tuple[str, bool, float, InlineName]] = []
    for run in runs:
        inline = house.inline[run.style] if run.style else None
        role = inline.font if inline and inline.font else style.font
        bold = style.bold if inline is None or inline.bold is None else inline.bold
        run_size = size * (inline.scale if inline else 1.0)
        table = fonts.glyphs(role, bold)
        start = len(chars)
        if inline and inline.raise_em:
            raised.update(range(start, start + len(run.text)))
        said = run.text.replace(SOFT_HYPHEN, "-") if SOFT_HYPHEN in run.text else run.text
        found = list(map(table.__getitem__, said))
        glyphs = [glyph for glyph in found if glyph is not None]
        if len(glyphs) < len(found):
            glyphs = _with_stand_ins(run, found, role, bold, fonts, findings)
        families, bolds, advances, sides = zip(*glyphs, strict=True) if glyphs else ((), (), (), ())
        widths += [advance * run_size for advance in advances]
        blanks += sides
        if glyphs:
            turns = [here for here, (one, other) in enumerate(pairwise(zip(families, bolds, strict=True)), 1) if one != other]
            for here in (0, *turns):
                look = families[here], bolds[here], run_size, run.style
                if not looks or look != looks[-1]:
                    starts.append(start + here)
                    looks.append(look)
        chars += run.text
        sizes += [run_size] * len(run.text)
    ends = (*starts[1:], len(chars))
    faces = tuple(FaceRun(start, end, *look) for start, end, look in zip(starts, ends, looks, strict=False))
    return Letters("".join(chars), widths, sizes, blanks, frozenset(raised), faces)


def _with_stand_ins(
    run: Run, found: Sequence[GlyphWidth | None], role: str, bold: bool, fonts: Fonts, findings: Findings
) -> list[GlyphWidth]:
    """What sets the characters of `run`: what no face has is told, and takes an em of the role's own; a forced break none."""
    told, own = _report_passages(run, fonts.glyphs(role, bold), findings), fonts.primary(role, bold)
    glyphs: list[GlyphWidth] = []
    for place, (char, glyph) in enumerate(zip(run.text, found, strict=True)):
        if glyph is None:
            glyph = GlyphWidth(own.role, own.bold, 0.0 if char == LINE_BREAK else 1.0, "")
            row = run.text.startswith(char, max(0, place - 1), place)  # of the same character: one finding
            if char != LINE_BREAK and place not in told and not row:
                _report(char, run, place, _remedy(role, char, fonts), findings)
        glyphs.append(glyph)
    return glyphs


def check_words(words: Iterable[Word], kind: ParagraphKind, house: HouseStyle, fonts: Fonts, findings: Findings) -> None:
    """Findings about what no face of the house has in the words of a drawing, set as a paragraph of that `kind`."""
    style = house.styles[kind]
    runs = [Run(re.sub(r"\s", " ", word.text), "", word.span) for word in words]
    letters(runs, style, style.size, house, fonts, findings)


_FACELESS = "随附的字体里没有这种文字"
_JOINED = f"{_FACELESS}；它的字母要连写、叠写或从右向左排，加了字体本程序也还排不对"
_PICTURE = "请在能排这种文字的软件里排好，存成图片，单独成段放进稿件"
_OWN_FACE = "把含有它的字体放进版式的 fonts 文件夹，再在 house.yaml 的 fonts 里把字体名写在本来的字体之后"


def _report_passages(run: Run, table: Mapping[str, GlyphWidth | None], findings: Findings) -> frozenset[int]:
    """The places of characters that have been told as passages of a script that cannot be set."""
    told: set[int] = set()
    for passage in passages(run.text, lambda char: table[char] is not None):
        length = passage.end - passage.start
        said, remedy = (_JOINED, _PICTURE) if passage.joined else (_FACELESS, f"{_OWN_FACE}；或{_PICTURE}")
        findings.add(
            "foreign-script",
            f"这里有 {length} 个字符的{passage.script}，{said}",
            run.span.shifted(passage.start, length) if run.span else None,
            f"{remedy}。",
        )
        told.update(range(passage.start, passage.end))
    return frozenset(told)


def _kind(char: str) -> str:
    """What an author would call a character that is never set."""
    category = unicodedata.category(char)
    if category == "Co":
        return "私用区字符"
    if category.startswith("M"):
        return "加在前一个字上的符号"
    return "从右向左书写的字母" if category.startswith("L") else "看不见的控制字符"


#: Signs that programs put in the place of what they lost: what they are called, what to do.
_LOST = {
    "\ufffc": ("代替图片、公式的占位符号", "粘贴时没有带过来的图片、公式请另外放进来，再删去这个符号"),
    "\ufffd": ("代替读不出的字的符号", "原来的字在转换编码时丢了；请照原稿补上"),
}


def _report(char: str, run: Run, place: int, remedy: str, findings: Findings) -> None:
    span = run.span.shifted(place) if run.span else None
    code = f"U+{ord(char):04X}"
    if char in _LOST:
        findings.add("invisible-character", f"这里有一个{_LOST[char][0]}（{code}），排不出来", span, _LOST[char][1])
    elif unsettable(char) and unicodedata.category(char) != "Cn":
        name = unicodedata.name(char, "")
        kind = _kind(char)
        findings.add(
            "invisible-character",
            f"这里有一个{kind}（{code}{' ' + name if name else ''}），排不出来",
            span,
            "请删去它；它多半是从网页或别的文档里粘贴进来的",
        )
    else:
        findings.add(
            "missing-glyph",
            f"没有一种字体含有“{char}”（{code}）",
            span,
            remedy,
        )


def _remedy(role: str, char: str, fonts: Fonts) -> str:
    own = _OWN_FACE
    for found in fonts.would_set(role, char):
        assert fonts.optional is not None and found.face.origin is not None
        if fonts.optional.another(found):
            file = found.face.origin.path
            wrong = f"装着的 {file} 与清单上的版本不同，没有采用"
            return f"{wrong}；请把清单上那一版放进 fonts/optional/（见 docs/house.md 的“生僻字”），或{own}"
        install = f"sudo apt-get install -y {found.package}"
        return f"{found.package} 里有这个字：运行 {install} 安装（briefing doctor --fonts 有别的办法），或{own}"
    if unicodedata.decomposition(char).startswith(("<super>", "<sub>")):
        return f"上标、下标请用记号写，前后的数也写在里面，如 10^-6^、H~2~O；必须用这个字符时，{own}"
    return f"请换用通用的字；人名地名必须用它时，{own}"
