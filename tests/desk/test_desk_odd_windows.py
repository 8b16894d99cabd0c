"""What people and browsers do with windows: pressed while the page is drawn anew, gone back and forth, doubled, kept in the
browser's cache, thrown away and loaded again; a browser or a disk that is slow."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import browser
import pytest
from conftest import ROOT
from desk_editor import ISSUE, REPORT, Editor, until
from desk_support import RunningDesk, shelf, soon
from slices import SLICE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]

OTHER = "02-suzhou.md"
#: A slice takes two of them all.
whole = pytest.mark.skipif(SLICE, reason="a slice")
#: A store that takes its time to open, and to write.
SLOW_STORE = """
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...asked) {
    const slow = {};
    setTimeout(() => {
      const real = open.apply(this, asked);
      real.onupgradeneeded = () => { slow.result = real.result; slow.onupgradeneeded?.(); };
      real.onsuccess = () => { slow.result = real.result; slow.onsuccess?.(); };
    }, 4000);
    return slow;
  };
"""


def _write(page: Page, words: str, line: int = 0) -> None:
    page.evaluate(
        """(line) => {
          document.querySelector('.cm-content').focus();
          getSelection().collapse(document.querySelectorAll('.cm-content .cm-line.text')[line].firstChild, 0);
        }""",
        line,
    )
    page.wait_for_timeout(80)
    page.keyboard.insert_text(words)


def _saved(page: Page) -> None:
    until(page, "document.querySelector('.safety').className === 'safety saved'")


def _write_unheard(editor: Editor, words: str) -> None:
    """With the desk killed, until the page says so."""
    editor.desk.kill()
    _write(editor.page, words)
    until(editor.page, "document.querySelector('.safety').className === 'safety away'")


def _once(editor: Editor, *words: str, name: str = REPORT) -> None:
    for each in words:
        editor.saved(each, name)
        assert editor.text(name).count(each) == 1


def test_a_list_that_is_drawn_anew_under_the_finger_is_clicked(editor: Editor) -> None:
    """Its lengths change a moment after somebody typed, wherever."""
    page = editor.page
    page.locator(f'[data-file="{OTHER}"]').hover(position={"x": 20, "y": 10})  # waits until the list stands still
    page.mouse.down()
    length = page.locator(f'[data-file="{REPORT}"] .length').inner_text()
    (editor.desk.shelf / ISSUE / REPORT).write_text(editor.text() + "\n多写几个字。\n", "utf-8")
    page.wait_for_timeout(2500)
    assert page.locator(f'[data-file="{REPORT}"] .length').inner_text() == length
    page.mouse.up()
    page.locator(f'[data-file="{OTHER}"][aria-current="true"]').wait_for()
    soon(lambda: page.locator(f'[data-file="{REPORT}"] .length').inner_text() != length)
    assert page.locator('.list [aria-current="true"]').get_attribute("data-file") == OTHER
    assert "苏州" in page.inner_text(".cm-content")


@whole
def test_back_and_forth_loses_nothing(editor: Editor) -> None:
    """In the very moment of the last key, and whether or not the browser has kept the page in its cache."""
    page = editor.page
    _write(page, "走以前写的，")
    page.goto(editor.desk.origin + "/")
    page.wait_for_selector(".shelf li")
    page.go_back()
    Editor.ready(page)
    _write(page, "回来写的，")
    page.go_forward()
    page.wait_for_selector(".shelf li")
    page.go_back()
    Editor.ready(page)
    _once(editor, "走以前写的，", "回来写的，")


@whole
def test_a_page_from_the_browsers_cache_goes_on(editor: Editor) -> None:
    """As the browser tells it: it hides, and is shown again as it was; meanwhile another window takes what it has left."""
    page = editor.page
    _write_unheard(editor, "没有送到的，")
    page.wait_for_timeout(300)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    editor.desk.restart()
    other = editor.window()
    other.goto(f"{editor.desk.origin}/enter#key={editor.desk.key}&issue={ISSUE}")
    Editor.ready(other)
    _once(editor, "没有送到的，")
    page.bring_to_front()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    _write(page, "接着写的，")
    _once(editor, "没有送到的，", "接着写的，")
    _saved(page)
    assert page.locator("dialog[open]").count() == other.locator("dialog[open]").count() == 0
    editor.complaints.clear()  # of a desk that was gone


@whole
def test_a_doubled_tab_is_a_window_of_its_own(editor: Editor) -> None:
    """It is given what the first had noted for its session, and must not take that one for gone."""
    page = editor.page
    page.reload()  # which noted who it was
    Editor.ready(page)
    _write(page, "第一个的，")
    other = editor.window()
    noted: dict[str, str] = page.evaluate("({ ...sessionStorage })")
    other.goto(editor.desk.origin + "/")
    other.evaluate("(noted) => { for (const [key, value] of Object.entries(noted)) sessionStorage.setItem(key, value); }", noted)
    other.goto(f"{editor.desk.origin}/issue/{ISSUE}")
    Editor.ready(other)
    _write(other, "第二个的，", 2)
    page.bring_to_front()
    _write(page, "又一个，")
    _once(editor, "第一个的，", "第二个的，", "又一个，")
    for each in (page, other):
        _saved(each)
        assert each.locator("dialog[open]").count() == 0


@whole
def test_a_tab_that_was_thrown_away_has_what_it_had(editor: Editor) -> None:
    """The system wants its memory: no event tells the page so. It is loaded again when somebody looks at it."""
    page = editor.page
    _write_unheard(editor, "还没有送到，")
    page.wait_for_timeout(500)
    with contextlib.suppress(Exception):  # whoever crashes does not answer
        page.goto("chrome://crash", timeout=3000)
    editor.desk.restart()
    again = editor.window()
    again.goto(f"{editor.desk.origin}/enter#key={editor.desk.key}&issue={ISSUE}")
    Editor.ready(again)
    _once(editor, "还没有送到，")
    again.locator("#said", has_text="找回来了").wait_for()
    editor.complaints.clear()


@whole
def test_a_browser_whose_store_is_slow_keeps_and_gives_back(editor: Editor) -> None:
    """A machine that is busy takes seconds to open it; the issue is not kept waiting, and nothing is forgotten."""
    page = editor.page
    _write_unheard(editor, "上一次写的，")
    page.wait_for_timeout(500)
    page.close()
    editor.desk.restart()
    other = editor.window()
    other.add_init_script(SLOW_STORE)
    other.goto(f"{editor.desk.origin}/enter#key={editor.desk.key}&issue={ISSUE}")
    Editor.ready(other)
    _write(other, "这一次写的，", 2)  # in the same place people would be asked
    _once(editor, "这一次写的，", "上一次写的，")
    until(other, "document.querySelector('.cm-content').textContent.includes('上一次写的，')")
    editor.desk.kill()
    _write(other, "还没有送到，")
    until(other, "document.querySelector('.safety').textContent.includes('记在浏览器里')")
    other.wait_for_timeout(500)
    other.close()
    editor.desk.restart()
    last = editor.window()
    last.goto(f"{editor.desk.origin}/enter#key={editor.desk.key}&issue={ISSUE}")
    Editor.ready(last)
    _once(editor, "还没有送到，", "这一次写的，", "上一次写的，")
    editor.complaints.clear()


def test_what_is_written_while_two_windows_quarrel_is_not_lost(editor: Editor) -> None:
    """The answer says that another window changed the same paragraph; meanwhile somebody went on writing."""
    page, text = editor.page, editor.text()
    held: list[Route] = []
    page.route("**/edit", lambda route: held.append(route))
    _write(page, "甲，")
    page.wait_for_timeout(500)
    first = re.search(r"(?m)^[^#\n].{20}", text)
    assert first
    (editor.desk.shelf / ISSUE / REPORT).write_text(text.replace(first[0], f"乙，{first[0]}", 1), "utf-8")
    page.wait_for_timeout(2000)
    page.keyboard.insert_text("丙，")
    held[0].continue_()
    page.unroute("**/edit")
    page.locator("section.clash").wait_for()
    page.get_by_role("button", name="就这样").click()
    editor.saved("丙，")
    _saved(page)
    assert "甲，" in editor.text()


@whole
def test_a_file_that_goes_while_somebody_writes_in_it_comes_back(editor: Editor) -> None:
    _write_unheard(editor, "删去的时候正在写，")
    (editor.desk.shelf / ISSUE / REPORT).unlink()
    editor.desk.restart()
    other = editor.window()
    other.goto(f"{editor.desk.origin}/enter#key={editor.desk.key}&issue={ISSUE}")
    Editor.ready(other)
    soon((editor.desk.shelf / ISSUE / REPORT).exists)
    _once(editor, "删去的时候正在写，")
    editor.complaints.clear()


@whole
def test_a_picture_of_sixty_megabytes_is_refused_in_words(editor: Editor) -> None:
    """Pasted; what was written stands, and the next thing works."""
    page = editor.page
    _write(page, "贴图以前，")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(60 << 20)], '大图.png', { type: 'image/png' }));
          const pasted = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
          document.querySelector('.cm-content').dispatchEvent(pasted);
        }"""
    )
    page.locator("dialog[open], #said .bad").first.wait_for()
    said = page.locator("dialog[open], #said .bad").first.inner_text()
    assert "50 MB" in said, said
    if page.locator("dialog[open]").count():
        page.keyboard.press("Escape")
    _write(page, "贴图以后，")
    _once(editor, "贴图以前，", "贴图以后，")
    assert not list((editor.desk.shelf / ISSUE).glob("大图*"))
    editor.complaints.clear()  # of what was refused


#: What a Python does first that finds it: each time something is to be on the disk, that takes so long.
SLOW_DISK = """
import os, time
fsync = os.fsync
def slowly(descriptor):
    time.sleep(1.0)
    return fsync(descriptor)
os.fsync = slowly
"""


@whole
def test_a_slow_disk_slows_no_key_and_is_not_called_saved(chromium: Browser, tmp_path: Path) -> None:
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "sitecustomize.py").write_text(SLOW_DISK, "utf-8")
    path = os.pathsep.join([str(tmp_path / "slow"), str(ROOT)])
    desk = RunningDesk(shelf(tmp_path, ISSUE), environment={"PYTHONPATH": path})
    editor = Editor(chromium, desk).open()
    page = editor.page
    _write(page, "慢，")
    took = []
    keys = "一二三四五六七八九十"
    for count, key in enumerate(keys, 1):
        began = time.monotonic()
        page.keyboard.insert_text(key)
        until(page, f"document.querySelector('.cm-content').textContent.includes('慢，{keys[:count]}')")
        took.append(time.monotonic() - began)
    words = f"慢，{keys}"
    while words not in editor.text():
        assert page.get_attribute(".safety", "class") != "safety saved" or words in editor.text()
        page.wait_for_timeout(30)
    _saved(page)
    assert sorted(took)[len(took) // 2] < 0.5
    editor.context.close()
    desk.stop()
