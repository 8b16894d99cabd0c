"""Which issues changed since a revision, as git sees it: by their own files, their houses, or what all of them depend on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from briefing.building import issue_names
from briefing.core.errors import BriefingError, Diagnostic, UsageError
from briefing.files.world import WORDS_FILE, World
from briefing.source import yaml_tree

#: What shapes the pages of all issues, where the program itself lies in the repository.
_SHARED = ("briefing/", "fonts/", "requirements.txt")
_HINT = "请写提交、分支或标签的名称，如 origin/main、HEAD~3。"


def changed_since(revision: str) -> list[str]:
    """Names of issues in issues/ that differ from `revision` in what is there now, committed or not; one whose houses cannot be
    told counts as changed. Raises UsageError outside of a repository, and for a revision that there is not."""
    shelf = issue_names.shelf().resolve()
    top = Path(os.fsdecode(_git(shelf, "rev-parse", "--show-toplevel")).rstrip("\n")).resolve()
    _git(shelf, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    listed = _git(top, "diff", "--name-only", "-z", "--no-renames", "--end-of-options", revision, "--")
    listed += _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    files = [os.fsdecode(name) for name in listed.split(b"\0") if name]
    if any(file.startswith(_SHARED) for file in files):
        return issue_names.names()
    own = shelf.relative_to(top).as_posix()
    touched = {file.removeprefix(f"{own}/").partition("/")[0] for file in files if file.startswith(f"{own}/")}
    of_houses = [file.split("/", 2)[1:] for file in files if file.startswith("templates/") and file.count("/") > 1]
    houses = {house for house, name in of_houses if name != WORDS_FILE}
    return [name for name in issue_names.names() if name in touched or (houses and _in_any(shelf / name, houses))]


def _in_any(folder: Path, houses: set[str]) -> bool:
    """Whether the issue is in one of the houses, or in one that is made of them."""
    from briefing.house.load import chain_of

    try:
        world = World(folder)
        node = yaml_tree.load((folder / issue_names.ISSUE_FILE).read_text("utf-8-sig"), issue_names.ISSUE_FILE).get("house")
        return not isinstance(node, yaml_tree.Scalar) or not houses.isdisjoint(chain_of(world, node.text))
    except (BriefingError, OSError, UnicodeDecodeError):
        return True


def _git(folder: Path, *arguments: str) -> bytes:
    command: Sequence[str] = ["git", "-C", str(folder), "-c", f"safe.directory={folder}", *arguments]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise UsageError(
            Diagnostic("no-revision", f"git 不能运行（{error.strerror}），不知道改动了哪几期", hint="请安装 git。")
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        message = f"不知道改动了哪几期：{said[-1] if said else '没有这个提交'}"
        raise UsageError(Diagnostic("no-revision", message, hint=_HINT))
    return done.stdout
