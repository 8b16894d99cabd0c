"""What composition and proof cost, warm, in one process: each step in turn, so that a machine that drifts is fair to all.

python bench/composition.py --rounds 9 --write docs/performance.md
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.texts import html  # noqa: E402
from briefing.building import output_proof, stages  # noqa: E402
from briefing.files import cache  # noqa: E402
from briefing.files.world import World  # noqa: E402
from briefing.output.docx.word_file import write_docx  # noqa: E402
from briefing.output.pdf import write_pdf  # noqa: E402
from briefing.paint import paint  # noqa: E402
from briefing.rendering.issue_to_sheet import render_sheet  # noqa: E402
from briefing.typeset import typeset  # noqa: E402


def steps(folder: Path) -> dict[str, Callable[[], object]]:
    import weasyprint

    path = ROOT / "issues" / "2022-17"
    world = World(path)
    source = stages.read(path, world)
    fonts = stages.fonts_of(source.house, world)
    sheet = render_sheet(source.issue, source.house, world)
    total = replace(source.house, composition=replace(source.house.composition, strategy="total-fit"))
    composed = typeset(sheet, source.house, fonts)
    painted = paint(composed, fonts)
    pdf, docx = write_pdf(painted, world), write_docx(composed, world)
    expected = output_proof.prepare(sheet, source.house)
    stock = folder / "stock.html"
    stock.write_text(html(source.issue, ROOT / "fonts"), "utf-8")

    def styled() -> object:
        from briefing.output.css import whole_pdf

        return whole_pdf.write_pdf(composed, world)

    return {
        "stock WeasyPrint: layout and PDF, tagged, its own lines": lambda: weasyprint.HTML(stock).write_pdf(pdf_tags=True),
        "WeasyPrint given our lines (houses with CSS)": styled,
        "read": lambda: stages.read(path, World(path)),
        "compose": lambda: render_sheet(source.issue, source.house, world, cache.shelf("templates")),
        "typeset, first-fit": lambda: typeset(sheet, source.house, fonts),
        "typeset, total-fit": lambda: typeset(sheet, total, fonts),
        "paint": lambda: paint(composed, fonts),
        "write the PDF": lambda: write_pdf(painted, world),
        "write the DOCX": lambda: write_docx(composed, world),
        "prove the PDF": lambda: output_proof.ensure(expected, fonts, {"pdf": pdf}),
        "prove both": lambda: output_proof.ensure(expected, fonts, {"pdf": pdf, "docx": docx}),
    }


def measured(rounds: int) -> str:
    gc.disable()  # as a build does; what is left over is collected between the steps
    with tempfile.TemporaryDirectory() as name:
        all_steps = steps(Path(name))
        times: dict[str, list[float]] = {step: [] for step in all_steps}
        for turn in range(rounds + 1):
            for step, run in all_steps.items():
                gc.collect()
                began = time.perf_counter()
                run()
                if turn:  # the first one warms up
                    times[step].append(time.perf_counter() - began)
    base = next(iter(times.values()))
    lines = [f"{rounds} rounds, warm, one process", "", "| step | ms (min / median) | ratio, median of pairs |", "|---|---|---|"]
    for step, found in times.items():
        ratio = statistics.median(a / b for a, b in zip(found, base, strict=True))
        lines.append(f"| {step} | {min(found) * 1000:.1f} / {statistics.median(found) * 1000:.1f} | {ratio:.3f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--write", type=Path, help="replace the table in this Markdown file")
    options = parser.parse_args()
    text = measured(options.rounds)
    print(text)
    if options.write:
        page = options.write.read_text("utf-8")
        start, end = "<!-- steps -->\n", "<!-- end steps -->"
        options.write.write_text(f"{page.split(start)[0]}{start}\n{text}\n\n{end}{page.split(end)[1]}", "utf-8")


if __name__ == "__main__":
    main()
