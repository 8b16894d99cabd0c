"""A PDF → facts about it: every colour that is painted and how, every picture and its resolution, fonts, boxes, labels."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from briefing.preflight.pdf_types import Container

if TYPE_CHECKING:
    import pikepdf

MAX_DEPTH = 12  # forms within forms; ours have two levels


class UnreadablePrint(ValueError):
    """The file is not one that can be read."""


class Use(NamedTuple):
    """A colour as something is painted in it. `space` is the family of its colour space, for a spot ink its own name too;
    `values` 0–1; `overprint` as in force for this painting, `mode` the overprint mode."""

    object: str
    space: str
    values: tuple[float, ...]
    overprint: bool
    mode: int
    ink: str = ""  # of a Separation

    @property
    def is_rgb(self) -> bool:
        return is_rgb(self.space)


class SurveyedPicture(NamedTuple):
    object: str
    space: str
    dpi: float


class SurveyedFont(NamedTuple):
    name: str
    embedded: bool


@dataclass(frozen=True, slots=True)
class PageFacts:
    number: int
    boxes: Mapping[str, tuple[float, float, float, float]]
    uses: tuple[Use, ...]
    pictures: tuple[SurveyedPicture, ...]
    fonts: tuple[SurveyedFont, ...]
    transparent: tuple[str, ...]  # objects
    annotations: int


@dataclass(frozen=True, slots=True)
class Intent:
    kind: str
    condition: str
    profile: bytes | None  # the ICC header, 128 bytes


@dataclass(frozen=True, slots=True)
class Survey:
    version: str
    encrypted: bool
    identified: bool
    pages: tuple[PageFacts, ...]
    intents: tuple[Intent, ...]
    info: Mapping[str, str]
    xmp: Mapping[str, str]
    actions: tuple[str, ...]


def is_rgb(space: str) -> bool:
    return space in ("DeviceRGB", "CalRGB", "Lab", "ICCBased3")


def survey(data: bytes) -> Survey:
    """Raises UnreadablePrint."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            fonts: dict[tuple[int, int], SurveyedFont] = {}
            pages = tuple(_pages(document, fonts))
            return Survey(
                document.pdf_version, document.is_encrypted, "/ID" in document.trailer, pages, tuple(_intents(document)),
                {name.lstrip("/"): str(value).lstrip("/") for name, value in document.docinfo.items()},
                _xmp(document), tuple(name for name in ("/OpenAction", "/AA") if name in document.Root),
            )  # fmt: skip
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise UnreadablePrint(str(error)) from error


def _pages(document: pikepdf.Pdf, fonts: dict[tuple[int, int], SurveyedFont]) -> Iterator[PageFacts]:
    """Of pages that share drawing and boxes, as copies of one run do, the first alone is walked."""
    seen: dict[tuple[object, ...], PageFacts] = {}
    for number, page in enumerate(document.pages, 1):
        contents, resources = page.obj.get("/Contents"), page.obj.get("/Resources")
        key: tuple[object, ...] = (number,)
        if contents is not None and contents.is_indirect and resources is not None and resources.is_indirect:
            key = (contents.objgen, resources.objgen, str(page.obj.get("/TrimBox")), "/Annots" in page)
        if key not in seen:
            seen[key] = _Walk(number, page, fonts).facts()
        yield replace(seen[key], number=number)


def _intents(document: pikepdf.Pdf) -> list[Intent]:
    found = []
    for item in document.Root.get("/OutputIntents", []):
        profile = item.get("/DestOutputProfile")
        header = profile.read_bytes()[:128] if profile is not None else None
        found.append(Intent(str(item.get("/S", "")).lstrip("/"), str(item.get("/OutputConditionIdentifier", "")), header))
    return found


_XMP_NAMES = {
    "Title": "{http://purl.org/dc/elements/1.1/}title", "Author": "{http://purl.org/dc/elements/1.1/}creator",
    "Producer": "{http://ns.adobe.com/pdf/1.3/}Producer", "Trapped": "{http://ns.adobe.com/pdf/1.3/}Trapped",
    "Creator": "{http://ns.adobe.com/xap/1.0/}CreatorTool", "CreationDate": "{http://ns.adobe.com/xap/1.0/}CreateDate",
    "ModDate": "{http://ns.adobe.com/xap/1.0/}ModifyDate", "X4": "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion",
    "X1": "{http://ns.adobe.com/pdfx/1.3/}GTS_PDFXVersion", "DocumentID": "{http://ns.adobe.com/xap/1.0/mm/}DocumentID",
}  # fmt: skip


def _xmp(document: pikepdf.Pdf) -> dict[str, str]:
    from lxml import etree

    stream = document.Root.get("/Metadata")
    if stream is None:
        return {}
    try:
        root = etree.fromstring(stream.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return {}
    found = {}
    for name, tag in _XMP_NAMES.items():
        element = root.find(f".//{tag}")
        if element is not None:
            found[name] = "".join(str(text) for text in element.itertext()).strip()
    return found


@dataclass(frozen=True, slots=True)
class _Ink:
    space: str = "DeviceGray"
    values: tuple[float, ...] = (0.0,)
    ink: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    fill: _Ink = field(default_factory=_Ink)
    stroke: _Ink = field(default_factory=_Ink)
    over_fill: bool = False
    over_stroke: bool = False
    mode: int = 0
    matrix: tuple[float, float, float, float, float, float] = (1, 0, 0, 1, 0, 0)
    rendering: int = 0


_FILLS, _STROKES = {"f", "F", "f*", "B", "B*", "b", "b*"}, {"S", "s", "B", "B*", "b", "b*"}
_TEXT = {"Tj", "TJ", "'", '"'}
_DEVICE = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}


class _Walk:
    """One page with all the forms it draws."""

    def __init__(self, number: int, page: pikepdf.Page, fonts: dict[tuple[int, int], SurveyedFont]) -> None:
        self._number, self._page, self._known = number, page, fonts
        self._uses: dict[tuple[_Ink, bool, int], Use] = {}
        self._pictures: list[SurveyedPicture] = []
        self._fonts: dict[str, SurveyedFont] = {}
        self._transparent: list[str] = []

    def facts(self) -> PageFacts:
        import pikepdf

        page = self._page
        self._stream(page.obj, page.get("/Resources", pikepdf.Dictionary()), _State(), "页面", 0)
        boxes = {
            name: tuple(float(edge) for edge in page.obj[f"/{name}"])
            for name in ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
            if f"/{name}" in page.obj
        }
        if "MediaBox" not in boxes:
            boxes["MediaBox"] = tuple(float(edge) for edge in page.mediabox)
        return PageFacts(
            self._number, boxes, tuple(self._uses.values()), tuple(self._pictures), tuple(self._fonts.values()),  # type: ignore[arg-type]
            tuple(self._transparent), len(page.get("/Annots", [])),
        )  # fmt: skip

    def _stream(self, owner: pikepdf.Object, resources: pikepdf.Object, state: _State, name: str, depth: int) -> None:
        import pikepdf

        if depth > MAX_DEPTH:
            raise ValueError("forms are nested too deep")
        self._note_fonts(resources)
        stack: list[_State] = []
        for index, instruction in enumerate(pikepdf.parse_content_stream(owner), 1):
            operands, operator = list(instruction.operands), instruction.operator
            word = str(operator)
            if word == "q":
                stack.append(state)
            elif word == "Q":
                state = stack.pop() if stack else state
            elif word == "cm":
                state = replace(state, matrix=_times(tuple(float(v) for v in operands), state.matrix))
            elif word == "Tr":
                state = replace(state, rendering=int(operands[0]))
            elif word == "gs":
                state = self._graphics(resources.ExtGState[str(operands[0])], state, f"{name} {operands[0]}")
            elif word.lower() in ("g", "rg", "k", "cs", "sc", "scn"):
                state = _colored(state, word, operands, resources)
            elif word == "sh":
                self._use(_Ink(_family(resources.Shading[str(operands[0])].ColorSpace)[0]), False, 0, f"{name}第{index}步 渐变")
            elif word == "Do":
                self._draw(resources.XObject[str(operands[0])], resources, state, f"{name} {operands[0]}", depth)
            elif operator == pikepdf.Operator("INLINE IMAGE"):
                self._use(
                    _Ink(str(operands[0].obj.get("/ColorSpace", "DeviceGray")).lstrip("/")),
                    False,
                    0,
                    f"{name}第{index}步 行内图片",
                )
            else:
                self._paint(word, state, f"{name}第{index}步")

    def _paint(self, word: str, state: _State, where: str) -> None:
        text = word in _TEXT
        if (text and state.rendering in (0, 2, 4, 6)) or word in _FILLS:
            self._use(state.fill, state.over_fill, state.mode, f"{where} {'文字' if text else '图形'}")
        if (text and state.rendering in (1, 2, 5, 6)) or word in _STROKES:
            self._use(state.stroke, state.over_stroke, state.mode, f"{where} 线条")

    def _use(self, ink: _Ink, over: bool, mode: int, where: str) -> None:
        key = (ink, over, mode)
        if key not in self._uses:
            self._uses[key] = Use(where, ink.space, ink.values, over, mode, ink.ink)

    def _draw(self, item: pikepdf.Object, resources: pikepdf.Object, state: _State, name: str, depth: int) -> None:
        import pikepdf

        if "/SMask" in item:
            self._transparent.append(name)
        if item.get("/Subtype") == "/Form":
            matrix = tuple(float(v) for v in item.get("/Matrix", (1, 0, 0, 1, 0, 0)))
            inner = replace(state, matrix=_times(matrix, state.matrix))
            self._stream(item, item.get("/Resources", resources), inner, name, depth + 1)
            return
        if item.get("/ImageMask"):
            self._use(state.fill, state.over_fill, state.mode, name)
            return
        space, _ = _family(item.get("/ColorSpace", pikepdf.Name.DeviceGray))
        a, b, c, d, _, _ = state.matrix
        across, up = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
        dpi = min(int(item.Width) * 72 / across, int(item.Height) * 72 / up) if across and up else 0.0
        self._pictures.append(SurveyedPicture(name, space, dpi))

    def _graphics(self, new: pikepdf.Object, state: _State, where: str) -> _State:
        opaque = float(new.get("/ca", 1)) == 1 and float(new.get("/CA", 1)) == 1
        blended = str(new.get("/BM", "/Normal")) not in ("/Normal", "/Compatible")
        if not opaque or blended or str(new.get("/SMask", "/None")) != "/None":
            self._transparent.append(where)
        stroke = bool(new.get("/OP", state.over_stroke))
        fill = bool(new.get("/op", new.get("/OP", state.over_fill)))
        return replace(state, over_fill=fill, over_stroke=stroke, mode=int(new.get("/OPM", state.mode)))

    def _note_fonts(self, resources: pikepdf.Object) -> None:
        for key, font in resources.get("/Font", {}).items():
            known = self._known.get(font.objgen) if font.is_indirect else None
            if known is None:
                known = _font(font)
                if font.is_indirect:
                    self._known[font.objgen] = known
            self._fonts[str(key) + known.name] = known


def _font(font: pikepdf.Object) -> SurveyedFont:
    descendants = font.get("/DescendantFonts")
    bearer = descendants[0] if descendants is not None else font
    descriptor: Container = bearer.get("/FontDescriptor", {})
    embedded = any(f"/FontFile{suffix}" in descriptor for suffix in ("", "2", "3")) or font.get("/Subtype") == "/Type3"
    return SurveyedFont(str(font.get("/BaseFont", "")).lstrip("/"), embedded)


def _colored(state: _State, word: str, operands: Sequence[pikepdf.Object], resources: pikepdf.Object) -> _State:
    stroke, lower = word.isupper(), word.lower()
    old = state.stroke if stroke else state.fill
    if lower in _DEVICE:
        ink = _Ink(_DEVICE[lower], tuple(float(v) for v in operands))
    elif lower == "cs":
        named = operands[0]
        spaces: Container = resources.get("/ColorSpace", {})
        space, name = _family(spaces.get(str(named), named))
        ink = _Ink(space, (), name)
    else:
        ink = replace(old, values=tuple(float(v) for v in operands if not str(v).startswith("/")))
    return replace(state, stroke=ink) if stroke else replace(state, fill=ink)


def _family(space: pikepdf.Object) -> tuple[str, str]:
    """(family, name of the spot ink): ICCBased carries its number of channels, Indexed is what it indexes."""
    import pikepdf

    if isinstance(space, pikepdf.Name):
        return str(space).lstrip("/"), ""
    kind = str(space[0]).lstrip("/")
    if kind == "ICCBased":
        return f"ICCBased{int(space[1].N)}", ""
    if kind == "Indexed":
        return _family(space[1])
    if kind == "Separation":
        return kind, str(space[1]).lstrip("/")
    if kind == "DeviceN":
        return kind, "+".join(str(name).lstrip("/") for name in space[1])
    return kind, ""


def _times(a: Sequence[float], b: Sequence[float]) -> tuple[float, float, float, float, float, float]:
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip
