"""Thirty issues of 1 to 24 pages, every page of them as it was before issue 18 and as it is now, beside one another.

    python bench/thirty.py                  # build/thirty/index.html
    python bench/thirty.py --docs           # docs/thirty.md and its pictures, too
    python bench/thirty.py --before REV     # another state to compare with

The sources are written from seeds, so the same revision gives the same pages. The qualities are those of `briefing/prove/`, from
the finished PDFs, by this checkout's measures for both states.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

import dense_issues  # noqa: E402
import noted_issues  # noqa: E402

from bench import bulletins, office_issues, thirty_report  # noqa: E402
from bench.thirty_report import Pair  # noqa: E402
from bench.typography import Tally  # noqa: E402
from briefing.building import stages  # noqa: E402
from briefing.files.world import World  # noqa: E402
from briefing.prove.areas import type_area  # noqa: E402
from briefing.prove.pdf_pages import read_pdf  # noqa: E402

#: The last commit before titles, mastheads, weights and page ends were worked on for issue 18.
BEFORE = "61c01c3d"
OUT = ROOT / "build" / "thirty"
_EXAMPLES = {
    "2022-17": "江苏：封面、分栏目录、长标题", "2022-08-xinxi": "信息专报：摘要、表、图、附件",
    "2022-128-yaoqing": "每日要情：批示、要目、表",
    "2022-09-dongtai": "工作动态：两行报名、简讯", "2022-03-cankao": "研究参考：样式表、矢量图",
}  # fmt: skip


class Planned(NamedTuple):
    """An issue: the name of its folder, what it is, and who writes it there."""

    name: str
    said: str
    write: Callable[[Path], object]


class Ordinary(NamedTuple):
    house: str
    reports: int
    least: int
    most: int
    wide: bool = False


_ORDINARY = (
    Ordinary("gb9704", 1, 1, 3), Ordinary("xinxi-zhuanbao", 1, 4, 6), Ordinary("meiri-yaoqing", 2, 3, 6),
    Ordinary("hezhang-dongtai", 3, 2, 4), Ordinary("gb9704", 2, 6, 10), Ordinary("jiangsu-jingshen-wenming", 4, 3, 6),
    Ordinary("yanjiu-cankao", 1, 8, 12), Ordinary("meiri-yaoqing", 5, 4, 8), Ordinary("xinxi-zhuanbao", 4, 6, 10),
    Ordinary("gb9704", 5, 8, 12, wide=True), Ordinary("hezhang-dongtai", 6, 4, 8), Ordinary("jiangsu-jingshen-wenming", 6, 6, 9),
    Ordinary("yanjiu-cankao", 3, 8, 12, wide=True), Ordinary("gb9704", 8, 8, 12), Ordinary("xinxi-zhuanbao", 7, 7, 12, wide=True),
    Ordinary("meiri-yaoqing", 6, 8, 12), Ordinary("gb9704", 6, 10, 14),
)  # fmt: skip
_DENSE = ((2, "gb9704", 12), (5, "hezhang-dongtai", 24), (9, "xinxi-zhuanbao", 24), (14, "meiri-yaoqing", 40))
_NOTED = ((4, "gb9704"), (11, "yanjiu-cankao"))


def planned() -> Iterator[Planned]:
    def example(name: str, folder: Path) -> object:
        return shutil.copytree(ROOT / "issues" / name, folder)

    def ordinary(number: int, kind: Ordinary, folder: Path) -> object:
        return office_issues.write(number, kind.house, folder, kind.reports, (kind.least, kind.most), kind.wide)

    def noted(seed: int, house: str, folder: Path) -> object:
        return noted_issues.write(folder, noted_issues.made(seed), house)

    def dense(seed: int, house: str, size: int, folder: Path) -> object:
        return dense_issues.write(seed, house, folder, size)

    for name, said in _EXAMPLES.items():
        yield Planned(name, f"样刊　{said}", partial(example, name))
    for number, what in ((1, "长标题"), (2, "数字")):
        yield Planned(f"2024-0{number}", f"gb9704　{what}很多", partial(bulletins.write, number))
    for number, kind in enumerate(_ORDINARY, 201):
        said = f"{kind.house}　平常稿件，{kind.reports} 篇{'，有宽页' if kind.wide else ''}"
        yield Planned(f"2022-{number}", said, partial(ordinary, number, kind))
    for seed, house, size in _DENSE:
        yield Planned(f"2024-{seed:03d}", f"{house}　图、表、注很密", partial(dense, seed, house, size))
    for seed, house in _NOTED:
        yield Planned(f"2026-{seed:03d}", f"{house}　脚注很多", partial(noted, seed, house))


def build(tree: Path, work: Path, out: Path) -> dict[str, bytes | str]:
    """The PDFs of all issues in `work`, by the program in `tree`; for one that it does not set, the first thing it says."""
    environ = {**os.environ, "PYTHONPATH": str(tree), "BRIEFING_CACHE": str(out / "cache")}
    command = [sys.executable, "-P", "-m", "briefing", "build", "--format", "pdf", "--quiet", "-o", str(out)]
    subprocess.run([*command, "--all"], cwd=work, env=environ, capture_output=True, check=False)
    found: dict[str, bytes | str] = {}
    for folder in sorted((work / "issues").iterdir()):
        pdf = out / folder.name / f"{folder.name}.pdf"
        if pdf.is_file():
            found[folder.name] = pdf.read_bytes()
        else:
            said = subprocess.run([*command, folder.name], cwd=work, env=environ, capture_output=True, text=True, check=False)
            found[folder.name] = (said.stderr or said.stdout).strip().split("\n")[0]
    return found


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """The files of `revision`, for a while."""
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name) / "tree"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", str(tree), revision], check=True, capture_output=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True, capture_output=True)


def measured(folder: Path, data: bytes | str) -> Tally | None:
    if isinstance(data, str):
        return None
    house = stages.read(folder, World(folder)).house
    tally = Tally()
    tally.add(data, read_pdf(data), type_area(house, 1), house.styles["body"].size)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", default=BEFORE, metavar="REV")
    parser.add_argument("--docs", action="store_true", help="write docs/thirty.md")
    parser.add_argument("--only", nargs="*", metavar="NAME", help="these issues alone")
    options = parser.parse_args()
    issues = [each for each in planned() if not options.only or each.name in options.only]
    with tempfile.TemporaryDirectory() as name, checked_out(options.before) as tree:
        work = Path(name) / "work"
        (work / "issues").mkdir(parents=True)
        for each in issues:
            each.write(work / "issues" / each.name)
        before, now = build(tree, work, Path(name) / "before"), build(ROOT, work, Path(name) / "now")
        pairs = []
        for each in issues:
            states = before[each.name], now[each.name]
            folder = work / "issues" / each.name
            pairs.append(Pair(each.name, each.said, *states, *(measured(folder, state) for state in states)))
    print(thirty_report.write_page(pairs, OUT, options.before))
    if options.docs:
        print(thirty_report.write_docs(pairs, ROOT / "docs", options.before))


if __name__ == "__main__":
    main()
