"""Drawings in inks: one in the house's colours, their tints, black and greys stays in vectors, each in its own ink. All others,
and those with gradients or transparency, are printed as photographs are."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from briefing.core.records import dataclass
from briefing.house.style import Color
from briefing.output.palette import PROCESS, Palette
from briefing.typeset.composed import Drawing

if TYPE_CHECKING:
    import pikepdf

#: Two values of a colour (0–1) that are nearer are the same: CSS rounds to 1/255.
_NEAR = 1.5 / 255
#: Operators of colour in RGB and grey (ISO 32000-1 §8.6.8), and whether they fill.
_COLORS = {"rg": True, "g": True, "RG": False, "G": False}
#: What is never in inks: shadings, patterns, other colour spaces, inline images.
_OTHER = frozenset(("sh", "cs", "CS", "scn", "SCN", "sc", "SC", "k", "K", "BI", "INLINE IMAGE"))


@dataclass(frozen=True, slots=True)
class Tint:
    """How a colour is printed: so much of the spot ink, or of the process inks (0–1)."""

    spot: float
    cmyk: tuple[float, float, float, float]

    @property
    def overprints(self) -> bool:
        return not self.spot and self.cmyk == (0, 0, 0, 1)


class DrawnInks:
    """The drawings of one job, each separated once."""

    def __init__(self, colors: Mapping[str, Color], palette: Palette) -> None:
        self._palette = palette
        self._colors = [(name, _fractions(color.rgb)) for name, color in colors.items()]
        self._made: dict[bytes, bytes | None] = {}
        self.tint = cache(self._tint)

    def separated(self, drawing: Drawing) -> bytes | None:
        """Its PDF in inks; None for one that has to be printed as a picture."""
        if drawing.pdf not in self._made:
            self._made[drawing.pdf] = self._separated(drawing.pdf)
        return self._made[drawing.pdf]

    def inks(self, drawing: Drawing) -> Mapping[str, float]:
        """Of one that is separated: ink → part of it that is covered. Edges between two colours count as the nearer one."""
        from PIL import Image

        with Image.open(io.BytesIO(drawing.picture.data)) as opened:
            image = opened.convert("RGB")
        image.thumbnail((256, 256))
        found: dict[str, float] = {}
        pixels = image.width * image.height
        for count, rgb in image.getcolors(pixels) or ():
            assert isinstance(rgb, tuple)
            tint = self.tint(tuple(level / 255 for level in rgb)) or Tint(0.0, (0.0, 0.0, 0.0, 1 - sum(rgb) / 765))
            amounts = {self._palette.spot_name: tint.spot} if tint.spot else dict(zip(PROCESS, tint.cmyk, strict=True))
            for ink, amount in amounts.items():
                found[ink] = found.get(ink, 0.0) + amount * count / pixels
        return found

    def _tint(self, rgb: tuple[float, ...]) -> Tint | None:
        """How a colour is printed; None for one that no ink of the job gives."""
        if max(rgb) - min(rgb) <= _NEAR:
            black = round(1 - sum(rgb) / 3, 3)
            return Tint(0.0, (0, 0, 0, black))
        for name, own in self._colors:
            part = _part(rgb, own)
            paint = self._palette.paints[name]
            if part is None or (any(paint.cmyk[:3]) and not paint.spot and not self._palette.process):
                continue
            if paint.spot:
                return Tint(part, (0, 0, 0, 0))
            cyan, magenta, yellow, black = (round(part * amount, 3) for amount in paint.cmyk)
            return Tint(0.0, (cyan, magenta, yellow, black))
        return None

    def _separated(self, data: bytes) -> bytes | None:
        import pikepdf

        with pikepdf.open(io.BytesIO(data)) as document:
            page = document.pages[0]
            page.contents_coalesce()
            resources = page.Resources
            forms = [item for item in document.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"]
            images = [item for item in document.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
            if images or _transparent(document):
                return None
            for holder in (page.Contents, *forms):
                written = self._written(holder)
                if written is None:
                    return None
                holder.write(written)
            for item in forms:
                if "/Group" in item:
                    del item["/Group"]
            for each in (resources, *(item.Resources for item in forms if "/Resources" in item)):
                self._name_inks(each, document)
            saved = io.BytesIO()
            document.save(saved, deterministic_id=True)
        return saved.getvalue()

    def _written(self, holder: pikepdf.Object) -> bytes | None:
        import pikepdf

        out = []
        fill, stroke = True, True  # black at first
        open_: list[tuple[bool, bool]] = []
        for instruction in pikepdf.parse_content_stream(holder):
            operands, operator = instruction.operands, instruction.operator
            name = str(operator)
            if name in _OTHER:
                return None
            if name == "gs":
                continue  # none of them is transparent
            if name == "q":
                open_.append((fill, stroke))
            elif name == "Q" and open_:
                fill, stroke = open_.pop()
            if name in _COLORS:
                levels = tuple(float(level) for level in operands)
                tint = self.tint(levels * 3 if len(levels) == 1 else levels)
                if tint is None:
                    return None
                out.append(_operator(tint, _COLORS[name]))
                if _COLORS[name]:
                    fill = tint.overprints
                else:
                    stroke = tint.overprints
                out.append(b"/Over%d%d gs" % (fill, stroke))
                continue
            out.append(pikepdf.unparse_content_stream([(operands, operator)]))
        return b"\n".join(out)

    def _name_inks(self, resources: pikepdf.Object, document: pikepdf.Pdf) -> None:
        from pikepdf import Array, Dictionary, Name

        states = Dictionary()
        for fill in (False, True):
            for stroke in (False, True):
                states[f"/Over{fill:d}{stroke:d}"] = Dictionary(Type=Name.ExtGState, op=fill, OP=stroke, OPM=1)
        resources.ExtGState = states
        for kind in ("/ColorSpace", "/Pattern", "/Shading"):
            if kind in resources:
                del resources[kind]
        if self._palette.spot_name:
            tint = Dictionary(
                FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([*self._palette.alternate]), N=1
            )
            space = Array([Name.Separation, Name("/" + self._palette.spot_name), Name.DeviceCMYK, document.make_indirect(tint)])
            resources.ColorSpace = Dictionary(Spot=space)


def _operator(tint: Tint, fills: bool) -> bytes:
    if tint.spot:
        return (f"/Spot cs {tint.spot:g} scn" if fills else f"/Spot CS {tint.spot:g} SCN").encode()
    return f"{' '.join(f'{amount:g}' for amount in tint.cmyk)} {'k' if fills else 'K'}".encode()


def _part(rgb: tuple[float, ...], own: tuple[float, ...]) -> float | None:
    """Of which tint of the colour `own` it is: 1 for itself, less for one mixed with white; None for another colour."""
    widest = max(range(3), key=lambda place: 1 - own[place])
    if own[widest] >= 1:
        return None
    part = (1 - rgb[widest]) / (1 - own[widest])
    if not 0 < part <= 1 + _NEAR:
        return None
    if any(abs(1 - part * (1 - whole) - level) > _NEAR for whole, level in zip(own, rgb, strict=True)):
        return None
    return min(1.0, round(part, 3))


def _transparent(document: pikepdf.Pdf) -> bool:
    """Whether a graphics state of it lets through what is under it."""
    import pikepdf

    def states() -> Iterator[pikepdf.Object]:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                yield from _values(item.get("/ExtGState"))
                yield item
                resources = item.get("/Resources")
                if isinstance(resources, pikepdf.Dictionary):
                    yield from _values(resources.get("/ExtGState"))

    return any(
        float(state.get("/ca", 1)) < 1 or float(state.get("/CA", 1)) < 1 or state.get("/SMask", "/None") != "/None"
        for state in states()
    )


def _values(states: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    import pikepdf

    if isinstance(states, pikepdf.Dictionary):
        yield from states.values()


def _fractions(rgb: str) -> tuple[float, ...]:
    return tuple(int(rgb.lstrip("#")[place : place + 2], 16) / 255 for place in (0, 2, 4))
