"""Codes of what no input does: faults of the machine, and files that somebody spoilt afterwards."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ROOT

from briefing.building import office_pages, plan, stages
from briefing.building.run import build_issue
from briefing.cli import main
from briefing.core.errors import BriefingError
from briefing.output.css import weasyprint_engine, whole_pdf
from briefing.preflight import inspection
from briefing.storage.manifest import DeliveredSet


def codes(work: Callable[[], object]) -> list[str]:
    with pytest.raises(BriefingError) as caught:
        work()
    return [item.code for item in caught.value.diagnostics]


def test_a_file_that_the_system_does_not_let_read(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refused(path: str, *rest: Any, **more: Any) -> int:
        if os.fspath(path).endswith("01-甲.md"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "open", refused)
    found = stages.check(sample)
    assert [(item.code, "没有权限" in item.message) for item in found] == [("file-unreadable", True)]


def test_sources_that_change_meanwhile(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = plan.plan

    def late(*arguments: Any) -> plan.Plan:
        made = real(*arguments)
        with (sample / "01-甲.md").open("a", encoding="utf-8") as report:
            report.write("\n又写了一段。\n")
        return made

    monkeypatch.setattr(plan, "plan", late)
    assert codes(lambda: build_issue(sample, output=tmp_path / "build", formats=("docx",))) == ["source-changed"]
    assert not list((tmp_path / "build").rglob("*.docx"))
    monkeypatch.setattr(plan, "plan", real)
    folder = tmp_path / "build/2024-05"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / plan.REPORT).write_text(f'<meta charset="utf-8">\n<meta {plan.REPORT_MARK.decode()}>', "utf-8")
    built = build_issue(sample, output=tmp_path / "build", formats=("docx",))
    assert [item.code for item in built.diagnostics] == ["prove-outdated"]


def test_an_environment_that_lacks_a_library(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'markdown_it'", name="markdown_it")

    monkeypatch.setattr("briefing.source.remembered_reports.read_report", missing)
    assert main(["check", str(sample)]) == 4
    assert "错误[package-missing]" in capsys.readouterr().err


def test_an_engine_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert codes(lambda: weasyprint_engine.start([tmp_path], tmp_path)) == ["pdf-engine-missing"]


def test_an_engine_that_turns_pages_elsewhere() -> None:
    document, composed = SimpleNamespace(pages=[]), SimpleNamespace(pages=(1,))
    assert codes(lambda: whole_pdf._check_pages(document, composed)) == ["pdf-engine"]  # type: ignore[arg-type]


def test_files_that_somebody_took_away() -> None:
    house = stages.read(ROOT / "issues" / "2022-17").house
    _, found = inspection.preflight_sets({}, {"archive": DeliveredSet({}, ("a.pdf",), "", 4)}, house)
    assert [item.code for item in found] == ["preflight-missing"]
    made = DeliveredSet({}, ("a-print.zip", "a-ticket.docx"), "x-4", 4)  # not only what a preflight looks into
    _, found = inspection.preflight_sets({}, {"print": made}, house)
    assert [item.code for item in found] == ["preflight-missing", "preflight-missing"]


def test_a_format_that_there_is_not(sample: Path, tmp_path: Path) -> None:
    assert codes(lambda: build_issue(sample, output=tmp_path / "build", formats=("doc",))) == ["format"]


def test_no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_pages, "program", lambda: None)
    assert codes(office_pages.version) == ["office"]
