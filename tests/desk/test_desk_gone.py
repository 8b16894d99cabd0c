"""Reports and issues that were taken away, by the desk or by others, are had back from the saved states."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from desk_editor import ISSUE, REPORT, Editor
from desk_forks import ForkedDesk, Forks
from desk_support import RunningDesk, shelf, soon
from slices import some

from briefing.desk import gone_texts
from briefing.desk.kept_folder import kept_folder
from briefing.desk.saved_states import SavedStates
from briefing.desk.wishes import DeskWishes

OTHER = "02-suzhou.md"


def test_what_is_gone_is_found_as_it_was_last(tmp_path: Path) -> None:
    kept = SavedStates(kept_folder(tmp_path, "2022-17"))
    kept.keep({"issue.yaml": b"number: 17\n", "a.md": "甲\n".encode(), "b.md": b" \n", "c.md": b"\xff\x00"}, "打开")
    kept.keep({"issue.yaml": b"number: 18\n", "a.md": "甲乙\n![](tu.png)\n".encode()}, "放入")
    kept.keep({"d.md": "丁\n".encode()}, "删去一篇之前")
    assert [(each.file, each.text) for each in gone_texts.gone_reports(kept, {"d.md"})] == [("a.md", "甲乙\n![](tu.png)\n")]
    assert gone_texts.gone_reports(kept, {"a.md", "d.md"}) == []
    (issue,) = gone_texts.gone_issues(tmp_path)
    assert (issue.name, issue.settings, issue.pictures()) == ("2022-17", "number: 18\n", ["tu.png"])
    gone_texts.bring_back(tmp_path, issue)
    assert (tmp_path / "2022-17" / "a.md").read_text("utf-8") == "甲乙\n![](tu.png)\n"
    assert gone_texts.gone_issues(tmp_path) == []


def test_nothing_is_had_back_from_where_a_link_leads(tmp_path: Path) -> None:
    SavedStates(kept_folder(tmp_path / "there", "2022-17")).keep({"issue.yaml": b"number: 17\n"})
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / ".desk").symlink_to(tmp_path / "there" / ".desk")
    assert gone_texts.gone_issues(tmp_path / "here") == []


def test_what_else_lies_there_is_no_issue_and_hides_none(tmp_path: Path) -> None:
    """The desk's own wishes, what systems leave in folders, a folder that is not as the desk made it."""
    SavedStates(kept_folder(tmp_path, "2022-17")).keep({"issue.yaml": b"number: 17\n"})
    DeskWishes(tmp_path).keep(ends_with_window=True)
    (tmp_path / ".desk" / ".DS_Store").write_bytes(b"\0")
    (tmp_path / ".desk" / "2022-15").mkdir()
    (tmp_path / ".desk" / "2022-16").mkdir()
    (tmp_path / ".desk" / "2022-16" / "states").write_text("", "utf-8")
    assert [each.name for each in gone_texts.gone_issues(tmp_path)] == ["2022-17"]
    assert gone_texts.gone_reports(SavedStates(kept_folder(tmp_path, "2022-16")), ()) == []


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    forks = Forks()
    desk = ForkedDesk(shelf(tmp_path, ISSUE), forks).enter()
    yield desk
    desk.stop()
    forks.close()


@pytest.mark.slow
@pytest.mark.parametrize("by", some(["others", "desk"], 2))
def test_a_report_comes_back(desk: RunningDesk, by: str) -> None:
    text = desk.texts(ISSUE)[REPORT]
    if by == "desk":
        desk.post(f"/api/issue/{ISSUE}/remove", {"files": [REPORT]})
    else:
        (desk.shelf / ISSUE / REPORT).unlink()
        soon(lambda: REPORT not in desk.texts(ISSUE))
    (gone,) = desk.get(f"/api/issue/{ISSUE}/gone").said["reports"]
    assert (gone["file"], gone["text"]) == (REPORT, text)
    assert desk.post(f"/api/issue/{ISSUE}/back", {"file": "../issue.yaml"}).status == 404
    deed = desk.post(f"/api/issue/{ISSUE}/back", {"file": REPORT}).said["deed"]
    assert desk.texts(ISSUE)[REPORT] == (desk.shelf / ISSUE / REPORT).read_text("utf-8") == text
    (section,) = desk.get(f"/api/issue/{ISSUE}").said["outline"]["sections"]
    assert REPORT in [report["file"] for report in section["reports"]]
    assert desk.get(f"/api/issue/{ISSUE}/gone").said["reports"] == []
    assert desk.post(f"/api/issue/{ISSUE}/undo", {"deed": deed["number"]}).status == 200
    assert REPORT not in desk.texts(ISSUE)


@pytest.mark.slow
@pytest.mark.parametrize("opened", some([True, False], 2), ids=lambda opened: "open" if opened else "closed")
def test_an_issue_comes_back(desk: RunningDesk, opened: bool) -> None:
    """Also one that was deleted while it was open, with what was typed last."""
    text = desk.texts(ISSUE)[REPORT]
    more = text + "\n最后写的。\n"
    desk.edit(ISSUE, REPORT, more, text)
    folder = desk.shelf / ISSUE
    soon(lambda: (folder / REPORT).read_text("utf-8") == more)
    if not opened:
        desk.stop()
    shutil.rmtree(folder)
    if not opened:
        desk.restart()
        desk.enter()
    (gone,) = desk.get("/api/shelf").said["gone"]
    assert (gone["name"], gone["number"]) == (ISSUE, "17")
    assert desk.get("/api/shelf").said["issues"] == []
    assert desk.post("/api/back", {"name": "../x"}).status == 404
    assert desk.post("/api/back", {"name": ISSUE}).said["name"] == ISSUE
    assert desk.post("/api/back", {"name": ISSUE}).status == 404
    assert (folder / REPORT).read_text("utf-8") == more
    assert desk.texts(ISSUE)[REPORT] == more
    last = more + "\n又写的。\n"
    desk.edit(ISSUE, REPORT, last, more)
    soon(lambda: (folder / REPORT).read_text("utf-8") == last)


@pytest.mark.slow
@pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")
def test_both_are_had_back_in_the_browser(editor: Editor) -> None:
    page, folder = editor.page, editor.desk.shelf / ISSUE
    (folder / OTHER).unlink()
    page.locator(f'[data-file="{OTHER}"]').wait_for(state="detached")
    page.get_by_role("button", name="历史", exact=True).click()
    page.locator("dialog .gone li button.link").click()
    assert "苏州" in page.inner_text("dialog .difference")
    page.get_by_role("button", name="找回“").click()
    page.locator(f'[data-file="{OTHER}"][aria-current="true"]').wait_for()
    soon((folder / OTHER).exists)
    page.goto(editor.desk.origin + "/")
    page.wait_for_selector(".shelf li")
    shutil.rmtree(folder)
    page.reload()
    page.locator("summary").click()
    page.get_by_role("button", name="找回第17期").click()
    page.wait_for_url(f"**/issue/{ISSUE}")
    page.locator(f'[data-file="{REPORT}"]').wait_for()
    assert (folder / OTHER).exists()
    editor.complaints.clear()
