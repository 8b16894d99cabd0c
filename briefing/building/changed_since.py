"""Which issues changed since a revision, as git sees it: by their own files, their houses, or what all of them depend on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from briefing.building import issue_names
from briefing.core.errors import BriefingError, Diagnostic, UsageError
from briefing.files.world import MAX_YAML, WORDS_FILE, World
from briefing.source import yaml_tree

#: What shapes the pages of all issues, where the program itself lies in the repository.
_SHARED = ("briefing/", "fonts/", "requirements.txt")
#: A repository may come from others, with settings that would have git run something, or fetch what is not there.
_TAME = {"core.fsmonitor": "false", "core.hooksPath": os.devnull, "core.sshCommand": "false", "diff.external": ""}
_FILTERS = ("config", "--show-scope", "-z", "--get-regexp", r"^filter\..*\.(clean|process|smudge)$")
_HINT = "请写提交、分支或标签的名称，如 origin/main、HEAD~3。"


def changed_since(revision: str) -> list[str]:
    """Names of issues in issues/ that differ from `revision` in what is there now, committed or not; one whose houses cannot be
    told counts as changed. Raises UsageError outside of a repository, and for a revision that there is not."""
    shelf = issue_names.shelf().resolve()
    if not _tracked(shelf):
        hint = "请在 git 仓库里运行；不在仓库里的，写期号，或用 --all。"
        raise UsageError(Diagnostic("no-revision", "这里不是 git 的仓库，不知道改动了哪几期", hint=hint))
    top = Path(os.fsdecode(_git(shelf, "rev-parse", "--show-toplevel")).rstrip("\n")).resolve()
    _git(shelf, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    quiet = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=dirty")
    listed = _git(top, "diff", *quiet, "--end-of-options", revision, "--")
    listed += _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    files = [os.fsdecode(name) for name in listed.split(b"\0") if name]
    if any(file.startswith(_SHARED) for file in files):
        return issue_names.names()
    own = shelf.relative_to(top).as_posix()
    touched = {file.removeprefix(f"{own}/").partition("/")[0] for file in files if file.startswith(f"{own}/")}
    of_houses = [file.split("/", 2)[1:] for file in files if file.startswith("templates/") and file.count("/") > 1]
    houses = {house for house, name in of_houses if name != WORDS_FILE}
    return [name for name in issue_names.names() if name in touched or (houses and _in_any(shelf / name, houses))]


def _tracked(folder: Path) -> bool:
    """Whether it lies in a repository, even if git refuses that one."""
    return "GIT_DIR" in os.environ or any(os.path.lexists(place / ".git") for place in (folder, *folder.parents))


def _in_any(folder: Path, houses: set[str]) -> bool:
    """Whether the issue is in one of the houses, or in one that is made of them."""
    from briefing.house.load import chain_of

    try:
        world = World(folder)
        text, _ = world.issue.text(issue_names.ISSUE_FILE, MAX_YAML)
        node = yaml_tree.load(text, issue_names.ISSUE_FILE).get("house")
        return not isinstance(node, yaml_tree.Scalar) or not houses.isdisjoint(chain_of(world, node.text))
    except (BriefingError, OSError):
        return True


def _git(folder: Path, *arguments: str) -> bytes:
    return _run(folder, _TAME | _without_filters(_run(folder, _TAME, *_FILTERS)), *arguments)


def _without_filters(listed: bytes) -> dict[str, str]:
    """Settings that take away the commands of filters that the repository itself names; the user's own stay (Git LFS)."""
    told = listed.split(b"\0")
    keys = [
        os.fsdecode(setting.split(b"\n", 1)[0])
        for scope, setting in zip(told[::2], told[1::2], strict=False)
        if scope in (b"local", b"worktree")
    ]
    return dict.fromkeys(keys, "") | {f"{key.rpartition('.')[0]}.required": "false" for key in keys}


def _run(folder: Path, settings: Mapping[str, str], *arguments: str) -> bytes:
    """`git` with `settings` over those of the repository. 1 without a word is: nothing found."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_CONFIG_")}
    environ |= {"GIT_CONFIG_COUNT": str(len(settings)), "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
    for number, (key, value) in enumerate(settings.items()):
        environ |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    command: Sequence[str] = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=environ)
    except OSError as error:
        raise UsageError(
            Diagnostic("no-revision", f"git 不能运行（{error.strerror}），不知道改动了哪几期", hint="请安装 git。")
        ) from None
    if done.returncode and not (arguments == _FILTERS and not done.stderr):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        message = f"不知道改动了哪几期：{said[-1] if said else '没有这个提交'}"
        raise UsageError(Diagnostic("no-revision", message, hint=_HINT))
    return done.stdout
