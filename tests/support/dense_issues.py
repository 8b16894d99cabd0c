"""Issues full of tables, figures and notes, made from a seed: several reports of up to forty blocks, as a full bulletin has them.

The same seed writes the same words in every house: engines were held against issues of these very words.
"""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

from bench.bulletins import titles

_HERE = Path(__file__).parents[2]
HOUSES = (
    "gb9704", "xinxi-zhuanbao", "meiri-yaoqing", "jiangsu-jingshen-wenming", "hezhang-dongtai", "yanjiu-cankao",
)  # fmt: skip
_CLAUSES = re.findall(r"[\u4e00-\u9fff]{2,}[。，、；：]", (_HERE / "tests/typeset/data/2022-17.txt").read_text("utf-8"))
TITLES = [title.text for title in titles()]
_FIGURES = (
    "上半年全市GDP增长6.3%，", "新建5G基站1.2万个、充电桩3580个，", "办结率98.6%，同比提高2.4个百分点，", "截至2024年6月30日，",
    "PM2.5平均浓度降至28微克，", "12345热线受理诉求38.6万件，", "推行“一件事一次办”（共126项），", "“小切口”撬动“大文章”，",
    "印发《全市文明实践工作三年行动计划（2022—2024年）》，", "（含开发区）", "（市委宣传部牵头，各县区配合）",
)  # fmt: skip
_PLACES = ("城东街道", "城西街道", "高新区", "清河区", "北湖县", "东山县")
_HEADS = ("数量", "同比（%）", "投资（亿元）", "完成率", "备注", "户数")
PICTURE = min((_HERE / "issues").rglob("*.png"))


def write(seed: int, house: str, folder: Path, size: int = 0) -> Path:
    """An issue of `size` blocks, or as many as the seed says, as `folder`."""
    pick = random.Random(seed * 7919)
    folder.mkdir(parents=True)
    shutil.copy(PICTURE, folder / "tu.png")
    counted = Counted()
    left, number = size or pick.choice((12, 24, 40)), 0
    while left > 0:
        number += 1
        blocks = min(left, pick.randint(2, 12))
        left -= blocks
        (folder / f"{number:02d}.md").write_text(Report(pick, counted).text(blocks), "utf-8")
    more = ""
    if pick.random() < 0.3:
        name = short(pick)
        (folder / "fj.md").write_text(f"# {name}名单\n\n{sentences(pick)}\n", "utf-8")
        more = "attachments: [fj.md]\n"
    (folder / "issue.yaml").write_text(
        f"house: {house}\nnumber: {seed}\nyear: 2024\ndate: 2024-05-{seed % 28 + 1:02d}\noffices: 市文明办\neditors: 张三\n"
        f"nameplate: 工作简报\nrecipients: {{报: [市委、市政府领导], 发: [各县区、市有关部门]}}\n{more}",
        "utf-8",
    )
    return folder


def sentences(pick: random.Random, least: int = 4, most: int = 16) -> str:
    said = [pick.choice(_CLAUSES) for _ in range(pick.randint(least, most))] + pick.sample(_FIGURES, pick.randint(0, 3))
    pick.shuffle(said)
    return "".join(said)[:-1].lstrip("的地得了、，；：") + "。"


def short(pick: random.Random, least: int = 4, most: int = 10) -> str:
    text = re.sub(r"[^\u4e00-\u9fff]", "", pick.choice(_CLAUSES) + pick.choice(_CLAUSES))
    return text[: pick.randint(least, most)]


class Counted:
    """Tables and figures of an issue."""

    def __init__(self) -> None:
        self.tables = self.figures = 0


class Report:
    def __init__(self, pick: random.Random, counted: Counted) -> None:
        self._pick, self._counted, self.notes = pick, counted, 0

    def text(self, size: int) -> str:
        pick = self._pick
        head = ""
        if pick.random() < 0.5:
            head = f"---\ncontributor: {pick.choice(['市文明办', '高新区管委会', '市委宣传部综合科'])}\n---\n\n"
        blocks = [block for _ in range(size) for block in self._block()]
        while blocks and blocks[-1].startswith("#"):
            blocks.pop()
        blocks = blocks or [sentences(pick)]
        if blocks[0].startswith(("#", "表", "!")):
            blocks.insert(0, sentences(pick))
        if pick.random() < 0.25:
            blocks.append("::: 落款\n市文明办\n2024年5月20日\n:::")
        text = f"# {pick.choice(TITLES)}\n\n" + "\n\n".join(blocks) + "\n"
        notes = ""
        for number in range(1, self.notes + 1):
            if f"[^{number}]" in text:
                most = pick.choice((2, 6, 12))
                notes += f"\n[^{number}]: {sentences(pick, 1, most)}\n"
        return head + text + notes

    def _mark(self, share: float) -> str:
        if self._pick.random() >= share:
            return ""
        self.notes += 1
        return f"[^{self.notes}]"

    def _block(self) -> list[str]:
        pick = self._pick
        kind = pick.random()
        if kind < 0.12:
            return ["## " + short(pick, 6, 14) + self._mark(0.08)]
        if kind < 0.18:
            return ["### " + short(pick, 6, 20)]
        if kind < 0.23:
            return ["\n".join(f"{number}. {sentences(pick, 1, 4)}" for number in range(1, pick.randint(3, 5)))]
        if kind < 0.27:
            return ["\n".join(f"- {sentences(pick, 1, 3)}" for _ in range(1, pick.randint(3, 5)))]
        if kind < 0.38:
            return [self.table(long=kind >= 0.36)]
        if kind < 0.47:
            return self.figure()
        if kind < 0.50:
            name = pick.choice(["链接", "背景"])
            title = short(pick)
            return [f"::: {name} {title}\n{sentences(pick, 3, 8)}\n:::"]
        if kind < 0.57:
            lead = pick.choice(["一是", "二是", "三是"])
            lead += short(pick, 4, 8)
            return [f"**{lead}。**{sentences(pick)}"]
        if kind < 0.78:
            return [self.noted() + (self.noted(0.5) if pick.random() < 0.5 else "")]
        if kind < 0.81:
            return ["> " + sentences(pick, 3, 8)]
        return [sentences(pick)]

    def noted(self, share: float = 0.9) -> str:
        text = sentences(self._pick)[:-1]
        return f"{text}{self._mark(share)}。"

    def figure(self) -> list[str]:
        pick = self._pick
        self._counted.figures += 1
        number = self._counted.figures
        text = f"见图{number}。{sentences(pick)}"
        alt = short(pick)
        caption = short(pick)
        return [text, f'![图{number} {alt}](tu.png "图{number}　{caption}"){{width={pick.choice((60, 80, 100, 120, 140))}mm}}']

    def table(self, long: bool) -> str:
        pick = self._pick
        self._counted.tables += 1
        columns = pick.randint(3, 6)
        count = pick.randint(20, 45) if long else pick.randint(3, 14)
        heads = ["单位"] + [pick.choice(_HEADS) for _ in range(columns - 1)]
        rows = [[head + self._mark(0.12) for head in heads], ["---"] * columns]
        for _ in range(count):
            place = pick.choice(_PLACES)
            rows.append([place + self._mark(0.05), *(self._cell(head) for head in heads[1:])])
        caption = f"表{self._counted.tables}　{short(pick)}情况"
        caption += self._mark(0.15)
        lines = "\n".join("| " + " | ".join(row) + " |" for row in rows)
        return f"{caption}\n\n{lines}" + ("\n\n注：数据为初步统计。" if pick.random() < 0.3 else "")

    def _cell(self, head: str) -> str:
        if head == "备注":
            return short(self._pick, 2, 8)
        return f"{self._pick.uniform(-5, 80):.1f}" if "%" in head or "亿" in head else str(self._pick.randint(1, 9999))
