"""Print files: the rules of PDF/X that can be checked by reading, and what the job ticket promises.

PDF/X-4 is ISO 15930-7:2010, PDF/X-1a:2003 ISO 15930-4:2003. A file that breaks one has not earned its label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Severity
from briefing.preflight.survey import PageFacts, Survey, UnreadablePrint, is_rgb, survey

EDGE = 0.01  # pt, of a box
BLACK = "黑"
PROCESS = ("青", "品红", "黄", BLACK)


@dataclass(frozen=True, slots=True)
class Promise:
    """What the ticket says of a file. `inks` may hold 黑, the spot ink's name and the process inks' names; `ink_limit` is per
    cent, `resolution` pixels an inch."""

    label: str
    pages: int
    inks: frozenset[str]
    ink_limit: float = 300
    resolution: float = 300
    formats: frozenset[tuple[float, float]] = frozenset()  # mm: those that its pages may have; empty: they are all alike
    bleed: float = 0.0  # mm, round each page; 0: nothing reaches the edge


def preflight(name: str, data: bytes, promise: Promise) -> list[Diagnostic]:
    """Everything that is wrong with the file called `name`, each with its page and object. Never raises for its contents."""
    try:
        facts = survey(data)
    except UnreadablePrint as error:
        return [_said(name, "preflight-unreadable", f"读不出来：{error}")]
    found = [problem for rule in RULES for problem in rule(facts, promise)]
    return [_said(name, code, message, severity) for code, message, severity in dict.fromkeys(found)]


Problem = tuple[Code, str, Severity]


def _error(code: Code, message: str) -> Problem:
    return code, message, Severity.ERROR


def _said(name: str, code: Code, message: str, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic(code, f"{name}：{message}", severity=severity)


def _on(page: PageFacts, object: str, what: str) -> str:
    return f"第{page.number}页，{object}：{what}"


def preflight_plates(name: str, data: bytes, promise: Promise) -> list[Diagnostic]:
    """The same question put to Ghostscript: no page puts ink on a plate that the ticket does not name."""
    from briefing.preflight.plates import plates

    found = plates(data) or {}
    return [
        _said(name, "preflight-ink", f"第{page}页：分色后{'、'.join(sorted(inks - promise.inks))}版上有墨")
        for page, inks in sorted(found.items())
        if inks - promise.inks
    ]


def _label(facts: Survey, promise: Promise) -> Iterator[Problem]:
    found = facts.xmp.get("X4") or facts.xmp.get("X1") or facts.info.get("GTS_PDFXVersion", "")
    if found != promise.label:
        yield _error("preflight-label", f"标注为“{found or '无'}”，应为 {promise.label}")
    limit = "1.4" if promise.label.startswith("PDF/X-1a") else "1.6"
    if facts.version > limit:
        yield _error("preflight-label", f"PDF 版本 {facts.version} 高于 {promise.label} 允许的 {limit}")
    if promise.label.startswith("PDF/X-1a") and facts.info.get("GTS_PDFXVersion") != promise.label:
        yield _error("preflight-label", "文件属性里没有 GTS_PDFXVersion")
    if not facts.identified:
        yield _error("preflight-label", "没有文件标识 ID")


def _metadata(facts: Survey, promise: Promise) -> Iterator[Problem]:
    from briefing.output.pdf.xmp import iso_date

    for name in ("Title", "CreationDate", "ModDate", "Producer", "Creator", "Trapped"):
        said = facts.info.get(name, "")
        said = iso_date(said) if name.endswith("Date") else said
        if not said:
            yield _error("preflight-metadata", f"文件属性里没有 {name}")
        elif facts.xmp.get(name, "") != said:
            yield _error("preflight-metadata", f"XMP 的 {name}“{facts.xmp.get(name, '')}”与文件属性“{said}”不一致")
    if facts.info.get("Trapped") not in ("False", "True"):
        yield _error("preflight-metadata", "没有说明是否做过陷印（Trapped）")
    if promise.label == "PDF/X-4" and not facts.xmp.get("DocumentID"):
        yield _error("preflight-metadata", "XMP 里没有 DocumentID")


def _intent(facts: Survey, promise: Promise) -> Iterator[Problem]:
    found = [intent for intent in facts.intents if intent.kind == "GTS_PDFX"]
    if len(found) != 1:
        yield _error("preflight-intent", f"应有一个输出意图 GTS_PDFX，有 {len(found)} 个")
        return
    header = found[0].profile
    if header is None or len(header) < 128:
        yield _error("preflight-intent", "输出意图没有嵌入 ICC 文件")
    elif header[36:40] != b"acsp" or header[12:16] != b"prtr" or header[16:20] != b"CMYK":
        yield _error("preflight-intent", "输出意图的 ICC 文件不是 CMYK 印刷机的")
    if not found[0].condition:
        yield _error("preflight-intent", "输出意图没有印刷条件的名称")


def _boxes(facts: Survey, promise: Promise) -> Iterator[Problem]:
    sizes = set()
    for page in facts.pages:
        trim, media = page.boxes.get("TrimBox"), page.boxes["MediaBox"]
        if trim is None:
            yield _error("preflight-box", f"第{page.number}页没有成品框 TrimBox")
            continue
        bleed = page.boxes.get("BleedBox", media)
        if not (_within(trim, bleed) and _within(bleed, media)):
            yield _error("preflight-box", f"第{page.number}页的成品框不在出血框、纸张之内")
        room = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
        if room < promise.bleed * 72 / 25.4 - EDGE:
            said = f"第{page.number}页的出血框只比成品框大 {room / 72 * 25.4:.1f} 毫米，通知单上是 {promise.bleed:g} 毫米"
            yield _error("preflight-box", said)
        sizes.add((round(trim[2] - trim[0], 1), round(trim[3] - trim[1], 1)))
    if promise.formats:
        wanted = {(round(width / 25.4 * 72, 1), round(height / 25.4 * 72, 1)) for width, height in promise.formats}
        for size in sorted(sizes):
            if all(max(abs(size[0] - each[0]), abs(size[1] - each[1])) > EDGE for each in wanted):
                found = "×".join(f"{edge / 72 * 25.4:.0f}" for edge in size)
                yield _error("preflight-box", f"有的页成品尺寸是 {found} 毫米，通知单上没有")
    elif len(sizes) > 1:
        yield _error("preflight-box", "各页的成品尺寸不一样")


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    low = inner[0] >= outer[0] - EDGE and inner[1] >= outer[1] - EDGE
    return low and inner[2] <= outer[2] + EDGE and inner[3] <= outer[3] + EDGE


def _colors(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for use in page.uses:
            if use.is_rgb:
                yield _error("preflight-rgb", _on(page, use.object, f"用了 RGB（{use.space}）"))
        for picture in page.pictures:
            if is_rgb(picture.space):
                yield _error("preflight-rgb", _on(page, picture.object, f"图片是 RGB（{picture.space}）"))


def _inks(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for object, inks in _used(page):
            for ink in inks - promise.inks:
                yield _error("preflight-ink", _on(page, object, f"用了通知单上没有的墨“{ink}”"))


def inks_of(page: PageFacts) -> list[str]:
    """Names of the inks that a page takes: 黑 first, then the spot inks, then the other process inks."""
    found = {ink for _, inks in _used(page) for ink in inks}
    return sorted(found, key=lambda ink: (ink != BLACK, ink in PROCESS, ink))


def _used(page: PageFacts) -> Iterator[tuple[str, set[str]]]:
    for use in page.uses:
        if use.space == "DeviceGray":
            yield use.object, {BLACK} if use.values and use.values[0] < 1 else set()
        elif use.space == "DeviceCMYK":
            yield use.object, {name for name, amount in zip(PROCESS, use.values, strict=False) if amount > 0}
        elif use.ink and any(use.values):
            yield use.object, set(use.ink.split("+"))
        elif use.space == "ICCBased4":
            yield use.object, set(PROCESS)
    for picture in page.pictures:
        yield picture.object, set(PROCESS) if picture.space in ("DeviceCMYK", "ICCBased4") else {BLACK}


def _black(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for use in page.uses:
            if use.space == "DeviceCMYK" and len(use.values) == 4:
                *color, key = use.values
                if key >= 0.8 and any(color):
                    yield _error("preflight-rich-black", _on(page, use.object, "黑色掺了其他墨（四色黑）"))
                if round(sum(use.values) * 100, 1) > promise.ink_limit:
                    yield _error(
                        "preflight-ink-limit", _on(page, use.object, f"总墨量 {sum(use.values):.0%}，超过 {promise.ink_limit:g}%")
                    )
                if use.values == (0, 0, 0, 1) and not (use.overprint and use.mode == 1):
                    yield _error("preflight-overprint", _on(page, use.object, "黑色没有叠印"))
            if _white(use.space, use.values) and use.overprint:
                yield _error("preflight-white-overprint", _on(page, use.object, "白色设了叠印，印出来会消失"))
            if use.space == "DeviceGray" and use.values == (0,):
                yield _error("preflight-overprint", _on(page, use.object, "黑色是灰度，不能叠印"))


def _white(space: str, values: tuple[float, ...]) -> bool:
    if space == "DeviceGray":
        return values == (1,)
    return bool(values) and space in ("DeviceCMYK", "Separation") and not any(values)


def _pictures(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for picture in page.pictures:
            if picture.dpi < promise.resolution - 0.5:
                message = _on(page, picture.object, f"图片只有 {picture.dpi:.0f} dpi，低于 {promise.resolution:g}")
                yield "preflight-resolution", message, Severity.WARNING


def _fonts(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for page in facts.pages:
        for font in page.fonts:
            if not font.embedded:
                yield _error("preflight-font", _on(page, font.name, "字体没有嵌入"))


def _transparency(facts: Survey, promise: Promise) -> Iterator[Problem]:
    allowed = promise.label == "PDF/X-4"
    for page in facts.pages:
        for object in page.transparent:
            message = _on(page, object, "有透明" + ("，请印刷厂留意" if allowed else f"，{promise.label} 不允许"))
            yield "preflight-transparency", message, Severity.WARNING if allowed else Severity.ERROR


def _extras(facts: Survey, promise: Promise) -> Iterator[Problem]:
    if facts.encrypted:
        yield _error("preflight-locked", "文件加了密")
    for action in facts.actions:
        yield _error("preflight-active", f"文件里有动作 {action}")
    for page in facts.pages:
        if page.annotations:
            yield _error("preflight-active", f"第{page.number}页有 {page.annotations} 处批注或链接")


def _count(facts: Survey, promise: Promise) -> Iterator[Problem]:
    if len(facts.pages) != promise.pages:
        yield _error("preflight-pages", f"有 {len(facts.pages)} 页，通知单上是 {promise.pages} 页")


RULES: tuple[Callable[[Survey, Promise], Iterator[Problem]], ...] = (
    _count, _label, _metadata, _intent, _boxes, _colors, _inks, _black, _pictures, _fonts, _transparency, _extras,
)  # fmt: skip
