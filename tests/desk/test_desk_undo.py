"""Undo across everything: what was typed, in whichever report, and what was done to the issue as a whole, in its order."""

from __future__ import annotations

from pathlib import Path

import browser
import desk_day
import pytest
from desk_editor import ISSUE, REPORT, Editor, paste, until
from desk_forks import ForkedDesk, Forks
from desk_support import RunningDesk, shelf, soon

pytestmark = pytest.mark.slow

OTHER = "02-suzhou.md"


def texts(desk: RunningDesk) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((desk.shelf / ISSUE).glob("[!.]*"))}


# --- over the wire


def test_deeds_are_undone_and_done_again(tmp_path: Path) -> None:
    forks = Forks()
    desk = ForkedDesk(shelf(tmp_path, ISSUE), forks).enter()
    stood = desk.texts(ISSUE)
    (section,) = desk.get(f"/api/issue/{ISSUE}").said["outline"]["sections"]
    names = [report["file"] for report in section["reports"]]
    order = {"sections": [{"name": section["name"], "numbering": "", "reports": names[::-1]}], "attachments": []}
    reordered = desk.post(f"/api/issue/{ISSUE}/order", order).said["deed"]
    removed = desk.post(f"/api/issue/{ISSUE}/remove", {"files": [OTHER]}).said["deed"]
    written = desk.post(f"/api/issue/{ISSUE}/report", {"title": "新的一篇"}).said
    assert {reordered["what"], removed["what"], written["deed"]["what"]} == {"调整次序", "删去一篇", "新写一篇"}
    text = stood[REPORT].replace("高度重视", "十分重视", 1)
    desk.edit(ISSUE, REPORT, text, stood[REPORT])  # typed meanwhile: no deed takes it away
    done = desk.texts(ISSUE)
    back = [desk.post(f"/api/issue/{ISSUE}/undo", {"deed": deed["number"]}) for deed in (written["deed"], removed, reordered)]
    assert [answer.status for answer in back] == [200] * 3
    assert desk.texts(ISSUE) == {**stood, REPORT: text}
    for answer in reversed(back):
        assert desk.post(f"/api/issue/{ISSUE}/undo", {"deed": answer.said["deed"]}).status == 200
    assert desk.texts(ISSUE) == done
    assert desk.post(f"/api/issue/{ISSUE}/undo", {"deed": reordered["number"]}).status == 404
    desk.stop()
    forks.close()


def test_what_was_written_since_is_not_taken_away(tmp_path: Path) -> None:
    forks = Forks()
    desk = ForkedDesk(shelf(tmp_path, ISSUE), forks).enter()
    made = desk.post(f"/api/issue/{ISSUE}/report", {"title": "新的一篇"}).said
    stood = desk.texts(ISSUE)[made["file"]]
    desk.edit(ISSUE, made["file"], f"{stood}\n写了正文。\n", stood)
    answer = desk.post(f"/api/issue/{ISSUE}/undo", {"deed": made["deed"]["number"]})
    assert (answer.status, answer.said["findings"][0]["message"]) == (409, "“新写一篇”撤销不了：后来在同一处又改过")
    assert "写了正文。" in desk.texts(ISSUE)[made["file"]]
    desk.stop()
    forks.close()


# --- in the browser


def pressed(editor: Editor, name: str) -> None:
    """A button whose deed stands in the files when this returns, if it changes any."""
    before = texts(editor.desk)
    editor.page.get_by_role("button", name=name, exact=True).click()
    for _ in range(15):
        editor.page.wait_for_timeout(100)
        if texts(editor.desk) != before:
            break
    until(editor.page, "document.querySelector('.safety').className === 'safety saved'")


@pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")
def test_everything_of_a_morning_is_undone_and_done_again(editor: Editor, tmp_path: Path) -> None:
    page, desk = editor.page, editor.desk
    stood = texts(desk)
    page.locator(".cm-line.text").nth(1).click()
    page.keyboard.press("End")
    page.keyboard.type("共有12个单位,参加。")
    editor.saved("单位,参加")
    page.locator(f'[data-file="{OTHER}"]').click()
    page.locator(".cm-line.text").nth(1).click()
    page.keyboard.press("End")
    page.keyboard.type("又有8个单位,参加。")
    editor.saved("又有8个单位,参加", OTHER)
    page.locator(f'[data-file="{OTHER}"]').focus()
    page.keyboard.press("Alt+ArrowDown")
    until(page, "document.querySelector('#said').textContent.includes('下移了一位')")
    until(page, "(document.querySelector('.found-list .bar button')?.textContent ?? '').includes('（2）')")
    page.get_by_role("button", name="改好全部有把握的").click()
    page.get_by_role("button", name="改", exact=True).click()
    editor.saved("单位，参加")
    editor.saved("又有8个单位，参加", OTHER)
    page.locator(".cm-line.text").nth(1).click()
    paste(page, text_plain="城市\t得分\n南京\t95.2\n")
    editor.saved("| 南京 | 95.2 |", OTHER)
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="放入 Word 文件").click()
    chosen.value.set_files([str(desk_day.word_files(tmp_path)[0])])
    page.get_by_role("button", name="放进本期").click(timeout=120_000)
    until(page, "document.querySelector('#said').textContent.includes('放进了 1 篇')")
    page.locator('[data-file="03-zhenjiang.md"]').focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="删去", exact=True).click()
    soon(lambda: "03-zhenjiang.md" not in {*texts(desk)} and "03-zhenjiang" not in texts(desk)["issue.yaml"])
    done = texts(desk)
    assert len({*done} ^ {*stood}) == 2
    times = 0
    while texts(desk) != stood and times < 60:
        pressed(editor, "撤销")
        times += 1
    assert texts(desk) == stood
    for _ in range(times + 2):
        pressed(editor, "重做")
    soon(lambda: texts(desk) == done)
