"""Ordinary issues with what is as wide as the page, made from a seed: pictures side by side, wide pages and fold-outs, among
text, figures, tables and notes."""

from __future__ import annotations

import random
from pathlib import Path

import noted_issues
from PIL import Image

from briefing.typeset.composed import Composed, SetParagraph

_CLAUSES = [clause for text in noted_issues.TEXT for clause in text.replace("。", "，").split("，") if clause]
_HEADS = ("健全工作机制", "压实各方责任", "回应群众关切", "强化督促检查", "注重宣传引导")
#: Lines of the grid that are blank at a foot without being seen.
_FEW = 2


def write(seed: int, house: str, folder: Path) -> Path:
    """An issue of two or three reports as `folder`."""
    chance = random.Random(seed)
    counted = [0, 0]
    reports = [_report(chance, counted) for _ in range(chance.randint(2, 3))]
    folder = noted_issues.write(folder, reports, house)
    for name, size in (("a", (900, 700)), ("b", (700, 700)), ("c", (1400, 900))):
        Image.new("RGB", size, (200, 210, 220)).save(folder / f"{name}.png")
    return folder


def blank_feet(composed: Composed) -> dict[int, int]:
    """Lines that are blank at the foot of each page of the house's own format, by its number, where text goes on on a later page:
    the same region, and no title of a report begins it."""
    found: dict[int, int] = {}
    for page in composed.pages:
        if page.leaf or not page.items:
            continue
        last = page.items[-1]
        after = next((at for at in range(last.index + 1, len(composed.blocks)) if not composed.leaf_of(at)), None)
        if last.last == composed.blocks[last.index].parts and (after is None or _ends(composed, last.index, after)):
            continue
        grid = composed.house.grid
        floor = min(grid.lines * grid.pitch, min((note.y for note in page.notes), default=page.box.depth))
        bottom = max(item.y + composed.blocks[item.index].standing(item.first, item.last) for item in page.items)
        blank = int((floor - bottom) / grid.pitch + 0.01)
        if blank >= _FEW:
            found[page.number] = blank
    return found


def _ends(composed: Composed, last: int, after: int) -> bool:
    """Whether another report, or something else, begins with block `after`."""
    block = composed.blocks[after]
    titled = isinstance(block, SetParagraph) and block.paragraph.kind in ("title", "section")
    return titled or composed.regions[after] != composed.regions[last]


def _report(chance: random.Random, counted: list[int]) -> str:
    parts: list[str] = []
    notes: list[str] = []
    for head in chance.sample(_HEADS, chance.randint(1, 3)):
        parts.append(f"## {head}")
        if chance.random() < 0.7:
            parts.append(_text(chance, notes))
        for _ in range(chance.randint(2, 5)):
            parts += _plate(chance, counted, notes) if chance.random() < 0.45 else []
            parts += ["### 具体做法"] if chance.random() < 0.12 else []
            parts += [_text(chance, notes) for _ in range(chance.randint(1, 3))]
    return noted_issues.report("\n\n".join(parts), notes)


def _text(chance: random.Random, notes: list[str]) -> str:
    said = "，".join(chance.choices(_CLAUSES, k=chance.randint(2, 16)))
    return f"{said}{_mark(chance, notes, 0.15)}。"


def _mark(chance: random.Random, notes: list[str], share: float) -> str:
    if chance.random() >= share:
        return ""
    notes.append(noted_issues.NOTE[: chance.randint(8, len(noted_issues.NOTE))])
    return f"[^{len(notes)}]"


def _plate(chance: random.Random, counted: list[int], notes: list[str]) -> list[str]:
    kind = chance.random()
    if kind < 0.45:
        pictures = chance.sample(("a", "b", "c"), chance.randint(2, 3))
        lines = "\n".join(f'![图]({name}.png "第{at}处")' for at, name in enumerate(pictures, 1))
        return [f"::: 并排{chance.choice(('', ' 各示范点的新面貌'))}\n{lines}\n:::"]
    if kind < 0.6:
        counted[0] += 1
        return [f'![图](c.png "图{counted[0]}　走势"){{width={chance.choice((80, 120))}mm}}']
    if kind < 0.7:
        return [_table(chance, counted, notes, 3)]
    name = chance.choice(("宽页", "宽页", "宽页", "折页"))
    return [f"::: {name}\n{_table(chance, counted, notes, 10)}\n:::"]


def _table(chance: random.Random, counted: list[int], notes: list[str], columns: int) -> str:
    counted[1] += 1
    rows = [["单位", *(f"指标{at}" for at in range(columns))], ["---"] * (columns + 1)]
    rows += [[f"第{at}区", *(str(chance.randint(1, 999)) for _ in range(columns))] for at in range(1, chance.randint(4, 9))]
    lines = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    caption = f"表{counted[1]}　进展情况{_mark(chance, notes, 0.2)}"
    return f"{caption}\n\n{lines}" + ("\n\n注：数据为初步统计。" if chance.random() < 0.4 else "")
