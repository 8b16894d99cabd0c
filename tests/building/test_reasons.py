"""Why an issue is made again: exactly the issues that depend on what changed, and the reason in words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.building import plan as planning
from briefing.building.reasons import keep, reasons
from briefing.building.run import build_issue

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {
    "issue.yaml": "house: gb9704\nnumber: 5\ndate: 2024-03-08\n",
    "01-甲.md": "# 甲市：稳步推进示范创建工作\n\n一是加强统筹。甲市把创建工作列入年度要点。\n",
}
OWN = "extends: gb9704\nstyles:\n  body: {size: 16pt}\n"

Why = Callable[[str], list[str]]


@pytest.fixture
def why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Why:
    """A workplace with two issues, built: 2024-05 in gb9704, 2024-06 in a house of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    for name, house in (("2024-05", "gb9704"), ("2024-06", "甲办")):
        folder = tmp_path / "issues" / name
        folder.mkdir(parents=True)
        for file, text in TEXTS.items():
            (folder / file).write_text(text.replace("gb9704", house).replace("number: 5", f"number: {int(name[-2:])}"), "utf-8")
    (tmp_path / "templates" / "甲办").mkdir(parents=True)
    (tmp_path / "templates" / "甲办" / "house.yaml").write_text(OWN, "utf-8")
    for name in ("2024-05", "2024-06"):
        build_issue(tmp_path / "issues" / name, tmp_path / "build", ("docx",))
    return lambda name: reasons(planning.plan(tmp_path / "issues" / name, tmp_path / "build", ("docx",)))


def edit(path: str, before: str, after: str) -> None:
    text = Path(path).read_text("utf-8")
    assert before in text
    Path(path).write_text(text.replace(before, after), "utf-8")


def test_only_what_depends_on_a_change_is_made_again(why: Why) -> None:
    assert why("2024-05") == why("2024-06") == []

    edit("templates/甲办/house.yaml", "size: 16pt}", "size: 15pt, leading: 28pt}")
    assert why("2024-05") == []
    assert why("2024-06") == ["templates/甲办/house.yaml 改动过：styles.body.size、styles.body.leading"]
    edit("templates/甲办/house.yaml", "size: 15pt, leading: 28pt}", "size: 16pt}")
    assert why("2024-06") == []

    Path("templates/甲办/words.yaml").write_text("wrong: {布署: 部署}\n", "utf-8")
    assert why("2024-06") == []
    Path("templates/甲办/bulletin.css").write_text("p { color: red }", "utf-8")
    assert why("2024-06") == ["新增 templates/甲办/bulletin.css"] and why("2024-05") == []

    edit("issues/2024-05/issue.yaml", "2024-03-08", "2024-03-09")
    Path("issues/2024-05/02-乙.md").write_text("# 乙\n\n文。\n", "utf-8")
    assert why("2024-05") == ["新增 02-乙.md", "issue.yaml 改动过：date"]
    edit("issues/2024-05/issue.yaml", "2024-03-09", "2024-03-08")
    Path("issues/2024-05/02-乙.md").unlink()
    Path("issues/2024-05/01-甲.md").unlink()
    assert why("2024-05") == ["01-甲.md 不在了"]


def test_a_remark_in_yaml_is_a_change_of_no_entry(why: Why) -> None:
    edit("issues/2024-05/issue.yaml", "number: 5", "number: 5  # 五")
    assert why("2024-05") == ["issue.yaml 改动过"]


def test_without_the_text_of_then_the_file_is_named(why: Why) -> None:
    shutil.rmtree("cache")
    edit("issues/2024-05/issue.yaml", "2024-03-08", "2024-03-09")
    assert why("2024-05") == ["issue.yaml 改动过"]


def test_outputs_that_are_not_as_they_were_made(why: Why) -> None:
    output = Path("build/2024-05/2024-05.docx")
    output.write_bytes(output.read_bytes() + b"x")
    assert why("2024-05") == ["2024-05.docx 改动过"]
    output.unlink()
    assert why("2024-05") == ["2024-05.docx 不在了"]
    again = planning.plan(Path("issues/2024-06"), "build", ("pdf", "docx"))
    assert reasons(again) == ["2024-06.pdf 还没有做过"]
    keep(again)
    (found,) = reasons(planning.plan(Path("issues/2024-06"), "elsewhere", ("docx",)))
    assert found == "还没有做过"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("weasyprint", "1.0", "程序库 weasyprint 换过：1.0 → "),
        ("briefing", "", "程序换过"),
        ("python", "3.9.1", "Python 换过：3.9.1 → "),
        ("fonts/metrics.json", "0", "字体换过：fonts/metrics.json"),
        ("SOURCE_DATE_EPOCH", "12", "环境变量 SOURCE_DATE_EPOCH 换过"),
    ],
)
def test_program_and_machine(name: str, value: str, said: str, why: Why) -> None:
    path = Path("build/2024-05/manifest.json")
    document = json.loads(path.read_text("utf-8"))
    document["inputs"][name] = value
    document["key"] = "0"
    path.write_text(json.dumps(document), "utf-8")
    (found,) = why("2024-05")
    assert found.startswith(said)


def test_a_manifest_of_an_older_program(why: Why) -> None:
    path = Path("build/2024-05/manifest.json")
    document = json.loads(path.read_text("utf-8"))
    del document["inputs"], document["houses"]
    path.write_text(json.dumps(document), "utf-8")
    assert why("2024-05") == ["上次用的是旧版的程序，没有记下版式和字体"]
    path.write_text("{", "utf-8")
    assert why("2024-05") == ["原来的清单不能用：它不是 JSON"]
