"""A working day at the desk, by somebody who has only the start page: a new issue, five Word files, corrections, a table from a
spreadsheet, a picture, the print shop's set. `python tests/support/desk_day.py build/desk-day` keeps a picture of each step.
"""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browser
from desk_support import RunningDesk, shelf, soon

if TYPE_CHECKING:
    from playwright.sync_api import Page

ISSUE = "2022-17"
#: City → what it sent, with the habits of typing that offices have.
SENT = {
    "无锡": ("无锡市：创新驱动  全域创建", "一是加强统筹,落实责任。全市共有 12 个单位参加。", "二是常态长效，按装设施３０处。"),
    "常州": ("常州市：以人为本 共建共享", "一是突出重点。今年以来，整治背街小巷56条。", "二是强化督查，通报问题18件。"),
    "南通": ("南通市：文明实践走深走实", "一是建好阵地。建成文明实践站2000余个。", "二是用好队伍，注册志愿者超过百万。"),
    "扬州": ("扬州市：涵养城市精神", "一是传承文脉。开展活动120场。", "二是服务群众,解决急难愁盼问题."),
    "泰州": ("泰州市：网格化管理见成效", "一是划细网格。全市划分网格3500个。", "二是配强力量，专职网格员全部到岗。"),
}


def word_files(folder: Path) -> list[Path]:
    from docx import Document

    made = []
    for city, (title, *paragraphs) in SENT.items():
        document = Document()
        for text in (title, *paragraphs):
            document.add_paragraph(text)
        made.append(folder / f"{city}（定稿）.docx")
        document.save(str(made[-1]))
    return made


def day(page: Page, desk: RunningDesk, files: list[Path], photograph: Path, step: Callable[[str], None]) -> None:
    """The whole day; `step` is told what has just been done."""
    page.goto(f"{desk.origin}/enter#key={desk.key}")
    page.wait_for_selector(".shelf li")
    step("打开编辑台")
    dropped(page, files, "main")
    page.wait_for_selector("dialog .notice")
    page.get_by_label("期号").fill("18")
    page.get_by_label("印发日期").fill("2022-05-20")
    step("五个 Word 文件拖进来，新一期照上一期")
    page.get_by_role("button", name="新建", exact=True).click()
    page.wait_for_url("**/issue/2022-18")
    page.wait_for_selector(".account", timeout=120_000)
    page.wait_for_selector("div.sheet svg")
    step("五个 Word 文件读好了，逐段对照")
    page.get_by_role("button", name="下一个文件").click()
    step("下一个文件")
    page.get_by_role("button", name="放进本期").click()
    page.wait_for_selector('[data-file="08-泰州.md"]', timeout=120_000)
    page.wait_for_selector("dialog.tour")
    step("第一次用，五步入门")
    for _ in range(4):
        page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="开始用").click()
    folder = desk.shelf / "2022-18"
    step("放进来了，还有空稿没有人写")
    page.get_by_role("button", name="删去空稿").click()
    page.wait_for_selector('[data-file="01-nanjing.md"]', state="detached")
    page.locator('[data-file="04-无锡.md"]').click()
    page.wait_for_selector(".finding")
    step("空稿删去，看发现的问题")
    page.get_by_role("button", name="改好全部有把握的").click()
    step("有把握的一次改好")
    page.get_by_role("button", name="改", exact=True).click()
    soon(lambda: "安装设施30处" in (folder / "04-无锡.md").read_text("utf-8"))
    page.locator(".cm-line.text").last.click()
    page.get_by_role("button", name="表格", exact=True).click()
    page.get_by_label("表题").fill("表1　各区整治情况")
    page.get_by_role("button", name="插入", exact=True).click()
    page.wait_for_selector("table.in-grid textarea:focus")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData('text/plain', '地区\\t整治（处）\\t完成率（%）\\n梁溪区\\t128\\t98.5\\n滨湖区\\t96\\t97.2\\n');
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    page.wait_for_timeout(300)
    step("从 Excel 粘贴表格，就在稿件里")
    page.keyboard.press("Control+End")
    page.locator("table.in-grid tr").last.locator("textarea").first.click()
    page.get_by_role("button", name="删行", exact=True).click()
    page.keyboard.press("Escape")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="图片", exact=True).click()
    chosen.value.set_files(str(photograph))
    page.get_by_label("图题（可以不写）").fill("图1　整治后的背街小巷")
    page.get_by_label("大小", exact=True).select_option("80")
    page.wait_for_timeout(300)
    step("放一张图片")
    page.get_by_role("button", name="放进去").click()
    soon(lambda: "{width=80mm}" in (folder / "04-无锡.md").read_text("utf-8"))
    page.wait_for_selector(".pictures img")
    page.locator(".pictures").scroll_into_view_if_needed()
    step("图片在稿件里")
    page.locator('[data-file="08-泰州.md"]').focus()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_timeout(1500)
    step("调整次序")
    page.locator('[data-file="issue.yaml"]').click()
    page.wait_for_selector("#field-special")
    page.get_by_label("专刊").fill("文明创建经验交流专刊")
    page.get_by_label("专刊").blur()
    page.wait_for_timeout(1500)
    step("本期设置")
    page.get_by_role("button", name="总览").click()
    step("看看各页")
    page.get_by_role("button", name="出成品").click()
    page.locator(".kinds").get_by_role("button", name="印刷", exact=True).click()
    page.wait_for_selector(".plates img", timeout=180_000)
    page.wait_for_timeout(1000)
    step("付印前看各版")
    page.get_by_role("button", name="折好以后").click()
    step("付印前看折好的样子")
    page.get_by_role("button", name="付印", exact=True).click()
    page.wait_for_selector("text=整套（压缩包）", timeout=180_000)
    step("付印")
    assert (desk.output / "2022-18" / "2022-18-print.zip").exists()


def dropped(page: Page, files: list[Path], on: str) -> None:
    """Files let go over the element `on`, as from the system's own window."""
    page.evaluate(
        """([files, on]) => {
          const data = new DataTransfer();
          for (const [name, bytes] of files) data.items.add(new File([Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0))], name));
          const shared = { dataTransfer: data, bubbles: true, cancelable: true };
          for (const kind of ['dragover', 'drop']) document.querySelector(on).dispatchEvent(new DragEvent(kind, shared));
        }""",
        [[[file.name, base64.b64encode(file.read_bytes()).decode()] for file in files], on],
    )


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[tuple[Page, RunningDesk]]:
    """A window of Chromium, and a desk with one issue."""
    from playwright.sync_api import sync_playwright

    desk = RunningDesk(shelf(folder, ISSUE))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.CHROMIUM, args=["--no-sandbox", "--lang=zh-CN"], env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        context = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
        context.set_default_timeout(60_000)
        yield context.new_page(), desk
        chromium.close()
    desk.stop()


def _main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photograph = folder / "photo.png"
        shutil.copyfile(Path(__file__).parents[2] / "issues" / "2022-08-xinxi" / "tu1.png", photograph)
        count = 0
        with opened(folder) as (page, desk):

            def step(done: str) -> None:
                nonlocal count
                count += 1
                page.wait_for_timeout(250)  # colours on their way
                page.screenshot(path=str(target / f"{count:02d}-{done}.png"))

            day(page, desk, word_files(folder), photograph, step)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    _main(Path(sys.argv[1]))
