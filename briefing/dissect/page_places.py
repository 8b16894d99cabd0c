"""Where blocks stand: page, lines or rows of them, height on the type area."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.dissect.selection import Selection, sheet_block, spans
from briefing.typeset.composed import SetParagraph, SetPicture, SetRule, SetTable


def page_rows(selection: Selection) -> Iterator[str]:
    noted = dict(selection.notes())
    held = {index: block for index, _, block in selection.blocks()}
    for page in selection.composed.pages:
        for item in page.items:
            if item.index not in held:
                continue
            block = held[item.index]
            part = f"第{item.first + 1}–{item.last}"
            match block:
                case SetParagraph():
                    whole = len(block.lines)
                    what = f"{block.paragraph.kind} {part} 行（共 {whole} 行，行距 {block.leading:g}）"
                case SetTable():
                    rows = [band.row + 1 for band in block.bands[item.first : item.last]]
                    what = f"表格 第{rows[0]}–{rows[-1]} 行（共 {len(block.heights)} 行）"
                case SetRule():
                    what = f"线 {block.rule.kind}"
                case SetPicture():
                    what = f"图 {block.picture.path} {block.width:.2f} × {block.height:.2f}"
            white = f"段前 {block.before:.2f} 段后 {block.after:.2f}"
            shown = f"页码 {page.label}" if page.label else "不印页码"
            place = next(spans(sheet_block(block)), None) or "-"
            yield f"第{page.number}页（{shown}）  y {item.y:.2f}  {what}  {white}  {place}"
        for item in page.notes:
            if item.index in noted:
                note = noted[item.index]
                what = f"本页下面的注 第{item.first + 1}–{item.last} 行（共 {len(note.lines)} 行，行距 {note.leading:g}）"
                yield f"第{page.number}页  y {item.y:.2f}  {what}  {next(spans(note.paragraph), None) or '-'}"
