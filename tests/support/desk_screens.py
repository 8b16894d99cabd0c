"""Every screen of the desk, how it is come by, and what is wrong with the way it stands in its window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desk_editor import REPORT

if TYPE_CHECKING:
    from playwright.sync_api import Page


def pane(page: Page, name: str) -> None:
    """One of the three columns, where there is room for one."""
    press = page.locator(".panes button", has_text=name)
    if press.is_visible():
        press.click()


def _report(page: Page) -> None:
    pane(page, "稿件")
    page.locator(f'[data-file="{REPORT}"]').click()


def _pressed(name: str, shown: str) -> Callable[[Page, Path], None]:
    def act(page: Page, _: Path) -> None:
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_selector(shown)

    return act


def _of_report(name: str, shown: str) -> Callable[[Page, Path], None]:
    def act(page: Page, _: Path) -> None:
        _report(page)
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_selector(shown)

    return act


def _shelf(page: Page, _: Path) -> None:
    page.wait_for_selector(".shelf li")


def _list(page: Page, _: Path) -> None:
    pane(page, "稿件")


def _text(page: Page, _: Path) -> None:
    _report(page)


def _pages(page: Page, _: Path) -> None:
    pane(page, "页面")


def _form(page: Page, _: Path) -> None:
    pane(page, "稿件")
    page.locator('[data-file="issue.yaml"]').click()
    page.wait_for_selector("#field-number")


def _grid(page: Page, _: Path) -> None:
    _report(page)
    page.locator(".cm-line.text").first.click()
    page.get_by_role("button", name="表格", exact=True).click()
    page.get_by_role("button", name="插入", exact=True).click()
    page.wait_for_selector("table.in-grid textarea:focus")


def _intake(page: Page, folder: Path) -> None:
    pane(page, "稿件")
    for name, text in (
        ("无锡.txt", "无锡市：创新驱动\n\n一是加强统筹,落实责任,共 12 个单位。\n"),
        ("常州市文明办报送的材料（定稿）.txt", "常州市：共建\n\n一是突出重点。\n"),
    ):
        (folder / name).write_text(text, "utf-8")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="放入 Word 文件").click()
    chosen.value.set_files([str(folder / "无锡.txt"), str(folder / "常州市文明办报送的材料（定稿）.txt")])
    page.wait_for_selector("table.sides")


def _plates(page: Page, _: Path) -> None:
    page.get_by_role("button", name="出成品", exact=True).click()
    page.locator(".kinds").get_by_role("button", name="印刷", exact=True).click()
    page.wait_for_selector(".plates img")


def _proof(page: Page, _: Path) -> None:
    page.get_by_role("button", name="出成品", exact=True).click()
    page.locator(".kinds").get_by_role("button", name="成品", exact=True).click()
    page.wait_for_selector("dialog .good")
    page.locator(".kinds").get_by_role("button", name="核对", exact=True).click()
    page.wait_for_selector(".proof-page")


def _tour(page: Page, _: Path) -> None:
    page.get_by_role("button", name="帮助", exact=True).click()
    page.get_by_role("button", name="再看一遍入门").click()
    page.wait_for_selector("dialog.tour")


#: Of an issue. Those that make something take seconds.
SCREENS: Mapping[str, Callable[[Page, Path], None]] = {
    "稿件": _list, "正文": _text, "页面": _pages, "本期设置": _form, "本篇信息": _of_report("本篇信息", "dialog .row"),
    "附件": _of_report("附件", "dialog[open]"), "加脚注": _of_report("脚注", "dialog[open]"), "表格": _grid,
    "放入": _intake, "查找": _pressed("查找", ".search:not([hidden])"), "历史": _pressed("历史", ".states li"),
    "帮助": _pressed("帮助", "dialog[open]"), "入门": _tour, "出成品": _pressed("出成品", ".kinds"),
    "付印前": _plates, "核对": _proof,
}  # fmt: skip
#: Of the first page.
FIRST: Mapping[str, Callable[[Page, Path], None]] = {
    "首页": _shelf,
    "新一期": _pressed("新一期", "dialog[open]"),
    "首页的帮助": _pressed("帮助", "dialog[open]"),
}

#: A function of JavaScript that says what is wrong.
JUDGE = (Path(__file__).parent / "desk_judge.js").read_text("utf-8")
