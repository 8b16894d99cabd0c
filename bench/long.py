"""What grows: an issue of many pages, many issues in one process, and one made again after a change.

    python bench/long.py --write docs/performance.md     # a few minutes

Each figure stands beside Typst's for the same words in the same run.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

TYPST = """
import json, resource, sys, time, typst
files = json.loads(sys.argv[1])
def once(file):
    began = time.perf_counter()
    typst.compile(file, output=file + ".pdf", font_paths=[sys.argv[2]])
    return time.perf_counter() - began
began = time.process_time()
took = [once(file) for file in files]
print(json.dumps([took, time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""
MORE = "\n\n第 {} 期另有一段，共 {} 字。\n"
HEAD = "house: jiangsu-jingshen-wenming\nnumber: {}\ndate: 2024-03-08\n"


def issue(folder: Path, number: int, texts: list[str]) -> Path:
    folder.mkdir(parents=True)
    (folder / "issue.yaml").write_text(HEAD.format(number), "utf-8")
    for place, text in enumerate(texts, 1):
        (folder / f"{place:02}-甲.md").write_text(text, "utf-8")
    return folder


def typst(folders: list[Path]) -> tuple[list[float], float, int]:
    """Wall seconds of each, processor seconds of all, peak kB of the process, which is a new one: Typst remembers what it set."""
    from bench.texts import typst as markup
    from briefing import load

    files = []
    for folder in folders:
        file = folder.with_suffix(".typ")
        file.write_text(markup(load(folder)), "utf-8")
        files.append(str(file))
    done = subprocess.run(
        [sys.executable, "-c", TYPST, json.dumps(files), str(ROOT / "fonts")],
        capture_output=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    took, processor, peak = json.loads(done.stdout)
    return took, processor, peak


def reports() -> list[str]:
    return [path.read_text("utf-8") for path in sorted((ROOT / "issues" / "2022-17").glob("*.md"))]


def many_pages(work: Path) -> list[str]:
    """One cold process each."""
    folder = issue(work / "long", 1, [text for _ in range(96) for text in reports()])
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-P", "-m", "briefing", "build", str(folder), "-o", str(work / "long-out")]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pages = json.loads(next((work / "long-out").rglob("manifest.json")).read_text("utf-8"))["pages"]
    took, other, peak = typst([folder])
    return [
        f"| {pages} pages, PDF + DOCX, proved, wall | {wall:.2f} s | {wall / took[0]:.2f} |",
        f"| the same, processor | {processor:.2f} s | {processor / other:.2f} |",
        f"| the same, largest process | {after.ru_maxrss / 1024:.0f} MB | {after.ru_maxrss / peak:.2f} |",
    ]


def many_issues(work: Path, count: int) -> list[str]:
    """Different issues in one process. Memory: resident after a tenth of them, and at the end."""
    from briefing.building.run import BuildSession
    from briefing.core.bounds import resident

    texts = reports()
    folders = [
        issue(work / f"many-{number}", number % 900 + 1, [text + MORE.format(number, number * 7) for text in texts])
        for number in range(count)
    ]
    some = max(2, count // 10)
    _, other, _ = typst(folders[:some])
    began = sum(os.times()[:4])
    early = 0.0
    with BuildSession() as bench:
        for number, folder in enumerate(folders):
            bench.build(folder, work / "out", ("pdf", "docx"))
            gc.collect()
            if number + 1 == some:
                early = resident()
        late = resident()
    each = (sum(os.times()[:4]) - began) / count
    return [
        f"| each of {count} issues in one process, processor | {each * 1000:.0f} ms | {each * some / other:.2f} |",
        f"| its memory after {some} and after {count} | {early:.0f}, {late:.0f} MB | |",
    ]


def again(work: Path, rounds: int) -> list[str]:
    """The issue made again in one process after a word was typed."""
    from briefing.building.run import BuildSession

    folder = issue(work / "again", 17, reports())
    report = folder / "01-甲.md"
    text = report.read_text("utf-8")
    took: dict[str, list[float]] = {"pdf": [], "pdf+docx": []}
    with BuildSession() as bench:
        for kinds in (("pdf",), ("pdf", "docx")):
            for number in range(rounds + 2):
                report.write_text(f"{text}\n\n又打了{'一' * (number % 7 + 1)}个字。\n", "utf-8")
                began = time.perf_counter()
                bench.build(folder, work / f"again-{len(kinds)}", kinds)
                if number > 1:
                    took["+".join(kinds)].append(time.perf_counter() - began)
    other = statistics.median(typst([folder])[0][0] for _ in range(5))
    rows = []
    for name, found in took.items():
        least, middle = min(found) * 1000, statistics.median(found) * 1000
        what = f"made again in one process: {name.upper()}, proved"
        rows.append(f"| {what} | {least:.0f} / {middle:.0f} ms | {middle / other / 1000:.2f} |")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--issues", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--write", type=Path, help="replace the table in this Markdown file")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp())
    try:
        rows = [*again(work, options.rounds), *many_issues(work, options.issues), *many_pages(work)]
    finally:
        shutil.rmtree(work)
    text = "\n".join(["| what | | ratio to Typst's PDF |", "|---|---|---|", *rows])
    print(text)
    if options.write:
        page = options.write.read_text("utf-8")
        start, end = "<!-- growth -->\n", "<!-- end growth -->"
        options.write.write_text(f"{page.split(start)[0]}{start}\n{text}\n\n{end}{page.split(end)[1]}", "utf-8")


if __name__ == "__main__":
    main()
