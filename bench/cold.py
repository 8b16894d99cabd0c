"""Where the time of a cold build goes: a fresh process, step by step, what is imported apart from what is done.

    python bench/cold.py --write docs/performance.md

The least of each step over the rounds is told.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ISSUE = ROOT / "issues" / "2022-17"

#: Steps of `briefing build 17 --format pdf`, in its order, in one process.
STEPS = """
import json, sys, time
marks, began = [], time.perf_counter()
def mark(name):
    global began
    now = time.perf_counter()
    marks.append((name, now - began, len(sys.modules)))
    began = time.perf_counter()
from pathlib import Path
import briefing.cli.app, briefing.cli.build
mark("import: the command line")
from briefing.building import stages
from briefing.house import load
mark("import: model, house, sheet")
import briefing.source.issue, yaml, markdown_it
from briefing.source import markdown, markdown_parser
mark("import: readers of YAML and Markdown")
from briefing.files.world import World
folder = Path(sys.argv[1])
world = World(folder)
source = stages.read(folder, world)
mark("read")
import jinja2, jinja2.sandbox
from briefing.rendering import issue_to_sheet, sandbox
import briefing.typeset
mark("import: Jinja, typesetting")
composed = stages.compose(source)
mark("render and typeset")
import uharfbuzz, pydyf
from briefing.output.pdf import write_pdf
from briefing.paint import paint
mark("import: painting, PDF")
write_pdf(paint(composed, source.fonts()), world)
mark("paint and write the PDF")
print(json.dumps(marks))
"""


def measure(rounds: int) -> list[str]:
    """A table."""
    command = [
        sys.executable,
        "-P",
        "-c",
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); {'exec(' + repr(STEPS) + ')'}",
        str(ISSUE),
    ]
    least: dict[str, float] = {}
    loaded: dict[str, int] = {}
    for _ in range(rounds + 1):  # the first writes bytecode and templates
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        for name, seconds, modules in json.loads(done.stdout):
            least[name], loaded[name] = min(least.get(name, seconds), seconds), modules
    whole = sum(least.values())
    rows = [f"| {name} | {seconds * 1000:.0f} | {seconds / whole:.0%} | {loaded[name]} |" for name, seconds in least.items()]
    imports = sum(seconds for name, seconds in least.items() if name.startswith("import"))
    last = f"| all; of it imports | {whole * 1000:.0f}; {imports * 1000:.0f} | {imports / whole:.0%} | |"
    return [f"{rounds} rounds", "", "| step | ms, least | share | modules by then |", "|---|---|---|---|", *rows, last]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--write", type=Path, help="replace the table in this Markdown file")
    options = parser.parse_args()
    text = "\n".join(measure(options.rounds))
    print(text)
    if options.write:
        page = options.write.read_text("utf-8")
        start, end = "<!-- cold -->\n", "<!-- end cold -->"
        options.write.write_text(f"{page.split(start)[0]}{start}\n{text}\n\n{end}{page.split(end)[1]}", "utf-8")


if __name__ == "__main__":
    main()
