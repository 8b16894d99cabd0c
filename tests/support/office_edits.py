"""What offices do to a finished DOCX: ten kinds of change, made in its XML plainly or as tracked changes, each with what it makes
of the restored sources; and how word processors write such a file again.

Places of characters are counted as Word 2013 shows them: an alternative's choice counts, its fallback does not.
"""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence

from lxml import etree
from xml_support import above, at, value

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WHO = {f"{W}author": "王五", f"{W}date": "2024-06-01T09:00:00Z"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Element = etree._Element
#: What a change makes of the sources, by file.
Sources = dict[str, str]
INSERTED, PARAGRAPH, CELL = "新添的一句话写在这里，", "新写的一段，说明有关情况。", "新区"


class Document:
    """A DOCX that is worked on. `tracked`: what is changed is kept as tracked changes."""

    def __init__(self, docx: bytes, seed: int, *, tracked: bool = False) -> None:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.notes = etree.fromstring(self.parts["word/footnotes.xml"]) if "word/footnotes.xml" in self.parts else None
        self.body: Element = self.root[0]
        self.pick, self.tracked = random.Random(seed), tracked
        self._marks = 900
        self._taken: list[Element] = []

    def saved(self) -> bytes:
        self.parts["word/document.xml"] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        if self.notes is not None:
            self.parts["word/footnotes.xml"] = etree.tostring(self.notes, xml_declaration=True, encoding="UTF-8", standalone=True)
        other = io.BytesIO()
        with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        return other.getvalue()

    def some(self, found: Sequence[Element]) -> Element:
        """One that nothing has changed yet."""
        chosen = self.pick.choice([each for each in found if each not in self._taken])
        self._taken.append(chosen)
        return chosen

    # --- strokes

    def mark(self, kind: str) -> Element:
        self._marks += 1
        return etree.Element(f"{W}{kind}", {f"{W}id": str(self._marks), **_WHO})

    def insert(self, paragraph: Element, place: int, text: str) -> None:
        runs, index = parted(paragraph, place)
        like = runs[index - 1] if index else runs[0]
        run = written(text, like.find(f"{W}rPr"))
        new = self.mark("ins") if self.tracked else run
        if new is not run:
            new.append(run)
        if index:
            like.addnext(new)
        else:
            like.addprevious(new)

    def delete(self, paragraph: Element, start: int, end: int) -> None:
        for run in between(paragraph, start, end):
            if not self.tracked:
                above(run).remove(run)
            else:
                deleted(run, self.mark("del"))

    def embolden(self, paragraph: Element, start: int, end: int) -> None:
        for run in between(paragraph, start, end):
            properties = run.find(f"{W}rPr")
            if properties is None:
                properties = etree.Element(f"{W}rPr")
                run.insert(0, properties)
            before = copy.deepcopy(properties)
            fonts = properties.find(f"{W}rFonts")
            bold = etree.Element(f"{W}b")
            named = properties.find(f"{W}rStyle")
            last = fonts if fonts is not None else named
            if last is not None:
                last.addnext(bold)
            else:
                properties.insert(0, bold)
            bold.addnext(etree.Element(f"{W}bCs"))
            if self.tracked:
                change = self.mark("rPrChange")
                change.append(before)
                properties.append(change)

    def follow(self, paragraph: Element, text: str) -> Element:
        """A paragraph of the same style after this one."""
        new = etree.Element(f"{W}p")
        properties = copy.deepcopy(at(paragraph, f"{W}pPr"))
        for inner in properties.findall(f"{W}sectPr") + properties.findall(f"{W}pageBreakBefore"):
            properties.remove(inner)
        new.append(properties)
        new.append(written(text, None))
        paragraph.addnext(new)
        if self.tracked:
            self._whole(new, "ins")
        return new

    def remove(self, block: Element) -> None:
        """A paragraph, or a row."""
        if self.tracked:
            self._whole(block, "del")
        else:
            above(block).remove(block)

    def _whole(self, block: Element, kind: str) -> None:
        """All of a paragraph or row inserted, deleted, moved."""
        if block.tag == f"{W}tr":
            properties = block.find(f"{W}trPr")
            if properties is None:
                properties = etree.Element(f"{W}trPr")
                block.insert(0, properties)
            properties.append(self.mark(kind))
        for paragraph in [block] if block.tag == f"{W}p" else block.iter(f"{W}p"):
            for run in paragraph.findall(f"{W}r"):
                deleted(run, self.mark(kind)) if kind in ("del", "moveFrom") else wrapped(run, self.mark(kind))
            if block.tag == f"{W}p":
                own = at(paragraph, f"{W}pPr")
                look = own.find(f"{W}rPr")
                if look is None:
                    look = etree.Element(f"{W}rPr")
                    section = own.find(f"{W}sectPr")
                    own.append(look) if section is None else section.addprevious(look)
                look.insert(0, self.mark(kind))

    def move(self, paragraph: Element, behind: Element) -> None:
        if not self.tracked:
            behind.addnext(paragraph)
            return
        new = copy.deepcopy(paragraph)
        behind.addnext(new)
        self._whole(paragraph, "moveFrom")
        self._whole(new, "moveTo")
        for block, kind in ((paragraph, "moveFrom"), (new, "moveTo")):
            start = self.mark(f"{kind}RangeStart")
            start.set(f"{W}name", "move1")
            end = etree.Element(f"{W}{kind}RangeEnd", {f"{W}id": value(start, f"{W}id")})
            block.insert(1, start)
            block.append(end)


# --- what is there


def style(paragraph: Element) -> str:
    """The kind that its style is of, as this program names it in its files."""
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    return value(named, f"{W}val").split("-")[0] if named is not None else ""


def text_of(paragraph: Element) -> str:
    return "".join(t.text or "" for t in shown(paragraph))


def shown(paragraph: Element) -> Iterator[Element]:
    for t in paragraph.iter(f"{W}t"):
        if not any("Fallback" in str(each.tag) for each in t.iterancestors()):
            yield t


def parted(paragraph: Element, place: int) -> tuple[list[Element], int]:
    """Its runs, one of them beginning at `place`: which, or their number."""
    runs = list(paragraph.iter(f"{W}r"))
    for index, run in enumerate(runs):
        for t in [t for t in shown(paragraph) if run in t.iterancestors()]:
            length = len(t.text or "")
            if place >= length:
                place -= length
                continue
            if above(t) is not run:
                assert place == 0, "inside an alternative"
            text = t.text or ""
            if place == 0 and not any(each.tag == f"{W}t" and each.text for each in t.itersiblings(preceding=True)):
                return runs, index
            new = etree.Element(f"{W}r")
            if run.find(f"{W}rPr") is not None:
                new.append(copy.deepcopy(at(run, f"{W}rPr")))
            after = list(t.itersiblings())
            rest = copy.deepcopy(t)
            rest.text, t.text = text[place:], text[:place]
            rest.set(_SPACE, "preserve")
            t.set(_SPACE, "preserve")
            new.append(rest)
            new.extend(after)
            if not t.text:
                run.remove(t)
            run.addnext(new)
            return [*runs[: index + 1], new, *runs[index + 1 :]], index + 1
    assert place == 0
    return runs, len(runs)


def between(paragraph: Element, start: int, end: int) -> list[Element]:
    first = parted(paragraph, start)[1]
    runs, last = parted(paragraph, end)
    return runs[first:last]


def written(text: str, look: Element | None) -> Element:
    run = etree.Element(f"{W}r")
    if look is not None:
        run.append(copy.deepcopy(look))
    etree.SubElement(run, f"{W}t").text = text
    return run


def wrapped(run: Element, mark: Element) -> None:
    run.addprevious(mark)
    mark.append(run)


def deleted(run: Element, mark: Element) -> None:
    wrapped(run, mark)
    for t in run.iter(f"{W}t"):
        t.tag = f"{W}delText"


# --- ten kinds of change


def running(document: Document) -> list[Element]:
    """Paragraphs of running text without marks of notes."""
    return [
        p
        for p in document.body.findall(f"{W}p")
        if style(p) == "Body" and len(text_of(p)) > 40 and not _noted(p)
        and p.find(f"{W}pPr/{W}sectPr") is None and not _leads(p)
    ]  # fmt: skip


def _noted(element: Element) -> bool:
    """Whether it has a note's mark."""
    return any(value(style, f"{W}val").startswith("InlineNoteRef") for style in element.iter(f"{W}rStyle"))


def _leads(paragraph: Element) -> bool:
    """Whether it begins with a lead of another look."""
    return any("LeadIn" in value(style, f"{W}val") for style in paragraph.iter(f"{W}rStyle"))


def _middle(text: str) -> int:
    return next((match.end() for match in re.finditer("[，。；]", text) if match.end() > 12), len(text) // 2)


def _exchanged(sources: Sources, old: str, new: str) -> None:
    """In the one place that says `old`."""
    places = [(name, text.count(old)) for name, text in sources.items() if old in text]
    assert places and places[0][1] == 1, (old, places)
    name = places[0][0]
    sources[name] = sources[name].replace(old, new)


def sentence_inserted(document: Document, sources: Sources) -> None:
    paragraph = document.some(running(document))
    text = text_of(paragraph)
    place = _middle(text)
    document.insert(paragraph, place, INSERTED)
    _exchanged(sources, text, text[:place] + INSERTED + text[place:])


def sentence_deleted(document: Document, sources: Sources) -> None:
    paragraph = document.some(running(document))
    text = text_of(paragraph)
    start = _middle(text)
    end = min(start + 9, len(text) - 1)
    document.delete(paragraph, start, end)
    _exchanged(sources, text, text[:start] + text[end:])


def emboldened(document: Document, sources: Sources) -> None:
    paragraph = document.some(running(document))
    text = text_of(paragraph)
    start = next(found.start() for found in re.finditer("[\u4e00-\u9fff]{4}", text) if found.start() > 8)
    document.embolden(paragraph, start, start + 4)
    _exchanged(sources, text, f"{text[:start]}**{text[start : start + 4]}**{text[start + 4 :]}")


def paragraph_added(document: Document, sources: Sources) -> None:
    paragraph = document.some(running(document))
    text = text_of(paragraph)
    document.follow(paragraph, PARAGRAPH)
    _exchanged(sources, text, f"{text}\n\n{PARAGRAPH}")


def paragraph_moved(document: Document, sources: Sources) -> None:
    """Two places down, within its run of plain paragraphs."""
    plain = running(document)
    texts = "\n".join(sources.values())
    pairs = [(one, two) for one in plain for two in [one.getnext()] if two in plain]
    one = document.some([one for one, two in pairs if f"{text_of(one)}\n\n{text_of(two)}" in texts])
    two = next(two for other, two in pairs if other is one)
    first, second = text_of(one), text_of(two)
    document.move(one, two)
    _exchanged(sources, f"{first}\n\n{second}", f"{second}\n\n{first}")


def _rows(document: Document) -> list[Element]:
    """Of tables of reports, without heads, notes' marks, or the last of a page."""
    found = []
    for table in document.body.findall(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        plain = [row for row in rows if not _noted(row) and row.find(f".//{W}tblHeader") is None]
        if len(rows) > 4 and style(at(rows[0], f".//{W}p")).startswith("Table"):
            found += plain[1:-1]
    return found


def _line(row: Element) -> str:
    return "| " + " | ".join("".join(map(text_of, cell.iter(f"{W}p"))) for cell in row.findall(f"{W}tc")) + " |"


def row_added(document: Document, sources: Sources) -> None:
    row = document.some(_rows(document))
    new = copy.deepcopy(row)
    first = at(new, f"{W}tc/{W}p")
    runs = list(first.iter(f"{W}r"))
    for run in runs[1:]:
        above(run).remove(run)
    next(shown(first)).text = CELL
    line = _line(row)
    row.addnext(new)
    _exchanged(sources, f"\n{line}\n", f"\n{line}\n{_line(new)}\n")
    if document.tracked:
        document._whole(new, "ins")


def row_removed(document: Document, sources: Sources) -> None:
    row = document.some(_rows(document))
    _exchanged(sources, f"\n{_line(row)}\n", "\n")
    document.remove(row)


def caption_changed(document: Document, sources: Sources) -> None:
    for kind in ("TableCaption", "FigureCaption"):
        captions = [p for p in document.body.iter(f"{W}p") if kind == style(p) and text_of(p)
                    and not _noted(p)]  # fmt: skip
        if not captions:
            continue
        paragraph = document.some(captions)
        text = text_of(paragraph)
        document.insert(paragraph, len(text) - 1, "统计")
        _exchanged(sources, text, f"{text[:-1]}统计{text[-1:]}")


def note_changed(document: Document, sources: Sources) -> None:
    notes = [p for p in document.notes.iter(f"{W}p") if len(text_of(p)) > 20] if document.notes is not None else []
    paragraph = document.some(notes)
    text = text_of(paragraph)
    label = re.match(r"〔\d*〕|\d+\.?\s*|[①-⑳]", text)
    said = text[label.end() if label else 0 :]
    place = len(text) - len(said) + _middle(said)
    document.insert(paragraph, place, INSERTED)
    cut = _middle(said)
    _exchanged(sources, said, said[:cut] + INSERTED + said[cut:])


def title_changed(document: Document, sources: Sources) -> None:
    titles = [p for p in document.body.findall(f"{W}p") if style(p) == "Title"]
    paragraph = document.some(titles)
    text = text_of(paragraph)
    document.insert(paragraph, 2, "进一步")
    source = next(
        (name, line) for name, all_of in sources.items() for line in all_of.splitlines()
        if line.startswith("# ") and re.sub(r"\s", "", line[2:]) == re.sub(r"\s", "", text)
    )  # fmt: skip
    sources[source[0]] = sources[source[0]].replace(source[1], f"# {source[1][2:4]}进一步{source[1][4:]}", 1)


Change = Callable[[Document, Sources], None]
CHANGES: tuple[Change, ...] = (
    paragraph_moved, title_changed, row_added, row_removed, caption_changed, note_changed, sentence_inserted, sentence_deleted,
    emboldened, paragraph_added,
)  # fmt: skip


# --- finer ones


def paragraph_parted(document: Document, sources: Sources) -> None:
    paragraph = document.some(running(document))
    text = text_of(paragraph)
    place = _middle(text)
    runs, index = parted(paragraph, place)
    new = etree.Element(f"{W}p")
    new.append(copy.deepcopy(at(paragraph, f"{W}pPr")))
    new.extend(runs[index:])
    paragraph.addnext(new)
    _exchanged(sources, text, f"{text[:place]}\n\n{text[place:]}")


def lead_made_plain(document: Document, sources: Sources) -> None:
    paragraph = document.some([p for p in document.body.findall(f"{W}p") if style(p) == "Body" and _leads(p)])
    said = ""
    for named in [each for each in paragraph.iter(f"{W}rStyle") if "LeadIn" in value(each, f"{W}val")]:
        named.addnext(etree.Element(f"{W}b", {f"{W}val": "0"}))
        run = above(above(named))
        said += "".join(t.text or "" for t in shown(paragraph) if run in t.iterancestors())
    _exchanged(sources, f"**{said}**{text_of(paragraph)[len(said) :]}", text_of(paragraph))


def raised(document: Document, sources: Sources) -> None:
    paragraph = document.some(running(document))
    text = text_of(paragraph)
    place = _middle(text)
    document.insert(paragraph, place, "300m2")
    _look(between(paragraph, place + 4, place + 5), "vertAlign", "superscript")
    _exchanged(sources, text, f"{text[:place]}300m^2^{text[place:]}")


def struck_out(document: Document, sources: Sources) -> None:
    paragraph = document.some(running(document))
    text = text_of(paragraph)
    place = _middle(text)
    _look(between(paragraph, place, place + 5), "strike", "1")
    _exchanged(sources, text, text[:place] + text[place + 5 :])


def _look(runs: list[Element], name: str, said: str) -> None:
    for run in runs:
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            run.insert(0, properties)
        etree.SubElement(properties, f"{W}{name}", {f"{W}val": said})


def _last_items(document: Document) -> list[Element]:
    items = [p for p in document.body.findall(f"{W}p") if style(p) == "ListItem" and re.match(r"\d+\.", text_of(p))]
    return [p for p in items if (following := p.getnext()) is None or style(following) != "ListItem"]


def item_typed(document: Document, sources: Sources) -> None:
    """With its number, as text."""
    _item_added(document, sources, "{}. ")


def item_without_number(document: Document, sources: Sources) -> None:
    _item_added(document, sources, "")


def _item_added(document: Document, sources: Sources, label: str) -> None:
    last = document.some(_last_items(document))
    number, _, said = text_of(last).partition(".")
    following = int(number) + 1
    document.follow(last, label.format(following) + "新添的一项。")
    _exchanged(sources, f"{number}. {said}", f"{number}. {said}\n{following}. 新添的一项。")


def heading_added(document: Document, sources: Sources) -> None:
    heading = next(p for p in document.body.findall(f"{W}p") if style(p) == "Heading2")
    before = document.some(running(document))
    text = text_of(before)
    new = copy.deepcopy(heading)
    for inner in list(new):
        if inner.tag != f"{W}pPr":
            new.remove(inner)
    new.append(written("新加的小标题", None))
    before.addnext(new)
    _exchanged(sources, text, f"{text}\n\n## 新加的小标题")


def head_changed(document: Document, sources: Sources) -> None:
    """Of the first part of a table that goes on over pages."""
    said = "\n".join(sources.values())
    for table in document.body.findall(f"{W}tbl"):
        following = next((p for p in table.itersiblings() if text_of(p)), None)
        row = at(table, f"{W}tr")
        if following is not None and style(following) == "TableContinued" and said.count(line := _line(row)) == 1:
            document.insert(at(row, f"{W}tc/{W}p"), 1, "新")
            _exchanged(sources, line, _line(row))
            return
    raise IndexError


FINER: tuple[Change, ...] = (
    paragraph_parted, lead_made_plain, raised, struck_out, item_typed, item_without_number, heading_added, head_changed,
)  # fmt: skip


def note_added(document: Document, words: str) -> str:
    """As Word makes one, in the middle of a paragraph: raised, with a space behind its number. What stands before it."""
    assert document.notes is not None
    paragraph = document.some(running(document))
    place = _middle(text_of(paragraph))
    runs, index = parted(paragraph, place)
    mark = etree.Element(f"{W}r")
    etree.SubElement(etree.SubElement(mark, f"{W}rPr"), f"{W}vertAlign", {f"{W}val": "superscript"})
    etree.SubElement(mark, f"{W}footnoteReference", {f"{W}id": "777"})
    runs[index - 1].addnext(mark)
    like = at(document.notes[-1], f"{W}p/{W}pPr")
    note = etree.SubElement(etree.SubElement(document.notes, f"{W}footnote", {f"{W}id": "777"}), f"{W}p")
    note.append(copy.deepcopy(like))
    etree.SubElement(etree.SubElement(note, f"{W}r"), f"{W}footnoteRef")
    etree.SubElement(etree.SubElement(note, f"{W}r"), f"{W}t").text = f" {words}"
    return text_of(paragraph)[:place]


def comment(document: Document, words: str) -> None:
    """On the first paragraph of running text."""
    paragraph = running(document)[0]
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}commentReference", {f"{W}id": "1"})
    name = W.strip("{}")
    document.parts["word/comments.xml"] = (
        f'<w:comments xmlns:w="{name}"><w:comment w:id="1" w:author="王五"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>'
        "</w:comments>"
    ).encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    links = document.parts["word/_rels/document.xml.rels"].decode()
    entry = f'<Relationship Id="rIdComments" Type="{kind}" Target="comments.xml"/></Relationships>'
    document.parts["word/_rels/document.xml.rels"] = links.replace("</Relationships>", entry).encode()
    types = document.parts["[Content_Types].xml"].decode()
    said = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    entry = f'<Override PartName="/word/comments.xml" ContentType="{said}"/></Types>'
    document.parts["[Content_Types].xml"] = types.replace("</Types>", entry).encode()


# --- as Word writes a file again


def as_word(docx: bytes, seed: int) -> bytes:
    """With what Word adds when it saves: numbers of sessions, marks of its proofreading, runs in pieces, smart tags, its
    cursor's bookmark, breaks of pages as they last were. Of alternatives it keeps the choice."""
    document = Document(docx, seed)
    for root in [document.root] if document.notes is None else [document.root, document.notes]:
        _chosen(root)
        for paragraph in list(root.iter(f"{W}p")):
            session = f"00{document.pick.randrange(16**6):06X}"
            paragraph.set(f"{W}rsidR", session)
            paragraph.set(f"{W}rsidRDefault", session)
            for run in paragraph.findall(f"{W}r"):
                _in_pieces(document, run, session)
    first = at(document.body, f"{W}p")
    for tag in ("bookmarkStart", "bookmarkEnd"):
        mark = etree.Element(f"{W}{tag}", {f"{W}id": "8888"})
        if tag == "bookmarkStart":
            mark.set(f"{W}name", "_GoBack")
        first.append(mark)
    return document.saved()


def _chosen(root: Element) -> None:
    for alternative in [each for each in root.iter() if str(each.tag).endswith("}AlternateContent")]:
        choice = next(each for each in alternative if str(each.tag).endswith("}Choice"))
        for inner in list(choice):
            alternative.addprevious(inner)
        tail = above(alternative)
        tail.remove(alternative)


def _in_pieces(document: Document, run: Element, session: str) -> None:
    run.set(f"{W}rsidRPr", session)
    texts = run.findall(f"{W}t")
    if not texts and len(run) <= (run.find(f"{W}rPr") is not None):
        above(run).remove(run)
        return
    if len(texts) != 1 or len(texts[0].text or "") < 3 or run[-1] is not texts[0] or len(run) > 2:
        return
    text = texts[0].text or ""
    roll = document.pick.random()
    if roll < 0.3:
        cut = document.pick.randrange(1, len(text))
        rest = copy.deepcopy(run)
        next(iter(rest.iter(f"{W}t"))).text, texts[0].text = text[cut:], text[:cut]
        for t in (texts[0], next(iter(rest.iter(f"{W}t")))):
            t.set(_SPACE, "preserve")
        run.addnext(rest)
        run.addnext(etree.Element(f"{W}proofErr", {f"{W}type": "gramEnd"}))
        run.addprevious(etree.Element(f"{W}proofErr", {f"{W}type": "gramStart"}))
    elif roll < 0.4:
        tag = etree.Element(f"{W}smartTag", {f"{W}uri": "urn:schemas-microsoft-com:office:smarttags", f"{W}element": "chsdate"})
        run.addprevious(tag)
        tag.append(run)
    elif roll < 0.5:
        texts[0].addprevious(etree.Element(f"{W}lastRenderedPageBreak"))
