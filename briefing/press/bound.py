"""How a job is bound: what is asked for, what so few or so many pages allow, and what comes of it."""

from __future__ import annotations

from collections.abc import Collection

from briefing.core.errors import Diagnostic, InputError, Severity, Span
from briefing.core.records import dataclass
from briefing.house.bindings import ADVICE, Binding, binding_named, binding_of, possible
from briefing.house.style import HouseStyle
from briefing.press.impose import Imposition, imposed, padded
from briefing.press.sheet_layout import Papers, SheetLayout, creep, leaf, papers


@dataclass(frozen=True, slots=True)
class Bound:
    """`words`: as the house or the editor says it, "" where something else is done. Lengths: mm; `thickness` of a copy, None
    where nobody knows the paper's. `alone`: the last page holds the 版记 and nothing else. `told`: what is to be said of it."""

    words: str
    imposition: Imposition
    papers: Papers
    creep: float
    thickness: float | None
    alone: bool
    told: tuple[Diagnostic, ...]

    @property
    def binding(self) -> Binding:
        return self.imposition.binding

    @property
    def layout(self) -> SheetLayout:
        """Of the outermost sheet."""
        return self.papers.layout(self.imposition.sides[0].grid)


def bound(
    house: HouseStyle, words: str, span: Span | None, count: int, alone: bool, apart: Collection[int] = (), bleed: float = 0.0
) -> Bound:
    """`count` pages, `apart` of them fold-outs, bound as `words` say, which stand at `span` or are the house's; `bleed`: 0 where
    nothing reaches the edge. Raises InputError for words that are no binding and for pages that no sheet takes."""
    style, page = house.printing, (house.page.width_mm, house.page.height_mm)
    asked = binding_of(words)
    if asked is None:
        raise InputError(Diagnostic("press-binding", f"不知道“{words}”是怎样装订", span, ADVICE))
    within = count - len(apart)
    binding = possible(asked, within)
    sheets = papers(page, binding, style, bleed)
    laid = imposed(padded(count, alone, apart, binding.unit), binding, sheets.grids, int(style.signature), sheets.flip)
    thin = leaf(style)
    thickness = None if thin is None else round(thin * -(-len(laid.pages) // binding.printed_sides), 2)
    moved = 0.0 if binding.making == "leaves" else creep(style, max(laid.sections, default=0))
    told = []
    if binding is not asked:
        message = f"只有 {within} 页，{asked.name}用不上，照{binding.name}做"
        told.append(Diagnostic("press-binding-pages", message, span, severity=Severity.NOTE))
    told += _unfit(laid, within, thickness, moved, span)
    return Bound(words if binding is asked else "", laid, sheets, moved, thickness, alone, tuple(told))


def _unfit(laid: Imposition, within: int, thickness: float | None, moved: float, span: Span | None) -> list[Diagnostic]:
    binding = laid.binding
    if thickness is None:
        return []
    shown = f"{thickness:.1f}".rstrip("0").rstrip(".")
    if binding.thickest is not None and thickness > binding.thickest:
        message = f"{len(laid.pages)} 页、{laid.sheets} 张，厚约 {shown} 毫米，{binding.name}太厚"
        message += f"：套在最里的一张要内移 {moved:g} 毫米" if moved else ""
    elif binding.thinnest is not None and thickness < binding.thinnest:
        message = f"{len(laid.pages)} 页，书脊只有约 {shown} 毫米，{binding.name}粘不牢"
    else:
        return []
    if possible(binding_named(binding.better), within) is binding:
        hint = "页数太少，别的订法用不上；请换薄一点的纸，或改用单张双面。"
        return [Diagnostic("press-binding-thick", message, span, hint, Severity.WARNING)]
    hint = f"请用{binding.better}：--binding {binding.better}，或在 issue.yaml 里写 print: {{binding: {binding.better}}}。"
    return [Diagnostic("press-binding-thick", message, span, hint, Severity.WARNING)]
