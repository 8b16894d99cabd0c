"""A bulletin as somebody sets it who knows another program well: the 报头 over its red rule, headings, tables with heads that
repeat, figures with captions, notes at the foot of their page, by the means that the program has for each.

The same words, sheet, margins, faces, sizes and leading as ours; what they do not say is the program's own choice.
`bench/texts.py` has the words alone, for speed.
"""

from __future__ import annotations

import base64
import io
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from bench.pieces import Grid, Piece, Said, Shown, Words, masthead, pieces, recipients
from bench.texts import CSS, FACES
from briefing.model.blocks import Cell
from briefing.model.bulletin import Issue
from briefing.model.text_lines import plain

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph

#: Sizes of type, pt.
_NOTE, _CELL, _CAPTION = 12.0, 12.0, 14.0


# --- WeasyPrint

_MORE = f"""
.rule {{ border-bottom: 1.5pt solid #d00 }}
h2 {{ font: 16pt/30pt Hei; text-indent: 2em; margin: 0; break-after: avoid }}
h1 {{ break-after: avoid }}
.caption {{ text-indent: 0; text-align: center; font-size: {_CAPTION}pt }}
.unit {{ text-indent: 0; text-align: right; font-size: {_CELL}pt }}
.small {{ text-indent: 0; font-size: {_CELL}pt }} .signature {{ text-indent: 0; text-align: right }}
figure {{ margin: 15pt 0; break-inside: avoid; text-align: center }} img {{ max-width: 100% }}
table {{ border-collapse: collapse; width: 100%; font-size: {_CELL}pt; line-height: 18pt; margin-bottom: 15pt }}
td, th {{ border: .5pt solid; padding: 2pt 4pt; font-weight: 400; text-align: center }} tr {{ break-inside: avoid }}
.note {{ float: footnote; font-size: {_NOTE}pt; line-height: 16pt; text-indent: 0 }}
@page {{ @footnote {{ border-top: .5pt solid; padding-top: 6pt }} }}
"""


def weasyprint(issue: Issue, folder: Path, fonts: Path) -> bytes:
    """The PDF."""
    import weasyprint as engine

    files = {**FACES, "Hei": "BriefingHei-Regular.ttf", "Latin": "LiberationSerif-Regular.ttf"}
    ranges = {"Latin": "; unicode-range: U+21-7E"}
    faces = "".join(
        f'@font-face {{ font-family: {name}; src: url("{(fonts / file).as_uri()}"){ranges.get(name, "")} }}'
        for name, file in files.items()
    )
    mark, nameplate, lines = masthead(issue)
    out = [f'<html lang="zh-CN"><meta charset="utf-8"><style>{faces}{CSS}{_MORE}</style>', f'<p class="mark">{escape(mark)}</p>']
    out += [f'<p class="nameplate">{escape(line)}</p>' for line in nameplate]
    out += [f'<p class="centre">{escape(line)}</p>' for line in lines]
    out.append('<div class="rule"></div>')
    out += [f'<p class="contents">{escape(plain(article.title))}</p>' for article in issue.articles]
    for number, piece in enumerate(pieces(issue, folder)):
        page = ' style="break-before: page"' if not number else ""
        out.append(f"<div{page}>{_html(piece)}</div>")
    out.append('<div class="colophon">' + "".join(f"<p>{escape(line)}</p>" for line in recipients(issue)) + "</div>")
    data: bytes | None = engine.HTML(string="".join(out)).write_pdf()
    assert data is not None
    return data


def _html(piece: Piece) -> str:
    match piece:
        case Said():
            words = "".join(
                f'<span class="note">{escape(each.note)}</span>' if each.note
                else f"<b>{escape(each.text)}</b>" if each.strong else escape(each.text)
                for each in piece.words
            )  # fmt: skip
            tag = {"title": "h1", "heading": "h2"}.get(piece.kind, "p")
            return f'<{tag} class="{piece.kind}">{words}</{tag}>'
        case Shown():
            data = base64.b64encode(piece.path.read_bytes()).decode()
            kind = "svg+xml" if piece.path.suffix == ".svg" else piece.path.suffix[1:]
            width = f' style="width: {piece.width}mm"' if piece.width else ""
            return f'<figure><img src="data:image/{kind};base64,{data}"{width}>{"".join(map(_html, piece.captions))}</figure>'
        case Grid():
            heads = len(piece.table.head)
            rows = [
                "<tr>"
                + "".join(
                    f'<td colspan="{cell.across}" rowspan="{cell.down}">{escape(plain(cell.content))}</td>'
                    for cell in row if not cell.covered
                )
                + "</tr>"
                for row in (piece.table.header, *piece.table.rows)
            ]  # fmt: skip
            table = f"<table><thead>{''.join(rows[:heads])}</thead><tbody>{''.join(rows[heads:])}</tbody></table>"
            return "".join(map(_html, piece.above)) + table + "".join(map(_html, piece.below))


# --- Typst

_TYPST = f"""
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm), numbering: "— 1 —")
#set text(font: ("Liberation Serif", "Briefing Fangsong"), size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 14pt, spacing: 14pt, first-line-indent: (amount: 2em, all: true))
#show heading.where(level: 1): it => align(center, text(font: "Briefing Biaosong", size: 22pt, weight: 400, it.body))
#show heading.where(level: 2): it => block(sticky: true)[#h(2em)#text(font: "Briefing Hei", size: 16pt, weight: 400, it.body)]
#set footnote.entry(gap: 6pt)
#set super(typographic: false)
#show footnote.entry: set text(size: {_NOTE}pt)
#set figure(numbering: none, supplement: none)
#show figure.caption: set text(size: {_CAPTION}pt)
#show figure.where(kind: table): set block(breakable: true)
#show figure.where(kind: table): set figure.caption(position: top)
#show table: set text(size: {_CELL}pt)
#show table: set par(leading: 6pt, first-line-indent: 0pt)
"""


def typst(issue: Issue, folder: Path, fonts: Path) -> bytes:
    """The PDF."""
    import typst as engine

    mark, nameplate, lines = masthead(issue)
    out = [_TYPST, _literal(mark)]
    out += [f'#align(center, text(font: "Briefing Biaosong", size: 43pt, fill: red)[{_literal(line)}])' for line in nameplate]
    out += [f"#align(center)[{_literal(line)}]" for line in lines]
    out.append("#line(length: 100%, stroke: 1.5pt + red)")
    out += [_literal(plain(article.title)) for article in issue.articles]
    out.append("#pagebreak()")
    with tempfile.TemporaryDirectory() as name:
        for piece in pieces(issue, folder):
            if isinstance(piece, Shown):
                (Path(name) / piece.path.name).write_bytes(piece.path.read_bytes())
            out.append(_markup(piece))
        out += map(_literal, recipients(issue))
        path = Path(name) / "bulletin.typ"
        path.write_text("\n\n".join(out) + "\n", "utf-8")
        data = engine.compile(str(path), font_paths=[str(fonts)])
    assert isinstance(data, bytes)
    return data


def _literal(text: str) -> str:
    """As a string, so that no character means anything."""
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if text else ""


def _typst_words(words: tuple[Words, ...]) -> str:
    return "".join(
        f"#footnote[{_literal(each.note)}]" if each.note
        else f"#strong[{_literal(each.text)}]" if each.strong else _literal(each.text)
        for each in words
    )  # fmt: skip


def _markup(piece: Piece) -> str:
    match piece:
        case Said():
            said = _typst_words(piece.words)
            match piece.kind:
                case "title":
                    return f"= {said}"
                case "heading":
                    return f"== {said}"
                case "signature":
                    return f"#align(right)[{said}]"
                case "caption" | "unit" | "small":
                    align = {"caption": "center", "unit": "right", "small": "left"}[piece.kind]
                    return f"#align({align}, text(size: {_CELL}pt)[{said}])"
                case _:
                    return said
        case Shown():
            width = f", width: {piece.width}mm" if piece.width else ""
            caption = "#linebreak()".join(_typst_words(text.words) for text in piece.captions)
            return f'#figure(image("{piece.path.name}"{width}), placement: auto, caption: [{caption}])'
        case Grid():
            heads = len(piece.table.head)
            rows = [_typst_row(row) for row in (piece.table.header, *piece.table.rows)]
            columns = len(piece.table.header)
            table = f"table(columns: {columns}, stroke: .5pt, table.header({', '.join(rows[:heads])}), {', '.join(rows[heads:])})"
            caption = "#linebreak()".join(_typst_words(text.words) for text in piece.above)
            return "\n\n".join([f"#figure({table}, caption: [{caption}])", *map(_markup, piece.below)])


def _typst_row(row: tuple[Cell, ...]) -> str:
    return ", ".join(
        f"table.cell(colspan: {cell.across}, rowspan: {cell.down})[{_literal(plain(cell.content))}]"
        for cell in row
        if not cell.covered
    )


# --- Word

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def docx(issue: Issue, folder: Path) -> bytes:
    """As somebody types it: the same sheet, faces and leading, justified, everything else as python-docx's template has it."""
    import docx
    from docx.enum.text import WD_BREAK, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    form = normal.paragraph_format
    form.line_spacing_rule, form.line_spacing, form.space_after = WD_LINE_SPACING.EXACTLY, Pt(30), Pt(0)
    writer = _Word(document)
    mark, nameplate, lines = masthead(issue)
    writer.line("", (Words(mark),))
    for name in nameplate:
        writer.line("nameplate", (Words(name),))
    for line in lines:
        last = writer.line("centre", (Words(line),))
    writer.ruled(last)
    for article in issue.articles:
        writer.line("", (Words(plain(article.title)),))
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for piece in pieces(issue, folder):
        writer.piece(piece)
    for line in recipients(issue):
        writer.line("", (Words(line),))
    writer.finish()
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


class _Word:
    """Writes pieces into a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes: list[str] = []

    def piece(self, piece: Piece) -> None:
        from docx.shared import Mm

        match piece:
            case Said():
                self.line(piece.kind, piece.words)
            case Shown():
                paragraph = self.line("picture", ())
                paragraph.add_run().add_picture(str(piece.path), Mm(min(piece.width or 156.0, 156.0)))
                paragraph.paragraph_format.keep_with_next = bool(piece.captions)
                for caption in piece.captions:
                    self.piece(caption)
            case Grid():
                for above in piece.above:
                    self.line(above.kind, above.words).paragraph_format.keep_with_next = True
                self._grid(piece)
                for below in piece.below:
                    self.piece(below)

    def line(self, kind: str, words: tuple[Words, ...]) -> WordParagraph:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
        from docx.enum.text import WD_LINE_SPACING
        from docx.shared import Pt, RGBColor

        face, size = {
            "title": ("方正小标宋简体", 22.0), "nameplate": ("方正小标宋简体", 43.0), "heading": ("黑体", 16.0),
            "caption": ("", _CAPTION), "unit": ("", _CELL), "small": ("", _CELL),
        }.get(kind, ("", 16.0))  # fmt: skip
        paragraph = self._document.add_paragraph()
        form = paragraph.paragraph_format
        centred = ("title", "nameplate", "centre", "caption", "picture")
        right = ("unit", "signature")
        paragraph.alignment = ALIGN.CENTER if kind in centred else ALIGN.RIGHT if kind in right else ALIGN.JUSTIFY
        form.keep_with_next = kind in ("title", "heading")
        if kind in ("paragraph", "heading"):
            form.first_line_indent = Pt(32)
        if kind in ("nameplate", "picture"):
            form.line_spacing_rule = WD_LINE_SPACING.SINGLE
        for each in words:
            if each.note:
                self._mark(paragraph, each.note)
                continue
            run = paragraph.add_run(each.text)
            run.font.size, run.bold = Pt(size), each.strong or None
            if face:
                _faced(run, face)
            if kind == "nameplate":
                run.font.color.rgb = RGBColor(0xDD, 0, 0)
        return paragraph

    def ruled(self, paragraph: WordParagraph) -> None:
        """A red line under it."""
        from docx.oxml import parse_xml

        border = f'<w:pBdr xmlns:w="{_WORD}"><w:bottom w:val="single" w:sz="12" w:space="6" w:color="DD0000"/></w:pBdr>'
        paragraph._p.get_or_add_pPr().insert_element_before(parse_xml(border), "w:spacing", "w:ind", "w:jc")

    def _grid(self, grid: Grid) -> None:
        from docx.enum.text import WD_LINE_SPACING
        from docx.oxml import parse_xml
        from docx.shared import Pt

        rows = (grid.table.header, *grid.table.rows)
        table = self._document.add_table(len(rows), len(grid.table.header), "Table Grid")
        for at, row in enumerate(rows):
            if at < len(grid.table.head):
                table.rows[at]._tr.get_or_add_trPr().append(parse_xml(f'<w:tblHeader xmlns:w="{_WORD}"/>'))
            for column, cell in enumerate(row):
                if cell.covered:
                    continue
                place = table.cell(at, column)
                if cell.across > 1 or cell.down > 1:
                    place = place.merge(table.cell(at + cell.down - 1, column + cell.across - 1))
                paragraph = place.paragraphs[0]
                paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
                paragraph.add_run(plain(cell.content)).font.size = Pt(_CELL)

    def _mark(self, paragraph: WordParagraph, note: str) -> None:
        from docx.oxml import parse_xml

        self._notes.append(note)
        mark = f'<w:footnoteReference xmlns:w="{_WORD}" w:id="{len(self._notes)}"/>'
        run = paragraph.add_run()
        run.font.superscript = True
        run._r.append(parse_xml(mark))

    def finish(self) -> None:
        """Writes the notes."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_LINE_SPACING
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.shared import Pt

        def note(number: int, inside: str, kind: str = "") -> str:
            return f'<w:footnote w:id="{number}"{kind}><w:p>{inside}</w:p></w:footnote>'

        style = self._document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = self._document.styles["Normal"], Pt(_NOTE)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        size = f'<w:rPr><w:sz w:val="{round(2 * _NOTE)}"/></w:rPr>'
        raised = size.replace("</w:rPr>", '<w:vertAlign w:val="superscript"/></w:rPr>')
        found = [
            note(-1, "<w:r><w:separator/></w:r>", ' w:type="separator"'),
            note(0, "<w:r><w:continuationSeparator/></w:r>", ' w:type="continuationSeparator"'),
        ]
        found += [
            note(number, f'<w:pPr><w:pStyle w:val="{style.style_id}"/></w:pPr><w:r>{raised}<w:footnoteRef/></w:r>'
                 f'<w:r>{size}<w:t xml:space="preserve"> {escape(text)}</w:t></w:r>')
            for number, text in enumerate(self._notes, 1)
        ]  # fmt: skip
        data = f'<w:footnotes xmlns:w="{_WORD}">{"".join(found)}</w:footnotes>'
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, data.encode(), self._document.part.package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _faced(run: object, face: str) -> None:
    from docx.oxml.ns import qn
    from docx.text.run import Run

    assert isinstance(run, Run)
    run.font.name = face
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
