"""What is printed can be typed: from any folder, with and without `briefing` on the PATH."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run

from briefing.cli.app import COMMANDS
from briefing.core import calling

SCRIPT = Path(sys.prefix, "bin", "briefing")


@pytest.fixture(autouse=True)
def anew() -> None:
    calling.program.cache_clear()


def test_every_command_is_known_to_the_pattern() -> None:
    for command in COMMANDS:
        assert calling.as_typed(f"运行 briefing {command}。") != f"运行 briefing {command}。" or calling.program() == "briefing"
        assert command in calling._COMMANDS.split("|")


def test_it_can_be_typed_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    for folder in (tmp_path, Path(sys.prefix).parent):
        calling.program.cache_clear()
        monkeypatch.chdir(folder)
        done = subprocess.run(
            f"{calling.program()} --version", shell=True, cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0 and done.stdout.startswith("briefing "), done.stderr
    assert calling.program() == os.path.join(Path(sys.prefix).name, "bin", "briefing")


def test_on_the_path_the_name_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{SCRIPT.parent}:/usr/bin")
    assert calling.program() == "briefing"
    assert calling.as_typed("briefing check 17") == "briefing check 17"


def test_another_program_of_the_name_is_not_taken_for_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "briefing"
    other.write_text("#!/bin/sh\nexit 1\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert calling.program() != "briefing"


@pytest.mark.parametrize(
    "text",
    [
        "from briefing.files import world",
        "briefing/cli/app.py",
        ".venv/bin/briefing check",
        "briefing 排印",
        "briefing newer",
        "urn:briefing:facts",
    ],
)
def test_only_calls_are_changed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert calling.as_typed(text) == text
    assert calling.as_typed("用法见：briefing --help；briefing [选项] 命令").count(calling.program()) == 2


def test_a_folder_with_a_space_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "我的 文件" / "bin" / "briefing"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "prefix", str(script.parent.parent))
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir("/")
    assert shlex.split(calling.as_typed("briefing doctor")) == [str(script).lstrip("/"), "doctor"]


def test_messages_and_help_print_it(briefing: Run) -> None:
    said = briefing("build", "77", PATH="/usr/bin:/bin").err
    script = shlex.quote(str(SCRIPT))
    assert f"{script} new" in said
    for line in briefing("new", "--help", PATH="/usr/bin:/bin").out.split("示例:")[1].splitlines():
        assert "briefing" not in line or line.strip().startswith(f"{script} ")


def test_the_manuals_say_it_as_it_must_be_typed_in_a_fresh_clone() -> None:
    """`briefing` alone is not on anybody's PATH after `make`."""
    commands = "|".join(COMMANDS)
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            assert not re.search(rf"(?<![\w/.])briefing (?:{commands})\b", line), f"{path.name}:{number}: {line}"
