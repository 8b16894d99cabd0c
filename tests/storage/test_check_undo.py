"""`check --fix` names each change, writes nothing with --dry-run, and --undo puts the files back to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from check_support import HEAD, issue
from conftest import Run

from briefing.building import check_issue, issue_names
from briefing.building.plan import plan
from briefing.core.errors import Diagnostic, OutputError, UsageError
from briefing.storage import source_files, undo_records

WRONG = "# 各地推进重点工作\r\n\r\n会议对今年工作作了布署，,要求落实\u200b其它任务。\r\n".encode()
RIGHT = "# 各地推进重点工作\r\n\r\n会议对今年工作作了部署，要求落实其他任务。\r\n".encode()
LIST = [
    "issues/2022-17/01.md:3:10: “布署” → “部署”",
    "issues/2022-17/01.md:3:12: “，,” → “，”",
    "issues/2022-17/01.md:3:18: 删去“〈U+200B（零宽空格）〉”",
    "issues/2022-17/01.md:3:19: “其它” → “其他”",
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return issue(tmp_path / "issues", WRONG)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_each_change_is_named_and_the_way_back_works(place: Path, briefing: Run) -> None:
    before = files(place.parent)
    dry = briefing("check", "17", "--fix", "--dry-run")
    assert dry.out.splitlines()[:4] == LIST and "没有写入" in dry.out and files(place.parent) == before
    ran = briefing("check", "17", "--fix")
    assert ran.out.splitlines()[:4] == LIST and "--undo" in ran.out and "改好 4 处" in ran.out
    assert (place / "01.md").read_bytes() == RIGHT
    assert files(place.parent / ".undo")["2022-17/0001/files/01.md"] == WRONG
    again = briefing("check", "17", "--fix")
    assert again.out == "2022-17：没有问题\n" and len(files(place.parent / ".undo")) == 2
    assert plan(place, place.parent.parent / "build").sources.keys() == {"01.md", "issue.yaml"}
    back = briefing("check", "17", "--undo")
    assert back.code == 0 and "01.md" in back.out and files(place.parent) == before
    nothing = briefing("check", "17", "--undo")
    assert nothing.code == 2 and "没有可以退回的改动" in nothing.err


def test_changes_go_to_stderr_where_a_program_reads(place: Path, briefing: Run) -> None:
    ran = briefing("check", "17", "--fix", "--format", "json")
    assert ran.out.strip() == "[]" and LIST[0] in ran.err


@pytest.mark.parametrize("flags", [("--dry-run",), ("--undo", "--fix"), ("--undo", "--baseline", "a", "--write-baseline")])
def test_flags_that_do_not_go_together(place: Path, briefing: Run, flags: tuple[str, ...]) -> None:
    before = files(place.parent)
    assert briefing("check", "17", *flags).code == 2 and files(place.parent) == before


def test_undo_goes_back_step_by_step(place: Path) -> None:
    check_issue.check_issue(place, fix=True)
    text = (place / "01.md").read_bytes().replace("任务".encode(), "任务，其它".encode())
    (place / "01.md").write_bytes(text)
    (place / "issue.yaml").write_text(HEAD + "summary: 按排好\n", "utf-8")
    check_issue.check_issue(place, fix=True)
    assert undo_records.undo(place) == ["01.md", "issue.yaml"] and (place / "01.md").read_bytes() == text
    (place / "01.md").write_bytes(RIGHT)
    assert undo_records.undo(place) == ["01.md"] and (place / "01.md").read_bytes() == WRONG


def test_later_work_is_never_undone(place: Path) -> None:
    check_issue.check_issue(place, fix=True)
    (place / "01.md").write_bytes(RIGHT + "后来写的。\n".encode())
    before = files(place.parent)
    with pytest.raises(UsageError) as raised:
        undo_records.undo(place)
    assert "01.md 在 --fix 之后又改动过" in raised.value.diagnostics[0].message and files(place.parent) == before


def test_where_nothing_can_be_written_nothing_is_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(place.parent)

    def refused(*_: object, **__: object) -> None:
        raise OutputError(Diagnostic("sources-output", "写不进"))

    monkeypatch.setattr(source_files, "place", refused)
    with pytest.raises(OutputError):
        check_issue.check_issue(place, fix=True)
    assert files(place.parent) == before and not (place.parent / ".undo").exists()


def test_a_spoilt_record_is_told(place: Path) -> None:
    check_issue.check_issue(place, fix=True)
    (place.parent / ".undo" / "2022-17" / "0001" / "record.json").write_text("[]", "utf-8")
    with pytest.raises(OutputError) as raised:
        undo_records.undo(place)
    assert raised.value.diagnostics[0].code == "undo-record" and (place / "01.md").read_bytes() == RIGHT


def test_old_records_are_dropped(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo_records, "_MOST", 3)
    for number in range(5):
        (place / "01.md").write_text(f"# 题\n\n其它第{number}。\n", "utf-8")
        check_issue.check_issue(place, fix=True)
    assert sorted(path.name for path in (place.parent / ".undo" / "2022-17").iterdir()) == ["0003", "0004", "0005"]


def test_a_record_that_was_half_forgotten_goes_with_the_next_command(place: Path) -> None:
    """The disk went away after the files were put back: whoever runs next clears up, not only the next --fix."""
    before = files(place.parent)
    rubbish = place.parent / ".undo" / "2022-17" / ".new-00000001" / "files"
    rubbish.mkdir(parents=True)
    (rubbish / "01.md").write_bytes(WRONG)
    issue_names.locate(place)
    assert files(place.parent) == before and not (place.parent / ".undo").exists()
