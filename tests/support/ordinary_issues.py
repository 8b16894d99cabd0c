"""Issues as offices write them, made from a seed: a few reports of text with headings, lists, tables, figures, boxes, columns,
pictures side by side and now and then a note."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import dense_issues as dense

_MARK = re.compile(r"\[\^\d+\]")


def write(seed: int, folder: Path) -> Path:
    """An issue of one to five reports, in one of six houses, as `folder`."""
    pick = random.Random(seed * 104729)
    folder.mkdir(parents=True)
    shutil.copy(dense.PICTURE, folder / "tu.png")
    counted = dense.Counted()
    for number in range(1, pick.randint(2, 5) + 1):
        (folder / f"{number:02d}.md").write_text(_report(pick, dense.Report(pick, counted)), "utf-8")
    (folder / "issue.yaml").write_text(
        f"house: {dense.HOUSES[seed % len(dense.HOUSES)]}\nnumber: {seed}\nyear: 2024\ndate: 2024-05-{seed % 28 + 1:02d}\n"
        "offices: 市文明办\neditors: 张三\nnameplate: 工作简报\nrecipients: {报: [市委、市政府领导], 发: [各县区、市有关部门]}\n",
        "utf-8",
    )
    return folder


def _report(pick: random.Random, report: dense.Report) -> str:
    head = ""
    if pick.random() < 0.6:
        head = f"---\ncontributor: {pick.choice(['市文明办', '高新区管委会', '市委宣传部综合科'])}\n---\n\n"
    blocks = [dense.sentences(pick)]
    for _ in range(pick.randint(3, 14)):
        blocks += _blocks(pick, report)
    if pick.random() < 0.3:
        blocks.append("::: 落款\n市文明办\n2024年5月20日\n:::")
    text = f"# {pick.choice(dense.TITLES)}\n\n" + "\n\n".join(blocks) + "\n"
    notes = ""
    for number in range(1, report.notes + 1):
        if f"[^{number}]" in text:
            notes += f"\n[^{number}]: {dense.sentences(pick, 1, 5)}\n"
    return head + text + notes


def _blocks(pick: random.Random, report: dense.Report) -> list[str]:
    kind = pick.random()
    if kind < 0.5:
        return [dense.sentences(pick, 5, 20)]
    if kind < 0.58:
        return ["## " + dense.short(pick, 6, 14), dense.sentences(pick)]
    if kind < 0.66:
        return ["\n".join(f"{number}. {dense.sentences(pick, 1, 4)}" for number in range(1, 4))]
    if kind < 0.74:
        return [_MARK.sub("", report.table(long=False))]
    if kind < 0.80:
        return report.figure()
    if kind < 0.85:
        return [f"::: 背景 {dense.short(pick)}\n{dense.sentences(pick, 3, 8)}\n:::"]
    if kind < 0.92:
        items = (dense.sentences(pick, 3, 9) for _ in range(pick.randint(2, 4)))
        return ["::: 两栏\n" + "\n\n".join(items) + "\n:::"]
    if kind < 0.96:
        return [report.noted()]
    pictures = "\n".join(f'![{dense.short(pick)}](tu.png "{dense.short(pick)}")' for _ in range(2))
    return [f"::: 并排 {dense.short(pick)}\n{pictures}\n:::"]
