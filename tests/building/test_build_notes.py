"""What an editor should know of a build that went well: a blank page, pictures that lose their colours, a report that is old."""

from __future__ import annotations

from pathlib import Path

import pytest
from compose_support import read_issue
from PIL import Image

from briefing.building import plan, stages
from briefing.core.errors import Severity
from briefing.delivery.greys import turned_grey
from briefing.files.world import World
from briefing.storage import commit, manifest

YAML = "house: gb9704\nnumber: 5\ndate: 2024-03-08\nnameplate: 简报\nrecipients: {报: 省里, 发: 各处}\nserial: 某字1号\n"


def notes(folder: Path, lines: int) -> tuple[list[str], int]:
    """Notes about the 版记 of an issue of so many paragraphs of a line, and its pages."""
    folder.mkdir(exist_ok=True)
    (folder / "issue.yaml").write_text(YAML, "utf-8")
    (folder / "a.md").write_text("# 标题\n\n" + "一行正文。\n\n" * lines, "utf-8")
    source = stages.read(folder, World(folder))
    composed = stages.compose(source)
    found = [item for item in source.findings.items if item.code == "colophon-blank"]
    assert all(item.severity is Severity.NOTE and item.span and item.span.file == "a.md" for item in found)
    return [f"{item.message}{item.hint}" for item in found], len(composed.pages)


def test_lines_that_go_over_to_the_leaf_of_the_colophon_are_told_with_the_lines_to_cut(tmp_path: Path) -> None:
    folder = tmp_path / "2024-05"
    told = {lines: notes(folder, lines) for lines in range(30, 46)}
    blank = [lines for lines, (found, _) in told.items() if found]
    assert blank and told[blank[0]][1] == 4 and told[blank[0] - 1][1] == 2
    for lines in blank:
        (said,) = told[lines][0]
        assert "第 2 页放不下版记，版记又要在双数页上：末 3 行移到第 3 页" in said
        cut = int(said.partition("正文少 ")[2].partition(" 行")[0])
        assert told.get(lines - cut, ([], 2)) == ([], 2)
        assert cut == 1 or told[lines - cut + 1][0], "and no line more than that"


@pytest.mark.parametrize(
    ("picture", "coloured"),
    [
        (Image.new("RGB", (400, 300), (200, 30, 30)), True),
        (Image.linear_gradient("L").convert("RGB"), False),
        (Image.new("L", (40, 30), 99), False),
        (Image.new("P", (40, 30)), False),
        (Image.new("RGBA", (40, 30), (255, 0, 0, 0)), False),
        (Image.new("1", (40, 30)), False),
    ],
)
@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_colours_that_print_as_grey_are_told_by_name(tmp_path: Path, picture: Image.Image, coloured: bool, kind: str) -> None:
    folder = tmp_path / "2024-05"
    folder.mkdir()
    (folder / "issue.yaml").write_text(YAML, "utf-8")
    (folder / "a.md").write_text(f"# 标题\n\n正文。\n\n![图](tu.{kind})\n", "utf-8")
    (picture if kind == "png" else picture.convert("RGBA").convert("RGB") if coloured else picture.convert("L")).save(
        folder / f"tu.{kind}"
    )
    world = World(folder)
    found = list(turned_grey(read_issue(world)[0], world.issue))
    assert [(item.code, str(item.span)) for item in found] == ([("press-grey", "a.md:5:1")] if coloured else [])


def test_an_old_report_goes_with_the_old_pages_and_another_file_of_its_name_stays(tmp_path: Path, sample: Path) -> None:
    build = tmp_path / "build"
    before = plan.plan(sample, build)
    before.folder.mkdir(parents=True)
    report = before.folder / plan.REPORT
    ours = f'<meta charset="utf-8">\n<meta {plan.REPORT_MARK.decode()}>'
    template = Path(plan.__file__).parent.parent / "prove" / "report.html.j2"
    assert plan.REPORT_MARK in template.read_bytes().partition(b"<!DOCTYPE html>")[2][:1024]
    for text, outdated in ((ours, (plan.REPORT,)), ("<p>我的</p>", ())):
        report.write_text(text, "utf-8")
        assert plan.outdated_report(before) == outdated
    report.write_text(ours, "utf-8")
    commit.commit(before.folder, {manifest.FILE: b"{}", "x.pdf": b"1"}, plan.outdated_report(before))
    assert not report.exists() and (before.folder / "x.pdf").exists()
