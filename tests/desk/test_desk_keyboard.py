"""A whole day without a mouse: from the first page to the print shop. Wherever the keys are is seen, they are never nobody's,
nothing holds them, and Esc leads out of every window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browser
import desk_day
import pytest
from desk_editor import ISSUE, Editor, until
from desk_support import RunningDesk, shelf, soon

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]

#: What has the keys: its words, and whether that is seen. The editor and cells have a caret.
AT = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return { words: '', file: '', repair: '', seen: false };
  const style = getComputedStyle(at);
  const caret = at.matches('.cm-content, textarea, [tabindex="-1"]');
  const words = (at.getAttribute('aria-label') ?? (at.labels?.[0] ?? at).textContent ?? '').trim();
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return { words, file: at.dataset.file ?? '', repair: at.dataset.repair ?? '', seen: caret || outlined };
}"""
#: Stops on the way round a window; a page with findings has some hundred.
MANY = 160


@pytest.fixture
def keys(chromium: Browser, tmp_path: Path) -> Iterator[tuple[Page, RunningDesk]]:
    desk = RunningDesk(shelf(tmp_path, ISSUE))
    editor = Editor(chromium, desk)
    editor.page.goto(f"{desk.origin}/enter#key={desk.key}")
    editor.page.wait_for_selector(".shelf li")
    yield editor.page, desk
    assert editor.complaints == []
    editor.context.close()
    desk.stop()


def held(page: Page) -> dict[str, str]:
    """What has the keys, when whatever is opening or closing has done so."""
    page.wait_for_timeout(120)
    soon(lambda: page.evaluate(AT)["words"] != "")
    found: dict[str, str] = page.evaluate(AT)
    assert found["seen"], found
    return found


def to(page: Page, words: str, key: str = "Tab") -> None:
    for _ in range(MANY):
        if page.evaluate(AT)["words"] == words:
            held(page)
            return
        page.keyboard.press(key)
    raise AssertionError(f"no way to {words}")


def press(page: Page, words: str, key: str = "Enter") -> None:
    to(page, words)
    page.keyboard.press(key)


def test_a_day_without_a_mouse(keys: tuple[Page, RunningDesk], tmp_path: Path) -> None:
    page, desk = keys
    press(page, "新一期")
    to(page, "照哪一期（照它的栏目、发送范围和印数）")
    page.keyboard.press("Escape")
    assert held(page)["words"] == "新一期"
    page.keyboard.press("Enter")
    to(page, "期号")
    page.keyboard.press("Control+a")
    page.keyboard.type("18")
    press(page, "新建")
    page.wait_for_url("**/issue/*-18")
    folder = desk.shelf / page.url.rpartition("/")[2]
    page.wait_for_selector("div.sheet svg")

    # files
    page.keyboard.press("F6")
    held(page)
    to(page, "放入 Word 文件")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Enter")
    chosen.value.set_files([str(each) for each in desk_day.word_files(tmp_path)])
    page.wait_for_selector(".account")
    assert held(page)["words"] == "放进本期"
    for _ in range(MANY):
        page.keyboard.press("Tab")
        if page.evaluate(AT)["repair"]:
            break
    page.keyboard.press("Space")
    until(page, "document.querySelectorAll('button.repair.undone').length === 1")
    assert held(page)["repair"]
    press(page, "放进本期")
    page.wait_for_selector('[data-file="08-泰州.md"]')
    held(page)

    # the list
    page.keyboard.press("F6")
    for _ in range(3):
        if held(page)["file"]:
            break
        page.keyboard.press("F6")
    to(page, "删去空稿", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-file="01-nanjing.md"]', state="detached")
    held(page)
    for _ in range(MANY):
        if page.evaluate(AT)["file"] == "04-无锡.md":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Alt+ArrowDown")
    until(page, "document.querySelectorAll('.report')[2].dataset.file === '04-无锡.md'")
    assert held(page)["file"] == "04-无锡.md"
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.report[aria-current]').dataset.file === '04-无锡.md'")

    # the text
    page.keyboard.press("F6")
    assert held(page)["words"] == "稿件正文"
    page.wait_for_selector(".finding")
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    page.wait_for_selector(".pop")
    assert held(page)["words"] in ("改正", "不查", "说明")
    page.keyboard.press("F8")
    page.wait_for_selector(".pop")
    held(page)
    page.keyboard.press("Escape")
    assert page.locator(".pop").count() == 0
    assert held(page)["words"] == "稿件正文"
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\n下一步打算")
    page.keyboard.press("Control+1")
    soon(lambda: "## 下一步打算" in (folder / "04-无锡.md").read_text("utf-8"))
    page.keyboard.type("\n\n继续努力。")
    press(page, "段首句")
    soon(lambda: "**继续努力。**" in (folder / "04-无锡.md").read_text("utf-8"))
    assert held(page)["words"] == "稿件正文"
    press(page, "表格")
    press(page, "插入")
    page.wait_for_selector("table.in-grid textarea:focus")
    page.keyboard.type("地区")
    page.keyboard.press("Tab")
    page.keyboard.type("处")
    page.keyboard.press("Alt+F10")
    assert held(page)["words"] == "上面加行"
    press(page, "下面加行")
    soon(lambda: (folder / "04-无锡.md").read_text("utf-8").count("|  |  |  |") == 4)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert held(page)["words"] == "稿件正文"
    soon(lambda: "| 地区 | 处 |" in (folder / "04-无锡.md").read_text("utf-8"))
    held(page)

    # whole windows, there and back
    page.keyboard.press("Control+f")
    page.keyboard.type("统筹")
    page.wait_for_selector(".hit")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert held(page)["words"] == "稿件正文"
    for name in ("历史", "帮助", "出成品", "脚注", "附件", "本篇信息"):
        press(page, name)
        page.wait_for_selector("dialog[open]")
        held(page)
        page.keyboard.press("Tab")
        held(page)
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")
        assert held(page)["words"] == name
    for _ in range(3):
        page.keyboard.press("F6")
        if held(page)["file"]:
            break
    for _ in range(MANY):
        if page.evaluate(AT)["file"] == "issue.yaml":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#field-special")
    to(page, "专刊说明")
    page.keyboard.type("文明创建经验交流专刊")
    page.keyboard.press("Tab")
    soon(lambda: "文明创建经验交流专刊" in (folder / "issue.yaml").read_text("utf-8"))
    held(page)
    page.keyboard.press("Control+z")
    held(page)

    # out
    press(page, "出成品")
    page.wait_for_selector(".kinds")
    press(page, "印刷")
    page.wait_for_selector(".plates img", timeout=120_000)
    assert held(page)["words"] == "付印"
    press(page, "折好以后")
    press(page, "付印")
    page.wait_for_selector("text=整套（压缩包）", timeout=120_000)
    assert (desk.output / folder.name / f"{folder.name}-print.zip").exists()
    held(page)
    page.keyboard.press("Escape")
    assert held(page)["words"] == "出成品"
