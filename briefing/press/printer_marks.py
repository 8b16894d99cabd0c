"""What stands outside the trimmed sheet: room for a bleed, crop marks and the job line, as marks like all others. Lengths: pt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from briefing.core.errors import Diagnostic, InputError
from briefing.fonts.metrics import Fonts
from briefing.house.print_settings import PrintStyle
from briefing.house.style import PT_PER_MM
from briefing.output.palette import BLACK, Palette
from briefing.paint.marks import Aside, Bar, FaceKey, Glyphs, Mark, Painted, PaintedPage
from briefing.typeset.stand_ins import set_face

#: Room outside the bleed for marks and the job line; length and weight of a mark; type size of the line, its face.
SLUG, MARK, HAIRLINE, LINE_SIZE, ROLE = 9 * PT_PER_MM, 5 * PT_PER_MM, 0.25, 7.0, "song"


def marked(
    painted: Painted, style: PrintStyle, palette: Palette, inks: Sequence[Iterable[str]], line: str, fonts: Fonts, bleeds: bool
) -> Painted:
    """The pages with what the house wants outside them: with marks and `line`, with room for what `bleeds` only, or as they are.
    `inks` of each page stand in its line; black and the spot ink both draw the marks, so that their plates can be laid over one
    another.

    Raises InputError for a character that no face has."""
    if style.marks == "never" or (style.marks == "auto" and not bleeds):
        room = style.bleed_mm * PT_PER_MM
        return replace(painted, pages=tuple(replace(page, bleed=room) for page in painted.pages)) if bleeds else painted
    colors = {palette.spot_name: style.spot_color, BLACK: "black"}
    pages = []
    faces = dict(painted.faces)
    for number, (page, used) in enumerate(zip(painted.pages, inks, strict=True), 1):
        outside = _Outside(page, style.bleed_mm * PT_PER_MM)
        words = list(_lettered(f"{line}　第{number}页　{'、'.join(used)}", fonts))
        marks = list(page.marks)
        # The spot ink first: over it black overprints, and would be knocked out by it.
        for color in dict.fromkeys(colors[ink] for ink in (palette.spot_name, BLACK) if ink and ink in used):
            marks += outside.crop_marks(color)
            marks += outside.words(words, color)
        pages.append(replace(page, marks=tuple(marks), bleed=outside.bleed, slug=SLUG))
        for key, _, _ in words:
            faces.setdefault(key, set_face(fonts.face(*key)))
    return replace(painted, pages=tuple(pages), faces=faces)


def _lettered(text: str, fonts: Fonts) -> Iterator[tuple[FaceKey, str, tuple[float, ...]]]:
    """Stretches of one face, with their advances, em."""
    table = fonts.glyphs(ROLE)
    found = [(char, table[char]) for char in text]
    missing = "".join(char for char, glyph in found if glyph is None)
    if missing:
        hint = "请改文件夹的名称，或期刊的题名。"
        raise InputError(Diagnostic("missing-glyph", f"裁切线外的说明“{text}”里有字体没有的字：{missing}", hint=hint))
    known = [(char, glyph) for char, glyph in found if glyph is not None]
    for key, run in groupby(known, lambda pair: (pair[1].face, pair[1].bold)):
        pairs = list(run)
        yield key, "".join(char for char, _ in pairs), tuple(glyph.advance for _, glyph in pairs)


class _Outside:
    """Around one page. Its corners are where the cuts meet."""

    def __init__(self, page: PaintedPage, bleed: float) -> None:
        self._width, self._height, self.bleed = page.box.width, page.box.height, bleed
        self._line = 1 + max((mark.line for mark in page.marks if isinstance(mark, Glyphs)), default=0)

    def crop_marks(self, color: str) -> Iterator[Mark]:
        """Hairlines at the corners, outside the bleed."""
        gap, half = max(self.bleed, 2 * PT_PER_MM), HAIRLINE / 2
        across = ((-gap - MARK, -gap), (self._width + gap, self._width + gap + MARK))
        down = ((-gap - MARK, -gap), (self._height + gap, self._height + gap + MARK))
        for left, right in across:
            for y in (0.0, self._height):
                yield Bar(Aside.ORNAMENT, color, left, y - half, right, y + half)
        for top, bottom in down:
            for x in (0.0, self._width):
                yield Bar(Aside.ORNAMENT, color, x - half, top, x + half, bottom)

    def words(self, stretches: list[tuple[FaceKey, str, tuple[float, ...]]], color: str) -> Iterator[Mark]:
        """The job line over the sheet."""
        x, baseline = 12.0, -self.bleed - 3 * PT_PER_MM
        for key, text, advances in stretches:
            xs = []
            for advance in advances:
                xs.append(x)
                x += advance * LINE_SIZE
            yield Glyphs(Aside.FURNITURE, None, key, LINE_SIZE, color, baseline, text, tuple(xs), x, self._line)
