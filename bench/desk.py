"""From the key to the painted page, at the desk in a real browser: 200 keys in four places each of issue 17 and of a long issue.

    python bench/desk.py --write docs/performance.md     # some minutes; wants Chromium

Beside it Typst sets the same words again after the same keys, in one warm process as `typst watch` does, and writes its pages as
SVG: what an editor with a preview does before the browser begins. The load of the machine is told, for it counts.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support"), str(ROOT / "tests")]

KEYS, PLACES = 200, 4
#: Between two keys, ms: a quick typist.
PAUSE = 60
#: How often issue 17's reports stand in the long issue.
TIMES = 9
HEAD = "house: jiangsu-jingshen-wenming\nnumber: {}\ndate: 2024-03-08\n"
TYPED = "的一是不了在有人这上"

TYPST = """
import json, sys, time, typst
file, fonts, keys, typed = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
compiler = typst.Compiler(root="/", font_paths=[fonts])
text = open(file, encoding="utf-8").read()
lines = [at for at, line in enumerate(text.split("\\n")) if len(line) > 60 and line.startswith('#\"')]
pages = len(compiler.compile(input=file, format="svg"))
took = []
for key in range(keys):
    parts = text.split("\\n")
    line = lines[len(lines) * (key * 4 // keys) // 4]
    parts[line] = parts[line][:30] + typed[key % len(typed)] + parts[line][30:]
    text = "\\n".join(parts)
    open(file, "w", encoding="utf-8").write(text)
    began = time.perf_counter()
    compiler.compile(input=file, format="svg")
    took.append((time.perf_counter() - began) * 1000)
print(json.dumps([pages, took]))
"""

WATCH = """() => {
  window.times = [];
  window.began = undefined;
  document.querySelector('.cm-content').addEventListener('beforeinput', () => { window.began ??= performance.now(); }, true);
  const seen = (records) => {
    const drawn = records.some((each) => [...each.addedNodes].some((node) => node.nodeName === 'svg'));
    if (window.began === undefined || !drawn) return;
    const began = window.began;
    window.began = undefined;
    requestAnimationFrame(() => setTimeout(() => window.times.push(performance.now() - began)));
  };
  new MutationObserver(seen).observe(document.querySelector('.sheets'), { childList: true, subtree: true });
}"""


class Figures(NamedTuple):
    """ms; `pages` of what was typed in."""

    name: str
    pages: int
    times: list[float]

    @property
    def row(self) -> str:
        ordered = sorted(self.times)
        median, late = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
        return f"| {self.name} | {self.pages} | {len(ordered)} | {median:.0f} | {late:.0f} | {ordered[-1]:.0f} |"


def long_issue(folder: Path) -> Path:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "issues" / "2022-17").glob("*.md"))]
    folder.mkdir(parents=True)
    (folder / "issue.yaml").write_text(HEAD.format(1), "utf-8")
    for place, text in enumerate((text for _ in range(TIMES) for text in texts), 1):
        (folder / f"{place:02}-甲.md").write_text(text, "utf-8")
    return folder


def at_the_desk(page: Page, name: str, keys: int) -> Figures:
    """In the first, a middle, a later and the last report, in a paragraph of each."""
    page.wait_for_selector("div.sheet svg", timeout=120_000)
    until(page, "document.fonts.status === 'loaded'")
    pages = page.locator("div.sheet").count()
    page.evaluate(WATCH)
    files = page.evaluate("[...document.querySelectorAll('.report')].map((each) => each.dataset.file)")
    files = [file for file in files if file.endswith(".md")]
    chosen = [files[(len(files) - 1) * place // (PLACES - 1)] for place in range(PLACES)]
    for place, file in enumerate(chosen):
        page.locator(f'[data-file="{file}"]').click()
        page.wait_for_timeout(400)
        page.locator(".cm-line.text").nth(min(place, 2)).click()
        page.wait_for_timeout(1500)  # the page is in view, what there was to find has been said
        for key in range(keys // PLACES):
            count = len(page.evaluate("window.times"))
            page.keyboard.insert_text(TYPED[key % len(TYPED)])
            until(page, f"window.times.length > {count}")
            page.wait_for_timeout(PAUSE)
    return Figures(name, pages, page.evaluate("window.times"))


def until(page: Page, expression: str) -> None:
    from desk_support import soon

    soon(lambda: bool(page.evaluate(expression)))


def typst(folder: Path, name: str, keys: int, work: Path) -> Figures:
    from bench.texts import typst as markup
    from briefing import load

    file = work / f"{folder.name}.typ"
    file.write_text(markup(load(folder)), "utf-8")
    command = [sys.executable, "-c", TYPST, str(file), str(ROOT / "fonts"), str(keys), TYPED]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    pages, times = json.loads(done.stdout)
    return Figures(name, pages, times)


@contextmanager
def opened(folder: Path, issue: str) -> Iterator[Page]:
    import browser
    from desk_support import RunningDesk
    from playwright.sync_api import sync_playwright

    desk = RunningDesk(folder)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}).new_page()
        page.add_init_script("try { localStorage.setItem('briefing tour', '1') } catch {}")
        page.goto(f"{desk.origin}/enter#key={desk.key}&issue={issue}")
        yield page
        chromium.close()
    desk.stop()


def measured(keys: int) -> str:
    from desk_support import shelf

    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        work = Path(name)
        shelf(work, "2022-17")
        long_issue(work / "issues" / "2024-01")
        load = [os.getloadavg()[0]]
        rows = []
        for issue, said in (("2022-17", "issue 17"), ("2024-01", "a long issue")):
            with opened(work, issue) as page:
                rows.append(at_the_desk(page, f"desk, {said}: key → painted page", keys).row)
            load.append(os.getloadavg()[0])
            rows.append(typst(work / "issues" / issue, f"Typst, {said}: text → SVG, warm, no browser", keys, work).row)
            load.append(os.getloadavg()[0])
    cores = os.cpu_count()
    head = f"{cores} cores, of which Chromium, the desk and this had a share; load average in the course of it: "
    return "\n".join(
        [
            head + ", ".join(f"{each:.1f}" for each in load), "",
            "| what | pages | keys | median, ms | 95 % within, ms | worst, ms |", "|---|---|---|---|---|---|", *rows,
        ]
    )  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--keys", type=int, default=KEYS)
    arguments.add_argument("--write", type=Path)
    said = arguments.parse_args()
    import browser

    if not browser.CHROMIUM:
        print("no Chromium: the desk was not measured")
        return
    table = measured(said.keys)
    print(table)
    if said.write:
        text = said.write.read_text("utf-8")
        text = re.sub(r"(?<=<!-- desk -->\n\n).*?(?=\n\n<!-- end desk -->)", lambda _: table, text, flags=re.DOTALL)
        said.write.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
