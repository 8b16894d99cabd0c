"""A page of the PDF → what is drawn on it: its content stream, interpreted.

The streams are WeasyPrint's. Every operator is either understood here or refused: nothing that a page shows may be missing
from the OFD without anybody noticing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefing.ofd.drawn import Drawn, Glyph, Outline, Page, Paint, Pen, Picture, Shape, Step, Text, Unwritable
from briefing.ofd.fonts import Face
from briefing.ofd.images import picture_file
from briefing.ofd.state import HAIRLINE_MM, MM, PAINTING, REFUSED, SILENT, Key, State

if TYPE_CHECKING:
    from pikepdf import Matrix, Object


class Resources:
    """Fonts and pictures of the file, each once, in the order in which pages use them."""

    def __init__(self) -> None:
        self.faces: dict[Key, Face] = {}
        self.pictures: dict[Key, tuple[str, bytes]] = {}  # format and file


def read_page(page: Any, resources: Resources) -> Page:
    """What `page`, a pikepdf.Page, draws. Fonts and pictures are added to `resources`. Raises Unwritable."""
    from pikepdf import Matrix

    if int(page.obj.get("/Rotate", 0)) % 360 or float(page.obj.get("/UserUnit", 1)) != 1:
        raise Unwritable("转了方向或换了单位的页面")
    left, bottom, right, top = (float(value) for value in page.mediabox)
    reader = _Interpreter(State(Matrix(MM, 0, 0, -MM, -left * MM, top * MM)), resources)
    reader.run(page, page.resources)
    return Page((right - left) * MM, (top - bottom) * MM, tuple(reader.objects))


class _Interpreter:
    def __init__(self, state: State, resources: Resources) -> None:
        from pikepdf import Matrix

        self.objects: list[Drawn] = []
        self._state = state
        self._resources = resources
        self._stack: list[State] = []
        self._steps: list[Step] = []
        self._at = self._start = (0.0, 0.0)
        self._clip_rule: bool | None = None  # even-odd; None: no clip pending
        self._line = self._text = Matrix()
        self._page: Any = None
        self._operators: dict[str, Callable[..., None]] = {
            "q": lambda: self._stack.append(self._state),
            "Q": self._restore,
            "cm": lambda *m: self._set(matrix=Matrix(*m) @ self._state.matrix),
            "gs": self._graphics_state,
            "w": lambda width: self._pen(width=width),
            "J": lambda cap: self._pen(cap=int(cap)),
            "j": lambda join: self._pen(join=int(join)),
            "M": lambda miter: self._pen(miter=miter),
            "d": lambda dashes, phase: self._pen(dashes=tuple(float(dash) for dash in dashes), phase=phase),
            "rg": lambda *rgb: self._set(fill=_rgb(*rgb)),
            "RG": lambda *rgb: self._set(stroke=_rgb(*rgb)),
            "g": lambda gray: self._set(fill=_rgb(gray, gray, gray)),
            "G": lambda gray: self._set(stroke=_rgb(gray, gray, gray)),
            "m": self._move,
            "l": lambda x, y: self._step("L", (x, y)),
            "c": lambda *points: self._step("B", *zip(points[::2], points[1::2], strict=True)),
            "v": lambda a, b, c, d: self._step("B", self._at, (a, b), (c, d)),
            "y": lambda a, b, c, d: self._step("B", (a, b), (c, d), (c, d)),
            "h": self._close,
            "re": self._rectangle,
            "W": lambda: setattr(self, "_clip_rule", False),
            "W*": lambda: setattr(self, "_clip_rule", True),
            "Do": self._draw,
            "BT": lambda: self._place_text(Matrix()),
            "ET": lambda: None,
            "Tm": lambda *m: self._place_text(Matrix(*m)),
            "Td": self._next_line,
            "TD": lambda x, y: self._next_line(x, y, leading=-y),
            "T*": self._next_line,
            "Tf": self._font,
            "Tc": lambda space: self._set(between=space),
            "Tw": lambda space: None,  # of single-byte codes only (ISO 32000-1 §9.3.3), and these have two
            "Tz": lambda percent: self._set(stretch=percent / 100),
            "TL": lambda leading: self._set(leading=leading),
            "Ts": lambda rise: self._set(rise=rise),
            "Tr": self._rendering,
            "Tj": lambda codes: self._show([codes]),
            "TJ": self._show,
        }

    def run(self, stream: Any, resources: Any) -> None:
        from pikepdf import parse_content_stream

        outer, self._page = self._page, resources
        for instruction in parse_content_stream(stream):
            name = str(instruction.operator)
            if name in SILENT:
                continue
            if name in PAINTING:
                self._paint(*PAINTING[name])
            elif name in self._operators:
                self._operators[name](*map(_plain, instruction.operands))
            else:
                raise Unwritable(REFUSED.get(name, f"页面描述里的指令 {name}"))
        self._page = outer

    # --- graphics state

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)

    def _pen(self, **changes: Any) -> None:
        self._set(pen=self._state.pen._replace(**changes))

    def _restore(self) -> None:
        if not self._stack:
            raise Unwritable("页面描述里多出来的 Q")
        self._state = self._stack.pop()

    def _graphics_state(self, name: Object) -> None:
        for key, value in self._page.ExtGState[name].items():
            if key == "/ca":
                self._set(fill_alpha=round(float(value) * 255))
            elif key == "/CA":
                self._set(stroke_alpha=round(float(value) * 255))
            elif key == "/LW":
                self._pen(width=float(value))
            elif (key, str(value)) not in {("/Type", "/ExtGState"), ("/BM", "/Normal"), ("/SMask", "/None")}:
                raise Unwritable("混合模式、蒙版一类的透明效果")

    # --- paths

    def _move(self, x: float, y: float) -> None:
        self._start = (x, y)
        self._step("M", (x, y))

    def _step(self, letter: str, *points: tuple[float, float]) -> None:
        matrix = self._state.matrix
        self._steps.append((letter, tuple(value for point in points for value in matrix.transform(point))))
        self._at = points[-1]

    def _close(self) -> None:
        self._steps.append(("C", ()))
        self._at = self._start

    def _rectangle(self, x: float, y: float, width: float, height: float) -> None:
        self._move(x, y)
        for point in ((x + width, y), (x + width, y + height), (x, y + height)):
            self._step("L", point)
        self._close()

    def _paint(self, fill: bool, stroke: bool, even_odd: bool, close: bool) -> None:
        if close:
            self._close()
        state, steps = self._state, tuple(self._steps)
        if steps and (fill or stroke):
            self.objects.append(
                Shape(
                    Outline(steps, even_odd),
                    Paint(state.fill, state.fill_alpha) if fill else None,
                    Paint(state.stroke, state.stroke_alpha) if stroke else None,
                    self._scaled_pen() if stroke else state.pen,
                    state.clips,
                )
            )
        if self._clip_rule is not None:
            self._set(clips=(*state.clips, Outline(steps, self._clip_rule)))
        self._steps, self._clip_rule = [], None

    def _scaled_pen(self) -> Pen:
        matrix, pen = self._state.matrix, self._state.pen
        across, down = (matrix.a**2 + matrix.b**2) ** 0.5, (matrix.c**2 + matrix.d**2) ** 0.5
        if abs(across - down) > 1e-3 * across:
            raise Unwritable("压扁了的线条")
        return pen._replace(
            width=pen.width * across or HAIRLINE_MM,
            dashes=tuple(dash * across for dash in pen.dashes),
            phase=pen.phase * across,
        )

    # --- pictures and forms

    def _draw(self, name: Object) -> None:
        from pikepdf import Matrix

        item = self._page.XObject[name]
        state = self._state
        if item.get("/Subtype") == "/Image":
            if item.objgen not in self._resources.pictures:
                self._resources.pictures[item.objgen] = picture_file(item)
            upright = Matrix(1, 0, 0, -1, 0, 1) @ state.matrix  # PDF counts a picture's rows from below
            self.objects.append(Picture(item.objgen, upright.shorthand, state.fill_alpha, state.clips))
            return
        if state.fill_alpha != 255 or state.stroke_alpha != 255:
            raise Unwritable("透明的一组图形")
        self._stack.append(state)
        self._set(matrix=Matrix(*map(float, item.get("/Matrix", (1, 0, 0, 1, 0, 0)))) @ state.matrix)
        left, bottom, right, top = map(float, item.BBox)
        self._rectangle(left, bottom, right - left, top - bottom)
        self._clip_rule = False
        self._paint(False, False, False, False)
        self.run(item, item.get("/Resources", self._page))
        self._restore()

    # --- text

    def _place_text(self, matrix: Matrix) -> None:
        self._line = self._text = matrix

    def _next_line(self, x: float = 0, y: float | None = None, leading: float | None = None) -> None:
        from pikepdf import Matrix

        if leading is not None:
            self._set(leading=leading)
        y = -self._state.leading if y is None else y
        self._place_text(Matrix(1, 0, 0, 1, x, y) @ self._line)

    def _font(self, name: Object, size: float) -> None:
        font = self._page.Font[name]
        if font.objgen not in self._resources.faces:
            self._resources.faces[font.objgen] = Face(font)
        self._set(font=font.objgen, size=size)

    def _rendering(self, mode: float) -> None:
        if mode:
            raise Unwritable("空心、加描边或隐藏的文字")

    def _show(self, items: Any) -> None:
        from pikepdf import Matrix, String

        state = self._state
        if state.font is None:
            raise Unwritable("没有指定字体的文字")
        face = self._resources.faces[state.font]
        place = Matrix(1, 0, 0, 1, 0, state.rise) @ self._text @ state.matrix
        if abs(place.b) + abs(place.c) > 1e-6 or place.a * state.size <= 0 or place.d * state.size >= 0:
            raise Unwritable("旋转、倾斜或翻转的文字")
        along, glyphs = 0.0, []
        for item in items:
            if not isinstance(item, String):
                along -= float(item) / 1000 * state.size * state.stretch
                continue
            for text, glyph, advance in face.decode(bytes(item)):
                x = place.e + along * place.a
                width = advance * state.size * state.stretch
                glyphs.append(Glyph(text, glyph, x, x + width * place.a))
                along += width + state.between * state.stretch
        self._text = Matrix(1, 0, 0, 1, along, 0) @ self._text
        if glyphs:
            size = -place.d * state.size
            stretch = place.a * state.size * state.stretch / size
            paint = Paint(state.fill, state.fill_alpha)
            self.objects.append(Text(state.font, size, stretch, place.f, tuple(glyphs), paint, state.clips))


def _rgb(*channels: float) -> tuple[int, int, int]:
    red, green, blue = (round(min(1.0, max(0.0, value)) * 255) for value in channels)
    return red, green, blue


def _plain(operand: Any) -> Any:
    """Numbers as floats, whatever PDF kind they are."""
    from pikepdf import Object

    return operand if isinstance(operand, Object) else float(operand)
