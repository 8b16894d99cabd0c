"""Issues to be proofread, in folders of their own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bench.proofreading import Case, CaseReader
from briefing.building import stages
from briefing.building.check_issue import fixes
from briefing.core.errors import Diagnostic, Edit
from briefing.files.world import World

HEAD = "house: jiangsu-jingshen-wenming\nnumber: 17\ndate: 2022-05-13\n"


def issue(folder: Path, body: str | bytes, head: str = HEAD, title: str = "各地推进重点工作") -> Path:
    """An issue of one report, as the folder 2022-17 under `folder`."""
    place = folder / "2022-17"
    place.mkdir(parents=True, exist_ok=True)
    (place / "issue.yaml").write_text(head, "utf-8")
    if isinstance(body, bytes):
        (place / "01.md").write_bytes(body)
    else:
        whole = body if body.startswith(("---", "# ")) else f"# {title}\n\n{body}\n"
        (place / "01.md").write_text(whole, "utf-8")
    return place


def said(folder: Path, templates: Path | None = None) -> list[Diagnostic]:
    """What the proofreader says of the issue in `folder`."""
    return stages.proofread(stages.read(folder, World(folder, templates)))


def fix_issue(folder: Path) -> list[Edit]:
    """Make the safe fixes, without looking at the issue again; which they were."""
    fixed = fixes(folder)
    for name, data in fixed.after.items():
        (folder / name).write_bytes(data)
    return fixed.edits


def codes(found: Iterable[Diagnostic]) -> list[str]:
    return [item.code for item in found]


@cache
def bench() -> CaseReader:
    return CaseReader(Path(mkdtemp(prefix="briefing-check-")))


def example(text: str) -> list[Diagnostic]:
    """What is said of an example of a rule's manual: a report's body, or all of it, its head too, or lines of
    this issue and the last."""
    own: dict[str, str] = {}
    last: dict[str, str] = {}
    body = []
    for line in text.split("\n"):
        kind, _, entry = line.partition("：")
        if kind in ("本期", "上期"):
            key, _, value = entry.partition(": ")
            (own if kind == "本期" else last)[key] = value
        else:
            body.append(line)
    if own or last:
        previous = {"date": "2022-05-06", **last} if last else None
        return bench().read(Case("各地抓好落实。", issue={**own, "previous": previous}))[0]
    return bench().read(Case(text))[0]
