"""Every screen of the desk, how it is come by, and what is wrong with the way it stands in its window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desk_editor import REPORT

if TYPE_CHECKING:
    from pathlib import Path

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
    for name, text in (("无锡.txt", "无锡市：创新驱动\n\n一是加强统筹,落实责任,共 12 个单位。\n"), ("常州市文明办报送的材料（定稿）.txt", "常州市：共建\n\n一是突出重点。\n")):
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
    "首页": lambda page, _: page.wait_for_selector(".shelf li"),
    "新一期": _pressed("新一期", "dialog[open]"),
    "首页的帮助": _pressed("帮助", "dialog[open]"),
}

#: What is wrong: sentences with the element they speak of.
JUDGE = """() => {
  const found = [];
  const top = [...document.querySelectorAll('dialog[open]')].at(-1);
  const room = top ?? document.querySelector('#desk');
  const said = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 90)}`);
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push(`wider than its window by ${document.documentElement.scrollWidth - innerWidth}`);
  if (top) {
    const box = top.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1) said('outside of the window', top);
    if (top.scrollHeight > top.clientHeight + 1 && getComputedStyle(top).overflowY === 'hidden') said('cut off', top);
    const body = top.querySelector('.body');
    if (body && body.clientHeight < Math.min(body.scrollHeight, 110)) said('no room for what is in it', body);
  }
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length > 0;
  const controls = [...room.querySelectorAll('button, select, input, textarea, a, h1, h2, h3, label')].filter(shown).filter((each) => !each.closest('.cm-content, table.sides, .problems .link, .hits'));
  for (const each of controls) {
    const box = each.getBoundingClientRect();
    let scroller = each.parentElement;
    while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowX)) scroller = scroller.parentElement;
    const bounds = scroller && scroller !== document.documentElement ? scroller.getBoundingClientRect() : { left: 0, right: innerWidth };
    if (box.right > bounds.right + 1.5 || box.left < bounds.left - 1.5) said(`over the edge by ${Math.round(Math.max(box.right - bounds.right, bounds.left - box.left))}`, each);
    if (/^(BUTTON|LABEL|H\\d)$/.test(each.tagName) && each.scrollWidth > each.clientWidth + 1 && each.clientWidth) said('words cut off', each);
  }
  for (let one = 0; one < controls.length; one++)
    for (let other = one + 1; other < controls.length; other++) {
      const [a, b] = [controls[one], controls[other]];
      if (a.contains(b) || b.contains(a) || a.closest('.grid-tools') || b.closest('.grid-tools')) continue;
      const fixed = (each) => each.closest('.panes');
      if (fixed(a) !== fixed(b)) continue;
      const [m, n] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
      const across = Math.min(m.right, n.right) - Math.max(m.left, n.left), down = Math.min(m.bottom, n.bottom) - Math.max(m.top, n.top);
      const clip = (each) => each.closest('.list, .form, .problems, .body, .sheets');
      if (across > 2 && down > 2 && clip(a) === clip(b)) said('lies on', a), said('  it', b);
    }
  return found;
}"""
