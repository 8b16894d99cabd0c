"""Many different issues on one machine: processes side by side, memory, what a rebuild costs that has nothing or little to do.

    python bench/many.py --issues 1000 --write docs/scale.md     # some minutes, on a machine that does nothing else

Issues of 4 to 16 pages with tables and notes, from a seed. Typst sets the same words, a process each and all in one.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

OWN_HOUSE = "extends: gb9704\nstyles:\n  body: {{size: {}pt}}\n"
ONE = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[1] + '.pdf', font_paths=[sys.argv[2]])"
#: Issues that Typst sets in processes of their own, and that have their memory looked at.
FEW, HUNDRED = 40, 100
#: Issues whose archive's set is weighed.
ARCHIVED = 3
#: Offices, issues of each in a year, years; and the processors of a machine on which they are reckoned.
PROVINCE, CORES = (300, 50, 20), 8


def write(folder: Path, count: int, seed: int) -> list[Path]:
    """Issues in two houses, gb9704 and one of the workplace's own; every tenth in the latter."""
    sentences = [
        line.strip()
        for path in sorted((ROOT / "issues" / "2022-17").glob("*.md"))
        for line in path.read_text("utf-8").splitlines()
        if len(line) > 60 and not line.startswith(("#", "|", "[")) and "<" not in line and "**" not in line
    ]
    (folder / "templates" / "own").mkdir(parents=True)
    (folder / "templates" / "own" / "house.yaml").write_text(OWN_HOUSE.format(16), "utf-8")
    found = []
    for number in range(count):
        draw = random.Random(seed * 100_003 + number)
        issue = folder / "issues" / f"{2000 + number // 900}-{number % 900 + 1}"
        issue.mkdir(parents=True)
        house = "own" if number % 10 == 9 else "gb9704"
        head = f"house: {house}\nnumber: {number % 900 + 1}\ndate: {2000 + number // 900}-03-08\n"
        (issue / "issue.yaml").write_text(head, "utf-8")
        for report in range(draw.randint(2, 6)):
            (issue / f"{report + 1:02}-甲.md").write_text(_report(draw, sentences, number, report), "utf-8")
        found.append(issue)
    return found


def _report(draw: random.Random, sentences: Sequence[str], number: int, report: int) -> str:
    parts = [f"# 甲市第 {number} 期第 {report + 1} 篇：稳步推进各项工作"]
    for _ in range(draw.randint(4, 8)):
        parts.append(draw.choice(sentences) + f"共 {draw.randint(1, 99_999)} 项，占 {draw.random() * 100:.1f}%。")
    if draw.random() < 0.4:
        rows = "\n".join(f"| {name} | {draw.randint(1, 9999)} | {draw.random() * 100:.2f} |" for name in "甲乙丙丁")
        parts.append(f"| 地区 | 数量 | 比例 |\n|---|---:|---:|\n{rows}")
    if draw.random() < 0.4:
        parts[1] += "[^1]"
        parts.append(f"[^1]: 数据截至 {draw.randint(1, 12)} 月底。")
    return "\n\n".join(parts) + "\n"


def run(work: Path, *arguments: str) -> tuple[float, float]:
    """Wall and processor seconds of `briefing build --all`, with its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-P", "-m", "briefing", "build", "--all", "--quiet", *arguments],
        cwd=work, env={**os.environ, "PYTHONPATH": str(ROOT), "BRIEFING_CACHE": str(work / "cache")}, check=True,
    )  # fmt: skip
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def typst(work: Path, folders: Sequence[Path]) -> tuple[float, float]:
    """Processor seconds an issue: a process each, and all in one."""
    from bench.long import typst as in_one
    from bench.texts import typst as markup
    from briefing import load

    os.chdir(work)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for folder in folders:
        file = folder.with_suffix(".typ")
        file.write_text(markup(load(folder)), "utf-8")
        subprocess.run([sys.executable, "-c", ONE, str(file), str(ROOT / "fonts")], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    each = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(folders)
    return each, in_one(list(folders))[1] / len(folders)


def alone(work: Path, folders: Sequence[Path]) -> float:
    """Processor seconds an issue, a process each."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for folder in folders:
        subprocess.run(
            [sys.executable, "-P", "-m", "briefing", "build", str(folder), "-o", str(work / "alone")],
            cwd=work, env={**os.environ, "PYTHONPATH": str(ROOT), "BRIEFING_CACHE": str(work / "cache")}, check=True,
            capture_output=True,
        )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(folders)


def memory(work: Path, folders: Sequence[Path]) -> list[tuple[float, int]]:
    """(MB, pages) in one process after each issue."""
    from briefing.building.run import BuildSession
    from briefing.core.bounds import resident

    os.chdir(work)
    found = []
    with BuildSession(beside=False) as bench:  # as a lane does
        for folder in folders:
            built = bench.build(folder, work / "memory", ("pdf", "docx"))
            found.append((resident(), built.pages))
    return found


class Measured(NamedTuple):
    """What one machine did: wall and processor seconds of all `issues`, processor seconds an issue, bytes an issue."""

    issues: int
    one: tuple[float, float]
    two: tuple[float, float]
    release: float
    archive: float

    @property
    def each(self) -> float:
        return self.two[1] / self.issues


def measure(work: Path, count: int, seed: int) -> tuple[Measured, list[str]]:
    """With the rows of the table."""
    folders = write(work, count, seed)
    few = folders[:FEW]
    one = run(work, "--jobs", "1", "-o", "one")
    two = run(work, "--jobs", "2", "-o", "build")
    nothing = run(work, "--jobs", "2")
    report = next(folders[count // 2].glob("*.md"))
    report.write_text(report.read_text("utf-8") + "\n又写了一段。\n", "utf-8")
    edited = run(work, "--jobs", "2")
    (work / "templates" / "own" / "house.yaml").write_text(OWN_HOUSE.format(15.5), "utf-8")
    house = run(work, "--jobs", "2")
    pages = [json.loads(path.read_text("utf-8"))["pages"] for path in (work / "build").glob("*/manifest.json")]
    each, in_one = typst(work, few)
    own = alone(work, few)
    held = [mb for mb, _ in memory(work, folders[: max(2 * FEW, min(count, 1000))])]
    part = min(HUNDRED, len(held) // 4)
    second, last = (sum(mbs) / part for mbs in (held[part : 2 * part], held[-part:]))
    size = sum(path.stat().st_size for path in itertools.chain((work / "build").rglob("*.pdf"), (work / "build").rglob("*.docx")))
    found = Measured(count, one, two, size / count, archived(work, few[:ARCHIVED]))
    rows = [
        ("期数，页数", f"{count}，{sum(pages)}（每期 {min(pages)}–{max(pages)}）", ""),
        (
            "一个进程：时间，处理器",
            f"{one[0]:.1f} 秒，{one[1]:.1f} 秒",
            f"每秒 {count / one[0]:.2f} 期，用着 {one[1] / one[0]:.2f} 个核",
        ),
        (
            "两个进程：时间，处理器",
            f"{two[0]:.1f} 秒，{two[1]:.1f} 秒",
            f"一个进程的 {one[0] / two[0]:.2f} 倍，用着 {two[1] / two[0]:.2f} 个核",
        ),
        (
            "每期的处理器时间，连着做",
            f"{one[1] / count * 1000:.0f} 毫秒",
            f"Typst 在一个进程里的 {one[1] / count / in_one:.2f} 倍",
        ),
        ("每期的处理器时间，各用一个命令", f"{own * 1000:.0f} 毫秒", f"Typst 各用一个进程的 {own / each:.2f} 倍"),
        ("没有要做的", f"{nothing[0]:.2f} 秒", f"每期 {nothing[0] / count * 1000:.2f} 毫秒"),
        ("改了一篇稿件", f"{edited[0]:.2f} 秒", f"{edited[0] - nothing[0]:+.2f} 秒"),
        ("改了十分之一各期的版式", f"{house[0]:.1f} 秒", f"全部的 {house[0] / two[0]:.2f}"),
        (f"内存，第二个和最后一个 {part} 期", f"{second:.0f}，{last:.0f} MB", f"{last / second:.3f}"),
        ("一期的 PDF 和 DOCX", f"{found.release / 1000:.0f} kB", f"归档的一套另有 {found.archive / 1000:.0f} kB"),
    ]
    return found, ["| 量什么 | | |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]


def archived(work: Path, folders: Sequence[Path]) -> float:
    """Bytes of the archive's set of an issue, on average."""
    total = 0
    for folder in folders:
        before = _sizes(work / "build" / folder.name)
        subprocess.run(
            [sys.executable, "-P", "-m", "briefing", "press", folder.name, "--for", "archive"],
            cwd=work, env={**os.environ, "PYTHONPATH": str(ROOT), "BRIEFING_CACHE": str(work / "cache")}, check=False,
            capture_output=True,
        )  # fmt: skip
        total += sum(_sizes(work / "build" / folder.name).values()) - sum(before.values())
    return total / len(folders)


def _sizes(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"}


def on_paper(found: Measured) -> list[str]:
    """What a province would take, from what was measured here."""
    offices, yearly, years = PROVINCE
    count = offices * yearly * years
    hours = found.each * count / CORES / 3600
    rate = found.issues / found.two[0]
    rows = [
        (f"一年：{offices} 个单位，各 {yearly} 期", f"{offices * yearly} 期", f"一台 {CORES} 核 {hours / years * 60:.0f} 分钟"),
        (f"{years} 年，从头全做一遍", f"{count} 期", f"一台 {CORES} 核 {hours:.1f} 小时；十台 {hours / 10 * 60:.0f} 分钟"),
        (f"一个单位换了版式，{years} 年的都重做", f"{yearly * years} 期", f"一台两核 {yearly * years / rate / 60:.1f} 分钟"),
        ("存放 PDF 和 DOCX", f"{count * found.release / 1e9:.0f} GB", f"每年 {count * found.release / years / 1e9:.1f} GB"),
        ("存放归档的一套", f"{count * found.archive / 1e9:.0f} GB", f"每年 {count * found.archive / years / 1e9:.1f} GB"),
    ]
    return ["| 照上面的数字算 | | |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--issues", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="replace the table in this Markdown file")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp())
    try:
        found, table = measure(work, options.issues, options.seed)
    finally:
        os.chdir(ROOT)
        shutil.rmtree(work)
    for mark, rows in (("many", table), ("paper", on_paper(found))):
        text = "\n".join(rows)
        print(f"{text}\n")
        if options.write:
            page = options.write.read_text("utf-8")
            start, end = f"<!-- {mark} -->\n", f"<!-- end {mark} -->"
            options.write.write_text(f"{page.split(start)[0]}{start}\n{text}\n\n{end}{page.split(end)[1]}", "utf-8")


if __name__ == "__main__":
    main()
