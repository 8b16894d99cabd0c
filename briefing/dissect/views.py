"""The stages of an issue by name, in their order: what each shows, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from briefing.dissect import line_reasons, page_places, tree, type_rows, written
from briefing.dissect.selection import Selection


class StageView(NamedTuple):
    """`about`: in Chinese, for the help."""

    about: str
    rows: Callable[[Selection], Iterator[str]]


def _source(selection: Selection) -> Iterator[str]:
    for file, text in sorted(selection.source.world.sources.items()):
        for number, line in enumerate(text.splitlines(), 1):
            if selection.at is None or selection.at == (file, number):
                yield f"{file}:{number}  {line}"


VIEWS = {
    "source": StageView("稿件里的这一行", _source),
    "model": StageView("读成了什么：标题、段落、表格，各在哪里", tree.model),
    "sheet": StageView("套上版式以后：每段是哪一种", tree.sheet),
    "letters": StageView("每个字的类、字体、宽度，后面能不能断行", type_rows.letter_rows),
    "lines": StageView("在哪里断行，还有哪些地方可断，为什么断在这里", line_reasons.line_rows),
    "page": StageView("在哪一页、多高的地方", page_places.page_rows),
    "painted": StageView("画在纸上的位置（默认）", written.painted_rows),
    "pdf": StageView("PDF 里怎样写的", written.pdf_rows),
    "docx": StageView("DOCX 里怎样写的", written.docx_rows),
    "ofd": StageView("OFD 里怎样写的", written.ofd_rows),
    "screen": StageView("屏幕上（SVG）怎样写的", written.screen_rows),
}
