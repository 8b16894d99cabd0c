"""Several issues in one command: which are made and why, what programs read of it, and what one that fails does to the others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
from conftest import Run


def test_what_is_said_of_many(sample: Path, tmp_path: Path, briefing: Run) -> None:
    other = Path(shutil.copytree(sample, sample.parent / "2024-06"))
    (other / "issue.yaml").write_text((sample / "issue.yaml").read_text("utf-8").replace("number: 5", "number: 6"), "utf-8")
    broken = Path(shutil.copytree(sample, sample.parent / "2024-07"))
    (broken / "issue.yaml").write_text("house: x\n", "utf-8")

    def build(*options: str) -> tuple[int, str]:
        ran = briefing("build", "--all", "--format", "docx", *options, cwd=tmp_path)
        return ran.code, ran.out

    code, out = build("--explain")
    assert code == 3
    assert out.count("页\n  因为：还没有做过\n  build/2024-0") == 2

    (other / "01-甲.md").write_text("# 甲市：再改一稿\n\n一是加强统筹。甲市逐项落实责任。\n", "utf-8")
    code, out = build("--json")
    records = {record["issue"]: record for record in map(json.loads, out.splitlines())}
    assert {name: record["state"] for name, record in records.items()} == {
        "2024-05": "unchanged", "2024-06": "made", "2024-07": "failed",
    }  # fmt: skip
    assert records["2024-06"]["reasons"] == ["01-甲.md 改动过"] and records["2024-06"]["pages"] == 2
    finding = records["2024-07"]["diagnostics"][0]
    assert finding["severity"] == "error" and finding["file"] == "issues/2024-07/issue.yaml" and finding["line"] == 1
    assert (code, records["2024-07"]["exit"], records["2024-05"]["exit"]) == (3, 3, 0)

    assert build("--quiet") == (3, "")


def test_a_summary_shows_the_pages_that_changed(sample: Path, tmp_path: Path, briefing: Run) -> None:
    broken = Path(shutil.copytree(sample, sample.parent / "2024-07"))
    (broken / "issue.yaml").write_text("house: x|y\n", "utf-8")
    assert briefing("build", "2024-05", "--format", "pdf", cwd=tmp_path).code == 0
    shutil.copytree(tmp_path / "build", tmp_path / "earlier")
    report = sample / "01-甲.md"
    report.write_text(report.read_text("utf-8").replace("统筹", "领导"), "utf-8")

    ran = briefing("build", "--all", "--format", "pdf", "--summary", "汇 总", "--findings", "junit", cwd=tmp_path)
    assert ran.code == 3 and "2024-05：2 页\n" in ran.err
    text = (tmp_path / "汇 总" / "summary.md").read_text("utf-8")
    assert "做了 1 期，0 期没有变化，1 期没有做成；共 2 页" in text
    assert "| 2024-05 | ✓ 1 页与以前不同 | 2 |  |\n" in text and "| 2024-07 | ✗ " in text and "x|y" not in text
    shown = sorted(path.name for path in (tmp_path / "汇 总" / "pages").iterdir())
    assert shown == ["2024-05-2-before.png", "2024-05-2-now.png"]
    pictures = [(tmp_path / "汇 总" / "pages" / name).read_bytes() for name in shown]
    assert all(data.startswith(b"\x89PNG") for data in pictures) and pictures[0] != pictures[1]
    assert all(f"(pages/{name})" in text for name in shown)

    suites = ElementTree.fromstring(ran.out)
    assert (suites.get("tests"), suites.get("failures")) == ("2", "1")
    failure = suites.find(".//testcase[@name='2024-07']/failure")
    assert failure is not None and failure.text and "issues/2024-07/issue.yaml:1:" in failure.text

    again = briefing("build", "2024-05", "--format", "pdf", "--summary", "汇 总", "--before", "earlier", cwd=tmp_path)
    assert again.code == 0
    text = (tmp_path / "汇 总" / "summary.md").read_text("utf-8")
    assert "没有变化" in text and len(list((tmp_path / "汇 总" / "pages").iterdir())) == 2  # of what was before, not of last time


def test_pages_that_came_and_went(sample: Path, tmp_path: Path, briefing: Run) -> None:
    assert briefing("build", "2024-05", "--format", "pdf", cwd=tmp_path).code == 0
    report, text = sample / "01-甲.md", (sample / "01-甲.md").read_text("utf-8")
    report.write_text(text + "\n甲市把创建工作列入年度要点，逐项落实责任，常抓不懈。\n" * 40, "utf-8")
    assert briefing("build", "2024-05", "--format", "pdf", "--summary", "s", cwd=tmp_path).code == 0
    page = (tmp_path / "s" / "summary.md").read_text("utf-8")
    assert "页与以前不同 | 2 → 4 |" in page and "| 4 | 没有这一页 | ![" in page
    report.write_text(text, "utf-8")
    assert briefing("build", "2024-05", "--format", "pdf", "--summary", "s", cwd=tmp_path).code == 0
    page = (tmp_path / "s" / "summary.md").read_text("utf-8")
    assert "页与以前不同 | 4 → 2 |" in page and ") | 没有这一页 |" in page


def test_several_are_proved_though_one_cannot_be(sample: Path, tmp_path: Path, briefing: Run) -> None:
    for name in ("2024-06", "2024-07"):
        shutil.copytree(sample, sample.parent / name)
    assert briefing("build", "2024-05", "2024-07", "--format", "pdf", cwd=tmp_path).code <= 1
    ran = briefing("prove", "--report", cwd=tmp_path)
    assert ran.code == 2, ran.err
    assert "2024-05：" in ran.out and "2024-07：" in ran.out and "2024-06" in ran.err
    assert (tmp_path / "build" / "2024-05" / "prove.html").is_file() and (tmp_path / "build" / "2024-07" / "prove.html").is_file()


def test_what_was_to_be_said_is_said_again(sample: Path, tmp_path: Path, briefing: Run) -> None:
    """A second build has nothing to do, and the same to say: what is to be looked at does not go away by itself."""
    report = sample / "01-甲.md"
    report.write_text(report.read_text("utf-8") + "\n请在此处填写数据。\n", "utf-8")
    first = briefing("build", "2024-05", "--format", "docx", cwd=tmp_path)
    again = briefing("build", "2024-05", "--format", "docx", cwd=tmp_path)
    assert first.code == again.code == 1 and "没有变化" in again.out
    assert "issues/2024-05/01-甲.md:5:1: 警告[placeholder]" in first.err and again.err == first.err
    manifest = tmp_path / "build" / "2024-05" / "manifest.json"
    for wrong in ('"severity": "error"', '"severity": "?"', '"severity": 1'):
        manifest.write_text(manifest.read_text("utf-8").replace('"severity": "warning"', wrong), "utf-8")
        assert "不能用（其中的 remarks 不对）" in briefing("build", "2024-05", "--format", "docx", cwd=tmp_path).err


def test_a_summary_of_what_cannot_be_compared(sample: Path, tmp_path: Path, briefing: Run) -> None:
    assert briefing("build", "2024-05", "--format", "pdf", cwd=tmp_path).code == 0
    before = tmp_path / "before" / "2024-05" / "2024-05.pdf"
    before.parent.mkdir(parents=True)
    whole = (tmp_path / "build" / "2024-05" / "2024-05.pdf").read_bytes()
    with pikepdf.open(tmp_path / "build" / "2024-05" / "2024-05.pdf") as pdf:
        pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 10**9, 10**9])
        pdf.save(before)
    for data in (b"", b"%PDF-1.7\n", whole[:5000], before.read_bytes()):
        before.write_bytes(data)
        assert briefing("build", "2024-05", "--format", "pdf", "--summary", "s", "--before", "before", cwd=tmp_path).code == 0
        assert "以前的 PDF 读不出来，没有比较" in (tmp_path / "s" / "summary.md").read_text("utf-8")
    before.unlink()
    assert briefing("build", "2024-05", "--format", "pdf", "--summary", "s", "--before", "before", cwd=tmp_path).code == 0
    assert "没有以前的 PDF 可比" in (tmp_path / "s" / "summary.md").read_text("utf-8")
    missing = briefing("build", "2024-05", "--summary", "s", "--before", "nope", cwd=tmp_path)
    assert missing.code == 2 and "--before 要写一个文件夹" in missing.err
    (tmp_path / "s" / "pages" / "a-1-now.png").mkdir(parents=True)
    odd = briefing("build", "2024-05", "--summary", "s", cwd=tmp_path)
    assert odd.code == 5 and "汇总写不进去" in odd.err


def test_two_folders_of_one_name_are_not_put_in_one_place(sample: Path, tmp_path: Path, briefing: Run) -> None:
    other = shutil.copytree(sample, tmp_path / "other" / "2024-05")
    ran = briefing("build", str(sample), str(other), cwd=tmp_path)
    assert ran.code == 2 and "都叫 2024-05" in ran.err and not (tmp_path / "build").exists()
