"""A CI service of our own: it runs the steps of `.github/workflows/build.yml`, as they stand there, the way GitHub's would.

A fresh shallow checkout for each run, `bash -e` for each step, conditions and outputs, caches that belong to branches, artifacts.
Of the actions it knows what the workflow uses, and stops at any other. The repository is a small one with the real Makefile and
script/, and a `briefing` that makes files by the words it finds in an issue: `broken`, `silent` (makes nothing and says nothing),
`halts` (until it is cancelled), `remark` (the proofreader has something to say).
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from conftest import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "build.yml"
ZERO = "0" * 40

BRIEFING = """
import hashlib, json, sys, time
from pathlib import Path

command, *rest = sys.argv[1:]
code = 0
for folder in (Path(word) for word in rest if word.startswith("issues/")):
    words = " ".join(path.read_text("utf-8") for path in sorted(folder.iterdir()) if path.suffix in (".yaml", ".md"))
    if command == "check":
        if "remark" in words:
            print(f"::warning file={folder}/issue.yaml,line=1::remark" if "github" in rest else f"{folder.name}: remark")
            code = max(code, 1)
        continue
    if "halts" in words:
        Path("halted").touch()
        time.sleep(60)
    if "broken" in words:
        code = 3
    if "broken" in words or "silent" in words:
        continue
    made = Path("build") / folder.name
    made.mkdir(parents=True, exist_ok=True)
    files = {f"{folder.name}.pdf": b"%PDF-1.7 " + words.encode(), f"{folder.name}.docx": b"PK\\3\\4" + words.encode()}
    for name, data in files.items():
        (made / name).write_bytes(data)
    listed = {name: {"sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()}
    office = {"office": {"lines": 9, "of_lines": 10, "pages": 2, "of_pages": 2}} if "--office" in rest else {}
    (made / "manifest.json").write_text(json.dumps({"files": listed, **office}))
sys.exit(code)
"""


def load(name: str) -> ModuleType:
    """script/<name>.py as a module."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, ROOT / "script" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    before = signal.getsignal(signal.SIGINT)
    spec.loader.exec_module(module)
    signal.signal(signal.SIGINT, before)
    return module


def plant_environment(folder: Path, python: str = sys.executable) -> None:
    """A `.venv` that script/environment.py finds whole, and that runs `python`: nothing is installed."""
    environment = load("environment")
    program = folder / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(python)} "$@"\n')
    program.chmod(0o755)
    for name in environment.REQUIREMENTS.values():
        shutil.copyfile(folder / name, folder / ".venv" / name)
    line = f"import sys; sys.path.insert(0, {str(ROOT / 'script')!r}); import environment; print(environment.tag())"
    tag = subprocess.run([python, "-c", line], capture_output=True, text=True, check=True).stdout
    (folder / ".venv" / environment.STAMP).write_text(tag)


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=甲", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", "-c", "safe.directory=*"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@dataclass
class Run:
    """What the job came to: `made`: the issues in the artifact; `tried`: those that it set out to make."""

    green: bool
    made: set[str]
    log: str
    summary: str = ""
    cancelled: bool = False

    @property
    def tried(self) -> set[str]:
        found = re.search(r"^要制作.*：(.*)$", self.log, re.MULTILINE)
        assert found is not None, self.log
        return set() if found[1] == "没有" else set(found[1].split("、"))


@dataclass
class Service:
    """`uid`: the user that runs the steps. `before_steps`: what is done to a checkout first."""

    folder: Path
    python: str = sys.executable
    uid: int | None = None
    path: str = os.environ["PATH"]
    before_steps: Callable[[Path], object] | None = None
    _caches: dict[str, list[tuple[str, Path]]] = field(default_factory=dict)
    _number: int = 0

    @property
    def author(self) -> Path:
        return self.folder / "author"

    def begin(self, issues: dict[str, str], *, real: bool = False) -> None:
        """A repository with `issues` (folder → text of issue.yaml), not pushed yet."""
        git(self.folder, "init", "-q", "--bare", "origin.git")
        git(self.folder, "init", "-q", "author")
        git(self.author, "remote", "add", "origin", f"file://{self.folder}/origin.git")
        requirements = [f"requirements{kind}.txt" for kind in ("", "-desk", "-dev")]
        for name in ("Makefile", *requirements, ".gitignore"):
            shutil.copyfile(ROOT / name, self.author / name)
        for name in ("script", *(("briefing", "templates", "fonts") if real else ())):
            shutil.copytree(ROOT / name, self.author / name, ignore=shutil.ignore_patterns("__pycache__"))
        if not real:
            self.write("briefing/__init__.py", "")
            self.write("briefing/__main__.py", BRIEFING)
            self.write("templates/house/house.yaml", "a: 1\n")
            self.write("fonts/metrics.json", "{}\n")
        self.write("README.md", "# 读我\n")
        for name, text in issues.items():
            self.write(f"issues/{name}/issue.yaml", text)

    def write(self, name: str, text: str) -> None:
        path = self.author / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def move(self, old: str, new: str) -> None:
        (self.author / new).parent.mkdir(parents=True, exist_ok=True)
        (self.author / old).rename(self.author / new)

    def remove(self, name: str) -> None:
        path = self.author / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    def commit(self) -> str:
        git(self.author, "add", "-A")
        git(self.author, "commit", "-q", "--allow-empty", "-m", "改稿")
        return git(self.author, "rev-parse", "HEAD").strip()

    def push(self, branch: str = "main", **more: Any) -> Run:
        """Commit what changed, push it and run the job."""
        self.commit()
        git(self.author, "push", "-q", "--force", "origin", f"HEAD:refs/heads/{branch}")
        return self.run(f"refs/heads/{branch}", "push", **more)

    def propose(self, number: int = 1, **more: Any) -> Run:
        """A pull request of what the author has, from a fork: the service merges it into main and runs the job."""
        head = self.commit()
        git(self.author, "fetch", "-q", "origin", "main")
        git(self.author, "checkout", "-q", "--detach", "FETCH_HEAD")
        git(self.author, "merge", "-q", "--no-ff", "-m", "merge", head)
        git(self.author, "push", "-q", "--force", "origin", f"HEAD:refs/pull/{number}/merge")
        git(self.author, "checkout", "-q", "main")
        return self.run(f"refs/pull/{number}/merge", "pull_request", **more)

    # --- the runner

    def run(self, ref: str, event: str, *, cancel: bool = False, job: str = "issues") -> Run:
        self._number += 1
        place = self.folder / f"run-{self._number}"
        work = place / "work"
        work.mkdir(parents=True)
        steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"][job]["steps"]
        name = ref.removeprefix("refs/heads/").removeprefix("refs/pull/")
        known: dict[str, Any] = {
            "github.ref": ref, "github.ref_name": name, "github.event_name": event, "github.run_id": str(self._number),
            "github.run_number": str(self._number), "github.run_attempt": "1", "runner.os": "Linux",
            "github.base_ref": "main" if event == "pull_request" else "", "github.event.repository.default_branch": "main",
        }  # fmt: skip
        state = _State(self, place, work, ref, known, cancel)
        for step in steps:
            state.step(step)
        made = {path.parent.name for path in (place / "artifact").glob("*/*.pdf") if path.with_suffix(".docx").is_file()}
        summary = place / "summary"
        told = summary.read_text("utf-8") if summary.exists() else ""
        return Run(not state.failed and not state.cancelled, made, state.log, told, state.cancelled)


class _State:
    """One job at work."""

    def __init__(self, service: Service, place: Path, work: Path, ref: str, known: dict[str, Any], cancel: bool) -> None:
        self.service, self.place, self.work, self.ref, self.known, self.cancel = service, place, work, ref, known, cancel
        self.failed = self.cancelled = False
        self.log = ""

    def step(self, step: dict[str, Any]) -> None:
        condition = str(step.get("if", "success()")).strip().removeprefix("${{").removesuffix("}}")
        if not self._value(condition):
            return
        if "uses" in step:
            action = step["uses"].partition("@")[0]
            does = {
                "actions/checkout": self._checkout, "actions/cache": lambda _: True, "actions/cache/restore": self._restore,
                "actions/cache/save": self._save, "actions/upload-artifact": self._upload,
            }[action]  # fmt: skip
            ok = does({name: self._filled(str(value)) for name, value in step.get("with", {}).items()})
        else:
            ok = self._shell(self._filled(step["run"]), step.get("id", ""))
        self.failed = self.failed or not ok

    def _filled(self, text: str) -> str:
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(self._value(found[1])), text)

    def _value(self, expression: str) -> object:
        """GitHub's expressions are JavaScript's, as far as the workflow goes."""
        functions = {
            "success": lambda: not self.failed and not self.cancelled, "always": lambda: True,
            "failure": lambda: self.failed, "cancelled": lambda: self.cancelled, "hashFiles": lambda _: "digest",
        }  # fmt: skip

        def translated(found: re.Match[str]) -> str:
            text = found[0]
            if text[0] == "'" or text in functions:
                return text
            operators = {"&&": " and ", "||": " or ", "!": " not "}
            return operators.get(text) or f"look({text!r})"

        python = re.sub(r"'[^']*'|[A-Za-z_][\w.-]*|&&|\|\||!(?!=)", translated, expression.strip())
        return eval(python, {"__builtins__": {}, "look": lambda name: self.known.get(name, ""), **functions})

    def _checkout(self, options: dict[str, str]) -> bool:
        depth = options.get("fetch-depth", "1")
        git(self.work, "init", "-q")
        git(self.work, "remote", "add", "origin", f"file://{self.service.folder}/origin.git")
        git(self.work, "fetch", "-q", "--no-tags", *([f"--depth={depth}"] if depth != "0" else []), "origin", self.ref)
        git(self.work, "checkout", "-q", "--detach", "FETCH_HEAD")
        plant_environment(self.work, self.service.python)
        self._give()
        if self.service.before_steps:
            self.service.before_steps(self.work)
        return True

    def _give(self) -> None:
        if self.service.uid is not None:
            for path in (self.place, *self.place.rglob("*")):
                os.chown(path, self.service.uid, self.service.uid, follow_symlinks=False)

    def _restore(self, options: dict[str, str]) -> bool:
        scopes = dict.fromkeys([self.ref, f"refs/heads/{self.known['github.base_ref']}", "refs/heads/main"])
        for prefix in (options["key"], *options["restore-keys"].split()):
            for scope in scopes:
                for key, saved in reversed(self.service._caches.get(scope, [])):
                    if key.startswith(prefix):
                        shutil.copytree(saved, self.work / options["path"], dirs_exist_ok=True)
                        self._give()
                        return True
        return True

    def _save(self, options: dict[str, str]) -> bool:
        saved = self.place / "cache"
        shutil.copytree(self.work / options["path"], saved)
        self.service._caches.setdefault(self.ref, []).append((options["key"], saved))
        return True

    def _upload(self, options: dict[str, str]) -> bool:
        found = [path for path in (self.work / options["path"]).rglob("*") if path.is_file() and not path.name.startswith(".")]
        for path in found:
            target = self.place / "artifact" / path.relative_to(self.work / options["path"])
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        return bool(found) or options["if-no-files-found"] != "error"

    def _shell(self, script: str, name: str) -> bool:
        file, output = self.place / "step.sh", self.place / "output"
        file.write_text(script, "utf-8")
        output.write_text("")
        environ = {
            "PATH": self.service.path, "HOME": str(self.place), "CI": "true", "GITHUB_ACTIONS": "true", "LANG": "C.UTF-8",
            "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(self.place / "summary"), "GITHUB_WORKSPACE": str(self.work),
        }  # fmt: skip
        uid = self.service.uid
        if uid is not None:
            for path in (file, output):
                os.chown(path, uid, uid)
        as_user: dict[str, Any] = {} if uid is None else {"user": uid, "group": uid, "extra_groups": []}
        with open(self.place / "log", "w+b") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                ["bash", "-e", str(file)], cwd=self.work, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **as_user,
            )  # fmt: skip
            if self.cancel:
                while process.poll() is None and not (self.work / "halted").exists():
                    time.sleep(0.02)
                os.killpg(process.pid, signal.SIGKILL)
                self.cancelled = True
            code = process.wait(timeout=300)
        self.log += (self.place / "log").read_text("utf-8", "replace")
        for line in output.read_text("utf-8").splitlines():
            key, _, value = line.partition("=")
            self.known[f"steps.{name}.outputs.{key}"] = value
        return code == 0
