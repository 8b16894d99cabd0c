"""Colour spaces and patterns of a PDF, as far as they say which inks are meant (ISO 32000-1 §8.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from briefing.preflight.pdf_types import Container

if TYPE_CHECKING:
    import pikepdf

_DEVICE = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}
#: Spaces that need no entry in the resources (§8.6.8).
_BUILT_IN = {"DeviceGray", "DeviceRGB", "DeviceCMYK", "Pattern"}
#: Short names in inline images (§8.9.7).
_SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}


class SpotInk(NamedTuple):
    """A Separation as a file declares it: its name, whether that is UTF-8, what stands for it; None for one of several."""

    name: str
    readable: bool
    alternate: str | None


def family(space: pikepdf.Object) -> tuple[str, tuple[str, ...]]:
    """(family, names of the inks that it names): ICCBased carries its number of channels, Indexed is what it indexes."""
    import pikepdf

    if isinstance(space, pikepdf.Name):
        name = str(space).lstrip("/")
        return _SHORT.get(name, name), ()
    kind = str(space[0]).lstrip("/")
    if kind == "ICCBased":
        return f"ICCBased{int(space[1].N)}", ()
    if kind in ("Indexed", "I"):
        return family(space[1])
    if kind == "Pattern":
        return family(space[1]) if len(space) > 1 else ("Pattern", ())
    if kind == "Separation":
        return kind, (named(space[1]),)
    if kind == "DeviceN":
        return kind, tuple(named(name) for name in space[1])
    return kind, ()


def named(name: pikepdf.Object) -> str:
    return str(name).removeprefix("/")


def spot_inks(space: pikepdf.Object) -> list[SpotInk]:
    """The inks that a colour space names, also as one of several."""
    import pikepdf

    if not isinstance(space, pikepdf.Array) or len(space) < 2:
        return []
    kind = str(space[0])
    if kind in ("/Indexed", "/I", "/Pattern"):
        return spot_inks(space[1])
    if kind == "/Separation":
        return [_spot(space[1], _alternate(space[3]))]
    return [_spot(name, None) for name in space[1]] if kind == "/DeviceN" else []


def _spot(name: pikepdf.Object, alternate: str | None) -> SpotInk:
    text = named(name)
    return SpotInk(text, "�" not in text and not any("\ud800" <= char <= "\udfff" for char in text), alternate)


def _alternate(tint: pikepdf.Object) -> str:
    """What full ink is shown as, "" where that is not a plain list of numbers."""
    import pikepdf

    ends = tint.get("/C1") if isinstance(tint, pikepdf.Dictionary | pikepdf.Stream) else None
    return "" if ends is None else " ".join(f"{float(value):.3f}" for value in ends)


#: Space, values and names of the inks of a colour.
_Parts = tuple[str, tuple[float, ...], tuple[str, ...]]


def undefined(word: str, operands: Sequence[pikepdf.Object], resources: pikepdf.Object) -> bool:
    """Whether a colour operator, `word` in small letters, names a colour space or a pattern that there is not."""
    name = str(operands[-1]) if operands else ""
    if not name.startswith("/") or word not in ("cs", "scn"):
        return False
    named: Container = resources.get("/ColorSpace" if word == "cs" else "/Pattern", {})
    return name not in named and not (word == "cs" and name.lstrip("/") in _BUILT_IN)


def chosen(
    word: str, operands: Sequence[pikepdf.Object], resources: pikepdf.Object, old: _Parts
) -> tuple[_Parts, pikepdf.Object | None]:
    """(space, values, names of inks) that a colour operator leaves, `word` in small letters; and the pattern it names, if any."""
    if word in _DEVICE:
        return (_DEVICE[word], tuple(float(value) for value in operands), ()), None
    if word == "cs":
        spaces: Container = resources.get("/ColorSpace", {})
        space, inks = family(spaces.get(str(operands[0]), operands[0]))
        # The colour that a space begins with: all ink of a Separation (§8.6.8).
        begins = (1.0,) * len(inks) if inks else (0.0, 0.0, 0.0, 1.0) if space == "DeviceCMYK" else ()
        return (space, begins, inks), None
    pattern = None
    if operands and str(operands[-1]).startswith("/"):
        patterns: Container = resources.get("/Pattern", {})
        pattern = patterns.get(str(operands[-1]))
    values = tuple(float(value) for value in operands if not str(value).startswith("/"))
    return (old[0], values, old[2]), pattern
