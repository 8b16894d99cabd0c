"""What a CI job does with the issues, on GitHub, GitLab, Gitea, Jenkins or by hand. Only how findings are shown differs.

    ci.py build [--all]       make the issues that changed since the last green run, proofread them, verify their files
    ci.py changed [COMMIT]    name the issues that changed since a commit; all of them without one, or if it is not known

An issue is known by what its pages are made from: git's object ids of its own files and of everything that shapes pages. A
green run writes these down (`.cache/ci/green.json`, which the service keeps from run to run). So history does not matter, be it
rewritten, shallow or merged; what was red or cancelled is not in the file and is made again; without the file everything is
made. `build` is green only if every file that it promised is there, new, and as its manifest says. Where there is LibreOffice, it
sets each DOCX, and text that it loses is red, too; how many lines and pages are those of the PDF stands in the summary.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHELF = "issues"
#: What shapes the pages of every issue.
SHARED = ("briefing", "templates", "fonts", "requirements.txt")
STATE = Path(".cache/ci/green.json")
REPORTS = Path(".cache/reports")
#: The last PDFs of each issue, with which a run compares its own: what the summary shows of a change.
KEPT = Path(".cache/ci/pdf")
FORMATS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04"}
NO_OFFICE = "没有 LibreOffice，没有核对它怎样排 DOCX；要核对，请装 libreoffice-writer。"
#: Gitea calls itself GitHub, but shows such lines as they are.
ANNOTATES = bool(os.environ.get("GITHUB_ACTIONS")) and not os.environ.get("GITEA_ACTIONS")
#: GitHub refuses a summary of more than 1 MiB.
_SUMMARY_BYTES = 900_000


class Failed(Exception):
    """What to say; the job is red."""


# --- which issues


def git(*arguments: str) -> bytes:
    """Raises Failed. The checkout is this very program's, so whose it is (in containers often another user's) does not matter."""
    command = ["git", "-c", f"safe.directory={os.getcwd()}", *arguments]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise Failed(f"git 不能运行（{error.strerror}），不知道改动了哪几期。请安装 git；或用 --all 制作全部各期。") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Failed(f"git {arguments[0]} 失败（{done.returncode}），不知道改动了哪几期：{said}")
    return done.stdout


def inputs(commit: str) -> dict[str, str]:
    """Issue → digest of everything that its pages at `commit` are made from. Folders without an issue.yaml are not issues."""
    listing = git("ls-tree", "-r", "-z", "--full-tree", commit, "--", SHELF, *SHARED)
    shared = hashlib.sha256()
    own: dict[str, list[bytes]] = {}
    issues = set()
    for entry in listing.split(b"\0")[:-1]:
        path = os.fsdecode(entry.split(b"\t", 1)[1])
        parts = path.split("/")
        if parts[0] != SHELF:
            shared.update(entry + b"\0")
        elif len(parts) > 2:
            own.setdefault(parts[1], []).append(entry)
            if parts[2:] == ["issue.yaml"]:
                issues.add(parts[1])
        elif entry.startswith(b"120000 ") and (Path(path) / "issue.yaml").is_file():
            own[parts[1]] = [entry, commit.encode()]  # what is behind a link is not known: each commit is a change
            issues.add(parts[1])
    return {name: hashlib.sha256(shared.digest() + b"\0".join(own[name])).hexdigest() for name in sorted(issues)}


def resolve(commit: str) -> str:
    return git("rev-parse", "--verify", "--end-of-options", f"{commit}^{{commit}}").decode().strip()


def changed_since(commit: str) -> list[str]:
    now = inputs(resolve("HEAD"))
    try:
        before = inputs(resolve(commit)) if commit else {}
    except Failed:  # never was here, or is no longer: a first push, a shallow clone, a rewritten branch
        before = {}
    return [name for name, digest in now.items() if before.get(name) != digest]


def forgotten() -> list[str]:
    """Folders that hold what looks like an issue and are none: nobody would miss their files, nobody would be told."""
    shelf = Path(SHELF)
    folders = sorted(path for path in shelf.iterdir() if path.is_dir() and path.name[0] != ".") if shelf.is_dir() else []
    return [folder.name for folder in folders if not (folder / "issue.yaml").is_file() and any(map(_telling, folder.rglob("*")))]


def _telling(path: Path) -> bool:
    return path.suffix.lower() in (".md", ".markdown") or path.stem.lower() == "issue"


# --- the last green run


@dataclass(frozen=True)
class Green:
    """`issues`: name → digest at `commit`; `made`: those that the run made."""

    commit: str
    issues: dict[str, str]
    made: list[str]


def last_green() -> Green | None:
    """None where there is none, or none that can be read: then everything is made."""
    try:
        found = json.loads(STATE.read_bytes())
        green = Green(str(found["commit"]), dict(found["issues"]), list(found["made"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return green


def remember(green: Green) -> None:
    STATE.parent.mkdir(parents=True, exist_ok=True)
    partial = STATE.with_suffix(".partial")
    partial.write_text(json.dumps(vars(green), indent=1), "utf-8")
    partial.replace(STATE)


def keep(made: Sequence[str], issues: Collection[str]) -> None:
    """The PDFs that this run made, for the next; those of issues that are no more go."""
    for name in made:
        (KEPT / name).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_files(name)["pdf"], KEPT / name / f"{name}.pdf")
    for folder in KEPT.iterdir() if KEPT.is_dir() else ():
        if folder.name not in issues:
            shutil.rmtree(folder, ignore_errors=True)


# --- making


def build(everything: bool) -> int:
    commit = resolve("HEAD")
    now = inputs(commit)
    green = None if everything else last_green()
    if green is None:
        wanted = list(now)
        why = "全部各期" if everything else "没有上一次的记录，全部各期"
    else:
        # Run once more, a green run shows the same files again.
        again = green.made if green.commit == commit else []
        wanted = [name for name, digest in now.items() if green.issues.get(name) != digest or name in again]
        why = f"上一次全部成功（{green.commit[:9]}）以来改动过的"
    tell(f"要制作{why}：{'、'.join(wanted) or '没有'}")
    output("made", str(len(wanted)))

    problems = [f"{SHELF}/{name} 里有稿件，却没有 issue.yaml，没有制作。不是一期的请移出 {SHELF}/。" for name in forgotten()]
    results: dict[str, str] = {}
    said = ""
    if wanted:
        before = {name: _stat(name) for name in wanted}
        office = ["--office"] if has_office() else []
        if not office:
            tell(NO_OFFICE)
        KEPT.mkdir(parents=True, exist_ok=True)
        summary = ["--summary", str(REPORTS / "build"), "--before", str(KEPT)]
        code = briefing("build", wanted, "--force", *office, *summary).returncode
        results = {name: missing(name, before[name]) for name in wanted}
        problems += [f"{name}：{reason}" for name, reason in results.items() if reason]
        if code not in (0, 1) and not problems:  # 1: with warnings, which the log shows
            problems.append(f"briefing build 的退出码是 {code}，原因见上面的日志。")
        said, code = proofread(wanted)
        if code not in (0, 1, 3) and not problems:  # warnings or errors of words are the office's business
            problems.append(f"briefing check 的退出码是 {code}。")
    for problem in problems:
        annotate(problem)
    summarise(why, results, said, problems)
    if problems:
        tell("没有全部成功：\n" + "\n".join(f"  {problem}" for problem in problems))
        return 1
    keep(wanted, now)
    remember(Green(commit, now, wanted))
    tell(f"全部成功：{len(wanted)} 期。")
    return 0


def briefing(command: str, names: Sequence[str], *options: str, **streams: Any) -> subprocess.CompletedProcess[bytes]:
    """As folders, so that no name is taken for an option or for another year's number."""
    folders = [f"{SHELF}/{name}" for name in names]
    line = [sys.executable, "-m", "briefing", command, *options, *folders]
    return subprocess.run(line, stdin=subprocess.DEVNULL, check=False, **streams)


def has_office() -> bool:
    """Whether `--office` can be asked for."""
    return bool(shutil.which("soffice") or shutil.which("libreoffice"))


def _figures(name: str) -> str:
    """How LibreOffice set the DOCX, from the manifest; empty where it did not."""
    try:
        found = json.loads((Path("build") / name / "manifest.json").read_bytes())["office"]
        return "{lines}/{of_lines} 行、{pages}/{of_pages} 页".format(**found)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def _files(name: str) -> dict[str, Path]:
    return {kind: Path("build") / name / f"{name}.{kind}" for kind in FORMATS}


def _stat(name: str) -> dict[str, tuple[int, int] | None]:
    """What tells a file that was put in place by this run from one that lay there."""
    found: dict[str, tuple[int, int] | None] = {}
    for kind, path in _files(name).items():
        try:
            status = path.stat()
            found[kind] = status.st_ino, status.st_mtime_ns
        except OSError:
            found[kind] = None
    return found


def missing(name: str, before: dict[str, tuple[int, int] | None]) -> str:
    """Why an issue's files do not count as made by this run; empty if they do."""
    after = _stat(name)
    for kind, path in _files(name).items():
        if after[kind] is None:
            return f"没有做出 {path}"
        data = path.read_bytes()
        if not data.startswith(FORMATS[kind]):
            return f"{path} 不完整"
        if after[kind] == before[kind]:
            return f"{path} 是以前的，这一次没有做出来"
        if not _listed(path, data):
            return f"{path} 与清单 manifest.json 不符"
    return ""


def _listed(path: Path, data: bytes) -> bool:
    try:
        entry = json.loads((path.parent / "manifest.json").read_bytes())["files"][path.name]
        return bool(entry["sha256"] == hashlib.sha256(data).hexdigest())
    except (OSError, ValueError, KeyError, TypeError):
        return False


# --- what the proofreader says


def proofread(names: Sequence[str]) -> tuple[str, int]:
    """For people, in the log and the summary; beside the lines, as the service shows it. Never stops anything but by failing."""
    done = briefing("check", names, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = done.stdout.decode("utf-8", "replace")
    print(text, flush=True)
    code = done.returncode
    if ANNOTATES:
        code = max(code, briefing("check", names, "--format", "github").returncode)
    if os.environ.get("GITLAB_CI"):
        REPORTS.mkdir(parents=True, exist_ok=True)
        with open(REPORTS / "code-quality.json", "wb") as report:
            code = max(code, briefing("check", names, "--format", "gitlab", stdout=report).returncode)
    return text, code


def summarise(why: str, results: dict[str, str], said: str, problems: Sequence[str]) -> None:
    """The page that the service shows for the run; elsewhere a file among the reports."""
    rows = [
        f"| {_cell(name)} | {'✗ ' + _cell(reason) if reason else '✓'} | {'' if reason else _figures(name)} |"
        for name, reason in results.items()
    ]
    heads = ["| 期次 | 成品 | LibreOffice 与 PDF 相同 |", "|---|---|---|"]
    table = [*heads, *rows, *(["", NO_OFFICE] if not has_office() else [])] if rows else ["没有要制作的。"]
    others = [f"- {_cell(problem)}" for problem in problems]
    fence = "`" * max(3, 1 + max((len(run) for run in said.replace("\n", " ").split() if set(run) == {"`"}), default=0))
    notes = ["### 检查和校对", f"{fence}text", said.rstrip(), fence] if said.strip() else []
    pages = [_pages()] if results else []
    text = "\n".join([f"### 制作{why}", "", *table, "", *pages, *others, "", *notes, ""])
    data = text.encode("utf-8", "replace")
    if len(data) > _SUMMARY_BYTES:
        data = data[:_SUMMARY_BYTES].decode("utf-8", "ignore").encode() + f"\n{fence}\n（太长，其余见日志。）\n".encode()
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if not target:
        REPORTS.mkdir(parents=True, exist_ok=True)
    with open(target or REPORTS / "summary.md", "ab" if target else "wb") as stream:
        stream.write(data)


def _pages() -> str:
    """What `build --summary` found of pages that changed. Services show no pictures of a summary: these are in the reports."""
    try:
        text = (REPORTS / "build" / "summary.md").read_text("utf-8")
    except OSError:
        return ""
    changed = [row for row in text.split("\n") if "页与以前不同" in row]
    where = f"有变化的页，以前、现在的小图，在保存的文件 `{REPORTS}/build/summary.md` 里。"
    return "\n".join(["| 期次 | 结果 | 页数 | 要注意的 |", "|---|---|---|---|", *changed, "", where, ""]) if changed else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def annotate(problem: str) -> None:
    if ANNOTATES:
        escaped = problem.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        print(f"::error title=没有制作::{escaped}", flush=True)


def output(name: str, value: str) -> None:
    target = os.environ.get("GITHUB_OUTPUT")
    if target:
        with open(target, "a", encoding="utf-8") as stream:
            stream.write(f"{name}={value}\n")


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="ci.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("build").add_argument("--all", action="store_true", dest="everything")
    changed = tasks.add_parser("changed")
    changed.add_argument("commit", nargs="?", default="")
    changed.add_argument("-z", dest="end", action="store_const", const="\0", default="\n", help="names end in NUL")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]
    os.chdir(Path(__file__).parent.parent)
    try:
        if given.task == "build":
            return build(given.everything)
        print("".join(name + given.end for name in changed_since(given.commit)), end="")
    except (Failed, OSError) as error:
        annotate(str(error))
        tell(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
