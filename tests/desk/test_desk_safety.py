"""What a window says of the text is so: also while the desk is frozen or gone, and where the browser keeps nothing."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

import browser
import pytest
from desk_editor import ISSUE, Editor, until
from slices import some

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page, Route

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]

#: What a browser does that keeps nothing, whatever the reason.
FORGETFUL = {
    "forbidden": "Object.defineProperty(globalThis, 'indexedDB', { get() { throw new DOMException('', 'SecurityError') } })",
    "refused": "IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError') }",
    "silent": "IDBFactory.prototype.open = () => ({})",
    "full": "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') }",
    "all": "for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])"
    " Object.defineProperty(globalThis, name, { get() { throw new DOMException('', 'SecurityError') } })",
}


def _write(page: Page, words: str) -> None:
    page.evaluate("getSelection().collapse(document.querySelector('.cm-content .cm-line.text').firstChild, 0)")
    page.evaluate("document.querySelector('.cm-content').focus()")
    page.wait_for_timeout(60)
    page.keyboard.insert_text(words)


def _says(page: Page) -> str:
    return page.inner_text(".safety")


def test_a_desk_that_is_frozen_has_not_saved(editor: Editor) -> None:
    """A laptop that sleeps, a disk that hangs."""
    page = editor.page
    editor.desk.process.send_signal(signal.SIGSTOP)
    _write(page, "停住以后写的，")
    assert _says(page) == "正在保存……"
    page.wait_for_timeout(1500)
    assert _says(page) != "已保存"
    until(page, "document.querySelector('.safety').className === 'safety away'")
    assert "记在浏览器里" in _says(page)
    editor.desk.process.send_signal(signal.SIGCONT)
    until(page, "document.querySelector('.safety').className === 'safety saved'")
    editor.saved("停住以后写的，")


@pytest.mark.parametrize("killed", [False, True], ids=["lives", "killed"])
def test_a_text_whose_answer_was_lost_is_no_other_windows(editor: Editor, killed: bool) -> None:
    """The desk took it and died before it said so: what is written since in the same paragraph is no quarrel of two."""
    page = editor.page
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.post_data or "")
        if len(lost) == 1:
            route.fetch()
        route.abort()

    page.route("**/edit", lose)
    _write(page, "答话丢了，")
    until(page, "document.querySelector('.safety').className === 'safety away'")
    _write(page, "又写了一句，")
    page.wait_for_timeout(300)
    if killed:
        page.unroute("**/edit")
        page.reload()
        Editor.ready(page)
    else:
        page.unroute("**/edit")
    until(page, "document.querySelector('.safety').className === 'safety saved'")
    assert lost and page.locator("dialog[open]").count() == 0
    editor.saved("又写了一句，答话丢了，")
    editor.complaints.clear()  # of requests that failed


@pytest.mark.parametrize("how", some([*FORGETFUL], 3))
def test_a_browser_that_keeps_nothing_says_so(editor: Editor, how: str) -> None:
    page = editor.window()
    page.add_init_script(FORGETFUL[how])
    page.goto(f"{editor.desk.origin}/issue/{ISSUE}")
    Editor.ready(page)
    _write(page, "有编辑台时写的，")
    editor.saved("有编辑台时写的，")
    editor.desk.kill()
    _write(page, "断开以后写的，")
    until(page, "document.querySelector('.safety').textContent.includes('请先不要关')")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    _soon(page, lambda: asked == ["beforeunload"])
    editor.desk.restart()
    editor.complaints.clear()  # of connections that were refused
    other = editor.window()
    other.goto(f"{editor.desk.origin}/enter#key={editor.desk.key}&issue={ISSUE}")
    Editor.ready(other)
    editor.saved("断开以后写的，有编辑台时写的，")
    until(page, "document.querySelector('.safety').className === 'safety saved'")
    editor.complaints.clear()


def test_two_windows_that_die_with_the_desk_lose_nothing(editor: Editor) -> None:
    """Both have written in one report that no desk has heard."""
    other = editor.window()
    other.goto(f"{editor.desk.origin}/issue/{ISSUE}")
    Editor.ready(other)
    editor.desk.kill()
    lines = "document.querySelectorAll('.cm-content .cm-line.text')"
    for number, page in enumerate((editor.page, other)):
        page.bring_to_front()
        page.evaluate(f"getSelection().collapse({lines}[{number}].firstChild, 0)")
        page.evaluate("document.querySelector('.cm-content').focus()")
        page.wait_for_timeout(60)
        page.keyboard.insert_text(f"第{number}个窗口写的，")
        until(page, "document.querySelector('.safety').className === 'safety away'")
        page.wait_for_timeout(500)
    for page in (editor.page, other):
        page.close()
    editor.desk.restart()
    page = editor.window()
    page.goto(f"{editor.desk.origin}/enter#key={editor.desk.key}&issue={ISSUE}")
    Editor.ready(page)
    for number in range(2):
        editor.saved(f"第{number}个窗口写的，")
    until(page, "document.querySelector('.safety').className === 'safety saved'")
    assert page.evaluate("document.querySelector('.cm-content').textContent.includes('第1个窗口写的，')")
    editor.complaints.clear()


def _soon(page: Page, fits: Callable[[], bool]) -> None:
    for _ in range(100):
        if fits():
            return
        page.wait_for_timeout(100)
    raise AssertionError
