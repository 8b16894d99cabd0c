"""What the checks find, and how it is told: the output, page and line in front, the place in the sources beside it."""

from __future__ import annotations

from briefing.core.code import Code
from briefing.core.errors import Diagnostic, Severity, Span
from briefing.core.records import dataclass
from briefing.prove.pdf_pages import Rect
from briefing.prove.reading import ReadLine

PDF, DOCX = "PDF", "DOCX"


@dataclass(frozen=True, slots=True)
class Fault:
    """`page` and `line` count from 1, 0 where there is none; `rect` is where to look on that page."""

    diagnostic: Diagnostic
    output: str
    page: int = 0
    line: int = 0
    rect: Rect | None = None


class Faults:
    """Collects; each check adds to it. Messages begin with a place, such as “PDF 第3页第5行：”."""

    def __init__(self) -> None:
        self.items: list[Fault] = []

    def on_line(self, code: Code, message: str, line: ReadLine, place: int | None = None, span: Span | None = None) -> None:
        """A fault in a line of the PDF. `place`: the character of the line's passage, its first unless given; `span`: what is
        meant in the sources where that is none of the line's."""
        span = span or line.passage.span_of(line.places[0] if place is None else place)
        where = f"PDF 第{line.page}页第{line.number}行"
        self._add(code, f"{where}：{message}", PDF, span, line.page, line.number, line.rect)

    def on_page(self, code: Code, message: str, page: int, span: Span | None = None, rect: Rect | None = None) -> None:
        """A fault of a page of the PDF; 0: of the whole file."""
        where = f"PDF 第{page}页" if page else "PDF"
        self._add(code, f"{where}：{message}", PDF, span, page, 0, rect)

    def in_docx(self, code: Code, message: str, paragraph: int = 0, span: Span | None = None) -> None:
        """A fault in the DOCX; `paragraph` counts those with text from 1, 0: the whole file."""
        where = f"DOCX 第{paragraph}段" if paragraph else "DOCX"
        self._add(code, f"{where}：{message}", DOCX, span)

    def beside(self, output: str, code: Code, message: str, page: int = 0, span: Span | None = None) -> None:
        """A fault of a page of a file that the PDF proves, such as the OFD; 0: of the whole file."""
        where = f"{output} 第{page}页" if page else output
        self._add(code, f"{where}：{message}", output, span, page)

    def _add(
        self, code: Code, message: str, output: str, span: Span | None, page: int = 0, line: int = 0, rect: Rect | None = None
    ) -> None:
        diagnostic = Diagnostic(code, message, span, severity=Severity.ERROR)
        self.items.append(Fault(diagnostic, output, page, line, rect))


def shown(text: str, most: int = 12) -> str:
    """`text` in quotation marks, its middle left out where it is long."""
    return f"“{text}”" if len(text) <= most else f"“{text[: most // 2]}……{text[-most // 2 + 2 :]}”"


def mm(length: float) -> str:
    """Pt as a reader measures them."""
    return f"{abs(length) * 25.4 / 72:.1f} mm"
