"""Paper, profile and amounts of ink that contradict one another: told where colour is separated by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from briefing.core.errors import Diagnostic, Severity
from briefing.house.papers import paper_of, surface_of
from briefing.house.print_settings import PrintStyle
from briefing.output.palette import BLACK, PROCESS


def contradictions(style: PrintStyle, inks: Iterable[Mapping[str, float]]) -> Iterator[Diagnostic]:
    """`inks`: for every page, ink → part covered. Nothing where black and a spot ink alone are printed: a profile then only
    stands in the file, and no colour is reckoned by it."""
    paper = paper_of(style.paper)
    if paper is None or not {ink for page in inks for ink in page} & (set(PROCESS) - {BLACK}):
        return
    meant = surface_of(style.condition, style.profile)
    if meant is not None and meant != paper.surface:
        message = f"用纸“{style.paper}”是{paper.surface}的纸，印刷条件 {style.condition}（{style.profile}）是{meant}纸的"
        message += "，彩色印出来会偏"
        hint = "请向印刷厂要这种纸的 ICC 文件，放进版式文件夹，在 house.yaml 的 print 里写 profile 和 condition；或换纸。"
        yield Diagnostic("press-paper", message, hint=hint, severity=Severity.WARNING)
    if style.ink_limit is not None and style.ink_limit > paper.ink_limit:
        message = f"总墨量上限 {style.ink_limit:g}%，“{style.paper}”一般只到 {paper.ink_limit:g}%，会粘脏、透印"
        hint = "请把 house.yaml 的 print 里的 ink_limit 改小，或删去它，让程序按纸张定；印刷厂说可以的，不必管。"
        yield Diagnostic("press-paper", message, hint=hint, severity=Severity.WARNING)
