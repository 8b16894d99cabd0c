"""Many windows side by side, more than a browser has connections to a server: each has its pages, and hears of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import browser
import pytest
from desk_editor import ISSUE, Editor, until
from desk_support import soon
from slices import some

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]


def _windows(editor: Editor, count: int) -> list[Page]:
    pages = [editor.page]
    while len(pages) < count:
        pages.append(page := editor.window())
        page.goto(f"{editor.desk.origin}/issue/{ISSUE}")
        Editor.ready(page)
    assert all(page.evaluate("!document.hidden") for page in pages)
    return pages


def test_eight_windows_are_seen_at_once(editor: Editor) -> None:
    pages = _windows(editor, 8)
    writing = some(range(8), 3)
    for number in writing:
        page = pages[number]
        page.evaluate("getSelection().collapse(document.querySelector('.cm-content .cm-line.text').firstChild, 0)")
        page.evaluate("document.querySelector('.cm-content').focus()")
        page.wait_for_timeout(60)
        page.keyboard.insert_text(f"第{number}个窗口，")
        for other in pages:
            until(other, f"document.querySelector('.cm-content').textContent.includes('第{number}个窗口，')")
            until(other, "document.querySelector('.safety').className === 'safety saved'")
    soon(lambda: all(f"第{number}个窗口，" in editor.text() for number in writing))


def test_a_browser_without_sockets_hears_nevertheless(editor: Editor) -> None:
    """A proxy that passes none; the stream of events then counts among the six."""
    page = editor.window()
    page.add_init_script(
        """globalThis.WebSocket = class extends EventTarget {
             constructor() { super(); setTimeout(() => this.onclose?.(), 50); }
             close() {}
           }"""
    )
    page.goto(f"{editor.desk.origin}/issue/{ISSUE}")
    Editor.ready(page)
    page.wait_for_selector(".safety.saved")
    editor.page.bring_to_front()
    editor.caret("迅速研判")
    editor.page.keyboard.insert_text("另一个窗口写的，")
    until(page, "document.querySelector('.cm-content').textContent.includes('另一个窗口写的，')")
