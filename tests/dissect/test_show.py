"""briefing show: what is on the pages, a mark a line, and where it comes from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, Run

from briefing.cli.show import command


def test_all_marks_in_order(briefing: Run, sample: Path) -> None:
    ran = briefing("show", "5", "--stage", "painted")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    pages = [int(line.split("  ")[0]) for line in lines]
    assert pages == sorted(pages) and pages[0] == 1
    assert {line.split("  ")[1] for line in lines} == {"text", "bar"}
    of_house = re.compile(r"  hei 16 black  templates/jiangsu-jingshen-wenming/house\.yaml:\d+:9  “工作资料　注意保存”$")
    assert any(map(of_house.search, lines))
    assert any("/H1  " in line and "  01-甲.md:1:3  “甲市：稳步推进示范创建工作”" in line for line in lines)
    assert not (sample.parent.parent / "build").exists()


def shown(place: str) -> Result:
    return CliRunner().invoke(command, ["5", "--at", place])


def test_what_a_line_has_become(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for place in ("01-甲.md:3", "01-甲.md:3:7", str(sample / "01-甲.md:3"), "issues/2024-05/01-甲.md：3"):
        ran = shown(place)
        assert (ran.exit_code, ran.stderr) == (0, ""), place
        assert all("  01-甲.md:3:" in line for line in ran.stdout.splitlines())
        text = "".join(line.partition("“")[2][:-1] for line in ran.stdout.splitlines())
        assert text == "一是加强统筹。甲市把创建工作列入年度要点，逐项落实责任。"
    ran = shown("01-甲.md:2")
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert "01-甲.md:2 没有排出字来" in ran.stderr


def test_places_that_are_none(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for place, said in (
        ("01-乙.md:3", "这一期没有用到 01-乙.md；稿件有：01-甲.md、issue.yaml"),
        ("01-甲.md:0", "01-甲.md 没有第 0 行，一共 3 行"),
        ("01-甲.md:4", "01-甲.md 没有第 4 行，一共 3 行"),
        ("01-甲.md", "--at 要写成“文件:行”"),
        ("/elsewhere/01-甲.md:3", "这一期没有用到 /elsewhere/01-甲.md"),
    ):
        ran = shown(place)
        assert ran.exit_code == 2 and said in ran.stderr, (place, ran.stderr)


def test_an_issue_that_does_not_read_says_why(briefing: Run, sample: Path) -> None:
    (sample / "01-甲.md").write_text("# 标题\n\n一是**没有配对。\n\n![图](没有.png)\n", "utf-8")
    ran = briefing("show", "5")
    assert (ran.code, ran.out) == (3, "")
    assert "issues/2024-05/01-甲.md:5:" in ran.err


@pytest.mark.parametrize(
    ("place", "wanted", "other"),
    [
        ("boxes/01-boxes.md:19", "Paragraph", "居民们看在眼里"),
        ("boxes/01-boxes.md:22", "ListItem", "每天保洁"),
        ("briefs/02-jianxun.md:5", "Paragraph", "各书屋每月"),
        ("briefs/04-lianglan.md:2", "Paragraph", "北湖县"),
    ],
)
def test_a_line_in_a_frame_shows_its_own_block(place: str, wanted: str, other: str) -> None:
    """Frames, columns and items of 简讯 hold blocks, as a report does: one of them is not shown for a line of one."""
    name, _, line = place.partition("/")
    folder = str(ROOT / "tests" / "specimen" / name)
    ran = CliRunner().invoke(command, [folder, "--at", line, "--stage", "model"])
    assert ran.exit_code == 0 and ran.stdout.partition(":  ")[2].startswith(wanted), ran.stdout
    assert other not in ran.stdout
