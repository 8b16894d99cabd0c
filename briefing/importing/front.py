"""The first paragraphs of a file: title, subtitle, who sent it."""

from __future__ import annotations

from dataclasses import field

from briefing.core.errors import Findings, Severity, Span
from briefing.core.records import dataclass
from briefing.importing import look
from briefing.importing.flow import FlowGrid, Item, Para, Piece
from briefing.importing.inline_text import InlineMaker
from briefing.model.text_lines import Line

#: A title further down than this is a heading of the text.
_SEARCHED = 10
#: How far below the red head of an official paper its number stands.
_NEAR = 4
#: A title's first line that ends in a colon.
_LONGEST_LEAD = 20
#: A table above the title with so few lines is its head.
_HEAD_LINES = 8


@dataclass(slots=True)
class Front:
    """`number` is the title's paragraph. Footnote marks of the subtitle, whose YAML has no room for them, go to
    the title. `head`: of the official paper that the file is, its name in red and its number."""

    title: list[Piece]
    subtitle: list[Piece]
    contributor: str
    rest: list[Item]
    number: int = 1
    title_para: Para | None = None
    head: list[Para] = field(default_factory=list)

    def title_line(self, inline: InlineMaker) -> Line:
        marks = [piece for piece in self.subtitle if piece.note]
        return inline.line([*self.title, *marks], self.number, marks=False)

    def subtitle_line(self, inline: InlineMaker) -> Line:
        return inline.line([piece for piece in self.subtitle if not piece.note], self.number, marks=False)


def read_front(items: list[Item], looks: look.UsualLooks, file: str, title: str, findings: Findings) -> Front:
    """Where there is no title, its text is `title`, else the file's name, which a warning says."""
    rest = list(items)
    found = None if title else _find(rest, looks)
    if title:
        front = Front([Piece(title)], [], "", rest)
        if rest and isinstance(first := rest[0], Para) and _same(first.text, title):
            front.rest = rest[1:]
            front.number = first.number
        return front
    if found is None:
        name = file.rpartition(".")[0] or file
        findings.add(
            "import-title", f"没有认出标题，用了文件名“{name}”", Span(file, 1, 1),
            "请改写“# ”后面的标题，或用 --title 写明。", Severity.WARNING,
        )  # fmt: skip
        return Front([Piece(name)], [], "", rest)
    opened = [part for item in rest[:found] for part in _opened(item)]
    rest, found = [*opened, *rest[found:]], len(opened)
    head = [item for index, item in enumerate(rest[:found]) if isinstance(item, Para) and _of_paper(item, index, rest[:found])]
    rest = [item for item in rest if not any(item is other for other in head)]
    found -= len(head)
    begins = found
    while begins and _leads(rest[begins - 1], rest[found], looks):
        begins -= 1
    if before := [item for item in rest[:begins] if isinstance(item, Para) and item.text.strip()]:
        for item in before:
            item.above = True
        said = "；".join(item.text.strip()[:60] for item in before)
        hint = "是文头、密级之类的，请删去或写进 issue.yaml。"
        place = Span(file, before[0].number, 1)
        findings.add("import-title", f"标题前的文字放在了正文开头：{said}", place, hint, Severity.NOTE)
    lines = [rest.pop(begins) for _ in range(begins, found + 1)]
    found = begins
    while found < len(rest) and isinstance(para := rest[found], Para) and _continues(para, lines[0], looks):
        lines.append(rest.pop(found))
    texts = [item for item in lines if isinstance(item, Para)]
    front = Front(_joined(texts), [], "", rest, texts[0].number, texts[0], head)
    count = sum(para.broken + 1 for para in texts)
    if count > 1:
        findings.add(
            "import-title", f"标题分成 {count} 行，已连成一行", Span(file, texts[0].number, 1),
            "断行由程序定；几句之间需要空格的，请补一个全角空格。", Severity.NOTE,
        )  # fmt: skip
    if found < len(rest) and isinstance(para := rest[found], Para) and looks.subtitle(para):
        front.subtitle = para.pieces
        rest.pop(found)
    if found < len(rest) and isinstance(para := rest[found], Para) and para.align == "center" and look.signed(para.text):
        front.contributor = look.signed(para.text)
        rest.pop(found)
    return front


def _opened(item: Item) -> list[Item]:
    """Of a table that sets out the head of a paper, its lines; anything else as it is."""
    if not isinstance(item, FlowGrid):
        return [item]
    lines = [para for row in item.rows for slot in row for para in slot.paragraphs if para.text.strip()]
    laid_out = len(lines) <= _HEAD_LINES and not any("。" in para.text for para in lines)
    return [*lines] if laid_out else [item]


def _find(items: list[Item], looks: look.UsualLooks) -> int | None:
    """Index of the title: by style first, then the line in the largest type that looks like one, the red head of an official
    paper left aside; at last a short first line of a file without looks."""
    head = [(i, item) for i, item in enumerate(items) if isinstance(item, Para)][:_SEARCHED]
    for index, para in head:
        if para.style.lower() in look.TITLES:
            return index
    found = [(index, para) for place, (index, para) in enumerate(head) if looks.title(para, first=place == 0)]
    found = [entry for entry in found if not _is_head(entry[1], entry[0], items)] or found
    body = next((index for index, para in head if "。" in para.text and len(para.text) > 40), len(items))
    above = [entry for entry in found if entry[0] < body] or found
    if above:
        largest = max(para.size for _, para in above)
        return next(index for index, para in above if para.size > largest - 0.5)
    if head and look.may_be_title(head[0][1].text) and len(items) > 1:
        return head[0][0]
    return None


def _is_head(para: Para, index: int, items: list[Item]) -> bool:
    """Whether the line is the head of an official paper: in red, or with the paper's number below it in smaller type."""
    if look.is_red(para.colour):
        return True
    below = items[index + 1 : index + 1 + _NEAR]
    return any(isinstance(near, Para) and look.SERIAL.fullmatch(near.text.strip()) and near.size < para.size for near in below)


def _of_paper(para: Para, index: int, above: list[Item]) -> bool:
    """Whether a line above the title says whose paper it is, or the paper's number: a bulletin has a head of its own."""
    text = para.text.strip()
    return text != "" and (look.SERIAL.fullmatch(text) is not None or _is_head(para, index, above))


def _leads(para: Item, title: Item, looks: look.UsualLooks) -> bool:
    """Whether the line above the title is its beginning: 苏州市：, which ends in a mark as no title does."""
    if not (isinstance(para, Para) and isinstance(title, Para) and looks.same_title(para, title)):
        return False
    return para.text.strip()[-1:] in tuple("：，、") and len(para.text.strip()) <= _LONGEST_LEAD


def _continues(para: Para, title: Item, looks: look.UsualLooks) -> bool:
    return isinstance(title, Para) and looks.same_title(para, title) and looks.title(para, first=False)


def _joined(lines: list[Para]) -> list[Piece]:
    """The lines of a title as one; two or more of one length are phrases, and keep a space between them."""
    lengths = {len(para.text.strip()) for para in lines}
    phrases = len(lines) > 1 and len(lengths) == 1 and lengths.pop() <= 12
    pieces: list[Piece] = []
    for para in lines:
        if pieces and phrases:
            pieces.append(Piece("\u3000"))
        pieces += para.pieces
    return pieces


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())
