"""Issues full of footnotes, made from a seed or by hand: in every place that may have one, short and long, dense and rare."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

TEXT = (
    "近年来，我市坚持以人民为中心的发展思想，扎实推进城乡融合发展，2025年全市生产总值同比增长5.2%，居全省第3位，各项事业取得新的进步。",
    "各县（区）结合实际，建立健全工作机制，压实责任，一批群众关心的事得到解决，全年办结来信来访1286件，满意率达98.6%。",
    "会议指出，要把握重点，统筹推进，既抓当前又利长远，以“钉钉子”的精神抓好落实，确保各项任务按时完成。",
)
NOTE = "注文一段，说明数据的口径和来源，同比增速按可比价格计算，个体工商户不计在内。"


def write(
    folder: Path, reports: Iterable[str], house: str = "gb9704", more: str = "", numbering: str = "", style: str = ""
) -> Path:
    """An issue of `reports`; `more`: further lines of issue.yaml. With a `numbering`, or a `style` (lines of house.yaml), in a
    house of its own beside it, in `templates`."""
    folder.mkdir(parents=True)
    names = []
    for number, report in enumerate(reports, 1):
        names.append(f"{number:02d}.md")
        (folder / names[-1]).write_text(report, "utf-8")
    if numbering or style:
        own = folder.parent / "templates" / "noted"
        own.mkdir(parents=True, exist_ok=True)
        notes = f"notes: {{numbering: {numbering}}}\n" if numbering else ""
        (own / "house.yaml").write_text(f"extends: {house}\ntitle: 试\n{notes}{style}", "utf-8")
        house = "noted"
    listed = "".join(f"      - {name}\n" for name in names)
    (folder / "issue.yaml").write_text(
        f"house: {house}\nnumber: 3\ndate: 2026-05-13\nnameplate: 情况简报\noffices: 云溪市委办公室\n{more}"
        f"recipients:\n  报: [市委、市政府领导同志]\n  发: [各县（区）委]\nsections:\n  - name: 工作交流\n    reports:\n{listed}",
        "utf-8",
    )
    return folder


def report(text: str, notes: Sequence[str], title: str = "题目") -> str:
    """A report of `text`, with its notes under their numbers."""
    return f"# {title}\n\n{text}\n\n" + "".join(f"[^{number}]: {note}\n\n" for number, note in enumerate(notes, 1))


def made(seed: int, columns: bool = True) -> list[str]:
    """The reports of an issue; with text in two `columns`, too, or not."""
    chance = random.Random(seed)
    return [_report(chance, columns) for _ in range(chance.randint(1, 3))]


def parted(seed: int, count: int) -> list[str]:
    """A report with `count` notes of one to nine lines, each marked in a short paragraph somewhere on a page."""
    chance = random.Random(seed)
    text: list[str] = []
    for number in range(1, count + 1):
        text += ["字。"] * chance.randint(6, 24) + [f"末[^{number}]。"]
    return [report("\n\n".join(text), ["甲" * (35 * chance.randint(1, 9) - 10) for _ in range(count)])]


def _report(chance: random.Random, columns: bool) -> str:
    often, long = chance.choice((0.1, 0.25, 0.5)), chance.choice((1, 3, 6))
    notes: list[str] = []

    def mark(share: float = often) -> str:
        if notes and chance.random() < share / 8:
            return f"[^{chance.randint(1, len(notes))}]"  # one that there is
        if chance.random() >= share:
            return ""
        notes.append(f"第{len(notes) + 1}条。" + NOTE * chance.randint(0, long))
        return f"[^{len(notes)}]"

    def sentences(most: int) -> str:
        return "".join(chance.choice(TEXT)[:-1] + mark() + "。" for _ in range(chance.randint(1, most)))

    def table() -> str:
        places = "甲乙丙丁"[: chance.randint(1, 4)]
        cells = "\n".join(f"| {place}{mark(0.2)} | {chance.randint(10, 9999)}{mark(0.1)} |" for place in places)
        return f"表1　各县情况{mark(0.3)}\n\n| 县 | 数{mark(0.2)} |\n|---|---|\n{cells}"

    kinds: dict[str, Callable[[], str]] = {
        "text": lambda: sentences(6),
        "heading": lambda: f"## 小标题{mark(0.3)}\n\n{sentences(3)}",
        "table": table,
        "box": lambda: f"::: 框 专栏{mark(0.3)}\n{sentences(3)}\n:::",
        "columns": lambda: f"::: 两栏\n{sentences(4)}\n\n{sentences(4)}\n:::",
        "list": lambda: "\n".join(f"- {sentences(1)}" for _ in range(3)),
        "quote": lambda: f"> {sentences(2)}",
    }
    weights = (8, 2, 1, 1, int(columns), 1, 1)
    title = f"关于情况的报告{mark(0.2)}"
    blocks = [kinds[kind]() for kind in chance.choices(tuple(kinds), weights, k=chance.randint(2, 12))]
    if chance.random() < 0.3:
        blocks.append("::: 落款\n市委办公室\n2026年5月13日\n:::")
    return report("\n\n".join([sentences(2), *blocks, sentences(2)]), notes, title)
