"""Whole-process times and memory, every engine in turn (A B C A B C …), so that a machine that drifts is fair to all.

    make bench                      # 7 rounds, writes docs/performance.md
    python bench/run.py --rounds 3 --issue 2022-17

The figures to quote are the ratios to Typst's PDF of the same words in the same run, not the seconds.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

STOCK = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
#: The command, with an empty proof of the PDF in the place of the real one: for the figure alone, nobody else can have it.
UNPROVED = """
import sys, types
from briefing.prove.proof import PagesProof, Proof
def prove_pages(expected, *_):
    return PagesProof((), Proof((), ("PDF",), len(expected.text)), {})
sys.modules["briefing.prove.pages_proof"] = types.SimpleNamespace(prove_pages=prove_pages)
from briefing.cli import main
sys.exit(main())
"""


@dataclass
class Case:
    name: str
    command: list[str]
    prepare: Callable[[], object] = lambda: None
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)  # s, of the process and its children
    peak: int = 0  # kB, proportional set size of the whole process tree


def tree_memory(pid: int) -> int:
    """Proportional set size (kB) of a process and its descendants; 0 once it is gone."""
    total, todo = 0, [pid]
    while todo:
        current = todo.pop()
        try:
            rollup = Path(f"/proc/{current}/smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            for task in Path(f"/proc/{current}/task").iterdir():
                todo += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, StopIteration):
            continue
    return total


def run(case: Case, env: dict[str, str], measure_memory: bool) -> None:
    case.prepare()
    started, before = time.perf_counter(), processor()
    process = subprocess.Popen(case.command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    if measure_memory:  # sampling costs time: such a round is not timed
        while process.poll() is None:
            case.peak = max(case.peak, tree_memory(process.pid))
            time.sleep(0.01)
    _, errors = process.communicate()
    elapsed = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{case.name}: exit {process.returncode}\n{errors.decode()[-2000:]}")
    if not measure_memory:
        case.wall.append(elapsed)
        case.processor.append(processor() - before)


def processor() -> float:
    """Seconds of the processor's that children took which have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cases(work: Path, issue_name: str) -> list[Case]:
    from bench.texts import html, typst
    from briefing import build, load

    issue = load(issue_name)
    build(issue_name, output=work / "once")
    docx = next((work / "once").rglob("*.docx"))
    (work / "stock.html").write_text(html(issue, ROOT / "fonts"), encoding="utf-8")
    (work / "bulletin.typ").write_text(typst(issue), encoding="utf-8")
    python, out = sys.executable, work / "out"

    def briefing(*arguments: str) -> list[str]:
        return [python, "-m", "briefing", *arguments]

    def fresh() -> None:
        shutil.rmtree(out, ignore_errors=True)

    pdf = ["build", issue_name, "--format", "pdf", "-o", str(out)]
    found = [
        Case("Typst: PDF", [python, "-c", TYPST, str(work / "bulletin.typ"), str(work / "t.pdf"), str(ROOT / "fonts")]),
        Case("WeasyPrint, stock: PDF", [python, "-c", STOCK, str(work / "stock.html"), str(work / "stock.pdf")]),
        Case("briefing: PDF", briefing(*pdf), fresh),
        Case("briefing: PDF, without its proof", [python, "-c", UNPROVED, *pdf], fresh),
        Case("briefing: DOCX", briefing("build", issue_name, "--format", "docx", "-o", str(out)), fresh),
        Case("briefing: PDF + DOCX", briefing("build", issue_name, "-o", str(out)), fresh),
        Case("briefing: nothing to do", briefing("build", issue_name, "-o", str(out))),
        Case("briefing: print shop's files from nothing", briefing("press", issue_name, "--for", "print", "-o", str(out)), fresh),
        Case("briefing: archive's files from nothing", briefing("press", issue_name, "--for", "archive", "-o", str(out)), fresh),
        Case("briefing: OFD", briefing("build", issue_name, "--format", "ofd", "-o", str(out)), fresh),
        Case("briefing: check", briefing("check", issue_name)),
        Case("briefing: --help", briefing("--help")),
    ]
    office = shutil.which("soffice")
    if office:
        found.append(
            Case("LibreOffice: DOCX → PDF", [office, f"-env:UserInstallation=file://{work}/profile", "--headless",
                                             "--convert-to", "pdf", "--outdir", str(work), str(docx)])
        )  # fmt: skip
    return found


def table(measured: list[Case]) -> str:
    base = measured[0]
    lines = [
        "| what | wall, s (min / median / max) | ratio, median of pairs | of processor time | peak MB |",
        "|---|---|---|---|---|",
    ]
    for case in measured:
        ratio = statistics.median(a / b for a, b in zip(case.wall, base.wall, strict=True))
        work = statistics.median(a / b for a, b in zip(case.processor, base.processor, strict=True))
        low, middle, high = min(case.wall), statistics.median(case.wall), max(case.wall)
        walls = f"{low:.3f} / {middle:.3f} / {high:.3f}"
        lines.append(f"| {case.name} | {walls} | {ratio:.2f} | {work:.2f} | {case.peak / 1024:.0f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--issue", default="2022-17")
    parser.add_argument("--write", type=Path, help="replace the table in this Markdown file")
    options = parser.parse_args()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        measured = cases(Path(folder), options.issue)
        for case in measured:  # caches filled, memory read; not timed
            run(case, env, measure_memory=True)
        for _ in range(options.rounds):
            for case in measured:
                run(case, env, measure_memory=False)
    head = f"{options.rounds} rounds, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}"
    text = f"{head}\n\n{table(measured)}\n"
    print(text)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        start, end = "<!-- figures -->\n", "<!-- end -->"
        before, after = page.split(start)[0], page.split(end)[1]
        options.write.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
