"""Rules about what is drawn: small type, thin lines, pictures, faces, layers, transparency, what only one machine understands."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Severity
from briefing.preflight.content_walk import AT_EDGE
from briefing.preflight.promise import MM, Problem, Promise, Rule, on
from briefing.preflight.survey import Survey

#: pt. Type of several inks, lines of several, and of any: smaller ones blur where plates lie a hair off, or break.
SMALL_TYPE, TINY_TYPE, FINE_LINE, HAIRLINE = 9.0, 4.0, 0.5, 0.25
#: Pixels an inch that a picture of black and white alone has at least: its pixels are not screened, so their steps show.
LINE_ART = 550.0
#: mm that are drawn beyond the cut, of a file that comes without a ticket.
BLEED = 3.0
#: From so much of a page on, a picture alone is the whole page.
WHOLE = 0.9
#: Rounding of what files say.
_NEAR = 0.01


def _type(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for use in page.uses:
            if use.kind != "text" or not use.color.inks or not use.measure:
                continue
            several = len(use.color.inks) > 1
            if several and use.measure < SMALL_TYPE - _NEAR:
                message = (
                    f"{use.measure:.3g} 磅的字用了{'、'.join(sorted(use.color.inks))} {len(use.color.inks)} 种墨，套不准就发虚"
                )
                yield on(page, use.object, message, "preflight-small-text", Severity.WARNING, use.at)
            elif use.measure < TINY_TYPE - _NEAR:
                message = f"字只有 {use.measure:.3g} 磅，印不清楚"
                yield on(page, use.object, message, "preflight-small-text", Severity.WARNING, use.at)


def _lines(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for use in page.uses:
            if use.kind not in ("line", "area") or not use.color.inks:
                continue
            inks = sorted(use.color.inks)
            if use.measure < HAIRLINE - _NEAR:
                message = f"线只有 {use.measure:.2f} 磅，印出来时断时续"
                yield on(page, use.object, message, "preflight-thin-line", Severity.WARNING, use.at)
            elif len(inks) > 1 and use.measure < FINE_LINE - _NEAR:
                message = f"{use.measure:.2f} 磅的线用了{'、'.join(inks)} {len(inks)} 种墨，套不准就成了几条"
                yield on(page, use.object, message, "preflight-thin-line", Severity.WARNING, use.at)


def _pictures(facts: Survey, promise: Promise) -> Iterator[Problem]:
    flat = promise.flat(facts)
    for page in facts.pages:
        for picture in page.pictures:
            least = max(LINE_ART, promise.resolution) if picture.bits == 1 else promise.resolution
            if picture.dpi < least - 0.5:
                kind = "黑白（1 位）图" if picture.bits == 1 else "图片"
                message = f"{kind}只有 {picture.dpi:.0f} dpi，低于 {least:g}"
                yield on(page, picture.object, message, "preflight-resolution", Severity.WARNING, picture.at)
            if picture.bits > 8:
                severity = Severity.ERROR if flat else Severity.WARNING
                yield on(
                    page, picture.object, f"图片每色 {picture.bits} 位，只要 8 位", "preflight-packing", severity, picture.at
                )
            wrong = [name for name in picture.packing if name in ("JPXDecode", "JBIG2Decode", "LZWDecode")]
            if wrong and flat:
                message = f"图片的压缩方法 {'、'.join(wrong)}，{flat} 不允许"
                yield on(page, picture.object, message, "preflight-packing", at=picture.at)
        if len(page.pictures) == 1 and not page.uses and page.pictures[0].share > WHOLE:
            (picture,) = page.pictures
            message = "整页只是一张图，字也成了图，边缘会发虚"
            yield on(page, picture.object, message, "preflight-flat", Severity.NOTE, picture.at)


def _bleed(facts: Survey, promise: Promise) -> Iterator[Problem]:
    """On sheets, creep moves pages away from where they are cut: there the print file answers for them."""
    wanted = promise.bleed if promise.label else BLEED
    for page in facts.pages:
        for edge in page.edges if not promise.imposed else ():
            if edge.beyond < wanted / MM - AT_EDGE:
                drawn = max(0.0, edge.beyond) * MM
                message = f"到了纸边，只画到裁切线外 {drawn:.1f} 毫米，要 {wanted:g} 毫米，裁偏一点就露白"
                yield on(page, edge.object, message, "preflight-bleed", Severity.WARNING, edge.at)


def _fonts(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for font in page.fonts:
            if not font.embedded:
                yield on(page, font.name, "字体没有嵌入", "preflight-font")
            elif "courier" in font.name.casefold():
                message = "用了 Courier，常是缺了字体时程序自己换上的"
                yield on(page, font.name, message, "preflight-font", Severity.WARNING)


def _transparency(facts: Survey, promise: Promise) -> Iterator[Problem]:
    flat = promise.flat(facts)
    for page in facts.pages:
        for object in page.transparent:
            message = f"有透明，{flat} 不允许" if flat else "有透明，请印刷厂留意"
            yield on(page, object, message, "preflight-transparency", Severity.ERROR if flat else Severity.WARNING)
        for object in page.blends:
            yield on(page, object, "透明按 RGB 混合，印出来颜色会变", "preflight-transparency")


def _layers(facts: Survey, promise: Promise) -> Iterator[Problem]:
    flat = promise.flat(facts)
    for page in facts.pages:
        for layer in page.layers:
            if layer.hidden:
                yield on(page, layer.object, f"图层“{layer.name}”是隐藏的，到了机器上也许会印出来", "preflight-layer")
            elif not flat:
                message = f"有图层“{layer.name}”，印不印请与印刷厂说好"
                yield on(page, layer.object, message, "preflight-layer", Severity.WARNING)
            else:
                yield on(page, layer.object, f"有图层“{layer.name}”，{flat} 不允许", "preflight-layer")


def _devices(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for object in page.devices:
            yield on(page, object, "只有某一种机器才懂，别的机器印出来会不一样", "preflight-device")


RULES: tuple[Rule, ...] = (_type, _lines, _pictures, _bleed, _fonts, _transparency, _layers, _devices)
