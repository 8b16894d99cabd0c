"""Writing at the desk with an input method, from the clipboard, onto a disk that fails, in Chromium and beside the built PDF."""

from __future__ import annotations

import collections
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import browser
import pytest
from conftest import ROOT
from desk_editor import ISSUE, REPORT, Editor, paste, until
from desk_support import RunningDesk, shelf, soon
from slices import some

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]


def compose(page: Page, *typed: str) -> CDPSession:
    """Letters that an input method has taken and not yet made into words."""
    session = page.context.new_cdp_session(page)
    for letters in typed:
        session.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})
        page.wait_for_timeout(40)
    return session


def commit(session: CDPSession, words: str) -> None:
    session.send("Input.insertText", {"text": words})


def behind(page: Page) -> str:
    """What stands behind the caret on its line."""
    found: str = page.evaluate(
        """() => {
          const at = getSelection(), line = at.anchorNode.parentElement.closest('.cm-line'), range = document.createRange();
          range.selectNodeContents(line);
          range.setStart(at.anchorNode, at.anchorOffset);
          return range.toString();
        }"""
    )
    return found


# --- desk test 5


def test_a_composition_wherever_it_is(editor: Editor) -> None:
    page, before = editor.page, editor.text()
    # in place of a selection
    editor.caret("高度重视")
    for _ in "高度重视":
        page.keyboard.press("Shift+ArrowRight")
    commit(compose(page, "sh", "shifen"), "十分重视")
    now = before.replace("高度重视", "十分重视", 1)
    soon(lambda: editor.text() == now)
    # given up, in place of a selection: what an input method takes away it has taken away
    editor.caret("迅速研判")
    compose(page, "xi", "")
    page.keyboard.insert_text("立即")
    now = now.replace("迅速研判", "立即迅速研判", 1)
    soon(lambda: editor.text() == now)
    # at the beginning of a line
    editor.caret("一是以")
    commit(compose(page, "q", "qizhong"), "其中，")
    now = now.replace("\n一是以", "\n其中，一是以", 1)
    soon(lambda: editor.text() == now)
    # within bold words
    editor.caret("书记工程")
    for _ in "书记工程":
        page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("button", name="加粗", exact=True).click()
    now = now.replace("书记工程", "**书记工程**", 1)
    soon(lambda: editor.text() == now)
    editor.caret("工程")
    commit(compose(page, "z"), "的")
    now = now.replace("**书记工程**", "**书记的工程**", 1)
    soon(lambda: editor.text() == now)


def test_a_composition_in_a_field_of_the_form(editor: Editor) -> None:
    page, before = editor.page, editor.text("issue.yaml")
    page.locator('[data-file="issue.yaml"]').click()
    field = page.get_by_label("专刊")
    field.click()
    page.keyboard.press("Control+a")
    session = compose(page, "j", "jing", "jingyan")
    page.wait_for_timeout(400)
    assert editor.text("issue.yaml") == before
    commit(session, "经验交流专刊")
    field.blur()
    editor.saved("special: 经验交流专刊\n", "issue.yaml")
    special = next(line for line in before.split("\n") if line.startswith("special:"))
    assert editor.text("issue.yaml") == before.replace(special, "special: 经验交流专刊")


# --- desk test 6


def test_nothing_that_arrives_disturbs_a_composition(editor: Editor) -> None:
    page, before = editor.page, editor.text()
    editor.caret("迅速研判")
    session = compose(page, "x", "xi")
    path = editor.desk.shelf / ISSUE / REPORT
    path.write_text(before.replace("二是", "二是按装，", 1), "utf-8")  # a finding, and another page
    other = path.with_name("02-suzhou.md")
    other.write_text(other.read_text("utf-8").replace("\n\n", "\n\n别人加的一段。\n\n", 1), "utf-8")
    page.wait_for_timeout(2500)
    assert "xi迅速研判" in page.inner_text(".cm-content")
    assert behind(page).startswith("迅速研判")
    commit(session, "西安")
    now = before.replace("迅速研判", "西安迅速研判", 1).replace("二是", "二是按装，", 1)
    soon(lambda: editor.text() == now)
    assert behind(page).startswith("迅速研判")
    page.wait_for_selector(".finding")
    assert "别人加的一段" in editor.text("02-suzhou.md")


# --- desk test 9


def test_a_paragraph_copied_from_a_page_is_one_line(editor: Editor) -> None:
    page = editor.page
    editor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    words = editor.text().split("\n\n")[1].strip()
    page.evaluate(
        """(file) => {
          const spans = [...document.querySelectorAll(`tspan[data-src^="${file}:3:"]`)];
          spans[0].scrollIntoView({ block: 'center' });
          const last = spans.at(-1).firstChild;
          getSelection().setBaseAndExtent(spans[0].firstChild, 0, last, last.textContent.length);
        }""",
        REPORT,
    )
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    # as far as it stands on this page
    assert len(copied) > 60
    assert words.startswith(copied.rstrip("\n"))


# --- desk test 15


def test_what_cannot_be_saved_is_said_and_saved_later(editor: Editor) -> None:
    page, folder = editor.page, editor.desk.shelf / ISSUE
    away = folder.with_name("away")
    ways: list[tuple[Callable[[], object], Callable[[], object]]] = [
        (lambda: (folder / REPORT).chmod(0o444), lambda: (folder / REPORT).chmod(0o644)),  # nobody may write
        (lambda: os.rename(folder, away), lambda: os.rename(away, folder)),  # the share is gone
    ]
    for lock, unlock in ways:
        lock()
        editor.caret("迅速研判")
        page.keyboard.insert_text("再")
        page.wait_for_selector(".safety.failed")
        assert page.inner_text(".safety").startswith("没有保存：")
        assert "再迅速研判" in page.inner_text(".cm-content")
        unlock()
        page.wait_for_selector(".safety.saved")
    editor.saved("再再迅速研判")


# --- desk test 18


def test_a_table_on_the_clipboard_that_has_no_html(editor: Editor) -> None:
    editor.caret("一是以")
    paste(editor.page, text_plain="城市\t得分\n南京\t95.2\n")
    editor.saved("\n\n| 城市 | 得分 |\n| --- | --- |\n| 南京 | 95.2 |\n\n")


def test_plain_text_is_pasted_as_it_is(editor: Editor) -> None:
    before = editor.text()
    editor.caret("一是以")
    paste(editor.page, text_plain="甲,乙 丙\n\n丁")
    soon(lambda: editor.text() == before.replace("一是以", "甲,乙 丙\n\n丁一是以", 1))


# --- desk test 3

SHIPPED = sorted(path.name for path in (ROOT / "issues").iterdir() if (path / "issue.yaml").exists())

DRAWN = """(number) => {
  const sheet = document.querySelector(`[data-page="${number}"]`);
  const svg = sheet.querySelector('svg');
  const found = [];
  for (const line of svg.querySelectorAll('text:not([transform])')) {
    let at = 0;
    const text = line.textContent;
    for (const char of text) {
      if (char.trim()) {
        const place = line.getStartPositionOfChar(at);
        found.push([char, place.x, place.y]);
      }
      at += char.length;
    }
  }
  return found;
}"""


@pytest.mark.parametrize("name", some(SHIPPED, 3))
def test_the_pages_shown_are_those_of_the_pdf(chromium: Browser, name: str, tmp_path: Path) -> None:
    """Every glyph, where PDFium says that it stands, within a tenth of a point."""
    from briefing.prove.pdf_pages import read_pdf

    desk = RunningDesk(shelf(tmp_path, name))
    editor = Editor(chromium, desk)
    page = editor.page
    page.goto(f"{desk.origin}/enter#key={desk.key}&issue={name}")
    editor.ready(page)
    desk.enter()
    assert desk.post(f"/api/issue/{name}/make", {"what": "release"}).status == 200
    read = read_pdf(desk.get(f"/api/issue/{name}/file/{name}.pdf").body)
    assert page.locator("div.sheet").count() == len(read.pages)
    for number, printed in enumerate(read.pages, 1):
        page.evaluate(f"document.querySelector('[data-page=\"{number}\"]').scrollIntoView()")
        until(page, f"!!document.querySelector('[data-page=\"{number}\"] svg') && document.fonts.status === 'loaded'")
        shown = page.evaluate(DRAWN, number)
        stands: dict[str, list[tuple[float, float]]] = {}
        for glyph in printed.glyphs:
            stands.setdefault(glyph.char, []).append((glyph.x, glyph.y))
        missing = [
            (char, x, y)
            for char, x, y in shown
            if not any(abs(x - left) <= 0.1 and abs(y - base) <= 0.1 for left, base in stands.get(char, ()))
        ]
        assert len(shown) > 5 or not printed.glyphs
        assert missing == [], f"page {number}"
        drawn = collections.Counter(char for char, _, _ in shown)
        printed_too = collections.Counter(glyph.char for glyph in printed.glyphs if glyph.char.strip())
        assert printed_too - drawn == collections.Counter(), f"page {number}"
    editor.context.close()
    desk.stop()


# --- a long issue


def test_a_long_issue_has_few_pages_in_the_window(chromium: Browser, tmp_path: Path) -> None:
    from bench.desk import long_issue

    long_issue(tmp_path / "issues" / "2024-01")
    desk = RunningDesk(tmp_path)
    editor = Editor(chromium, desk)
    page = editor.page
    page.goto(f"{desk.origin}/enter#key={desk.key}&issue=2024-01")
    editor.ready(page)
    until(page, "document.querySelectorAll('div.sheet').length > 50")
    last = page.locator('[data-file="27-甲.md"]')
    last.click()
    until(page, "[...document.querySelectorAll('div.sheet svg')].some((each) => each.closest('div.sheet').dataset.page > 50)")
    page.locator(".cm-line.text").first.click()
    until(page, "document.querySelector('.here.caret')?.closest('div.sheet').dataset.page > 50")
    page.wait_for_timeout(500)
    assert page.locator("div.sheet svg").count() < 12
    page.get_by_role("button", name="总览").click()
    until(page, "document.querySelectorAll('div.sheet svg').length > 12")
    page.get_by_role("button", name="单页").click()
    soon(lambda: page.locator("div.sheet svg").count() < 12)
    assert editor.complaints == []
    editor.context.close()
    desk.stop()
