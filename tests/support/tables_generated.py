"""Tables at random, whose cells remember which of their characters are one: a number with its unit, a date, a word."""

from __future__ import annotations

import random
from dataclasses import dataclass

#: What never parts, and what may.
ATOMS = (
    "12月31日", "2022年5月13日", "3月下旬", "2022年", "9时30分", "十二月三十一日", "第3季度", "1—2月", "3～5天",
    "16948.5", "900.0", "1,234.5", "−3.4%", "+12.4%", "±0.5", "≥90%", "2134.5万元", "120个百分点", "35μg/m³",
    "35 μg/m³", "1 234 567", "GDP", "COVID-19", "PM2.5", "CO₂", "12345678", "300亩", "15.6万平方米", "20多家",
    "第17期", "（万元）", "（%）", "2022-05-13", "8:30", "25℃", "1.5‰", "36°", "¥1,000", "№5", "2.5亿元", "０３１",
    "50%以上", "12345人次", "3.5千瓦时", "Internet", "约300", "二〇二二年",
)  # fmt: skip
_TEXTS = (
    "推进", "市城管局", "新建改建农贸市场", "建立健全长效机制", "连云港市", "，", "、", "和", "落实责任单位",
    "“一网通管”", "按照要求在",
)  # fmt: skip
_HEADS = (
    "序号", "单位", "完成率", "信息总量", "完成时限", "主要做法", "责任单位", "增速（%）", "比上年增长",
    "投资额（万元）", "GDP", "备注",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """`cells` of the rows, the head first; `atoms[row][column]`: (start, end) of what is one in the cell."""

    cells: list[list[str]]
    atoms: list[list[list[tuple[int, int]]]]
    rule: list[str]

    @property
    def markdown(self) -> str:
        head, *rows = ["| " + " | ".join(row) + " |" for row in self.cells]
        return "\n".join([head, "|" + "|".join(self.rule) + "|", *rows])


def made(seed: int, most: int = 9) -> Made:
    pick = random.Random(seed)
    columns = pick.choice([2, 3, 3, 4, 5, 6, most])
    longest = [pick.choice([1, 1, 1, 2, 4, 8]) if columns < 7 else 1 for _ in range(columns)]
    rows: list[list[str]] = [[pick.choice(_HEADS) for _ in range(columns)]]
    atoms: list[list[list[tuple[int, int]]]] = [[[] for _ in range(columns)]]
    for _ in range(pick.randint(1, 5)):
        cells = [_cell(pick, count) for count in longest]
        rows.append([text for text, _ in cells])
        atoms.append([found for _, found in cells])
    return Made(rows, atoms, [pick.choice(["---", ":--", ":-:", "--:"]) for _ in range(columns)])


def _cell(pick: random.Random, count: int) -> tuple[str, list[tuple[int, int]]]:
    text, found = "", []
    after_atom = False
    for _ in range(pick.randint(1, count)):
        if after_atom or pick.random() < 0.4:
            text += pick.choice(_TEXTS)
            after_atom = False
            continue
        atom = pick.choice(ATOMS)
        found.append((len(text), len(text) + len(atom)))
        text += atom
        after_atom = True
    return text, found
