"""One file from its bytes to Markdown that has been read back and accounted for."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import field
from pathlib import Path

from briefing.core import bounds
from briefing.core.errors import Diagnostic, Findings, InputError, Severity, Span
from briefing.core.records import dataclass
from briefing.files import world
from briefing.importing import account, asides, contents, formats, html, second, sent_markdown, text, visible
from briefing.importing.continued_tables import join_typed
from briefing.importing.docx_package import judge
from briefing.importing.flow import Flow, FlowPicture
from briefing.importing.glyph_check import settable
from briefing.importing.recognise import build
from briefing.importing.repairs import Repair, repair
from briefing.importing.word_document import read_docx
from briefing.model.bulletin import Article
from briefing.source import script_marks
from briefing.source.markdown import read_report
from briefing.source.write import markdown


@dataclass(slots=True)
class Draft:
    """A report that can be put into an issue. `sources`: text that spans point into, by name."""

    name: str
    markdown: str
    article: Article = field(repr=False)
    pictures: dict[str, bytes] = field(default_factory=dict, repr=False)
    repairs: list[Repair] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict, repr=False)
    counted: int = 0  # characters of the file, without spaces
    converted: bool = False  # by LibreOffice: they are those of what it made


@dataclass(frozen=True, slots=True)
class Source:
    """A file read once as a Flow, and how to read it a second time."""

    flow: Flow
    second: Callable[[bool], account.FileReading]  # whether it is one of our own
    refused: bool = False  # its tracked changes
    converted: bool = False  # by LibreOffice


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
    pictures = sum(isinstance(item, FlowPicture) for item in flow.items)
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
    try:
        found = formats.readable(data, file)
    except RecursionError:
        place, hint = Span(file, 1, 1), "请用 Word 打开另存一份。"
        raise InputError(Diagnostic("import-damaged", "文件的嵌套太深，可能是有意做坏的", place, hint)) from None
    source = _source(found, file, refuse_changes)
    told = {aside.address for aside in source.flow.aside if aside.address}
    source.flow.aside += [aside for aside in found.outside if aside.address not in told]
    return source


def _source(found: formats.Readable, file: str, refuse_changes: bool) -> Source:
    data = found.data
    if found.kind == "docx":
        flow = read_docx(data, file, refuse_changes=refuse_changes)

        def again(own: bool) -> account.FileReading:
            return second.docx_source(data, file, refuse_changes=refuse_changes, own=own)

        return Source(flow, again, refuse_changes, found.converted)
    if len(data) > bounds.IMPORT_TEXT:
        message = f"文件太大：超过 {bounds.IMPORT_TEXT // bounds.MB} MB"
        raise InputError(Diagnostic("import-size", message, Span(file, 1, 1), "请分成几个文件，或只留要用的部分。"))
    if found.kind == "markdown":
        page = data.decode()
        flow = html.read_html(page, file)
        sent_markdown.take_notes(flow)
        return Source(flow, lambda _: second.html_source(sent_markdown.without_marks(page)))
    if found.kind == "html":
        judge(data, "网页", file)
        page = html.decoded(data, file)
        return Source(html.read_html(page, file), lambda _: second.html_source(page))
    words = text.decoded(data, file)
    if file.lower().endswith(".csv"):
        words = text.tabbed(words)
    return Source(text.read_text(words, file), lambda _: second.text_source(words))


def draft(source: Source, name: str, *, title: str = "") -> Draft:
    """The report `name`.md. Raises InputError where there is no text at all."""
    with limited(source.flow.file):
        return _draft(source, name, title)


def _draft(source: Source, name: str, title: str) -> Draft:
    flow, findings = source.flow, Findings()
    visible.settle(flow, settable)
    contents.mark(flow)  # before the room that parts page numbers is put right
    shown = _shown(flow)
    repairs = repair(flow)
    again = join_typed(flow, findings)
    imported = build(flow, name, findings, title)
    asides.note(imported.left, flow.file, findings)
    asides.note_changes(flow.changes, flow.file, findings, refused=source.refused)
    if not imported.article.blocks:
        raise InputError(
            Diagnostic("import-empty", "文件里没有正文", Span(flow.file, 1, 1), "请核对是不是选错了文件。"), *findings.items
        )
    written = markdown(imported.article)
    article = read_back(written, imported.article.path, imported.pictures, findings)
    reading = source.second(False)
    left = [aside.words for aside in imported.left]
    unread = article is None or any(found.severity is Severity.ERROR for found in findings.items)
    # what was written stands in the file all the same; why it does not read is told
    said = "".join(account.article_texts(imported.article if unread or article is None else article))
    note_lost(account.lost(reading.stretches, said, [*left, *again, *script_marks.raised(written)]), flow.file, findings)
    short = (
        reading.pictures
        - len(imported.pictures)
        - sum(aside.kind.endswith("picture") for aside in imported.left if aside.kind not in _MOVED)
    )
    if short > 0:
        place, hint = Span(flow.file, 1, 1), "请对照原文，手工补上。"
        findings.add("import-lost", f"有 {short} 幅图片没有导入", place, hint, Severity.WARNING)
    counted = sum(len("".join(part.text.split())) for part in reading.stretches)
    sources = {flow.file: shown, imported.article.path: written}
    return Draft(name, written, imported.article, imported.pictures, repairs, findings.items, sources, counted, source.converted)


#: Asides about pictures that came along.
_MOVED = {"note-picture", "cell-picture"}


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


def _shown(flow: Flow) -> str:
    """The paragraphs at the lines that their numbers name, for showing where a repair was made."""
    lines: list[str] = []
    for para in flow.paragraphs():
        lines += [""] * (para.number - len(lines))
        if para.number:
            lines[para.number - 1] = para.text.replace("\n", " ").replace("\t", " ")
    return "\n".join(lines)
