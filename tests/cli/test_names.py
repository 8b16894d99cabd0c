"""Names on the command line that mean nothing: they are told, in every report, and stop none of the others."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import Run

from briefing.cli import chinese
from briefing.storage import commit, manifest, standing


@pytest.fixture
def broken(sample: Path) -> Path:
    """An issue that ends with a finding of its own before anything is made."""
    (sample / "issue.yaml").write_text("house: gb9704\n", "utf-8")
    return sample


@pytest.mark.parametrize(("command", "said", "code"), [("prove", "prove-unbuilt", 2), ("press --for print", "issue-undated", 3)])
def test_a_name_that_means_nothing_stops_no_other(command: str, said: str, code: int, briefing: Run, broken: Path) -> None:
    name, *options = command.split()
    ran = briefing(name, "没有", "5", "没有", *options)
    assert ran.code == code and ran.err.count("没有这一期：没有") == 1 and said in ran.err
    assert briefing(name, "没有", *options).code == 2


@pytest.mark.parametrize(("command", "option"), [("build", "--findings"), ("check", "--format")])
def test_reports_list_all_that_was_asked_for(command: str, option: str, briefing: Run, broken: Path) -> None:
    ran = briefing(command, "没有", "5", option, "junit")
    assert 'tests="2" failures="2"' in ran.out and 'name="没有"' in ran.out and 'type="no-issue"' in ran.out
    ran = briefing(command, "没有", "5", *(("--json",) if command == "build" else (option, "json")))
    said = [json.loads(line) for line in ran.out.splitlines()] if command == "build" else json.loads(ran.out)
    codes = [item["code"] for entry in said for item in entry.get("diagnostics", [entry])]
    assert codes[0] == "no-issue" and "issue-undated" in codes


@pytest.mark.parametrize(
    "line",
    [
        ("press", "--check", ""), ("verify", ""), ("check", ""), ("build", "5", "-o", ""), ("build", "5", "--output="),
        ("prove", "", "5"), ("import", ""), ("check", "5", "--baseline", ""), ("build", "5", "--summary", ""),
    ],
)  # fmt: skip
def test_the_name_of_nothing_is_no_place(line: tuple[str, ...], briefing: Run, broken: Path) -> None:
    """As an unset variable leaves it; in an issue's own folder it would mean that issue."""
    ran = briefing(*line, cwd=broken)
    assert ran.code == 2 and "写的是空的" in ran.err and not list(broken.glob("build*"))


def test_what_is_said_after_a_press_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that was put in place is not the set that was asked for."""
    stood: dict[str, str] | None = {"a.pdf": "1"}

    def load(folder: Path) -> SimpleNamespace:
        sets = {} if stood is None else {"print": SimpleNamespace(files=tuple(stood))}
        return SimpleNamespace(sets=sets, files={name: SimpleNamespace(sha256=value) for name, value in (stood or {}).items()})

    monkeypatch.setattr(manifest, "load", load)
    standing.begin()
    commit.watch(tmp_path, "print", "印刷文件")
    assert standing.sentence() == standing.UNCHANGED
    (tmp_path / manifest.FILE).write_text("{}")
    assert standing.sentence().endswith("里已经放好新的一套成品，印刷文件还是原来的。")
    stood = None
    assert standing.sentence().endswith("里已经放好新的一套成品，印刷文件没有做成。")
    stood = {"a.pdf": "2"}
    assert standing.sentence().endswith("里已经放好新的一套印刷文件。")
    standing.begin()


@pytest.mark.parametrize("line", ["check|~/{}", "build|5|--output=~/成品", "build|5|-o~/成品"])
def test_a_home_that_the_shell_left_is_the_home(line: str, briefing: Run, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(broken.parent))
    ran = briefing(*line.format(broken.name).split("|"), cwd=broken.parent.parent)
    assert ran.code == 3 and "issue-undated" in ran.err + ran.out
    assert not (broken.parent.parent / "~").exists()


def test_a_folder_that_is_called_so_stays_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/wang")
    assert chinese._at_home("--output=~/成品") == "--output=/home/wang/成品" and chinese._at_home("甲~/乙") == "甲~/乙"
    (tmp_path / "~" / "成品").mkdir(parents=True)
    assert chinese._at_home("--output=~/成品") == "--output=~/成品"
