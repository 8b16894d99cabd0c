"""Attacks by words: in texts, settings, names, on the clipboard, dragged from elsewhere. None of them is more than words, and the
key stays where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import browser
import pytest
from desk_editor import ISSUE, REPORT, Editor, paste
from desk_support import RunningDesk, shelf, soon

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]

#: In words of the text, of settings, of names: none of them is more than words.
EVIL = [
    "<script>window.struck=1</script>", "<img src=x onerror=window.struck=1>", "</style><script>window.struck=1</script>",
    "<svg onload=window.struck=1>", "\"><script>window.struck=1</script>", "</text></svg><script>window.struck=1</script>",
    "{{7*7}}{% include '/etc/passwd' %}", "};*{display:none}", "javascript:window.struck=1",
    "]]><script>window.struck=1</script>",
]  # fmt: skip


def test_words_are_words_wherever_they_are_shown(chromium: Browser, tmp_path: Path) -> None:
    folder = shelf(tmp_path, ISSUE)
    issue = folder / "issues" / ISSUE
    lines = "".join(f"一是{each.replace('<', chr(92) + '<')}。\n\n" for each in EVIL)
    table = "".join(f"| {each.replace('|', '').replace('<', chr(92) + '<')} | 1 |\n" for each in EVIL)
    title = "市：" + EVIL[0].replace("<", "\\<")
    (issue / REPORT).write_text(f"# {title}\n\n{lines}表1　{EVIL[1]}\n\n| 甲 | 乙 |\n|---|---|\n{table}", "utf-8")
    settings = (issue / "issue.yaml").read_text("utf-8")
    (issue / "issue.yaml").write_text(settings + f"signer: '{EVIL[3]}'\n" + f"permit: '{EVIL[5]}'\n", "utf-8")
    desk = RunningDesk(folder)
    editor = Editor(chromium, desk)
    editor.page.goto(f"{desk.origin}/enter#key={desk.key}&issue={ISSUE}")
    page = editor.page
    page.wait_for_selector(".report")
    soon(lambda: bool(page.evaluate("!!document.querySelector('div.sheet svg, .broken:not([hidden])')")))
    (tmp_path / "<img src=x onerror=window.struck=1>.txt").write_text(f"无锡市：{EVIL[0]}\n\n一是{EVIL[1]},落实。\n", "utf-8")
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="放入 Word 文件").click()
    chosen.value.set_files(str(tmp_path / "<img src=x onerror=window.struck=1>.txt"))
    page.wait_for_selector(".account")
    page.keyboard.press("Escape")
    page.locator('[data-file="issue.yaml"]').click()
    page.wait_for_selector("#field-number")
    page.get_by_role("button", name="查找", exact=True).click()
    page.get_by_label("查找", exact=True).fill("window.struck")
    page.wait_for_timeout(800)
    assert page.evaluate("window.struck") is None
    assert (
        page.evaluate("document.querySelectorAll('.sheets script, .sheets foreignObject, .sheets [onload], .sheets a').length")
        == 0
    )
    assert page.locator("body").is_visible()
    assert [each for each in editor.complaints if "refused" not in each.lower() and "404" not in each] == []
    editor.context.close()
    desk.stop()


#: As a page of somebody's, or a mail, has it.
STRANGE = (
    "<p onclick='window.struck=1' onmouseover='window.struck=1'>一是"
    "<a href='javascript:window.struck=1' target='_top'>加强统筹</a>，<img src='x' onerror='window.struck=1'>"
    "<svg onload='window.struck=1'><foreignObject><iframe srcdoc='<script>top.struck=1</script>'></iframe></foreignObject></svg>"
    "<style>@import url(http://evil.com/a.css); body{display:none}</style><script>window.struck=1</script>"
    "<a href='data:text/html,<script>opener.struck=1</script>'>落实责任</a>，<math><script>window.struck=1</script></math>"
    "<form action='http://evil.com'><button autofocus onfocus='window.struck=1'>好</button></form>"
    "<base href='http://evil.com/'><meta http-equiv='refresh' content='0;url=http://evil.com/'>"
    "<link rel='stylesheet' href='http://evil.com/a.css'>常抓不懈。</p>"
)


def test_what_is_pasted_and_let_go_is_words(editor: Editor) -> None:
    """Nothing of it runs, nothing is fetched, and the page stays where it is."""
    page = editor.page
    page.locator(".cm-line.text").first.click()
    paste(page, text_html=STRANGE, text_plain="一是加强统筹")
    editor.saved("常抓不懈。")
    link = {"text/uri-list": "http://evil.com/", "text/plain": "http://evil.com/"}
    for kinds in ({"text/html": STRANGE, "text/plain": "拖来的文字。"}, link):
        page.evaluate(
            """([kinds, on]) => {
              const data = new DataTransfer();
              for (const [kind, text] of Object.entries(kinds)) data.setData(kind, text);
              const box = document.querySelector(on).getBoundingClientRect();
              const at = { clientX: box.left + 90, clientY: box.top + 12 };
              const shared = { dataTransfer: data, bubbles: true, cancelable: true, ...at };
              for (const kind of ['dragenter', 'dragover', 'drop'])
                document.querySelector(on).dispatchEvent(new DragEvent(kind, shared));
            }""",
            [kinds, ".cm-line.text"],
        )
    editor.saved("拖来的文字。")
    session = page.context.new_cdp_session(page)
    data = {"items": [{"mimeType": "text/uri-list", "data": "http://evil.com/"}], "files": [], "dragOperationsMask": 1}
    for x, y in ((700, 20), (100, 400), (1200, 500)):  # the top, the list, the pages
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})
    page.wait_for_timeout(500)
    assert page.url == f"{editor.desk.origin}/issue/{ISSUE}"
    assert page.evaluate("window.struck") is None
    assert page.locator(".cm-content :is(a, script, iframe, form, base, meta, link, style)").count() == 0
    text = editor.text()
    assert "javascript:" not in text
    assert "<script" not in text
    assert "evil.com/a.css" not in text


def test_the_key_stays_nowhere_in_the_browser(editor: Editor) -> None:
    """Not in the address, not a step back, not where scripts keep things, not in what was fetched."""
    page, key = editor.page, editor.desk.key
    session = editor.desk.key[:12]
    assert key not in page.url
    left = page.evaluate(
        """() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.referrer,
             document.documentElement.outerHTML, performance.getEntries().map((each) => each.name), history.state])"""
    )
    assert session not in left
    page.go_back()
    assert key not in page.url
    entries = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    assert not [each for each in entries if session in each["url"]]
    editor.complaints.clear()  # of requests that leaving the page cut off
