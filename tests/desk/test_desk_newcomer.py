"""Somebody who has only the first page, and the files of a Friday afternoon: what goes wrong is told where it is, in words, with
a way out."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import browser
import pytest
from conftest import ROOT
from desk_day import dropped
from desk_editor import ISSUE, REPORT, Editor, until
from desk_support import shelf, soon

from briefing.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not browser.CHROMIUM, reason="no Chromium")]


#: A report as the program makes it for a city that owes one.
EMPTY = """\
# {city}：请在这里写标题

请在这里写导语：什么会议之后，{city}做了什么，取得什么成效。

一是请写第一条做法。具体做了什么，有哪些数字，效果怎样。

二是请写第二条做法。具体做了什么，有哪些数字，效果怎样。
"""


def sent(folder: Path, **texts: str) -> list[Path]:
    """Word files by who sent them."""
    from docx import Document

    made = []
    for name, text in texts.items():
        document = Document()
        for line in text.split("\n"):
            document.add_paragraph(line)
        made.append(folder / f"{name}.docx")
        document.save(str(made[-1]))
    return made


def review(page: Page) -> str:
    page.wait_for_selector("dialog .account, dialog .notice")
    return page.inner_text("dialog")


def test_files_let_go_over_an_issue_go_into_it(editor: Editor, tmp_path: Path) -> None:
    page = editor.page
    page.goto(editor.desk.origin)
    page.wait_for_selector(".shelf li")
    files = sent(tmp_path, 无锡="无锡市：创新驱动\n一是加强统筹,落实责任。")
    dropped(page, files, f'a[data-issue="{ISSUE}"]')
    page.get_by_role("button", name="读给我看").click()
    page.wait_for_url(f"**/issue/{ISSUE}")
    assert "无锡.docx" in review(page)
    page.get_by_role("button", name="放进本期").click()
    soon((editor.desk.shelf / ISSUE / "04-无锡.md").exists)
    page.reload()
    editor.ready(page)
    assert page.locator("dialog[open]").count() == 0  # once


def test_what_comes_in_is_what_the_command_line_makes_of_it(
    editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = editor.page
    files = sent(tmp_path, 无锡="无锡市：创新驱动  全域创建\n一是加强统筹,落实责任。全市共有 12 个单位参加。")
    dropped(page, files, ".reports")
    review(page)
    page.get_by_role("button", name="放进本期").click()
    path = editor.desk.shelf / ISSUE / "04-无锡.md"
    soon(path.exists)
    other = shelf(tmp_path / "other", ISSUE)
    monkeypatch.chdir(other)
    main(["import", str(files[0]), "-i", "17"])
    assert path.read_bytes() == (other / "issues" / ISSUE / "04-无锡.md").read_bytes()
    page.keyboard.press("Control+z")
    soon(lambda: not path.exists())


def test_wrong_files_and_two_texts_of_one_city(editor: Editor, tmp_path: Path) -> None:
    page = editor.page
    files = sent(
        tmp_path, **{"盐城": "盐城市：再出发\n一是强化领导。", "盐城-2": "盐城市：再出发（修改后）\n一是强化领导。", "淮安": ""}
    )
    for name, data in (("扫描件.pdf", b"%PDF-1.7\n"), ("照片.heic", b"\0\0\0\x18ftypheic" + bytes(99)), ("名单.xlsx", b"")):
        files.append(tmp_path / name)
        files[-1].write_bytes(data)
    files.append(tmp_path / "大会.png")
    shutil.copyfile(ROOT / "issues" / "2022-08-xinxi" / "tu1.png", files[-1])
    dropped(page, files, ".reports")
    said = review(page)
    assert "读好了 2 个文件，还有 4 个放不进来" in said
    assert "还有 1 张图片没有放：大会.png" in said
    assert "像是两稿" in said
    for name, why in (
        ("扫描件.pdf", "这是 PDF"),
        ("照片.heic", "这是 HEIC 照片"),
        ("名单.xlsx", "文件是空的"),
        ("淮安.docx", "没有正文"),
    ):
        page.locator(".row-of-files button", has_text=name).click()
        assert why in page.inner_text(".account")
        assert "--" not in page.inner_text(".account")
    page.get_by_role("checkbox", name="放入 盐城.docx").uncheck()
    page.get_by_role("button", name="放进本期").click()
    soon(lambda: len(list((editor.desk.shelf / ISSUE).glob("04-盐城*.md"))) == 1)
    page.wait_for_selector("dialog[open]", state="detached")
    dropped(page, files[-1:], ".reports")
    assert "这里只有 1 张图片没有放" in review(page)
    page.get_by_role("button", name="知道了").click()


def test_a_friday_afternoons_files_and_wrong_turns(editor: Editor, tmp_path: Path) -> None:
    """From the first page: no number, no date; an archive that is none among those that are; one text twice; two cities in one
    file, parted afterwards, of which one is waited for."""
    page = editor.page
    page.goto(editor.desk.origin)
    page.wait_for_selector(".shelf li")
    text = "盐城市：涵养风尚\n盐城市开展活动。\n一是抓宣传。\n苏州市：提质增效\n苏州市整治问题。\n一是抓重点。"
    files = sent(tmp_path, 无锡="无锡市：创新驱动\n一是加强统筹，落实责任。", 盐城和苏州=text)
    files.append(tmp_path / "无锡的.zip")
    with zipfile.ZipFile(files[-1], "w") as archive:
        archive.write(files[0], "发来的/稿件.docx")
        archive.writestr("__MACOSX/发来的/._稿件.docx", b"x")
    for name, data in (("坏的.zip", b"PK\3\4" + bytes(99)), ("其实是.zip", b"Rar!\x1a\x07\0" + bytes(99)), ("~$无锡.docx", b"x")):
        files.append(tmp_path / name)
        files[-1].write_bytes(data)
    dropped(page, files, "main")
    page.wait_for_selector("dialog .notice:not([hidden])")
    for field, good, why in (("期号", "18", "1 到 9999"), ("印发日期", "2022-05-20", "请填印发日期")):
        page.get_by_label(field).fill("")
        page.get_by_role("button", name="新建", exact=True).click()
        assert why in page.inner_text("dialog")
        assert page.evaluate("document.activeElement.hasAttribute('aria-invalid')")
        page.get_by_label(field).fill(good)
        page.get_by_label("印发日期").fill("2022-05-20" if field == "印发日期" else "")
    page.get_by_label("期号").fill("17")
    page.get_by_role("button", name="新建", exact=True).click()
    page.wait_for_selector("text=第 17 期已经有了")
    page.get_by_label("期号").fill("18")
    page.get_by_role("button", name="新建", exact=True).click()
    page.wait_for_url("**/issue/2022-18")
    said = review(page)
    assert "读好了 3 个文件，还有 2 个放不进来" in said
    assert "1 个是系统或 Word 自己的文件" in said
    ticked = {each: page.get_by_role("checkbox", name=f"放入 {each}").is_checked() for each in ("无锡.docx", "稿件.docx")}
    assert sorted(ticked.values()) == [False, True]
    page.locator(".row-of-files button", has_text="盐城和苏州").click()
    assert "像是有 2 篇：“苏州市：提质增效”" in page.inner_text(".account")
    for name, why in (("坏的.zip", "压缩包坏了"), ("其实是.zip", "这是压缩包")):
        page.locator(".row-of-files button", has_text=name).click()
        assert why in page.inner_text(".account")
    page.get_by_role("button", name="放进本期").click()
    folder = editor.desk.shelf / "2022-18"
    soon(lambda: len(list(folder.glob("0[45]-*.md"))) == 2)
    page.wait_for_selector("dialog[open]", state="detached")
    page.locator(".report", has_text="盐城市").click()
    page.locator(".cm-line", has_text="苏州市：").click()
    page.get_by_label("小标题").select_option(label="从这一行起另成一篇")
    soon(lambda: "# 苏州市：提质增效\n" in (folder / "02-suzhou.md").read_text("utf-8"))
    soon(lambda: "苏州市：" not in next(folder.glob("0[45]-盐城*.md")).read_text("utf-8"))
    until(page, "document.querySelector('.report[aria-current]').dataset.file === '02-suzhou.md'")
    page.keyboard.press("Control+z")
    soon(lambda: "请在这里写" in (folder / "02-suzhou.md").read_text("utf-8"))
    editor.complaints.clear() if all("404" in each or "409" in each for each in editor.complaints) else None


def test_a_title_that_was_lost_and_a_date_that_is_none(editor: Editor) -> None:
    page, issue = editor.page, editor.desk.shelf / ISSUE
    text = editor.text()
    (issue / REPORT).write_text(text.removeprefix("# "), "utf-8")
    page.wait_for_selector(".broken:not([hidden])")
    assert "选“本篇标题”" in page.inner_text(".broken")
    page.locator(".cm-line").first.click()
    page.get_by_label("小标题").select_option("5")
    soon(lambda: editor.text() == text)
    settings = (issue / "issue.yaml").read_text("utf-8")
    (issue / "issue.yaml").write_text(settings.replace("date: 2022-05-13", "date: 2022-13-45"), "utf-8")
    page.wait_for_selector(".broken:not([hidden])")
    page.locator('[data-file="issue.yaml"]').click()
    page.wait_for_selector('.row.bad[data-key="date"] .wrong:not([hidden])')
    said = page.inner_text('[data-key="date"] .wrong')
    assert "issue.yaml" not in said
    assert "date" not in said
    page.get_by_label("印发日期").fill("2022-05-13")
    page.get_by_label("印发日期").blur()
    soon(lambda: "date: 2022-05-13" in (issue / "issue.yaml").read_text("utf-8"))


def test_reports_in_which_nobody_wrote_are_told_and_gone_at_once(editor: Editor) -> None:
    page, issue = editor.page, editor.desk.shelf / ISSUE
    for city in ("无锡", "常州"):
        (issue / f"09-{city}.md").write_text(EMPTY.format(city=city), "utf-8")
    page.wait_for_selector("text=2 篇空稿还没有人写")
    page.get_by_role("button", name="出成品", exact=True).click()
    assert "还有 2 篇没有人写，会照样印出来：常州、无锡。" in page.inner_text("dialog")
    page.get_by_role("button", name="删去这几篇空稿").click()
    soon(lambda: not list(issue.glob("09-*.md")))
    until(page, "!document.querySelector('dialog .notice')")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    soon(lambda: len(list(issue.glob("09-*.md"))) == 2)
    page.get_by_role("button", name="删去空稿").click()
    soon(lambda: not list(issue.glob("09-*.md")))
    page.get_by_role("button", name="删去这一篇").click()
    page.get_by_role("button", name="删去", exact=True).last.click()
    soon(lambda: not (issue / REPORT).exists())
