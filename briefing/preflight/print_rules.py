"""Print files: the rules of PDF/X that can be checked by reading, and what the job ticket promises.

PDF/X-4 is ISO 15930-7:2010, PDF/X-1a:2003 ISO 15930-4:2003. A file that breaks one has not earned its label. What is an error is
so whatever the bulletin says; what depends on its pictures and colours is a warning. `trade_profile` lists what is asked where.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.errors import Diagnostic, Severity
from briefing.preflight import ink_rules, object_rules
from briefing.preflight.promise import Problem, Promise, Rule, SourcePlaces, diagnosed, of_page
from briefing.preflight.survey import Survey, survey
from briefing.preflight.unreadable import UnreadablePrint

EDGE = 0.01  # pt, of a box
#: pt: what the side of a page may have (ISO 32000-1 annex C.2).
SMALLEST, LARGEST = 2.83, 14_400
#: Label → the version of PDF that it allows, the most specific first.
_VERSIONS = (
    ("PDF/X-1a:2003", "1.4"), ("PDF/X-3:2003", "1.4"), ("PDF/X-1", "1.3"), ("PDF/X-3", "1.3"), ("PDF/X-4", "1.6"),
    ("PDF/X-5", "1.6"), ("PDF/X-6", "2.0"),
)  # fmt: skip


def preflight(name: str, data: bytes, promise: Promise, places: SourcePlaces | None = None) -> list[Diagnostic]:
    """Everything that is wrong with the file called `name`, each with its page and object. Never raises for its contents."""
    try:
        facts = survey(data)
    except UnreadablePrint as error:
        return [diagnosed(name, unreadable(error))]
    return judged(name, facts, promise, places)


def unreadable(error: UnreadablePrint) -> Problem:
    """What is told of a file that cannot be read."""
    if error.locked:
        return Problem("preflight-locked", f"文件{error}，印刷厂也打不开")
    return Problem("preflight-unreadable", f"读不出来：{error}")


def judged(name: str, facts: Survey, promise: Promise, places: SourcePlaces | None = None) -> list[Diagnostic]:
    """As `preflight`, of a file that was read."""
    found = [problem for rule in RULES for problem in rule(facts, promise)]
    return [diagnosed(name, problem, places) for problem in dict.fromkeys(found)]


def preflight_plates(name: str, data: bytes, promise: Promise, places: SourcePlaces | None = None) -> list[Diagnostic]:
    """The same question put to Ghostscript: no page puts ink on a plate that the ticket does not name."""
    from briefing.preflight.plates import plates

    found, allowed = plates(data) or {}, promise.inks
    said = "第{}页：分色后{}版上有墨"
    return [
        diagnosed(name, Problem("preflight-ink", said.format(page, "、".join(sorted(inks - allowed))), page=page), places)
        for page, inks in sorted(found.items())
        if allowed is not None and inks - allowed
    ]


def _label(facts: Survey, promise: Promise) -> Iterator[Problem]:
    found, wanted = facts.label, promise.label
    if wanted and found != wanted:
        yield Problem("preflight-label", f"标注为“{found or '无'}”，应为 {wanted}")
    elif not found.startswith("PDF/X"):
        yield Problem("preflight-label", f"标注为“{found or '无'}”，不是 PDF/X")
    wanted = wanted or found
    limit = next((version for label, version in _VERSIONS if wanted.startswith(label)), "")
    if limit and facts.version > limit:
        yield Problem("preflight-label", f"PDF 版本 {facts.version} 高于 {wanted} 允许的 {limit}")
    if promise.allows("PDF/X-1a", facts) and facts.info.get("GTS_PDFXVersion") != wanted:
        yield Problem("preflight-label", "文件属性里没有 GTS_PDFXVersion")
    if not facts.identified:
        yield Problem("preflight-label", "没有文件标识 ID")


def _metadata(facts: Survey, promise: Promise) -> Iterator[Problem]:
    from briefing.output.pdf.xmp import iso_date

    for name in ("Title", "CreationDate", "ModDate", "Producer", "Creator", "Trapped"):
        said = facts.info.get(name, "")
        said = iso_date(said) if name.endswith("Date") else said
        if not said:
            # Since PDF/X-4 the XMP is what counts; ours say it in both.
            if promise.label or promise.flat(facts):
                yield Problem("preflight-metadata", f"文件属性里没有 {name}")
        elif facts.xmp.get(name, "") != said:
            yield Problem("preflight-metadata", f"XMP 的 {name}“{facts.xmp.get(name, '')}”与文件属性“{said}”不一致")
    if (facts.info.get("Trapped") or facts.xmp.get("Trapped")) not in ("False", "True"):
        yield Problem("preflight-metadata", "没有说明是否做过陷印（Trapped）")
    if promise.allows("PDF/X-4", facts) and not facts.xmp.get("DocumentID"):
        yield Problem("preflight-metadata", "XMP 里没有 DocumentID")


def _intent(facts: Survey, promise: Promise) -> Iterator[Problem]:
    found = [intent for intent in facts.intents if intent.kind == "GTS_PDFX"]
    if len(found) != 1:
        yield Problem("preflight-intent", f"应有一个输出意图 GTS_PDFX，有 {len(found)} 个")
        return
    header = found[0].profile
    if header is None or len(header) < 128:
        yield Problem("preflight-intent", "输出意图没有嵌入 ICC 文件")
    elif header[36:40] != b"acsp" or header[12:16] != b"prtr" or header[16:20] != b"CMYK":
        yield Problem("preflight-intent", "输出意图的 ICC 文件不是 CMYK 印刷机的")
    if not found[0].condition:
        yield Problem("preflight-intent", "输出意图没有印刷条件的名称")


def _boxes(facts: Survey, promise: Promise) -> Iterator[Problem]:
    sizes: dict[tuple[float, float], int] = {}
    for page in facts.pages:
        trim, media = page.boxes.get("TrimBox"), page.boxes["MediaBox"]
        for box, edges in page.boxes.items():
            across, up = edges[2] - edges[0], edges[3] - edges[1]
            if min(across, up) < SMALLEST or max(across, up) > LARGEST:
                said = f"的 {box} 有 {_shown((across, up))} 毫米，不是纸张会有的大小（1 毫米到 5.08 米）"
                yield of_page(page, said, "preflight-box")
        if page.turned:
            yield of_page(page, f"设了旋转 {page.turned} 度，拼版时会放倒", "preflight-box")
        if page.unit != 1:
            yield of_page(page, f"设了放大 {page.unit:g} 倍（UserUnit），有的机器不认", "preflight-box")
        if trim is None:
            yield of_page(page, "没有成品框 TrimBox", "preflight-box")
            continue
        bleed = page.boxes.get("BleedBox", media)
        if not (_within(trim, bleed) and _within(bleed, media)):
            yield of_page(page, "的成品框不在出血框、纸张之内", "preflight-box")
        if not _within(trim, page.boxes.get("CropBox", media)):
            yield of_page(page, "的显示框 CropBox 比成品框小，有的机器会照它裁掉", "preflight-box")
        room = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
        if room < promise.bleed * 72 / 25.4 - EDGE:
            said = f"的出血框只比成品框大 {room / 72 * 25.4:.1f} 毫米，通知单上是 {promise.bleed:g} 毫米"
            yield of_page(page, said, "preflight-box")
        sizes.setdefault((round(trim[2] - trim[0], 1), round(trim[3] - trim[1], 1)), page.number)
    if promise.formats:
        wanted = {(round(width / 25.4 * 72, 1), round(height / 25.4 * 72, 1)) for width, height in promise.formats}
        for size in sorted(sizes):
            if all(max(abs(size[0] - each[0]), abs(size[1] - each[1])) > EDGE for each in wanted):
                said = f"第{sizes[size]}页的成品尺寸是 {_shown(size)} 毫米，通知单上没有"
                yield Problem("preflight-box", said, page=sizes[size])
    elif len(sizes) > 1:
        first, other = list(sizes)[:2]
        message = f"各页的成品尺寸不一样：第{sizes[first]}页 {_shown(first)}，第{sizes[other]}页 {_shown(other)} 毫米"
        yield Problem("preflight-box", message, page=sizes[other])


def _shown(size: tuple[float, float]) -> str:
    return "×".join(f"{edge / 72 * 25.4:.0f}" for edge in size)


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    low = inner[0] >= outer[0] - EDGE and inner[1] >= outer[1] - EDGE
    return low and inner[2] <= outer[2] + EDGE and inner[3] <= outer[3] + EDGE


def _extras(facts: Survey, promise: Promise) -> Iterator[Problem]:
    if facts.encrypted:
        yield Problem("preflight-locked", "文件加了密")
    for action in facts.actions:
        yield Problem("preflight-active", f"文件里有动作、表单或附件 {action}")
    for page in facts.pages:
        if page.annotations:
            yield of_page(page, f"有 {page.annotations} 处批注或链接", "preflight-active")


def _count(facts: Survey, promise: Promise) -> Iterator[Problem]:
    if not facts.pages:
        yield Problem("preflight-pages", "文件里一页也没有")
    elif promise.pages is not None and len(facts.pages) != promise.pages:
        yield Problem("preflight-pages", f"有 {len(facts.pages)} 页，通知单上是 {promise.pages} 页")
    if promise.copies and facts.copies != promise.copies:
        yield Problem("preflight-pages", f"分成 {facts.copies} 份，通知单上是 {promise.copies} 份")
    for page in facts.pages:
        if not promise.blanks and not page.uses and not page.pictures:
            yield of_page(page, "是空白页", "preflight-pages", Severity.NOTE)


def _unread(facts: Survey, promise: Promise) -> Iterator[Problem]:
    for code, said in facts.lost:
        yield Problem(code, said)
    for page in facts.pages:
        for said in page.unread:
            yield of_page(page, f"，{said}", "preflight-unreadable")


RULES: tuple[Rule, ...] = (_count, _unread, _label, _metadata, _intent, _boxes, *ink_rules.RULES, *object_rules.RULES, _extras)
