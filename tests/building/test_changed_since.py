"""Which issues git says have changed: by their own files, by their houses, by what all of them depend on."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from briefing.building.changed_since import changed_since
from briefing.core.errors import UsageError

ISSUE = "house: {}\nnumber: {}\ndate: 2024-03-08\n"


def git(*arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Issues 1 in gb9704, 2 in a house of the workplace's own made of 甲办, 3 in 乙办; committed."""
    monkeypatch.chdir(tmp_path)
    for house, parent in (("甲办", "gb9704"), ("甲处", "甲办"), ("乙办", "gb9704")):
        folder = tmp_path / "templates" / house
        folder.mkdir(parents=True)
        (folder / "house.yaml").write_text(f"extends: {parent}\n", "utf-8")
    for number, house in ((1, "gb9704"), (2, "甲处"), (3, "乙办")):
        folder = tmp_path / "issues" / f"2024-{number}"
        folder.mkdir(parents=True)
        (folder / "issue.yaml").write_text(ISSUE.format(house, number), "utf-8")
        (folder / "01-甲.md").write_text("# 题\n\n文。\n", "utf-8")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("issues/2024-1/01-甲.md", ["2024-1"]),
        ("issues/2024-3/新稿 二.md", ["2024-3"]),
        ("issues/2024-2/图/a b.png", ["2024-2"]),
        ("templates/甲办/house.yaml", ["2024-2"]),
        ("templates/甲处/bulletin.css", ["2024-2"]),
        ("templates/乙办/words.yaml", []),
        ("templates/丙办/house.yaml", []),
        ("README.md", []),
        ("fonts/metrics.json", ["2024-1", "2024-2", "2024-3"]),
    ],
)
@pytest.mark.parametrize("committed", [False, True])
def test_what_depends_on_a_file(path: str, changed: list[str], committed: bool, repository: Path) -> None:
    assert changed_since("HEAD") == []
    git("tag", "before")
    file = repository / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write("# 改\n")
    if committed:
        git("add", "-A")
        git("commit", "-q", "-m", "two")
    assert sorted(changed_since("before")) == changed


def test_an_issue_that_is_gone_is_not_made_and_one_in_an_unknown_house_is(repository: Path) -> None:
    for file in (repository / "issues/2024-1").iterdir():
        file.unlink()
    (repository / "issues/2024-3/issue.yaml").write_text(ISSUE.format("没有的", 3), "utf-8")
    git("add", "-A")
    git("commit", "-q", "-m", "two")
    (repository / "templates/甲办/house.yaml").write_text("extends: gb9704\n# x\n", "utf-8")
    assert sorted(changed_since("HEAD")) == ["2024-2", "2024-3"]


@pytest.mark.parametrize("name", ["nothing", "", "--all", "HEAD~5"])
def test_a_revision_that_there_is_not(name: str, repository: Path) -> None:
    with pytest.raises(UsageError) as refused:
        changed_since(name)
    assert refused.value.diagnostics[0].code == "no-revision"


def test_outside_of_a_repository(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample.parent.parent)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(sample.parent.parent.parent))
    with pytest.raises(UsageError) as refused:
        changed_since("HEAD")
    assert refused.value.diagnostics[0].code == "no-revision" and "仓库" in refused.value.diagnostics[0].message


def test_nothing_of_the_repository_is_run(repository: Path, tmp_path: Path) -> None:
    """Its settings came with it: what they would have git start is not started."""
    betrayal = tmp_path.parent / f"{tmp_path.name}-ran"
    program = tmp_path.parent / f"{tmp_path.name}-program"
    program.write_text(f"#!/bin/sh\necho $0 $* >> {betrayal}\ncat\n", "utf-8")
    program.chmod(0o755)
    hooks = tmp_path.parent / f"{tmp_path.name}-hooks"
    hooks.mkdir()
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        (hooks / name).symlink_to(program)
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "attributes").write_text("*.md filter=a.b=c diff=d\n*.yaml filter=long\n", "utf-8")
    for key in ("core.fsmonitor", "core.sshCommand", "diff.external", "diff.d.command", "diff.d.textconv", "core.pager"):
        git("config", key, str(program))
    for name in ("a.b=c", "long"):
        git("config", f"filter.{name}.clean", str(program))
    git("config", "filter.long.process", str(program))
    git("config", "filter.long.required", "true")
    git("config", "core.hooksPath", str(hooks))
    (repository / "issues" / "2024-1" / "01-甲.md").write_text("# 题\n\n文文。\n", "utf-8")
    (repository / "issues" / "2024-3" / "issue.yaml").touch()
    betrayal.unlink(missing_ok=True)
    assert "2024-1" in changed_since("HEAD")
    assert not betrayal.exists(), betrayal.read_text("utf-8")


def test_an_issue_that_is_a_pipe_is_not_waited_for(repository: Path) -> None:
    (repository / "issues" / "2024-3" / "issue.yaml").unlink()
    os.mkfifo(repository / "issues" / "2024-3" / "issue.yaml")
    (repository / "templates" / "甲办" / "house.yaml").write_text("extends: gb9704\ntitle: 甲\n", "utf-8")
    assert changed_since("HEAD") == ["2024-2"]
