"""A Word file → Flow: every character that Word shows in the text, in reading order.

Tracked changes are settled first. Text boxes follow the paragraph that they are anchored in. Fields give their
results, automatic numbers the text that Word prints. What is no text of the document (comments, headers, charts)
is named in `Flow.aside`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from briefing.core.errors import InputError
from briefing.importing import changes, computed, formula, given_marks, page_formats, surroundings, word_drawing, word_pictures
from briefing.importing.auto_numbers import Numbering
from briefing.importing.computed import OpenField
from briefing.importing.docx_package import Package
from briefing.importing.flow import (
    Flow,
    FlowGrid,
    FlowPicture,
    Item,
    Para,
    Piece,
    Remark,
    TrackedChange,
    paragraphs_of,
    pictures_of,
)
from briefing.importing.passed_figures import FigureMarks
from briefing.importing.run_in import RunIn
from briefing.importing.styles import StyleLooks, WordStyles, looks, moved
from briefing.importing.symbols import is_symbolic, spelled, symbol
from briefing.importing.text import CONTROLS, LINES
from briefing.importing.two_in_one import in_one_line
from briefing.importing.word_grid import read_grid
from briefing.importing.word_names import attribute, child, children, inside, local, value

#: Elements that only wrap runs or blocks.
_WRAPPERS = {
    "hyperlink", "smartTag", "customXml", "sdtContent", "ins", "moveTo", "dir", "bdo", "r", "m:oMathPara",
}  # fmt: skip
#: Properties, which hold elements named like content (a tab stop is a `w:tab`).
_PROPERTIES = {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "fldData"}
#: Character styles of text that only says what to type.
_PROMPTS = {"placeholder text", "占位符文本"}


def read_docx(data: bytes, file: str, *, refuse_changes: bool = False) -> Flow:
    """Raises InputError where the file cannot be read. `file` is the name in spans."""
    package = Package(data, file)
    try:
        return _Reader(package, refuse_changes).read()
    except RecursionError:
        raise package.refusal("import-damaged", "文件的嵌套太深，可能是有意做坏的", "请用 Word 打开另存一份。") from None


class _Reader:
    def __init__(self, package: Package, refuse_changes: bool) -> None:
        self._package = package
        self._refuse = refuse_changes
        self._flow = Flow(package.file)
        self._main = package.main
        self._styles = WordStyles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"))
        self._related = package.related(self._main)
        self._elsewhere = package.elsewhere(self._main)
        self._numbers: dict[int, int] = {}  # by id(element)
        self._roots: list[Element] = []  # keeps those ids from being given to other elements
        self._fields: list[OpenField] = []  # open ones, the outermost first
        self._remarks: dict[str, int] = {}  # comment → its paragraph
        self._in_notes: dict[str, list[FlowPicture]] = {}
        self._given = given_marks.GivenMarks()
        self._sections, self._figures, self._boxed = page_formats.Sections(), FigureMarks(), 0
        self._here = 0  # number of the paragraph that is read
        self._listed = 0  # depth of automatic tables of contents
        self._run_in = RunIn()
        self._dropped: set[str] = set()  # notes that go with what refers to them

    def read(self) -> Flow:
        root = self._package.xml(self._main)
        body = child(root, "body")
        if root is None or body is None:
            raise self._package.refusal("import-format", "Word 文档里没有正文", "请用 Word 打开看看，另存一份。")
        self._settle(root)
        self._flow.items = list(self._blocks(body))
        self._sections.tell(self._flow.items, child(body, "sectPr"))
        for name, kind in (("footnotes", "footnote"), ("endnotes", "endnote")):
            for part in self._package.of_kind(self._main, name):
                self._notes(part, kind)
        self._flow.items = list(self._with_pictures_of_notes())
        surroundings.read(self._package, self._main, self._flow, self._remarks)
        return self._flow

    def _aside(self, kind: str, words: str, number: int = 0) -> None:
        self._flow.aside.append(Remark(kind, words, number))

    def _part(self, kind: str) -> Element | None:
        names = self._package.of_kind(self._main, kind) or [f"word/{kind}.xml"]
        try:
            return self._package.xml(names[0])
        except InputError:  # looks are lost, the text is not
            self._aside("damaged", names[0])
            return None

    def _settle(self, root: Element) -> None:
        word_drawing.choose(root)
        referred = set(changes.notes(root))
        changed = changes.settle(root, refuse=self._refuse)
        self._dropped |= referred - set(changes.notes(root))
        computed.drop_unended(root)
        self._roots.append(root)
        for element in root.iter():
            if local(element) == "p":
                self._numbers[id(element)] = len(self._numbers) + 1
        self._flow.aside += in_one_line(root, self._numbers)
        self._flow.changes += [TrackedChange(verb, words, self._numbers.get(id(place), 0)) for verb, words, place in changed]

    def _notes(self, part: str, kind: str) -> None:
        root = self._package.xml(part)
        if root is None:
            return
        self._settle(root)
        before = self._related, self._elsewhere
        self._related, self._elsewhere = self._package.related(part), self._package.elsewhere(part)
        for node in children(root, kind):
            if attribute(node, "type") not in ("separator", "continuationSeparator", "continuationNotice"):
                identity = f"{kind} {attribute(node, 'id')}"
                items = list(self._blocks(node))
                if identity in self._dropped:
                    words = "　".join(para.text.strip() for item in items for para in paragraphs_of(item))
                    self._flow.changes += [TrackedChange("删除", f"注：{words}")] if words else []
                    continue
                paragraphs = [para for item in items for para in paragraphs_of(item)]
                self._given.drop(identity, paragraphs)
                self._flow.notes[identity] = paragraphs
                self._in_notes[identity] = [picture for item in items for picture in pictures_of(item)]
        self._related, self._elsewhere = before

    def _with_pictures_of_notes(self) -> Iterator[Item]:
        """The items, pictures of a note after what refers to it; those that nothing refers to at the end."""
        waiting = dict(self._in_notes)
        for item in self._flow.items:
            yield item
            for identity in [piece.note for para in paragraphs_of(item) for piece in para.pieces if piece.note]:
                yield from self._moved(waiting.pop(identity, []), "note-picture")
        for pictures in waiting.values():
            yield from self._moved(pictures, "note-picture")

    def _moved(self, pictures: list[FlowPicture], kind: str) -> list[FlowPicture]:
        for picture in pictures:
            self._aside(kind, picture.described or picture.name.rpartition("/")[2], picture.number)
        return pictures

    # --- blocks

    def _blocks(self, parent: Element) -> Iterator[Item]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._run_in.alone()
                yield self._table(element)
            elif name == "sdt" and self._is_prompt(element):
                continue
            elif name == "sdt":
                listed = "table of contents" in value(element, "sdtPr", "docPartObj", "docPartGallery").lower()
                self._listed += listed
                yield from self._blocks(inside(element, "sdtContent"))
                self._listed -= listed
            elif name in ("customXml", "ins", "moveTo", "smartTag"):
                yield from self._blocks(element)
            elif name in ("altChunk", "subDoc"):
                self._aside("file", word_drawing.EMBEDDED if name == "altChunk" else word_drawing.SUBDOCUMENT)
        yield from self._run_in.alone()

    def _is_prompt(self, control: Element) -> bool:
        """Whether a content control holds what it asks for instead of an answer. Its words go aside."""
        if child(control, "sdtPr", "showingPlcHdr") is None:
            return False
        content = child(control, "sdtContent")
        words = "".join(inner.text or "" for inner in (() if content is None else content.iter()) if local(inner) == "t")
        paragraph = next((inner for inner in control.iter() if id(inner) in self._numbers), None)
        number = self._numbers[id(paragraph)] if paragraph is not None else self._here
        self._aside("placeholder", words.strip() or "（空）", number)
        return True

    def _paragraph(self, element: Element) -> Iterator[Item]:
        properties = child(element, "pPr")
        identity = value(properties, "pStyle")
        named = self._styles.looks(identity)
        look = looks(properties, None).over(named)
        para = Para(
            [],
            self._numbers.get(id(element), 0),
            style=self._styles.name(identity),
            outline=look.outline or (self._styles.outline_named(identity) if look.outline is None else 0),
            align=look.align,
            boxed=self._boxed > 0,
            ruled=any(attribute(tab, "leader") in ("underscore", "heavy") for tab in children(child(properties, "tabs"), "tab")),
        )
        para.before_figures = self._figures.before(element)
        self._here = para.number
        self._number(para, identity, look)
        after: list[Item] = []
        listed = self._listed > 0 or self._in_contents()
        self._inline(element, para, named, after)
        para.contents = listed or self._in_contents() or para.style.lower().startswith("toc ")
        if self._run_in.before(para, properties):
            yield from after
            return
        self._dress(para)
        yield para
        yield from after
        last = Para([], para.number) if after else para  # a picture of the paragraph's belongs to the section that ends with it
        self._sections.end(last, child(properties, "sectPr"))
        if after and last.columns:
            yield last

    def _in_contents(self) -> bool:
        return any(field.kind == "TOC" for field in self._fields)

    def _number(self, para: Para, style: str, look: StyleLooks) -> None:
        identity, depth = look.number, look.depth
        if not identity or (depth is None and self._numbering.of_style(style)[0] == identity):
            bound, level = self._numbering.of_style(style)
            identity, depth = identity or bound, level if depth is None else depth
        if not identity or identity == "0":
            return
        label = self._numbering.label(identity, depth or 0)
        if label is not None:
            para.label, para.bullet, para.depth = label.text, label.bullet, label.depth
            if label.unknown:
                self._aside("number", f"{label.text}（{label.unknown}）", para.number)

    @staticmethod
    def _dress(para: Para) -> None:
        """Size and face of most of its characters; adjacent pieces of one look become one."""
        joined: list[Piece] = []
        for piece in para.pieces:
            if joined and joined[-1].like(piece):
                joined[-1].text += piece.text
            elif piece.text or piece.note:
                joined.append(piece)
        para.pieces = joined

    # --- runs

    def _inline(self, parent: Element, para: Para, base: StyleLooks, after: list[Item], run: Element | None = None) -> None:
        for element in parent:
            name = local(element)
            if name in _PROPERTIES:
                continue
            if name == "r":
                self._inline(element, para, base, after, element)
            elif name in ("t", "sym") and self._given.tells(element, run, para):
                continue
            elif name in ("t", "m:t"):
                self._say(element.text or "", para, base, run)
            elif name == "instrText":
                if self._fields and not self._fields[-1].separated:
                    self._fields[-1].code += element.text or ""
            elif name in ("tab", "ptab"):
                self._say("\t", para, replace(base, underlined=True) if para.ruled else base, run)
            elif name == "subDoc":
                self._aside("file", word_drawing.SUBDOCUMENT, para.number)
            elif name in ("br", "cr"):
                if attribute(element, "type") not in ("page", "column"):
                    self._say("\n", para, base, run)
            elif name == "noBreakHyphen":
                self._say("-", para, base, run)
            elif name == "sym":
                self._symbol(element, para, base, run)
            elif name in given_marks.NOTES:
                para.pieces.append(Piece("", note=given_marks.identity(element), given=given_marks.is_given(element)))
            elif name == "commentReference":
                self._remarks[attribute(element, "id")] = para.number
            elif name == "fldChar":
                self._mark(element, para, base, run)
            elif name == "fldSimple":
                self._fields.append(OpenField(code=attribute(element, "instr"), separated=True))
                self._inline(element, para, base, after, run)
                self._close(para, base, run)
            elif name in ("drawing", "pict", "object"):
                self._drawing(element, after, para.number)
            elif name == "ruby":
                self._inline(inside(element, "rubyBase"), para, base, after, run)
                self._say("（", para, base, run)
                self._inline(inside(element, "rt"), para, base, after, run)
                self._say("）", para, base, run)
            elif name == "txbxContent":
                self._box(element, after)
            elif name == "m:oMath":
                self._formula(element, para, base, run)
            elif name == "sdt":
                if not self._is_prompt(element):
                    self._inline(element, para, base, after, run)
            elif name in _WRAPPERS or name.startswith("m:"):
                self._inline(element, para, base, after, run)

    def _say(self, text: str, para: Para, base: StyleLooks, run: Element | None, script: str = "") -> None:
        hiding = next((field for field in reversed(self._fields) if not field.separated), None)
        if hiding is not None:  # inside a field's code, which is not shown
            hiding.code += text
            return
        for field in self._fields:
            field.told = field.told or bool(text.strip())
        properties = child(run, "rPr")
        style = value(properties, "rStyle")
        direct = looks(None, properties)
        own = direct.over(self._styles.looks(style, character=True)) if style else direct
        look = own.over(base)
        named = self._styles.name(style) if style else ""
        text = self._plain(text, look.latin, para.number)
        if named.lower() in _PROMPTS and text.strip():
            self._aside("placeholder", text.strip(), para.number)
            return
        for kind, there in (("hidden", look.hidden), ("dotted", look.dotted)):
            if there and text.strip():
                self._aside(kind, text.strip(), para.number)
        para.pieces.append(
            Piece(
                text.upper() if look.capitals else text,
                bool(look.bold),
                named,
                font=look.font,
                script=script or look.script.replace("line", "") or moved(text, look, base),
                struck=bool(look.struck or look.struck_twice),
                underlined=bool(look.underlined),
                dotted=bool(look.dotted),
                bolded=(own.bold and not base.bold) or (False if direct.bold is False else None),
            )
        )
        if text.strip() and not para.size:
            para.size, para.font, para.colour = look.size or 0.0, look.font, look.colour

    def _plain(self, text: str, font: str, number: int) -> str:
        """Without controls, the signs of symbol fonts as characters."""
        text = text.translate(LINES).translate(CONTROLS)
        if is_symbolic(font) or any("\uf000" <= char <= "\uf0ff" for char in text):
            spelled_out = list(spelled(text, font))
            if not all(known for _, known in spelled_out):
                self._aside("symbol", f"{font} {text}".strip(), number)
            text = "".join(char for char, _ in spelled_out)
        return text

    def _symbol(self, element: Element, para: Para, base: StyleLooks, run: Element | None) -> None:
        font, code = attribute(element, "font"), attribute(element, "char")
        char = symbol(font, code)
        if char is None:
            self._aside("symbol", f"{font} {code}", para.number)
        self._say(char or "□", para, base, run)

    def _formula(self, element: Element, para: Para, base: StyleLooks, run: Element | None) -> None:
        self._aside("formula", formula.words(element), para.number)
        for text, script in formula.linear(element):
            self._say(text, para, base, run, script)

    def _mark(self, element: Element, para: Para, base: StyleLooks, run: Element | None) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(OpenField(child(element, "ffData")))
        elif kind == "separate" and self._fields:
            self._fields[-1].separated = True
        elif kind == "end" and self._fields:
            self._close(para, base, run)

    def _close(self, para: Para, base: StyleLooks, run: Element | None) -> None:
        """The innermost field ends: what it shows, where its result has said nothing."""
        field = self._fields.pop()
        if field.told:
            return
        found = computed.shown(field)
        if found.remark is not None and all(outer.separated for outer in self._fields):  # no part of another's code
            self._aside(*found.remark, para.number)
        for text, script in found.said:
            self._say(text, para, base, run, script)

    # --- what stands in a drawing

    def _drawing(self, element: Element, after: list[Item], number: int) -> None:
        pictures, told = word_pictures.read(element, self._package, self._related, self._elsewhere, number)
        after.extend(pictures)
        self._flow.aside.extend(told)
        for box in word_drawing.boxes(element):
            self._box(box, after)

    def _box(self, content: Element, after: list[Item]) -> None:
        self._boxed += 1
        fields, self._fields = self._fields, []
        after.extend(self._blocks(content))
        self._fields = fields
        self._boxed -= 1

    # --- tables

    def _table(self, element: Element) -> FlowGrid:
        return read_grid(element, lambda cell: list(self._blocks(cell)))
