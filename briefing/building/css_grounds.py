"""What a house's own style sheet draws under the text (bands, grounds, lines), for files that are drawn from marks.

The engine sets the pages once more with all else unseen; what is seen then is cut into drawings, each in its place: bars of plain
colour in vectors, so that they get the inks of a job, others as pictures. What reaches the edge of a page goes on beyond it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from briefing.building import children, stylesheets
from briefing.core import pdfium
from briefing.files.world import World
from briefing.paint.marks import Aside, Form, Mark, Painted, PaintedPage
from briefing.pictures import SoundPicture
from briefing.typeset.composed import Composed, Drawing

if TYPE_CHECKING:
    from PIL import Image

#: Pixels a pt: 300 an inch, as pictures are printed; and how many of them are one when it is looked for where something stands.
SCALE, COARSE = 300 / 72, 4
#: Levels (0–255) by which two colours are the same.
_SAME = 3
#: Pixels: a narrower stripe is the blurred edge of a bar; what ends so near to the edge of a page reaches it.
_BLUR, _EDGE = 1, 2
#: More stripes than this are a gradient.
_STRIPES = 64
_UNSEEN = """
*,*::before,*::after{color:transparent!important;text-decoration-color:transparent!important}
img{visibility:hidden!important}
[class^="r-"],[class*=" r-"],.leader,td,th{border-color:transparent!important}
table{outline-color:transparent!important}
.patch>*{visibility:hidden!important}
"""
_MARGINS = (
    "top-left-corner top-left top-center top-right top-right-corner right-top right-middle right-bottom bottom-right-corner "
    "bottom-right bottom-center bottom-left bottom-left-corner left-bottom left-middle left-top"
)
#: Left, top, right, bottom: pixels.
_Box = tuple[int, int, int, int]


class _Stripe(NamedTuple):
    color: tuple[int, int, int]
    begin: int
    end: int


def set_grounds(composed: Composed, world: World) -> children.Worker[None, bytes]:
    """A child that sets the pages with nothing seen but what the house's style sheets add; it answers with their PDF."""

    def prepare() -> children.Handler[None, bytes]:
        from briefing.output.css.whole_pdf import house_css, write_pdf

        boxes = "".join(f"@{name}{{color:transparent!important}}" for name in _MARGINS.split())
        unseen = ("unseen.css", f"{_UNSEEN}@page{{{boxes}}}")
        return lambda _: write_pdf(composed, world, css=[*house_css(composed.house, world), unseen])

    child: children.Worker[None, bytes] = children.start(prepare, "样式表的底色")
    child.send(None, stylesheets.allowance(composed))
    return child


def with_grounds(painted: Painted, grounds: bytes, bleed: float) -> Painted:
    """The pages with the drawings of `grounds`, the PDF that the child made, under all their marks; `bleed`: pt."""
    pages: list[PaintedPage] = []
    drawings = dict(painted.drawings)
    for number, page in enumerate(painted.pages, 1):
        marks: list[Mark] = []
        for name, mark, drawing in _drawn(number, page, grounds, bleed):
            marks.append(mark)
            drawings[name] = drawing
        pages.append(replace(page, marks=(*marks, *page.marks)) if marks else page)
    return replace(painted, pages=tuple(pages), drawings=drawings)


def _drawn(number: int, page: PaintedPage, grounds: bytes, bleed: float) -> Iterator[tuple[str, Form, Drawing]]:
    image = pdfium.page(grounds, number, SCALE)
    room = round(bleed * SCALE)
    for index, box in enumerate(_regions(image), 1):
        left, top, right, bottom = box
        reach = (
            room if left <= _EDGE else 0, room if top <= _EDGE else 0,
            room if right >= image.width - _EDGE else 0, room if bottom >= image.height - _EDGE else 0,
        )  # fmt: skip
        piece = image.crop(box)
        drawing = _drawing(piece, reach)
        name = f"bulletin.css {number}.{index}"
        edges = left - reach[0], top - reach[1], right + reach[2], bottom + reach[3]
        yield name, Form(Aside.ORNAMENT, None, name, *(edge / SCALE for edge in edges)), drawing


def _regions(image: Image.Image) -> list[_Box]:
    """The boxes of what is drawn, with white between them: cut across and along as long as white goes through."""
    from PIL import Image, ImageChops

    apart = ImageChops.difference(image, Image.new("RGB", image.size, "white"))
    bands = apart.split()
    mask = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2]).point([0] * _SAME + [255] * (256 - _SAME))
    coarse = mask.reduce(COARSE).point([0] + [255] * 255)
    found = []
    for left, top, right, bottom in _cut(coarse, (0, 0, *coarse.size)):
        whole = (left * COARSE, top * COARSE, min(right * COARSE, image.width), min(bottom * COARSE, image.height))
        tight = mask.crop(whole).getbbox()
        if tight:
            found.append((whole[0] + tight[0], whole[1] + tight[1], whole[0] + tight[2], whole[1] + tight[3]))
    return found


def _cut(mask: Image.Image, box: _Box, across: bool = True, tried: bool = False) -> Iterator[_Box]:
    from PIL import Image

    piece = mask.crop(box)
    lines = piece if across else piece.transpose(Image.Transpose.TRANSPOSE)
    data, width = lines.tobytes(), lines.width
    full = [any(data[at : at + width]) for at in range(0, len(data), width)]
    runs = [[at for at, _ in run] for inked, run in groupby(enumerate(full), key=lambda pair: pair[1]) if inked]
    for run in runs:
        begin, end = run[0], run[-1] + 1
        left, top, right, bottom = box
        part = (left, top + begin, right, top + end) if across else (left + begin, top, left + end, bottom)
        if tried and part == box:
            yield box
        else:
            yield from _cut(mask, part, not across, part == box)


def _drawing(piece: Image.Image, reach: tuple[int, int, int, int]) -> Drawing:
    """`reach`: pixels by which it goes on beyond its left, upper, right and lower edge."""
    size = piece.width + reach[0] + reach[2], piece.height + reach[1] + reach[3]
    wider = _beyond(piece, reach, size)
    saved = io.BytesIO()
    wider.save(saved, "PNG")
    picture = SoundPicture("PNG", *size, saved.getvalue())
    for level in (True, False):
        stripes = _stripes(piece, level)
        if stripes:
            first, last = (reach[1], reach[3]) if level else (reach[0], reach[2])
            stretched = [
                _Stripe(color, begin + first if begin else 0, end + first + (last if end == stripes[-1].end else 0))
                for color, begin, end in stripes
            ]
            return Drawing(_bars(stretched, level, size), size[0] / SCALE, size[1] / SCALE, picture)
    return Drawing(_pictured(wider), size[0] / SCALE, size[1] / SCALE, picture)


def _beyond(piece: Image.Image, reach: tuple[int, int, int, int], size: tuple[int, int]) -> Image.Image:
    """Its outermost pixels once more, as far as it reaches."""
    from PIL import Image

    if not any(reach):
        return piece
    wider = Image.new("RGB", size)
    wider.paste(piece, (reach[0], reach[1]))
    left, top = reach[0], reach[1]
    right, bottom = left + piece.width, top + piece.height
    for at, begin, end in ((left, 0, left), (right - 1, right, size[0])):
        if end > begin:
            wider.paste(wider.crop((at, 0, at + 1, size[1])).resize((end - begin, size[1])), (begin, 0))
    for at, begin, end in ((top, 0, top), (bottom - 1, bottom, size[1])):
        if end > begin:
            wider.paste(wider.crop((0, at, size[0], at + 1)).resize((size[0], end - begin)), (0, begin))
    return wider


def _stripes(piece: Image.Image, level: bool) -> list[_Stripe]:
    """The bars that it is made of, one under the other (`level`) or beside one another; none where it is something else."""
    from PIL import Image, ImageChops

    width, height = piece.size
    line = piece.crop((width // 2, 0, width // 2 + 1, height) if level else (0, height // 2, width, height // 2 + 1))
    inner = (_BLUR, _BLUR, max(_BLUR + 1, width - _BLUR), max(_BLUR + 1, height - _BLUR))
    differ = ImageChops.difference(piece, line.resize(piece.size, Image.Resampling.NEAREST)).crop(inner)
    if max(high for _, high in differ.getextrema()) > _SAME:  # type: ignore[misc]
        return []
    data = line.tobytes()
    colors = [(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data), 3)]
    found: list[_Stripe] = []
    for at, color in enumerate(colors):
        if found and max(abs(a - b) for a, b in zip(color, found[-1].color, strict=True)) <= _SAME:
            found[-1] = found[-1]._replace(end=at + 1)
        else:
            found.append(_Stripe(color, at, at + 1))
    if len(found) > 1:
        thick = [stripe for stripe in found if stripe.end - stripe.begin > _BLUR]
        blurred = len(colors) - sum(stripe.end - stripe.begin for stripe in thick)
        if not thick or blurred > len(thick) + 1 or len(thick) > _STRIPES:
            return []
        ends = [*(stripe.begin for stripe in thick[1:]), len(colors)]
        begins = [0, *(stripe.begin for stripe in thick[1:])]
        found = [stripe._replace(begin=begin, end=end) for stripe, begin, end in zip(thick, begins, ends, strict=True)]
    return found


def _bars(stripes: Sequence[_Stripe], level: bool, size: tuple[int, int]) -> bytes:
    width, height = size
    drawn = []
    for color, begin, end in stripes:
        if min(color) > 255 - _SAME:
            continue
        box = (0, height - end, width, end - begin) if level else (begin, 0, end - begin, height)
        drawn.append("{:.5f} {:.5f} {:.5f} rg".format(*(channel / 255 for channel in color)))
        drawn.append("{:.4f} {:.4f} {:.4f} {:.4f} re f".format(*(edge / SCALE for edge in box)))
    return _page("\n".join(drawn).encode(), size)


def _pictured(piece: Image.Image) -> bytes:
    width, height = (edge / SCALE for edge in piece.size)
    return _page(f"{width:.4f} 0 0 {height:.4f} 0 0 cm /X Do".encode(), piece.size, piece)


def _page(content: bytes, size: tuple[int, int], shown: Image.Image | None = None) -> bytes:
    import pikepdf
    from pikepdf import Dictionary, Name

    with pikepdf.new() as document:
        page = document.add_blank_page()
        page.MediaBox = pikepdf.Array([0, 0, round(size[0] / SCALE, 4), round(size[1] / SCALE, 4)])
        page.Contents = document.make_stream(content)
        page.Resources = Dictionary()
        if shown:
            image = document.make_stream(shown.tobytes())
            image.update(Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=shown.width, Height=shown.height))
            image.update(Dictionary(ColorSpace=Name.DeviceRGB, BitsPerComponent=8))
            page.Resources.XObject = Dictionary(X=image)
        saved = io.BytesIO()
        document.save(saved, deterministic_id=True)
    return saved.getvalue()
