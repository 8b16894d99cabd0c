"""Tables and pictures in the text, in Chromium: filled in where they stand, undone with the text, Markdown to the letter."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import browser
import pytest
from conftest import ROOT
from desk_editor import ISSUE, REPORT, Editor, paste, until
from desk_support import shelf, soon

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]

TABLE = "表1　各市测评得分\n\n| 城市 | 得分 | 位次 |\n|---|--:|:-:|\n| 南京 | 95.2 | 1 |\n| 苏州 | 94.8 | 2 |\n"
CELL = "table.in-grid tr:nth-child({}) td:nth-child({}) textarea"


def with_report(folder: Path, body: str) -> Path:
    made = shelf(folder, ISSUE)
    path = made / "issues" / ISSUE / REPORT
    title, _, rest = path.read_text("utf-8").partition("\n\n")
    path.write_text(f"{title}\n\n第一段。\n\n{body}\n{rest}", "utf-8")
    shutil.copyfile(ROOT / "issues" / "2022-08-xinxi" / "tu1.png", path.with_name("tu1.png"))
    return made


@pytest.fixture
def written(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """With the table, or what the test asks for."""
    return with_report(tmp_path, getattr(request, "param", TABLE))


PICTURE = '![一张图](tu1.png "图1　甲"){width=80mm}\n'


def at(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.ariaLabel")
    return found


def table(editor: Editor) -> str:
    """The lines of the first table as its file has them."""
    text = editor.text()
    start = text.index("\n|") + 1
    return text[start : text.index("\n\n", start)]


def test_a_cell_is_filled_in_and_nothing_else_changes(editor: Editor) -> None:
    page, before = editor.page, editor.text()
    page.locator(CELL.format(2, 2)).click()
    page.keyboard.press("End")
    page.keyboard.type("5")
    editor.saved("| 南京 | 95.25 | 1 |")
    assert editor.text() == before.replace("95.2", "95.25", 1)
    until(page, "[...document.querySelectorAll('div.sheet')].some((each) => each.textContent.includes('95.25'))")
    page.keyboard.press("Control+z")
    soon(lambda: editor.text() == before)
    assert at(page) == "第 1 行第 2 列"
    page.keyboard.press("Control+y")
    editor.saved("95.25")


def test_keys_lead_from_cell_to_cell_and_out(editor: Editor) -> None:
    page = editor.page
    page.locator(CELL.format(1, 1)).click()
    for key, place in (
        ("Tab", "表头第 2 列"), ("Tab", "表头第 3 列"), ("Tab", "第 1 行第 1 列"), ("Enter", "第 2 行第 1 列"),
        ("ArrowUp", "第 1 行第 1 列"), ("Shift+Tab", "表头第 3 列"), ("ArrowDown", "第 1 行第 3 列"),
        ("ArrowDown", "第 2 行第 3 列"),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert at(page) == place, key
    page.keyboard.press("Tab")  # behind the last cell there is a new row
    assert at(page) == "第 3 行第 1 列"
    page.keyboard.type("无锡")
    editor.saved("| 苏州 | 94.8 | 2 |\n| 无锡 |  |  |\n\n")
    page.keyboard.press("Escape")
    assert at(page) == "稿件正文"
    page.keyboard.insert_text("后面")
    editor.saved("\n\n后面")
    for key in ("Home", "ArrowUp"):
        page.keyboard.press(key)
    assert at(page) == "第 3 行第 1 列"
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    page.keyboard.press("Backspace")  # no line is joined with a table
    assert at(page).startswith("第 3 行")
    assert "\n\n后面" in editor.text()


def test_rows_and_columns_come_and_go(editor: Editor) -> None:
    page = editor.page
    before = table(editor)
    page.locator(CELL.format(2, 2)).click()
    for press, there in (
        ("上面加行", "| 城市 | 得分 | 位次 |\n|---|--:|:-:|\n|  |  |  |\n| 南京"), ("删行", before),
        ("右边加列", "| 南京 | 95.2 |  | 1 |"), ("左边加列", "| 南京 | 95.2 |  |  | 1 |"),
        ("删列", "| 南京 | 95.2 |  | 1 |"), ("删列", "| 南京 | 95.2 | 1 |"),
    ):  # fmt: skip
        page.locator(".grid-tools").get_by_role("button", name=press).click()
        editor.saved(there)
    page.locator(CELL.format(1, 1)).click()
    page.locator(".grid-tools").get_by_role("button", name="删行").click()
    editor.saved("| 南京 | 95.2 | 1 |\n|---|--:|:-:|\n| 苏州")
    page.keyboard.press("Control+z")
    editor.saved("| 城市 | 得分 | 位次 |\n|---|--:|:-:|\n| 南京")
    page.locator(CELL.format(3, 1)).click()
    page.locator(".grid-tools").get_by_role("button", name="并到上格").click()
    editor.saved("| ^^ | 94.8 | 2 |")
    assert page.locator("td[rowspan='2']").count() == 1
    page.locator(".grid-tools").get_by_role("button", name="拆开").click()
    editor.saved("|  | 94.8 | 2 |")
    page.locator(".grid-tools").get_by_label("怎样对齐").select_option("center")
    editor.saved("|:---:|--:|:-:|")
    page.locator(".grid-tools").get_by_role("button", name="删表格").click()
    soon(lambda: "|" not in editor.text())


def test_what_a_table_asks_for_is_ticked_and_seen(editor: Editor) -> None:
    page, before = editor.page, editor.text()
    page.locator(CELL.format(2, 2)).click()
    page.locator(".grid-tools").get_by_role("button", name="表格设置").click()
    page.get_by_label("表头有几行").select_option("2")
    page.get_by_label("表里的字号").select_option("小五")
    page.get_by_label("各列的宽度").fill("2，3")
    page.get_by_role("button", name="好了").click()
    until(page, "document.querySelector('#said').textContent.includes('列宽要写 3 个数')")
    page.get_by_label("各列的宽度").fill("2，3、20mm")
    page.get_by_label("数字按小数点对齐").check()
    page.get_by_role("button", name="好了").click()
    editor.saved("表1　各市测评得分 {head=2 widths=2,3,20mm size=小五 align=decimal}\n")
    assert page.inner_text(".grid-tools .asked") == "表头 2 行，字号 小五，列宽 2,3,20mm，小数点对齐"
    assert page.locator("table.in-grid td.head").count() == 6
    assert page.locator(".found-list .error").count() == 0
    page.keyboard.press("Control+z")
    soon(lambda: editor.text() == before)
    until(page, "document.querySelectorAll('table.in-grid td.head').length === 3")
    page.locator(CELL.format(3, 1)).click()
    page.locator(".grid-tools").get_by_label("怎样对齐").select_option("own right")
    editor.saved("| 苏州 {右} | 94.8 | 2 |")
    assert page.locator("table.in-grid tr:nth-child(3) td[data-align='right']").count() == 2
    page.locator(".grid-tools").get_by_label("怎样对齐").select_option("")
    soon(lambda: editor.text() == before)


@pytest.mark.parametrize("written", [TABLE.partition("\n\n")[2]], indirect=True)
def test_a_table_without_a_caption_has_a_line_for_what_it_asks(editor: Editor) -> None:
    page, before = editor.page, editor.text()
    page.locator(CELL.format(2, 2)).click()
    for total, there in ((True, "第一段。\n\n{total}\n\n| 城市"), (False, "第一段。\n\n| 城市")):
        page.locator(".grid-tools").get_by_role("button", name="表格设置").click()
        page.get_by_label("最后一行是合计").set_checked(total)
        page.get_by_role("button", name="好了").click()
        editor.saved(there)
    assert editor.text() == before


def test_a_spreadsheet_goes_into_the_grid_from_the_cell_on(editor: Editor) -> None:
    page, before = editor.page, editor.text()
    page.locator(CELL.format(3, 2)).click()
    paste(page, text_plain='90.1\t三\t甲|乙\n"两\n行"\t四\t\n')
    editor.saved("| 苏州 | 90.1 | 三 | 甲\\|乙 |\n|  | 两<br>行 | 四 |  |")
    assert "|---|--:|:-:|---|" in editor.text()
    page.keyboard.press("Control+z")  # one step
    soon(lambda: editor.text() == before)
    page.locator(CELL.format(2, 1)).click()
    html = (
        "<table><tr><td rowspan=2>苏南</td><td>1</td></tr><tr><td>a<br>b&nbsp;c</td></tr><tr><td colspan=2>合计</td></tr></table>"
    )
    paste(page, text_html=html, text_plain="苏南\t1\n")
    editor.saved("| 苏南 | 1 | 1 |\n| ^^ | a<br>b c | 2 |\n| 合计 | << |  |")
    page.locator(CELL.format(2, 2)).click()
    page.keyboard.press("Control+a")
    paste(page, text_plain="只有一格\r\n")
    editor.saved("| 苏南 | 只有一格 | 1 |")


def test_an_input_method_in_a_cell(editor: Editor) -> None:
    page, before = editor.page, editor.text()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    page.locator(CELL.format(2, 1)).click()
    page.keyboard.press("End")
    session = page.context.new_cdp_session(page)
    for typed in ("s", "sh", "shi"):
        session.send("Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)})
        page.wait_for_timeout(60)
    # meanwhile somebody else writes in another paragraph, and in another cell
    path = editor.desk.shelf / ISSUE / REPORT
    path.write_text(before.replace("第一段。", "第一段，别人改的。").replace("94.8", "94.9"), "utf-8")
    page.wait_for_timeout(1200)
    assert page.evaluate("document.activeElement.value") == "南京shi"
    assert not [each for each in asked if "shi" in each]
    session.send("Input.insertText", {"text": "市"})
    editor.saved("| 南京市 | 95.2 | 1 |\n| 苏州 | 94.9 | 2 |")
    assert "第一段，别人改的。" in editor.text()
    assert page.evaluate("document.activeElement.value") == "南京市"
    page.keyboard.press("Control+z")
    editor.saved("| 南京 | 95.2 | 1 |\n| 苏州 | 94.9 | 2 |")
    session.send("Input.imeSetComposition", {"text": "su", "selectionStart": 2, "selectionEnd": 2})
    session.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})
    page.keyboard.insert_text("好")
    editor.saved("| 南京好 |")
    assert "su" not in editor.text()


def test_a_click_on_the_page_is_a_caret_in_the_cell(editor: Editor) -> None:
    page = editor.page
    place = page.evaluate(
        """() => {
          const span = [...document.querySelectorAll('tspan[data-src]')].find((each) => each.textContent === '94.8');
          span.scrollIntoView({ block: 'center' });
          const box = span.getExtentOfChar(2);
          const at = new DOMPoint(box.x + box.width * 0.1, box.y + box.height / 2).matrixTransform(span.getScreenCTM());
          return [at.x, at.y];
        }"""
    )
    page.mouse.click(*place)
    soon(lambda: at(page) == "第 2 行第 2 列")
    assert page.evaluate("document.activeElement.selectionStart") == 2
    until(page, "!!document.querySelector('.here.caret')")


def test_findings_stand_in_their_cells(editor: Editor) -> None:
    page = editor.page
    page.locator(CELL.format(2, 1)).click()
    page.keyboard.press("End")
    page.keyboard.insert_text("按装")
    page.wait_for_selector("td.finding")
    page.keyboard.press("Escape")
    page.locator("td.finding").click()
    page.locator(".pop").get_by_role("button", name="改正").click()
    editor.saved("| 南京安装 |")


def test_the_buttons_know_that_the_caret_is_in_a_table(editor: Editor) -> None:
    page, before = editor.page, editor.text()
    page.locator(CELL.format(2, 1)).click()
    page.get_by_label("小标题").select_option("1")
    page.get_by_role("button", name="段首句").click()
    until(page, "document.querySelector('#said').textContent.includes('光标在表格里')")
    page.locator(CELL.format(2, 1)).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    editor.saved("| **南京** | 95.2 | 1 |")
    assert editor.text() == before.replace("| 南京 |", "| **南京** |")


def test_a_new_table_is_filled_in_where_it_stands(editor: Editor) -> None:
    page = editor.page
    editor.caret("中央文明办")
    page.get_by_role("button", name="表格", exact=True).click()
    page.get_by_label("表题").fill("表2　另一个")
    page.get_by_label("几列").fill("2")
    page.get_by_role("button", name="插入", exact=True).click()
    page.wait_for_selector("table.in-grid textarea:focus")
    for words in ("城市", "得分", "南京", "1"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    editor.saved("表2　另一个\n\n| 城市 | 得分 |\n| --- | --- |\n| 南京 | 1 |\n|  |  |\n")
    text = editor.text()
    assert "\n\n\n" not in text
    assert not page.locator(".broken:not([hidden])").count()


def test_marks_are_shown_when_they_are_asked_for(editor: Editor) -> None:
    page = editor.page
    assert page.locator("table.in-grid").count() == 1
    page.get_by_role("button", name="显示标记").click()
    soon(lambda: page.locator("table.in-grid").count() == 0)
    assert "| 南京 | 95.2 | 1 |" in page.inner_text(".cm-content")


@pytest.mark.parametrize("written", [PICTURE], indirect=True)
def test_a_picture_with_its_words(editor: Editor) -> None:
    page, before = editor.page, editor.text()
    until(page, "document.querySelector('.pictures img')?.naturalWidth > 0")
    assert "tu1.png)" not in page.inner_text(".cm-content")
    page.get_by_label("图题", exact=True).click()
    page.keyboard.press("End")
    page.keyboard.type("乙")
    editor.saved('![一张图](tu1.png "图1　甲乙"){width=80mm}')
    page.keyboard.press("Control+z")
    soon(lambda: editor.text() == before)
    page.get_by_label("图题", exact=True).fill('图1　"最美"')
    editor.saved('![一张图](tu1.png "图1　“最美”"){width=80mm}')
    page.get_by_label("图题", exact=True).fill("")
    editor.saved("![一张图](tu1.png){width=80mm}")
    page.get_by_label("图的大小").select_option("")
    editor.saved("![一张图](tu1.png)\n")
    page.get_by_label("图的大小").select_option("120")
    page.get_by_label("图里有什么").fill("广场上的站")
    editor.saved("![广场上的站](tu1.png){width=120mm}")
    page.locator(".pictures").get_by_role("button", name="删去").click()
    soon(lambda: "tu1.png" not in editor.text())
    assert "第一段。\n\n中央" in editor.text()
