"""`briefing import` as an editor meets it: names of files, issue.yaml, what is said, what is never touched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Run
from importing_support import BODY, LONG, SAMPLES
from read_support import SOUND_PNG

from briefing.cli.app import main
from briefing.core.errors import OutputError
from briefing.importing import placing
from briefing.importing.listing import enlisted
from briefing.storage import source_files

LISTED = """\
sections:            # 只有一个
  - name: 工作交流
    reports:
      - 01-nanjing.md
      - 02-suzhou.md
      - 03-zhenjiang.md
"""
Err = pytest.CaptureFixture[str]


@pytest.fixture
def issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of issue 2022-17, which lists its reports, and the samples as files beside `issues/`."""
    folder = Path(shutil.copytree(ROOT / "issues" / "2022-17", tmp_path / "issues" / "2022-17"))
    settings = folder / "issue.yaml"
    settings.write_text(settings.read_text("utf-8").replace("sections: 工作交流\n", LISTED), "utf-8")
    for name in ("leads", "pictures", "wps_manual"):
        (tmp_path / f"{name}.docx").write_bytes(SAMPLES[name]())
    monkeypatch.chdir(tmp_path)
    return folder


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_reports_enter_the_issue(issue: Path, capfd: Err) -> None:
    before = state(issue)
    shutil.move("leads.docx", "3、镇江市 报送（定稿）2.docx")
    assert main(["import", "3、镇江市 报送（定稿）2.docx", "pictures.docx", "-i", "17"]) == 0
    after = state(issue)
    new = set(after) - set(before)
    assert new == {"04-镇江市-报送.md", "05-pictures.md", "05-pictures-1.png", "05-pictures-2.png"}
    assert {name: after[name] for name in before if name != "issue.yaml"} == {
        name: data for name, data in before.items() if name != "issue.yaml"
    }
    assert after["05-pictures-1.png"] == SOUND_PNG
    assert after["04-镇江市-报送.md"].decode().startswith("# 镇江市：聚焦求新求变\n\n" + BODY)
    out, err = capfd.readouterr()
    assert "→ 2022-17/04-镇江市-报送.md：原文 " in out and out.count("一字未漏") == 2 and "图片 2 幅" in out
    assert "pictures.docx:4:3: “␣” → “□”" in err
    assert main(["check", "17"]) in (0, 1), capfd.readouterr().err
    added = "      - 03-zhenjiang.md\n      - 04-镇江市-报送.md\n      - 05-pictures.md\n"
    assert after["issue.yaml"].decode() == before["issue.yaml"].decode().replace("      - 03-zhenjiang.md\n", added)


def test_the_next_version(issue: Path, capfd: Err) -> None:
    """Without --force a second file is a second report, and a note says so; with it the first is replaced."""
    assert main(["import", "leads.docx", "-i", "17"]) == 0
    assert main(["import", "leads.docx", "-i", "17"]) == 0
    assert {"04-leads.md", "05-leads.md"} < set(state(issue))
    assert "本期原来就有 04-leads.md" in capfd.readouterr().err
    (issue / "05-leads.md").unlink()
    text = (issue / "issue.yaml").read_text("utf-8")
    (issue / "issue.yaml").write_text(text.replace("      - 05-leads.md\n", ""), "utf-8")
    (issue / "04-leads.md").write_text("# 旧稿\n\n旧。\n", "utf-8")
    before = state(issue)
    assert main(["import", "leads.docx", "-i", "17", "--force"]) == 0
    after = state(issue)
    assert after.keys() == before.keys() and LONG in after["04-leads.md"].decode()
    assert {name for name in after if after[name] != before[name]} == {"04-leads.md"}


def test_all_or_none(issue: Path, capfd: Err) -> None:
    before = state(issue)
    Path("坏.docx").write_bytes(SAMPLES["leads"]()[:-200])
    assert main(["import", "leads.docx", "坏.docx", "pictures.docx", "-i", "17"]) == 3
    assert state(issue) == before
    out, err = capfd.readouterr()
    assert out == "" and "坏.docx:1:1: 错误[import-damaged]" in err and "一个也没有放进去" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(issue: Path, capfd: Err) -> None:
    issue.chmod(0o555)
    assert main(["import", "leads.docx", "-i", "17"]) == 5
    assert "没有写入权限" in capfd.readouterr().err


def test_a_failure_half_way_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up at the last file: old files are back, new ones gone, nothing is left lying about."""
    (tmp_path / "issue.yaml").write_text("旧")
    (tmp_path / "a.md").write_text("旧稿")
    before = state(tmp_path)
    files = {"a.md": b"new", "b.md": b"new", "b-1.png": b"new", "issue.yaml": b"new"}
    with pytest.raises(OutputError, match="已经有了"):
        source_files.place(tmp_path, files, {"issue.yaml"})
    assert state(tmp_path) == before
    replace = os.replace

    def full(old: os.PathLike[str], new: os.PathLike[str]) -> None:
        if Path(new).name == "issue.yaml" and Path(old).read_bytes() == b"new":
            raise OSError(28, "No space left on device")
        replace(old, new)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="磁盘已满"):
        source_files.place(tmp_path, files, set(files))
    assert state(tmp_path) == before
    monkeypatch.undo()
    source_files.place(tmp_path, files, set(files))
    assert state(tmp_path) == files


def test_stdout_and_the_current_folder(issue: Path, monkeypatch: pytest.MonkeyPatch, capfd: Err) -> None:
    before = state(issue)
    assert main(["import", "pictures.docx", "--stdout", "--title", "另一个 标题"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("# 另一个 标题\n") and "![](pictures-1.png" in out and "图片 2 幅没有写出" in err
    assert state(issue) == before
    assert main(["import", "leads.docx"]) == 2 and "-i 17" in capfd.readouterr().err
    monkeypatch.chdir(issue)
    assert main(["import", "../../leads.docx"]) == 0
    assert (issue / "04-leads.md").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ["-i", "17", "--stdout"],
        ["-i", "17", "--new", "2022-99"],
        ["wps_manual.docx", "--stdout", "--title", "一个标题"],
        ["wps_manual.docx", "--new", "2022-99"],
        ["-i", "99"],
    ],
    ids=" ".join,
)
def test_usage(issue: Path, arguments: list[str], capfd: Err) -> None:
    assert main(["import", "leads.docx", *arguments]) == 2
    assert "用法" in (err := capfd.readouterr().err) or "没有这一期" in err


def test_standard_input(briefing: Run) -> None:
    text = f"南京市：凝心聚力\n\n{BODY}\n一、抓落实\n{LONG}\n"
    ran = briefing("import", "-", "--stdout", stdin=text)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"# 南京市：凝心聚力\n\n{BODY}\n\n## 一、抓落实\n\n{LONG}\n"


# --- names and lists


@pytest.mark.parametrize(
    ("file", "stem"),
    [
        ("南京.docx", "南京"),
        ("01-南京市文明办.doc", "南京市文明办"),
        ("3. 苏州 上报稿(2).docx", "苏州"),
        ("无锡（定稿）(1).docx", "无锡"),
        ("../../etc/passwd", "passwd"),
        (".docx", "docx"),
        ("***.docx", "report"),
        ("a" * 300 + ".docx", "a" * 40),
    ],
)
def test_names(file: str, stem: str) -> None:
    assert placing.stem(file) == stem


def test_numbers_go_on(tmp_path: Path) -> None:
    for name in ("01-a.md", "07-b.md", "fujian.md", "2022.md"):
        (tmp_path / name).touch()
    assert placing.vacant(tmp_path, "c") == "08-c"
    assert placing.vacant(tmp_path, "c", taken=["08-d", "09-e"]) == "10-c"
    assert placing.vacant(tmp_path, "b", replace=True) == "07-b"
    assert placing.vacant(tmp_path, "b", replace=True, taken=["07-b"]) == "08-b"  # two of one name in one batch


LISTS = {
    "reports: [a.md, 'b.md'] # 三篇\nnumber: 1\n": "reports: [a.md, 'b.md', c.md] # 三篇\nnumber: 1\n",
    "reports:\n- a.md\n- \"b.md\"   # 尾\n\nnumber: 1\n": "reports:\n- a.md\n- \"b.md\"   # 尾\n- c.md\n\nnumber: 1\n",
    "sections:\r\n- name: 甲\r\n  reports:\r\n  - a.md\r\n": "sections:\r\n- name: 甲\r\n  reports:\r\n  - a.md\r\n  - c.md\r\n",
    "reports: [\n  a.md,\n  b.md\n]\n": "reports: [\n  a.md,\n  b.md, c.md\n]\n",
    "number: 1\n": "number: 1\n",
    "sections: 甲\n": "sections: 甲\n",
    "sections: [{name: 甲}]\n": "sections: [{name: 甲}]\n",
}  # fmt: skip


@pytest.mark.parametrize("text", LISTS)
def test_listed_without_touching_the_rest(text: str) -> None:
    assert enlisted(text, ["c.md"]) == LISTS[text]


@pytest.mark.parametrize(
    "text",
    [
        "sections:\n  - {name: 甲, reports: [a.md]}\n  - {name: 乙, reports: [b.md]}\n",
        "reports: a.md\n",
        "reports: []\n",
        "reports: [a.md\n",
        "reports:\n  - |\n    a.md\n",
    ],
)
def test_lists_that_an_editor_must_change(text: str) -> None:
    assert enlisted(text, ["c.md"]) is None


def test_an_empty_report_that_waits_for_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Err) -> None:
    """`new` leaves a report for each city: what the city sends goes there, one in which somebody wrote stays."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "issues").mkdir()
    made = ["new", "--number", "18", "--date", "2022-05-20", "--cities", "南京市、苏州、镇江"]
    assert main([*made, "--house", "jiangsu-jingshen-wenming"]) == 0
    folder = tmp_path / "issues" / "2022-18"
    listed = (folder / "issue.yaml").read_text("utf-8")
    begun = (folder / "03-镇江.md").read_text("utf-8").replace("什么会议之后", "全省会议之后")
    (folder / "03-镇江.md").write_text(begun, "utf-8")
    (folder / "02-苏州.md").rename(folder / "02-suzhou.md")  # as it is in issues of old: the title tells whose it is
    (folder / "issue.yaml").write_text(listed.replace("02-苏州", "02-suzhou"), "utf-8")
    words = (folder / "02-suzhou.md").read_text("utf-8")
    headed = f"---\ncontributor: 苏州市文明办\n---\n\n{words}".replace("\n", "\r\n")
    (folder / "02-suzhou.md").write_text(headed, "utf-8", newline="")
    for city in ("南京 终稿(2)", "苏州（报送）", "镇江", "无锡"):
        (tmp_path / f"{city}.docx").write_bytes(SAMPLES["pictures" if city.startswith("南京") else "leads"]())
    sent = ["苏州（报送）.docx", "镇江.docx", "南京 终稿(2).docx", "无锡.docx"]
    assert main(["import", *sent, "-i", "18"]) in (0, 1)
    stand = {path.name for path in folder.glob("*.md")}
    assert stand == {"01-南京市.md", "02-suzhou.md", "03-镇江.md", "04-镇江.md", "05-无锡.md"}
    assert (folder / "01-南京市-1.png").exists() and "](01-南京市-1.png" in (folder / "01-南京市.md").read_text("utf-8")
    assert (folder / "02-suzhou.md").read_text("utf-8").startswith("---\ncontributor: 苏州市文明办\n---\n\n# 镇江市：")
    assert (folder / "03-镇江.md").read_text("utf-8") == begun
    assert "02-suzhou.md 原是一篇空稿" in capfd.readouterr().err
    before = state(folder)
    assert main(["import", "苏州（报送）.docx", "-i", "18"]) in (0, 1)  # there is nothing left to fill
    assert {name: data for name, data in state(folder).items() if name in before and name != "issue.yaml"} == {
        name: data for name, data in before.items() if name != "issue.yaml"
    }
