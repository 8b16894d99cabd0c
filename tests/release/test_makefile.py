"""The Makefile explains itself, knows every target it names, and is quick when there is nothing to do."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from ci_support import plant_environment
from conftest import ROOT

from briefing.cli.filenames import split

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def make(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def test_help_names_every_target() -> None:
    said = make("help").stdout
    targets = re.findall(r"^([a-z%-]+):(?!=)", MAKEFILE, re.MULTILINE)
    assert {"help", "new", "all", "test", "test-slow", "lint", "accept", "bench", "clean", "issue-%", "check-%"} <= set(targets)
    for target in targets:
        assert f"make {target.replace('%', '17')} " in said, f"{target} has no ## help"
    assert make().stdout == said


def test_every_phony_target_exists() -> None:
    phony = re.search(r"^\.PHONY: (help .*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    for target in phony[1].split():
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The checkout with a .venv that is this one, so that nothing is installed."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    requirements = [f"requirements{kind}.txt" for kind in ("", "-desk", "-dev")]
    for name in ("Makefile", *requirements, "script", "briefing", "templates", "fonts", "issues"):
        (folder / name).symlink_to(ROOT / name)
    plant_environment(folder)
    return folder


def written(folder: Path) -> dict[Path, tuple[int, int]]:
    """What a file written again would have another of."""
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*")}


def test_issue_and_check(checkout: Path) -> None:
    done = make("check-17", cwd=checkout)
    assert done.returncode == 0, done.stderr
    done = make("issue-2022-17", "ARGS=--format docx", cwd=checkout)
    assert done.returncode == 0, done.stderr
    assert (checkout / "build" / "2022-17" / "2022-17.docx").is_file()
    assert len(done.stdout.splitlines()) <= 4
    before = written(checkout / "build")
    done = make("issue-17", "ARGS=--format docx", cwd=checkout)
    assert written(checkout / "build") == before
    assert done.stdout.startswith("2022-17：没有变化")


def test_unknown_issue_fails(checkout: Path) -> None:
    done = make("issue-9999", cwd=checkout)
    assert done.returncode == 2 and "没有这一期：9999" in done.stderr
    said = done.stderr.split("\n")
    english = next(number for number, line in enumerate(said) if line.startswith("make: ***"))
    assert "原因在上面" in said[english - 1]  # make says it in English, whatever one does


def test_requirements_are_pinned_with_hashes() -> None:
    pins = {}
    for name in ("requirements.txt", "requirements-desk.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        entries = re.findall(r"^([\w.-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
        assert len(entries) == len(re.findall(r"^[\w.-]+(?:\[.*\])?[=<>@]", text, re.MULTILINE)) > 10
        pins[name] = {package: version for package, version, _ in entries}
    assert pins["requirements.txt"].items() < pins["requirements-desk.txt"].items() < pins["requirements-dev.txt"].items()


def test_setup_says_what_is_missing(checkout: Path, tmp_path: Path) -> None:
    """Without any Python that will do, one Chinese line and exit 4, not a shell's error."""
    shutil.copytree(ROOT / "script", tmp_path / "bare" / "script")
    (tmp_path / "bare" / "requirements.txt").touch()
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("bash", "dirname", "id", "mktemp", "rm", "cat", "uname", "env"):
        found = shutil.which(tool)
        assert found is not None
        (tools / tool).symlink_to(found)
    done = subprocess.run(
        ["bash", "script/setup", "run"],
        cwd=tmp_path / "bare",
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4, done.stderr
    assert "sudo apt-get install" in done.stderr and "command not found" not in done.stderr


NAMES = (
    "南湖区终稿(改2).docx", "南京 终稿.docx", "苏州.docx", "a$b.docx", "it's.docx", '引"号.docx', "b;c&d|e.docx", "f#g.docx",
    "h*.docx", "$(shell touch x).docx",
)  # fmt: skip


@pytest.mark.parametrize("names", [*((name,) for name in NAMES), NAMES[1:3], NAMES[:4], ("苏州.docx", "南京 终稿.docx")], ids=str)
def test_import_takes_names_as_they_are(tmp_path: Path, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """What make hands over, and what the command makes of it."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        (tmp_path / name).touch()
    recipe = "unexport FILES\nx: export BRIEFING_FILES := $(value FILES)\nx:\n\t@printenv BRIEFING_FILES\n"
    assert "\nunexport FILES\nimport-%: export BRIEFING_FILES := $(value FILES)\n" in MAKEFILE
    (tmp_path / "Makefile").write_text(recipe, "utf-8")
    given = make("x", f"FILES={' '.join(names)}", cwd=tmp_path).stdout.removesuffix("\n")
    assert split(given) == list(names)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("南京.docx、苏州 终稿.docx，无锡.doc", ["南京.docx", "苏州 终稿.docx", "无锡.doc"]),
        ("'南京 1.docx' \"苏州 终稿.docx\"", ["南京 1.docx", "苏州 终稿.docx"]),
        ("没有 的.docx 苏州 终稿.docx", ["没有 的.docx", "苏州 终稿.docx"]),
        ("来稿/*.docx", ["来稿/甲 1.docx", "来稿/乙.docx"]),
        ("  南京.docx  ", ["南京.docx"]),
        ("没有", ["没有"]),
        ("", []),
        ("南京.docx\n苏州 终稿.docx", ["南京.docx", "苏州 终稿.docx"]),
    ],
)
def test_names_in_one_string(tmp_path: Path, typed: str, names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("南京.docx", "南京 1.docx", "苏州 终稿.docx", "无锡.doc", "来稿/甲 1.docx", "来稿/乙.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert sorted(split(typed)) == sorted(names)


def test_remarks_are_no_error_and_odd_names_are_one_name(checkout: Path, tmp_path: Path) -> None:
    (checkout / "issues").unlink()
    shutil.copytree(ROOT / "issues" / "2022-17", checkout / "issues" / "2022-17")
    (checkout / "issues" / "2022-17" / "旧稿.txt").write_text("这是一份没有收入的旧稿。", "utf-8")
    done = make("check-17", cwd=checkout)
    assert done.returncode == 0 and "file-unused" in done.stderr and "Error" not in done.stderr
    done = make("check-2022 17", cwd=checkout)
    assert done.returncode == 2 and "没有这一期：2022 17" in done.stderr
    done = make("import-17", "FILES=来稿(改 2).txt", cwd=checkout)
    assert done.returncode == 2 and "找不到文件：来稿(改 2).txt" in done.stderr and "syntax" not in done.stderr
    (checkout / "来稿(改 2).txt").write_text("某市的标题\n\n这是送来的一段正文，写得很清楚。\n", "utf-8")
    done = make("import-17", "FILES=来稿(改 2).txt", cwd=checkout)
    assert done.returncode == 0, done.stderr
    assert "04-来稿-改-2.md" in done.stdout and "Error" not in done.stderr


@pytest.mark.parametrize("goals", [("foo",), ("issue", "17"), ("check",), ("18",), ("制作",)])
def test_an_unknown_command_is_answered_with_the_list(checkout: Path, goals: tuple[str, ...]) -> None:
    done = make(*goals, cwd=checkout)
    assert done.returncode == 2
    assert f"没有 make {goals[0]} 这个命令。" in done.stderr and "make check-17" in done.stderr
    hints = {("issue", "17"): "是不是 make issue-17？", ("check",): "如 make check-17。", ("18",): "是不是 make issue-18？"}
    assert hints.get(goals, "") in done.stderr and ("是不是" in done.stderr) == (goals[-1].isdigit())


MEANT = {
    "issue_17": "issue-17", "ISSUE-17": "issue-17", "issue17": "issue-17", "issue－17": "issue-17", "issue—17": "issue-17",
    "2022-17": "issue-2022-17", "第17期": "issue-17", "2022年第17期": "issue-2022-17", "Print_2022_17": "print-2022-17",
    "检查-17": "check-17", "pdf-17": "issue-17", "issue-": "", "foo": "", "a$(x)": "",
}  # fmt: skip


def test_what_was_meant_by_a_goal_that_is_none() -> None:
    for goal, meant in MEANT.items():
        command = ["bash", "script/meant-goal", goal, goal]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert (f"是不是 make {meant}？" in said) if meant else "是不是" not in said, goal
