"""The Makefile explains itself, knows every target it names, and is quick when there is nothing to do."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from ci_support import plant_environment
from conftest import ROOT

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
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", "script", "briefing", "templates", "fonts", "issues"):
        (folder / name).symlink_to(ROOT / name)
    plant_environment(folder)
    return folder


def test_issue_and_check(checkout: Path) -> None:
    done = make("check-17", cwd=checkout)
    assert done.returncode == 0, done.stderr
    done = make("issue-2022-17", "ARGS=--format docx", cwd=checkout)
    assert done.returncode == 0, done.stderr
    assert (checkout / "build" / "2022-17" / "2022-17.docx").is_file()
    assert len(done.stdout.splitlines()) <= 4
    started = time.perf_counter()
    done = make("issue-17", "ARGS=--format docx", cwd=checkout)
    assert time.perf_counter() - started < 1
    assert done.stdout.startswith("2022-17：没有变化")


def test_unknown_issue_fails(checkout: Path) -> None:
    done = make("issue-9999", cwd=checkout)
    assert done.returncode == 2 and "没有这一期：9999" in done.stderr


def test_requirements_are_pinned_with_hashes() -> None:
    pins = {}
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        entries = re.findall(r"^([\w.-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
        assert len(entries) == len(re.findall(r"^[\w.-]+(?:\[.*\])?[=<>@]", text, re.MULTILINE)) > 10
        pins[name] = {package: version for package, version, _ in entries}
    assert pins["requirements.txt"].items() <= pins["requirements-dev.txt"].items()


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
