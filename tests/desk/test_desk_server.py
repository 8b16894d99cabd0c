"""The desk as a program: it starts, keeps every acknowledged word, meets other programs and other windows, takes in and gives out."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import socket
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import ROOT
from desk_support import RunningDesk, shelf, soon
from slices import share

ISSUE, REPORT, OTHER = "2022-17", "01-nanjing.md", "02-suzhou.md"


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """One desk for whoever leaves the texts as they are."""
    desk = RunningDesk(shelf(tmp_path_factory.mktemp("desk"), ISSUE)).enter()
    yield desk
    desk.stop()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    desk = RunningDesk(shelf(tmp_path, ISSUE)).enter()
    yield desk
    if desk.process.poll() is None:
        desk.stop()


def file(desk: RunningDesk, name: str = REPORT) -> Path:
    return desk.shelf / ISSUE / name


def test_from_the_key_to_a_saved_change(tmp_path: Path) -> None:
    """The short way through everything, for the fast suite."""
    began = time.monotonic()
    desk = RunningDesk(shelf(tmp_path, ISSUE))
    assert desk.get("/api/shelf").status == 401
    desk.enter()
    assert time.monotonic() - began < 20  # a quiet machine: 1 s
    text = desk.texts(ISSUE)[REPORT]
    news = desk.news(ISSUE)
    first = news.last("pages")
    assert (first["count"], len(first["pages"])) == (8, 8)
    assert news.last("findings") == []
    news.heard.clear()
    assert desk.edit(ISSUE, REPORT, text.replace("高度重视", "十分重视", 1), text).said["text"] != text
    assert set(news.last("pages")["pages"]) == {"1"}
    soon(lambda: "十分重视" in file(desk).read_text("utf-8"))
    news.last("safety", lambda said: said["state"] == "saved")
    assert desk.stop() == "按 Ctrl+C 结束。\n"
    assert desk.process.returncode == 0


@pytest.mark.slow
def test_other_addresses_of_this_machine_are_not_answered(standing: RunningDesk) -> None:
    others = {entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with pytest.raises(OSError, match=r"."), socket.create_connection((str(address), standing.port), timeout=2):
            pass


@pytest.mark.slow
def test_another_host_wants_a_password(tmp_path: Path) -> None:
    folder = shelf(tmp_path, ISSUE)
    desk = RunningDesk(folder, "--host", "127.0.0.1", environment={"BRIEFING_DESK_PASSWORD": "八个字的密码够了"})
    assert desk.key == ""
    assert desk.post("/password", {"password": "不对"}).status in (401, 403)
    answer = desk.post("/password", {"password": "八个字的密码够了"})
    assert answer.status == 200
    desk.cookie = answer.headers["set-cookie"].partition(";")[0]
    assert desk.get("/api/shelf").status == 200
    assert "没有加密" in desk.stop()


@pytest.mark.slow
def test_every_answer_says_what_a_browser_may_do(standing: RunningDesk) -> None:
    for path in ("/", "/enter", "/api/shelf", "/static/desk.js", "/nothing"):
        answer = standing.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in answer.headers
    cookie = standing.post("/enter", {"key": standing.key}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert standing.key not in standing.get("/").body.decode()


OUTSIDE = [
    "/static/..%2f..%2fdesk.py", "/static/%2e%2e/%2e%2e/desk.py", "/static/../desk.py", "/static//etc/passwd", "/static/desk.py",
    f"/api/issue/{ISSUE}/file/..%2f..%2fissues%2f{ISSUE}%2fissue.yaml", f"/api/issue/{ISSUE}/file/manifest.json",
    f"/api/issue/{ISSUE}/picture/..%2fissue.yaml", f"/api/issue/{ISSUE}/picture/issue.yaml", f"/api/issue/{ISSUE}/picture/link.png",
    "/api/issue/..%2f..%2fetc", "/api/issue/.desk", "/api/issue/%2e%2e", f"/api/issue/{ISSUE}%00", "/face/..%2f..%2fetc%2fpasswd", "/face/x",
    f"/api/issue/{ISSUE}/form?file=../../../etc/passwd", f"/api/issue/{ISSUE}/state/1%2f..%2f..",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_issues_is_read(standing: RunningDesk, path: str) -> None:
    link = standing.shelf / ISSUE / "link.png"
    if not link.is_symlink():
        link.symlink_to("/etc/passwd")
    try:
        answer = standing.get(path)
        assert 400 <= answer.status < 500
        assert b"root:" not in answer.body
    finally:
        link.unlink()


WRONG = [
    ("edit", {"file": "../../x.md", "text": "x", "was": "", "window": "a", "number": 1}), ("edit", {"file": "/etc/passwd", "text": "x", "was": "", "window": "a", "number": 1}),
    ("edit", {"file": REPORT, "text": 7, "was": "", "window": "a", "number": 1}), ("edit", {"file": REPORT}), ("edit", []), ("edit", "x"),
    *(("edit", {"file": REPORT, "text": "x", "was": "", "window": "a", "number": number}) for number in (0, -1, "1", 10**9)),
    ("edit", {"file": REPORT, "text": "x", "was": "", "window": "a"}), ("taken", {"file": REPORT}),
    ("edit", {"file": REPORT, "text": "\ud800", "was": "", "window": "a", "number": 1}),
    ("order", {"sections": [{"name": "x", "numbering": "", "reports": ["../x.md"]}], "attachments": []}),
    ("order", {"sections": [7], "attachments": []}), ("order", {"sections": [], "attachments": ["/etc/passwd"]}),
    ("setting", {"file": "issue.yaml", "key": "sections", "value": "x"}), ("setting", {"file": "issue.yaml", "key": "__class__", "value": "x"}),
    ("setting", {"file": "../x", "key": "number", "value": "x"}), ("remove", {"files": ["../../x"]}), ("remove", {"files": ["issue.yaml"]}), ("remove", {"files": "01-nanjing.md"}),
    ("restore", {"number": 10_000, "files": []}), ("settle", {"file": REPORT, "text": "x"}), ("make", {"what": "../x"}),
    ("drafts", {"batch": "../.."}), ("drafts", {"batch": ""}), ("accept", {"batch": "/tmp", "chosen": [0], "replacing": [], "undone": {}}),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("what", "body"), WRONG, ids=lambda value: json.dumps(value)[:60])
def test_what_is_not_as_it_should_be_is_refused(standing: RunningDesk, what: str, body: object) -> None:
    before = standing.texts(ISSUE)
    answer = standing.post(f"/api/issue/{ISSUE}/{what}", body)
    assert 400 <= answer.status < 500, answer.body
    assert standing.texts(ISSUE) == before


@pytest.mark.slow
def test_bodies_are_bounded(standing: RunningDesk) -> None:
    with contextlib.suppress(OSError):  # it may hang up on us
        answer = standing.post(
            f"/api/issue/{ISSUE}/edit", {"file": REPORT, "text": "字" * 6_000_000, "was": "", "window": "a", "number": 1}
        )
        assert answer.status == 413
    with contextlib.suppress(OSError):
        assert standing.send(f"/api/issue/{ISSUE}/upload?name=x.docx", b"\0" * (201 << 20)).status == 413
    assert standing.get("/api/shelf").status == 200


@pytest.mark.slow
def test_a_killed_desk_has_every_acknowledged_word(desk: RunningDesk) -> None:
    """Killed at any moment after an answer; started again, the text is that of the answer, once."""
    dice = random.Random(7)
    for round_ in range(share(12, 4)):
        text = desk.texts(ISSUE)[REPORT]
        for step in range(dice.randrange(1, 5)):
            new = text.replace("\n\n", f"\n\n第{round_}回第{step}次。", 1)
            assert desk.edit(ISSUE, REPORT, new, text).status == 200
            text = new
            time.sleep(dice.choice((0, 0.01, 0.3, 0.9)))
        desk.kill()
        desk.restart()
        desk.enter()
        opened = desk.get(f"/api/issue/{ISSUE}").said
        assert opened["texts"][REPORT] == text
        soon(lambda: file(desk).read_text("utf-8") == text)  # noqa: B023


@pytest.mark.slow
def test_the_killed_desk_says_what_it_found_again(desk: RunningDesk) -> None:
    text = desk.texts(ISSUE)[REPORT]
    desk.edit(ISSUE, REPORT, text + "\n新的一段。\n", text)
    desk.kill()
    assert "新的一段" not in file(desk).read_text("utf-8")
    # meanwhile somebody else has worked on another paragraph
    file(desk).write_text(text.replace("高度重视", "十分重视", 1), "utf-8")
    desk.restart()
    desk.enter()
    opened = desk.get(f"/api/issue/{ISSUE}").said
    assert opened["restored"] == [REPORT]
    assert opened["texts"][REPORT] == text.replace("高度重视", "十分重视", 1) + "\n新的一段。\n"
    assert desk.get(f"/api/issue/{ISSUE}").said["restored"] == []  # it is said once


@pytest.mark.slow
def test_an_edit_is_taken_once(desk: RunningDesk) -> None:
    """An answer that was lost, a browser that was killed and has what it kept some seconds before: what was written, taken back and
    written again is the same text, and another edit."""
    text = desk.texts(ISSUE)[REPORT]
    more = text + "\n一段。\n"
    for number, (new, old) in enumerate([(more, text), (text, more), (more, text), (more + "\n又一段。\n", more)], 1):
        desk.edit(ISSUE, REPORT, new, old, "a", number)
        assert desk.texts(ISSUE)[REPORT] == new

    def again(number: int, new: str, old: str) -> str:
        found: str = desk.edit(ISSUE, REPORT, new, old, "a", number).said["text"]
        return found

    for ending in range(2):
        assert desk.post(f"/api/issue/{ISSUE}/taken", {"file": REPORT, "window": "a"}).said == {"number": 4, "kept": True}
        assert desk.post(f"/api/issue/{ISSUE}/taken", {"file": REPORT, "window": "b"}).said["number"] == 0
        assert again(2, text, more) == again(4, more, text) == more + "\n又一段。\n"
        if not ending:
            desk.kill()
            desk.restart()
            assert desk.enter().texts(ISSUE)[REPORT] == more + "\n又一段。\n"
            soon(lambda: (desk.shelf / ISSUE / REPORT).read_text("utf-8") == more + "\n又一段。\n")


@pytest.mark.slow
def test_what_is_written_in_a_report_that_was_taken_away_is_not_lost_with_it(desk: RunningDesk) -> None:
    """By a window that had not heard of it; one that had only lost its answer is told."""
    text = desk.texts(ISSUE)[REPORT]
    assert desk.edit(ISSUE, REPORT, text + "\n一句。\n", text, "a", 1).status == 200
    assert desk.post(f"/api/issue/{ISSUE}/remove", {"files": [REPORT]}).status == 200
    assert desk.edit(ISSUE, REPORT, text + "\n一句。\n", text, "a", 1).said["gone"] is True
    assert REPORT not in desk.texts(ISSUE)
    assert desk.edit(ISSUE, "99-never.md", "一句。\n", "", "a", 1).status == 404
    written = text + "\n一句，又一句。\n"
    assert desk.edit(ISSUE, REPORT, written, text + "\n一句。\n", "a", 2).said["text"] == written
    soon(lambda: (desk.shelf / ISSUE / REPORT).exists())
    assert desk.texts(ISSUE)[REPORT] == (desk.shelf / ISSUE / REPORT).read_text("utf-8") == written


@pytest.mark.slow
def test_a_report_that_could_not_be_read_again_is_not_taken(desk: RunningDesk) -> None:
    text = desk.texts(ISSUE)[REPORT]
    answer = desk.edit(ISSUE, REPORT, text + "字" * 350_000, text)
    assert answer.status == 413
    assert "太长" in answer.said["why"]
    assert desk.texts(ISSUE)[REPORT] == text


@pytest.mark.slow
def test_another_programs_change_is_joined_by_paragraph(desk: RunningDesk) -> None:
    text = desk.texts(ISSUE)[REPORT]
    news = desk.news(ISSUE)
    news.last("pages")
    mine = text.replace("高度重视", "十分重视", 1)
    desk.edit(ISSUE, REPORT, mine, text)
    file(desk).write_text(text + "\n别人加的一段。\n", "utf-8")
    both = mine + "\n别人加的一段。\n"
    soon(lambda: file(desk).read_text("utf-8") == both)
    assert desk.texts(ISSUE)[REPORT] == both
    assert news.last("text", lambda said: "别人加的" in said["text"])["text"] == both


@pytest.mark.slow
def test_the_same_paragraph_changed_by_two_is_for_people(desk: RunningDesk) -> None:
    text = desk.texts(ISSUE)[REPORT]
    news = desk.news(ISSUE)
    mine, theirs = text.replace("高度重视", "十分重视", 1), text.replace("高度重视", "非常重视", 1)
    desk.edit(ISSUE, REPORT, mine, text)
    file(desk).write_text(theirs, "utf-8")
    clash = news.last("clash")
    assert [chunk["clash"] for chunk in clash["chunks"]].count(True) == 1
    news.last("safety", lambda said: said["state"] == "clash")
    time.sleep(1.5)
    assert file(desk).read_text("utf-8") == theirs  # nothing is written over before the answer
    assert desk.texts(ISSUE)[REPORT] == mine
    settled = text.replace("高度重视", "十分、非常重视", 1)
    news.heard.clear()
    assert desk.post(f"/api/issue/{ISSUE}/settle", {"file": REPORT, "text": settled}).status == 200
    soon(lambda: file(desk).read_text("utf-8") == settled)
    news.last("safety", lambda said: said["state"] == "saved")
    kept = [state["number"] for state in desk.get(f"/api/issue/{ISSUE}/states").said["states"]]
    found = {desk.get(f"/api/issue/{ISSUE}/state/{number}").said["texts"][REPORT] for number in kept}
    assert {mine, theirs, settled} <= found


@pytest.mark.slow
@pytest.mark.parametrize("seen", [True, False])
def test_a_file_made_of_an_old_copy_is_told(desk: RunningDesk, seen: bool) -> None:
    """What was saved here since is gone from it; a window that was hidden hears of it when it comes back."""
    old = desk.texts(ISSUE)[REPORT]
    news = desk.news(ISSUE) if seen else None
    mine = old + "\n这里加的一段。\n"
    desk.edit(ISSUE, REPORT, mine, old)
    soon(lambda: file(desk).read_text("utf-8") == mine)
    theirs = old.replace("高度重视", "非常重视", 1)
    file(desk).write_text(theirs, "utf-8")
    soon(lambda: desk.texts(ISSUE)[REPORT] == theirs)
    assert (news or desk.news(ISSUE)).last("overwritten") == {"file": REPORT, "paragraphs": 1}


@pytest.mark.slow
def test_a_clash_outlives_a_kill(desk: RunningDesk) -> None:
    text = desk.texts(ISSUE)[REPORT]
    news = desk.news(ISSUE)
    mine, theirs = text.replace("高度重视", "十分重视", 1), text.replace("高度重视", "非常重视", 1)
    desk.edit(ISSUE, REPORT, mine, text)
    file(desk).write_text(theirs, "utf-8")
    news.last("clash")
    desk.kill()
    desk.restart()
    desk.enter()
    assert desk.texts(ISSUE)[REPORT] == mine
    assert desk.news(ISSUE).last("clash")["file"] == REPORT
    assert file(desk).read_text("utf-8") == theirs


@pytest.mark.slow
def test_two_windows_lose_nothing(desk: RunningDesk) -> None:
    text = desk.texts(ISSUE)[REPORT]
    other = desk.news(ISSUE, "two")
    one = text.replace("高度重视", "十分重视", 1)
    assert desk.edit(ISSUE, REPORT, one, text, "one").said["text"] == one
    assert other.last("text", lambda said: said["file"] == REPORT)["text"] == one
    # the other window had not heard of it yet
    two = text + "\n第二个窗口的一段。\n"
    both = one + "\n第二个窗口的一段。\n"
    assert desk.edit(ISSUE, REPORT, two, text, "two").said["text"] == both
    again = desk.edit(ISSUE, REPORT, text.replace("高度重视", "非常重视", 1), text, "two").said
    assert again["text"] == both
    assert again["clash"]["file"] == REPORT
    assert desk.texts(ISSUE)[REPORT] == both


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_said_and_tried_again(desk: RunningDesk) -> None:
    text = desk.texts(ISSUE)[REPORT]
    news = desk.news(ISSUE)
    blocked = file(desk)
    blocked.chmod(0o444)
    desk.edit(ISSUE, REPORT, text.replace("高度重视", "十分重视", 1), text)
    assert "不许改" in news.last("safety", lambda said: said["state"] == "failed")["why"]
    assert "十分重视" in desk.texts(ISSUE)[REPORT]
    blocked.chmod(0o644)
    soon(lambda: "十分重视" in blocked.read_text("utf-8"))
    news.last("safety", lambda said: said["state"] == "saved")


@pytest.mark.slow
def test_a_file_that_is_no_text_shuts_nobody_out_of_the_others(tmp_path: Path) -> None:
    """Left in the folder by somebody else, before the desk is opened or meanwhile, in place of a report that is being written or
    beside it: the others are read, watched and written, and it comes in when it is put right."""
    folder = shelf(tmp_path, ISSUE) / "issues" / ISSUE
    strange = folder / "00-记事本.md"
    strange.write_bytes("# 标题\n\n正文。\n".encode("utf-16"))
    desk = RunningDesk(tmp_path).enter()
    try:
        news = desk.news(ISSUE)
        texts = desk.texts(ISSUE)
        assert set(texts) == {"issue.yaml", *(path.name for path in folder.glob("0[1-9]*.md"))}
        assert strange.name in {each["span"]["file"] for each in news.last("broken", bool)}
        path = folder / OTHER
        path.write_text(texts[OTHER] + "\n别的程序加的。\n", "utf-8")
        soon(lambda: "别的程序加的" in desk.texts(ISSUE)[OTHER])
        desk.edit(ISSUE, REPORT, texts[REPORT].replace("高度重视", "十分重视", 1), texts[REPORT])
        soon(lambda: "十分重视" in (folder / REPORT).read_text("utf-8"))
        strange.write_text("# 记事本里写的\n\n正文。\n", "utf-8")
        soon(lambda: "记事本里写的" in desk.texts(ISSUE).get(strange.name, ""))
        news.last("pages")
        # what is open is overwritten, while somebody writes in it
        now = desk.texts(ISSUE)[REPORT]
        (folder / REPORT).write_bytes(now.encode("utf-16"))
        desk.edit(ISSUE, REPORT, now.replace("十分重视", "非常重视", 1), now)
        news.last("safety", lambda said: said["state"] == "failed")
        states = len(desk.get(f"/api/issue/{ISSUE}/states").said["states"])
        time.sleep(2)
        assert len(desk.get(f"/api/issue/{ISSUE}/states").said["states"]) == states
        (folder / REPORT).write_text(now + "\n改回来的人加的。\n", "utf-8")
        soon(lambda: "非常重视" in (text := (folder / REPORT).read_text("utf-8")) and "改回来的人加的" in text)
    finally:
        desk.stop()


def _shaken(desk: RunningDesk, path: str, **headers: str) -> tuple[int, socket.socket]:
    """What is answered to a request for a web socket."""
    said = {
        "Host": f"127.0.0.1:{desk.port}", "Origin": desk.origin, "Cookie": desk.cookie, "Connection": "Upgrade",
        "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", **headers,
    }  # fmt: skip
    asked = socket.create_connection(("127.0.0.1", desk.port), timeout=30)
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {text}" for name, text in said.items() if text), "", ""]
    asked.sendall("\r\n".join(lines).encode())
    return int(asked.recv(1 << 16).split(b" ")[1]), asked


@pytest.mark.slow
def test_sockets_are_for_our_own_pages(standing: RunningDesk) -> None:
    news = f"/api/issue/{ISSUE}/news?window=one"
    for headers in (
        {"Origin": "http://evil.com"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "http://localhost:1"}, {"Cookie": ""},
        {"Cookie": "briefing-desk=x"}, {"Host": f"evil.com:{standing.port}"}, {"Origin": f"https://127.0.0.1:{standing.port}"},
    ):  # fmt: skip
        status, asked = _shaken(standing, news, **headers)
        asked.close()
        assert status == 403, headers
    for path in ("/api/shelf", "/api/issue/nowhere/news", "/issue/x", f"/api/issue/{ISSUE}/edit", "/api/issue/../news"):
        status, asked = _shaken(standing, path)
        asked.close()
        assert status in (403, 404), path
    status, asked = _shaken(standing, news)
    assert status == 101
    asked.sendall(
        b"\x81\xff" + (1 << 40).to_bytes(8, "big") + b"\0" * 4 + b"x" * 4096
    )  # a window has nothing to say, least of all that
    asked.settimeout(30)
    with contextlib.suppress(ConnectionError):
        while asked.recv(1 << 16):
            pass
    asked.close()
    assert standing.get("/api/shelf").status == 200


@pytest.mark.slow
def test_broken_text_says_where_and_the_pages_stay(desk: RunningDesk) -> None:
    text = desk.texts(ISSUE)["issue.yaml"]
    news = desk.news(ISSUE)
    news.last("pages")
    news.heard.clear()
    desk.edit(ISSUE, "issue.yaml", text.replace("number: 17", "number: ["), text)
    broken = news.last("broken", bool)
    assert broken[0]["span"]["file"] == "issue.yaml"
    assert not [said for kind, said in news.heard if kind == "pages"]
    desk.edit(ISSUE, "issue.yaml", text, text.replace("number: 17", "number: ["))
    news.last("pages")


@pytest.mark.slow
def test_word_files_come_in_when_they_are_agreed_to(desk: RunningDesk) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("无锡市：创新驱动 全域创建")
    document.add_paragraph("一是加强统筹,落实责任。全市共有 12 个单位参加。")
    stream = io.BytesIO()
    document.save(stream)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("无锡.docx", stream.getvalue())
        archive.writestr("../../逃.docx", stream.getvalue())
        archive.writestr("~$无锡.docx", b"x")
    batch = desk.send(f"/api/issue/{ISSUE}/upload?name=all.zip", packed.getvalue()).said["batch"]
    batch = desk.send(f"/api/issue/{ISSUE}/upload?name=bad.docx&batch={batch}", b"PK\3\4 not so").said["batch"]
    found = {entry["file"]: entry for entry in desk.post(f"/api/issue/{ISSUE}/drafts", {"batch": batch}).said["reports"]}
    assert set(found) == {"无锡.docx", "逃.docx", "~$无锡.docx", "bad.docx"}
    assert found["~$无锡.docx"]["skipped"]
    assert found["bad.docx"]["refused"]
    good = found["无锡.docx"]
    assert (good["name"], good["lost"], len(good["repairs"])) == ("04-无锡.md", 0, 4)
    assert desk.texts(ISSUE).keys() == {"issue.yaml", REPORT, OTHER, "03-zhenjiang.md"}
    answer = desk.post(f"/api/issue/{ISSUE}/accept", {"batch": batch, "chosen": [good["index"]], "replacing": [], "undone": {}})
    assert answer.said == {"added": ["04-无锡.md"], "deed": {"number": 1, "what": "放入文件"}}
    texts = desk.texts(ISSUE)
    assert texts["04-无锡.md"] == good["markdown"]
    assert "一是加强统筹，落实责任。" in texts["04-无锡.md"]
    assert not list(desk.folder.parent.glob("**/逃*"))


@pytest.mark.slow
def test_what_a_city_sends_goes_into_the_report_that_waits_for_it(desk: RunningDesk) -> None:
    from docx import Document

    asked = {"number": 18, "date": "2022-05-20", "earlier": ISSUE, "house": "", "cities": []}
    new = desk.post("/api/new", asked).said["name"]
    before = desk.texts(new)
    document = Document()
    document.add_paragraph("苏州市：创新驱动")
    document.add_paragraph("一是加强统筹，落实责任。")
    stream = io.BytesIO()
    document.save(stream)
    batch = desk.send(f"/api/issue/{new}/upload?name={quote('苏州.docx')}", stream.getvalue()).said["batch"]
    (found,) = desk.post(f"/api/issue/{new}/drafts", {"batch": batch}).said["reports"]
    assert (found["name"], found["empty"]) == ("02-suzhou.md", True)
    answer = desk.post(f"/api/issue/{new}/accept", {"batch": batch, "chosen": [0], "replacing": [], "undone": {}})
    assert answer.said == {"added": ["02-suzhou.md"], "deed": {"number": 1, "what": "放入文件"}}
    soon(lambda: desk.texts(new)["02-suzhou.md"] == found["markdown"])
    assert desk.texts(new) == before | {"02-suzhou.md": found["markdown"]}


CLIPBOARD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style>p.MsoNormal{mso-style-parent:""}</style></head><body><!--StartFragment-->
<p class=MsoNormal style='text-indent:24.0pt'>&nbsp;&nbsp;&nbsp;&nbsp;一是<b>加强统筹</b>,共有 12 家<o:p></o:p></p>
<table><tr><td>城市</td><td>得分</td></tr><tr><td>南京</td><td>95.2</td></tr></table>
<p class=MsoNormal><img src="file:///C:/x/image001.png"></p><!--EndFragment--></body></html>"""


@pytest.mark.slow
def test_the_clipboard_of_word_becomes_markdown(desk: RunningDesk) -> None:
    said = desk.post(f"/api/issue/{ISSUE}/paste", {"html": CLIPBOARD}).said
    assert said["local"] == 1
    assert said["markdown"] == "一是**加强统筹**，共有12家\n\n| 城市 | 得分 |\n|---|---|\n| 南京 | 95.2 |"


#: As WPS Writer puts it: it says that it is Word, calls its classes p.15, and has a list whose numbers are typed.
WPS = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta name="Generator" content="Microsoft Word 14"><!--[if gte mso 9]><xml><w:LatentStyles DefLockedState="false" LatentStyleCount="260">
<w:LsdException Locked="false" Priority="99" Name="index 1"></w:LsdException></w:LatentStyles></xml><![endif]-->
<style>@font-face{font-family:"Times New Roman";} p.MsoNormal{mso-style-name:正文;} p.15{mso-style-name:标题;} span.10{font-family:'Times New Roman';}</style></head>
<body style="tab-interval:21pt;"><!--StartFragment--><p class=15 align=center><b><span>工作进展</span></b></p>
<p class=MsoNormal style="text-indent:32.0000pt;"><span style="mso-spacerun:'yes';">&#12288;&#12288;全市共有</span><span> 12 </span><span>家单位,均已完成.</span></p>
<p class=MsoNormal style="mso-list:l0 level1 lfo1;"><!--[if !supportLists]--><span style="mso-list:Ignore;">1.<span>&nbsp;</span></span><!--[endif]--><span>第一项；</span></p>
<p class=MsoNormal style="mso-list:l0 level1 lfo1;"><!--[if !supportLists]--><span style="mso-list:Ignore;">2.<span>&nbsp;</span></span><!--[endif]--><span>第二项。</span></p>
<table border=1><tr><td><p class=MsoNormal>城市</p></td><td><p class=MsoNormal>得分</p></td></tr><tr><td>南京</td><td>95.2</td></tr></table>
<p class=MsoNormal><img width="2" height="1" src="file:///C:/Users/x/AppData/Local/Temp/ksohtml/wps1.png"></p><!--EndFragment--></body></html>"""


@pytest.mark.slow
def test_the_clipboard_of_wps_becomes_markdown(desk: RunningDesk) -> None:
    said = desk.post(f"/api/issue/{ISSUE}/paste", {"html": WPS}).said
    assert said["local"] == 1
    for words in (
        "工作进展",
        "全市共有12家单位，均已完成。",
        "第一项；",
        "第二项。",
        "| 城市 | 得分 |\n|---|---|\n| 南京 | 95.2 |",
    ):
        assert said["markdown"].count(words) == 1, said["markdown"]
    for stray in ("Latent", "mso", "LsdException", "p.15", "StartFragment", "&nbsp", "file:"):
        assert stray not in said["markdown"]


def linked(path: Path, target: Path) -> Path:
    """What was at `path` lies elsewhere now, and the link leads there."""
    if path.exists():
        os.rename(path, target)
    else:
        target.write_text("别人的秘密", "utf-8")
    path.symlink_to(target)
    return target


@pytest.mark.slow
@pytest.mark.parametrize("name", ["09-lian.md", "lian.png"])
def test_a_link_in_the_folder_leads_nowhere(desk: RunningDesk, name: str) -> None:
    """Placed there while the desk is open, or before."""
    secret = linked(file(desk, name), desk.folder / "secret")
    time.sleep(1.2)
    for _ in range(2):
        said = desk.get(f"/api/issue/{ISSUE}").body.decode()
        assert "别人的秘密" not in said
        assert desk.get(f"/api/issue/{ISSUE}/picture/{name}").status in (404, 409)
        desk.post(f"/api/issue/{ISSUE}/edit", {"file": name, "text": "写过去", "was": "别人的秘密", "window": "a", "number": 1})
        desk.post(f"/api/issue/{ISSUE}/remove", {"files": [name]})
        desk.kill()
        desk.restart()
        desk.enter()
    assert secret.read_text("utf-8") == "别人的秘密"


@pytest.mark.slow
@pytest.mark.parametrize("place", ["report", "settings", "kept", "output"])
def test_nothing_is_written_through_a_link(desk: RunningDesk, place: str) -> None:
    """Somebody put a link in the place of what the desk writes: what it leads to stays as it is."""
    outside = desk.folder / "outside"
    outside.mkdir()
    text = desk.texts(ISSUE)[REPORT]
    match place:
        case "report":
            linked(file(desk), outside / "theirs.md")
        case "settings":
            linked(file(desk, "issue.yaml"), outside / "theirs.yaml")
        case "kept":
            desk.kill()
            shutil.rmtree(desk.shelf / ".desk")
            (desk.shelf / ".desk").symlink_to(outside)
            desk.restart()
            desk.enter()
        case "output":
            (desk.output).mkdir()
            (desk.output / ISSUE).symlink_to(outside)
    before = {path.name: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    desk.edit(ISSUE, REPORT, text.replace("高度重视", "十分重视", 1), text)
    settings = desk.texts(ISSUE)["issue.yaml"]
    desk.edit(ISSUE, "issue.yaml", settings.replace("print_run: 400", "print_run: 500"), settings)
    time.sleep(2.5)
    if place == "output":
        desk.post(f"/api/issue/{ISSUE}/make", {"what": "release"})
    assert {path.name: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before


def window(desk: RunningDesk, state: str, name: str = "w1") -> None:
    assert desk.post("/api/window", {"window": name, "state": state}).status == 200


@pytest.mark.slow
def test_it_ends_with_its_last_window_if_that_is_wished(desk: RunningDesk) -> None:
    window(desk, "here")
    window(desk, "here", "w2")
    window(desk, "gone")
    assert desk.post("/api/wish", {"ends_with_window": True}).status == 200
    text = desk.texts(ISSUE)[REPORT]
    desk.edit(ISSUE, REPORT, text.replace("高度重视", "十分重视", 1), text)
    time.sleep(11)
    assert desk.process.poll() is None  # there is a window
    window(desk, "gone", "w2")
    assert desk.ended() == 0
    assert "十分重视" in file(desk).read_text("utf-8")
    desk.restart()
    desk.enter()
    assert desk.get("/api/shelf").said["ends_with_window"] is True


@pytest.mark.slow
def test_it_does_not_end_with_a_text_that_is_not_saved(tmp_path: Path) -> None:
    desk = RunningDesk(shelf(tmp_path, ISSUE), "--until-closed").enter()
    window(desk, "here")
    text = desk.texts(ISSUE)[REPORT]
    file(desk).chmod(0o444)
    desk.edit(ISSUE, REPORT, text.replace("高度重视", "十分重视", 1), text)
    window(desk, "gone")
    time.sleep(14)
    assert desk.process.poll() is None
    file(desk).chmod(0o644)
    assert desk.ended() == 0
    assert "十分重视" in file(desk).read_text("utf-8")


@pytest.mark.slow
def test_a_new_issue_like_the_last_one(desk: RunningDesk) -> None:
    asked = {"number": 18, "date": "2022-05-20", "earlier": ISSUE, "house": "", "cities": []}
    assert desk.post("/api/new", asked).said["name"] == "2022-18"
    texts = desk.texts("2022-18")
    assert "number: 18\ndate: 2022-05-20\n" in texts["issue.yaml"]
    assert set(texts) == {"issue.yaml", REPORT, OTHER, "03-zhenjiang.md"}
    assert desk.post("/api/new", asked).said["findings"][0]["message"] == "2022 年第 18 期已经有了"
    assert [issue["name"] for issue in desk.get("/api/shelf").said["issues"]] == ["2022-18", ISSUE]


@pytest.mark.slow
def test_outputs_are_those_of_the_command_line_and_told_stale(desk: RunningDesk) -> None:
    text = desk.texts(ISSUE)[REPORT]
    desk.edit(ISSUE, REPORT, text.replace("高度重视", "十分重视", 1), text)  # not in its file yet
    made = desk.post(f"/api/issue/{ISSUE}/make", {"what": "release"}).said
    assert (made["pages"], made["changed"]) == (8, True)
    pdf = desk.get(f"/api/issue/{ISSUE}/file/{ISSUE}.pdf")
    assert pdf.body.startswith(b"%PDF")
    assert pdf.headers["content-disposition"].startswith("inline")
    assert desk.get(f"/api/issue/{ISSUE}/file/{ISSUE}.docx").headers["content-disposition"].startswith("attachment")
    import briefing

    folder = shutil.copytree(desk.shelf / ISSUE, desk.folder / "again" / ISSUE)
    briefing.build(folder, desk.folder / "there")
    assert (desk.folder / "there" / ISSUE / f"{ISSUE}.pdf").read_bytes() == pdf.body
    proved = desk.post(f"/api/issue/{ISSUE}/prove", {}).said
    assert {key: proved[key] for key in ("findings", "edited", "missing", "fresh")} == {
        "findings": [],
        "edited": [],
        "missing": [],
        "fresh": "",
    }
    assert [page["number"] for page in proved["pages"]] == list(range(1, 9))
    assert dict(map(tuple, proved["figures"]))["页数"] == "8"
    assert desk.get(f"/api/issue/{ISSUE}/made").said["stale"] == ""
    now = desk.texts(ISSUE)[REPORT]
    desk.edit(ISSUE, REPORT, text, now)
    assert REPORT in desk.get(f"/api/issue/{ISSUE}/made").said["stale"]


@pytest.mark.slow
def test_print_and_archive_sets(desk: RunningDesk) -> None:
    for what, ending in (("print", "-print.zip"), ("archive", ".pdf")):
        made = desk.post(f"/api/issue/{ISSUE}/make", {"what": what})
        assert made.status == 200, made.body
        assert any(name.endswith(ending) for name in made.said["files"])
    assert set(desk.get(f"/api/issue/{ISSUE}/made").said["sets"]) == {"print", "archive"}


@pytest.mark.slow
def test_a_proof_says_where_on_which_page(desk: RunningDesk) -> None:
    """Outputs of other words than the sources have now: found on their page, with a rectangle within it."""
    desk.post(f"/api/issue/{ISSUE}/make", {"what": "release"})
    text = desk.texts(ISSUE)[REPORT]
    desk.edit(ISSUE, REPORT, text.replace("高度重视", "十分重视", 1), text)
    proved = desk.post(f"/api/issue/{ISSUE}/prove", {}).said
    assert REPORT in proved["fresh"]
    marked = [found for found in proved["findings"] if found["mark"]]
    assert marked
    sizes = {page["number"]: (page["width"], page["height"]) for page in proved["pages"]}
    for found in marked:
        left, top, right, bottom = found["mark"]
        width, height = sizes[found["page"]]
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    assert any(found["span"] and found["span"]["file"] == REPORT for found in proved["findings"])


@pytest.mark.slow
def test_plates_are_looked_at_before_anything_is_made(desk: RunningDesk) -> None:
    looked = desk.post(f"/api/issue/{ISSUE}/plates", {}).said
    assert not (desk.output / ISSUE).exists()
    assert (looked["pages"], looked["blank"], len(looked["sheets"])) == (8, 0, 4)
    names = [looked["folding"], *looked["ticket"], *(sheet["image"] for sheet in looked["sheets"])]
    for name in names:
        assert desk.get(f"/api/issue/{ISSUE}/preview/{looked['token']}/{name}").body.startswith(b"\x89PNG")
    assert desk.get(f"/api/issue/{ISSUE}/preview/{looked['token']}/..%2f..%2fx.png").status == 404
    again = desk.post(f"/api/issue/{ISSUE}/plates", {}).said
    assert desk.get(f"/api/issue/{ISSUE}/preview/{looked['token']}/{names[0]}").status == 404  # that of the last time has gone
    assert again["token"] != looked["token"]
    made = desk.post(f"/api/issue/{ISSUE}/make", {"what": "print"}).said
    assert f"{ISSUE}-print.zip" in made["files"]


@pytest.mark.slow
def test_a_state_of_before_comes_back_whole(desk: RunningDesk) -> None:
    before = desk.texts(ISSUE)
    desk.edit(ISSUE, REPORT, "# 全删了\n", before[REPORT])
    desk.post(f"/api/issue/{ISSUE}/remove", {"files": [OTHER]})
    assert OTHER not in desk.texts(ISSUE)
    first = desk.get(f"/api/issue/{ISSUE}/states").said["states"][-1]
    assert desk.post(f"/api/issue/{ISSUE}/restore", {"number": first["number"], "files": list(before)}).status == 200
    assert desk.texts(ISSUE) == before
    soon(lambda: {path.name: path.read_text("utf-8") for path in (desk.shelf / ISSUE).glob("*.md")}.items() <= before.items())


@pytest.mark.slow
def test_the_folder_of_an_issue_stays_a_folder_of_sources(desk: RunningDesk) -> None:
    text = desk.texts(ISSUE)[REPORT]
    desk.edit(ISSUE, REPORT, text.replace("高度重视", "十分重视", 1), text)
    soon(lambda: "十分重视" in file(desk).read_text("utf-8"))
    desk.stop()
    assert {path.name for path in (desk.shelf / ISSUE).iterdir()} == {path.name for path in (ROOT / "issues" / ISSUE).iterdir()}
    assert not (desk.shelf / ".desk" / ISSUE / "journal").exists()
