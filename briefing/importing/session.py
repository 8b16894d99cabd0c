"""One file from its bytes to Markdown that has been read back and accounted for."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from briefing import bounds, world
from briefing.errors import Diagnostic, Findings, InputError, Severity, Span
from briefing.importing import account, html, links, office, text
from briefing.importing.docx import read_docx
from briefing.importing.flow import Aside, Flow, Picture
from briefing.importing.package import judge, judge_odt
from briefing.importing.repairs import Repair, repair
from briefing.importing.structure import build
from briefing.model import Article
from briefing.read.markdown import read_report
from briefing.write.source import markdown

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: The stream that Word and WPS keep their text in.
_WORD = "WordDocument".encode("utf-16-le")
_RTF = b"{\\rtf"
_WHOLE = {".doc", ".wps", ".wpt", ".dot"}

#: What is said of words that are no text of the report: what they are, and what to do.
_ASIDE = {
    "comment": ("批注没有导入", "需要的话请写进正文。"),
    "header": ("页眉没有导入", "报头由版式排出。"),
    "footer": ("页脚没有导入", "页码由版式排出。"),
    "contents": ("目录没有导入", "目录由程序编排。"),
    "object": ("这样的内容没有导入", "请在 Word 里存成图片，再放进来。"),
    "picture": ("图片没有导入", "请另存为 PNG 或 JPEG，放进本期文件夹。"),
    "art": ("艺术字没有导入", "请核对，需要时手工补上。"),
    "formula": ("公式已改成一行文字", "请核对，复杂的公式请存成图片。"),
    "hidden": ("隐藏的文字已显示出来", "原文把它隐藏了；不要的请删去。"),
    "symbol": ("认不出的符号，用 □ 代替", "请核对原文，改成对应的字。"),
    "damaged": ("文件的这一部分坏了", "样式或编号可能不准，请核对。"),
}


@dataclass(slots=True)
class Draft:
    """A report that can be put into an issue. `sources`: text that spans point into, by name."""

    name: str
    markdown: str
    article: Article
    pictures: dict[str, bytes] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    counted: int = 0  # characters of the file, without spaces


@dataclass(frozen=True, slots=True)
class Source:
    """A file read once as a Flow, and how to read its words a second time."""

    flow: Flow
    words: Callable[[], list[tuple[int, str]]]


def open_source(data: bytes, file: str, *, refuse_changes: bool = False) -> Source:
    """Whatever the file is, by its contents rather than by its name. Raises InputError, MissingToolError."""
    with limited(file):
        source = _opened(data, file, refuse_changes)
        _measure(source.flow)
    return source


@contextlib.contextmanager
def limited(file: str) -> Iterator[None]:
    """The clock for all that is done with one file."""
    try:
        with bounds.bounded(f"读 {file} ", bounds.IMPORT_SECONDS, bounds.IMPORT_MB):
            yield
    except bounds.Exhausted as error:
        raise error.at(Span(file, 1, 1), "文件可能是有意做坏的；真有这么长，请在 Word 里分成几个文件。") from None


def _measure(flow: Flow) -> None:
    """Refuse what no report can hold, before it is repaired, written and read back. Raises InputError."""
    lengths = [sum(len(piece.text) for piece in para.pieces) for para in flow.paragraphs()]
    pictures = sum(isinstance(item, Picture) for item in flow.items)
    said = (
        ("幅图片", pictures, bounds.IMPORT_PICTURES),
        ("段", len(lengths), bounds.IMPORT_PARAGRAPHS),
        ("字", sum(lengths), bounds.IMPORT_CHARACTERS),
    )
    for unit, count, most in said:
        if count > most:
            message = f"文件太长：有 {count} {unit}，一篇稿件最多 {most} {unit}"
            raise InputError(Diagnostic("import-size", message, Span(flow.file, 1, 1), "请分成几个文件，或只留要用的部分。"))


def _opened(data: bytes, file: str, refuse_changes: bool) -> Source:
    if not data.startswith((b"PK", _OLE)) and len(data) > bounds.IMPORT_TEXT:
        message = f"文件太大：超过 {bounds.IMPORT_TEXT // bounds.MB} MB"
        raise InputError(Diagnostic("import-size", message, Span(file, 1, 1), "请分成几个文件，或只留要用的部分。"))
    if _is_odt(data):
        judge_odt(data, file)
    outside = links.in_odt(data) if _is_odt(data) else []
    if data.startswith(_RTF):
        data, outside = links.without_fetching(data)
    data = _as_docx(data, file)
    if data.startswith(b"PK") or Path(file).suffix.lower() == ".docx":
        flow = read_docx(data, file, refuse_changes=refuse_changes)
        told = {aside.address for aside in flow.aside}
        flow.aside += [aside for aside in outside if aside.address not in told]
        return Source(flow, lambda: account.docx_source(data, file, refuse_changes=refuse_changes))
    if html.looks_like_html(data):
        judge(data, "网页", file)
        page = html.decoded(data, file)
        return Source(html.read_html(page, file), lambda: account.html_source(page))
    words = text.decoded(data, file)
    return Source(text.read_text(words, file), lambda: account.text_source(words))


def _as_docx(data: bytes, file: str) -> bytes:
    """What only LibreOffice opens, opened by it; anything else as it is."""
    suffix = Path(file).suffix.lower()
    if not data.strip():
        raise InputError(Diagnostic("import-format", "文件是空的", Span(file, 1, 1), "请核对是不是选错了文件。"))
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InputError(
                Diagnostic("import-encrypted", "文件加了密，打不开", Span(file, 1, 1), "请在 Word 里去掉密码，另存一份。")
            )
        if _WORD not in data:  # LibreOffice would show its bytes as text
            place, hint = Span(file, 1, 1), "文件可能坏了，或是表格、幻灯片；请用 Word 或 WPS 打开，另存为 .docx。"
            raise InputError(Diagnostic("import-format", "这不是 Word 文档", place, hint))
        return office.converted(data, file, suffix if suffix in _WHOLE else ".doc")
    if data.startswith(_RTF):
        return office.converted(data, file, ".rtf")
    if _is_odt(data):
        return office.converted(data, file, ".odt")
    return data


def _is_odt(data: bytes) -> bool:
    return data.startswith(b"PK") and b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:120]


def draft(source: Source, name: str, *, title: str = "") -> Draft:
    """The report `name`.md. Raises InputError where there is no text at all."""
    with limited(source.flow.file):
        return _draft(source, name, title)


def _draft(source: Source, name: str, title: str) -> Draft:
    flow, findings = source.flow, Findings()
    shown = _shown(flow)
    repairs = repair(flow)
    imported = build(flow, name, findings, title)
    _note_asides(imported.left, flow.file, findings)
    if not imported.article.blocks:
        raise InputError(Diagnostic("import-empty", "文件里没有正文", Span(flow.file, 1, 1), "请核对是不是选错了文件。"))
    written = markdown(imported.article)
    article = read_back(written, imported.article.path, imported.pictures, findings)
    words = source.words()
    left = [aside.words for aside in imported.left if aside.kind == "contents"]
    if article is None:  # what is wrong with it has been found; the words are counted all the same
        note_lost(account.lost(words, written.replace("\\", ""), left), flow.file, findings)
    else:
        note_lost(account.missing(words, article, left), flow.file, findings)
    counted = sum(len("".join(part.split())) for _, part in words)
    sources = {flow.file: shown, imported.article.path: written}
    return Draft(name, written, imported.article, imported.pictures, repairs, findings.items, sources, counted)


def read_back(written: str, path: str, pictures: dict[str, bytes], findings: Findings) -> Article | None:
    """The report as every later command reads it; what that says of it goes into `findings`."""
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        (Path(folder) / path).write_text(written, "utf-8")
        for name, data in pictures.items():
            (Path(folder) / name).write_bytes(data)
        article, found = read_report(world.Root(Path(folder)), path)
        findings.items.extend(found.items)
        return article


def note_lost(lost: list[account.Lost], file: str, findings: Findings) -> None:
    for entry in lost:
        words = entry.text if len(entry.text) <= 60 else f"{entry.text[:60]}……"
        place = Span(file, max(1, entry.number), 1)
        findings.add("import-lost", f"这些文字没有导入：{words}", place, "请对照原文，手工补上。", Severity.WARNING)


def _note_asides(asides: list[Aside], file: str, findings: Findings) -> None:
    """One finding for each kind, at the first of them, with the beginning of what it says."""
    groups: dict[str, list[Aside]] = {}
    for aside in asides:
        groups.setdefault(aside.kind, []).append(aside)
    for kind, found in groups.items():
        place = Span(file, next((aside.number for aside in found if aside.number), 1), 1)
        if kind == "changes":
            count = sum(int(aside.words) for aside in found)
            findings.add("import-changes", f"原文有 {count} 处修订", place, _CHANGES_HINT, Severity.NOTE)
            continue
        message, hint = _ASIDE[kind]
        said = [words[:40] for aside in found[:5] if (words := " ".join(aside.words.split()))]
        more = f" 等 {len(found)} 处" if len(found) > 5 else ""
        addresses = list(dict.fromkeys(" ".join(aside.address.split()) for aside in found if aside.address))[:5]
        if addresses:  # half an address is none
            hint = f"{hint}程序不上网，也不读文件以外的东西；文件里只写着地址：{'、'.join(text[:400] for text in addresses)}"
        findings.add("import-aside", f"{message}：{'；'.join(said)}{more}", place, hint, Severity.WARNING)


_CHANGES_HINT = "默认全部接受；要恢复原样，请加 --refuse-changes。"


def _shown(flow: Flow) -> str:
    """The paragraphs at the lines that their numbers name, for showing where a repair was made."""
    lines: list[str] = []
    for para in flow.paragraphs():
        lines += [""] * (para.number - len(lines))
        if para.number:
            lines[para.number - 1] = para.text.replace("\n", " ").replace("\t", " ")
    return "\n".join(lines)
