"""A disk with no room left: said calmly, nothing lost, nothing half written, saved when there is room again.

The limit on the size of files that the system puts on the running desk is such a disk: writes come short and then fail.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from desk_editor import ISSUE, REPORT, Editor, until
from desk_forks import ForkedDesk, Forks
from desk_support import RunningDesk, shelf, soon

pytestmark = pytest.mark.slow

OTHER = "02-suzhou.md"


def room(desk: RunningDesk, size: int | None) -> None:
    """No file of the desk's may be longer than `size` bytes; None: as long as it likes."""
    pid = desk.pid if isinstance(desk, ForkedDesk) else desk.process.pid
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard if size is None else size, hard))


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    forks = Forks()
    yield forks
    forks.close()


@pytest.fixture
def desk(forks: Forks, tmp_path: Path) -> Iterator[ForkedDesk]:
    desk = ForkedDesk(shelf(tmp_path, ISSUE), forks).enter()
    yield desk
    desk.stop()


def on_disk(desk: RunningDesk) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((desk.shelf / ISSUE).glob("[!.]*"))}


@pytest.mark.parametrize("size", [0, 1, 700, 3_000])
def test_texts_stand_and_are_saved_when_there_is_room(desk: ForkedDesk, size: int) -> None:
    news, before = desk.news(ISSUE), on_disk(desk)
    texts = desk.texts(ISSUE)
    room(desk, size)
    for count in range(3):
        for report in (REPORT, OTHER):
            was = desk.texts(ISSUE)[report]
            answer = desk.edit(ISSUE, report, was.replace("。", f"，第{count}回。", 1), was)
            assert (answer.status, answer.said["kept"]) == (200, False)
            texts[report] = answer.said["text"]
    told = news.last("safety", lambda said: bool(said["state"] == "failed"))
    assert told["why"] == "文件太大"
    time.sleep(1.5)  # it has been tried
    assert on_disk(desk) == before
    assert desk.texts(ISSUE) == texts
    news.heard.clear()
    room(desk, None)
    news.last("safety", lambda said: bool(said["state"] == "saved"))
    assert {name: data.decode() for name, data in on_disk(desk).items() if name in texts} == texts
    assert not list((desk.shelf / ISSUE).glob(".*"))


def test_a_file_that_was_sent_is_refused_whole(desk: ForkedDesk) -> None:
    before = on_disk(desk)
    room(desk, 50)
    sent = desk.send(f"/api/issue/{ISSUE}/upload?name=x.txt", ("来稿\n\n一是收到的材料。\n" * 40).encode())
    assert sent.status >= 400
    room(desk, None)
    batch = desk.send(f"/api/issue/{ISSUE}/upload?name=y.txt", "来稿\n\n一是收到的材料。\n".encode()).said["batch"]
    desk.post(f"/api/issue/{ISSUE}/drafts", {"batch": batch})
    room(desk, 10)
    taken = desk.post(f"/api/issue/{ISSUE}/accept", {"batch": batch, "chosen": [0], "replacing": [], "undone": {}})
    assert taken.status == 409
    assert "文件太大" in taken.said["findings"][0]["message"]
    room(desk, None)
    assert on_disk(desk) == before
    taken = desk.post(f"/api/issue/{ISSUE}/accept", {"batch": batch, "chosen": [0], "replacing": [], "undone": {}})
    assert taken.status == 200


@pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")
@pytest.mark.parametrize("reloaded", [False, True])
def test_what_a_full_disk_did_not_take_the_window_keeps(editor: Editor, reloaded: bool) -> None:
    """The server dies before there is room: all of it is with the window, whether it stays open or dies, too."""
    page, desk = editor.page, editor.desk
    room(desk, 100)
    for words in ("第一句，", "第二句，"):
        editor.caret("迅速研判")
        page.keyboard.insert_text(words)
        page.wait_for_selector(".safety.failed")
        page.wait_for_timeout(300)
    assert page.inner_text(".safety") == "没有保存：文件太大。文字还在，会自动再试"
    desk.kill()
    assert "第一句" not in editor.text()
    if reloaded:
        page.goto("about:blank")
    desk.restart()
    other = page if reloaded else editor.window()
    other.goto(f"{desk.origin}/enter#key={desk.key}&issue={ISSUE}")
    editor.ready(other)
    editor.saved("第一句，第二句，迅速研判")
    if not reloaded:
        page.bring_to_front()
        page.wait_for_selector(".safety.saved")
        until(page, "document.querySelector('.cm-content').textContent.includes('第一句，第二句，迅速研判')")
    soon(lambda: editor.text().count("第一句，") == 1)
    editor.complaints.clear()  # a server that is gone is a complaint of the browser's
