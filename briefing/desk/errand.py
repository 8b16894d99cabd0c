"""The program that does one thing to an issue and ends: import, paste, a new issue, the outputs. What it is to do comes as JSON
on the standard input, what it says as JSON on the standard output, a line each.

    {"step": "…"}            what is being done now (Chinese)
    {"done": {…}}            last: what came of it
    {"refused": [finding…]}  last: why nothing did
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefing.building.output_formats import ALL_FORMATS, FORMATS
from briefing.core import bounds, plain
from briefing.core.errors import BriefingError, Diagnostic, Severity, UsageError, of_the_system
from briefing.core.plain import Entries, Plain
from briefing.delivery.deliveries import BY_KIND
from briefing.desk import plain_values
from briefing.files.world import Root, argument
from briefing.storage import standing

if TYPE_CHECKING:
    from briefing.importing.session import Draft

Say = Callable[[str], None]
#: What `make` can be asked for: the release as it is usual, with a further format, or a set of files.
MAKES = ("release", *(format for format in ALL_FORMATS if format not in FORMATS), *BY_KIND)


def draft(asked: Entries, say: Say) -> dict[str, Plain]:
    """Read files that somebody sent, each as a report; nothing is put anywhere yet. `files`: path → name as it was sent;
    `batch`: where the drafts are kept until they are accepted."""
    from briefing.building import receiving, trial
    from briefing.importing import placing, session

    folder = Path(plain.text(asked["folder"]))
    told: list[dict[str, Plain]] = []
    accepted: list[dict[str, Plain]] = []
    drafts: list[Draft] = []
    senders: list[str] = []
    for path, name in plain.by_name(asked["files"]).items():
        say(f"正在读 {name}")
        if what := placing.leftover(name):
            told.append({"file": name, "skipped": what})
            continue
        try:
            source = session.open_source(argument(path, receiving.MAX_FILE), name)
            receiving.refuse_whole(source)
            found = session.draft(source, receiving.name_for(folder, placing.stem(name), taken=[each.name for each in drafts]))
        except BriefingError as error:
            told.append({"file": name, "refused": plain_values.findings(error.diagnostics)})
            continue
        drafts.append(found)
        senders.append(placing.stem(name))
        accepted.append({"file": name, "index": len(accepted)})
        told.append(accepted[-1])
    say("正在试排")
    trial.compose_drafts(drafts, folder)
    for entry, found in zip(accepted, drafts, strict=True):
        entry |= _account(found, folder)
    kept = []
    for each, sender in zip(drafts, senders, strict=True):
        pictures = {path: b64encode(data).decode() for path, data in each.pictures.items()}
        kept.append({"name": each.name, "sender": sender, "markdown": each.markdown, "pictures": pictures})
    Path(plain.text(asked["batch"])).write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    return {"reports": told}


def _account(found: Draft, folder: Path) -> dict[str, Plain]:
    """What came of a file: the words, what was put right, what was lost."""
    from briefing.importing import placing

    codes = [finding.code for finding in found.findings]
    there = placing.listed(folder)
    return {
        "name": f"{found.name}.md",
        "markdown": found.markdown,
        "counted": found.counted,
        "converted": found.converted,
        "lost": codes.count("import-lost"),
        "pictures": len(found.pictures),
        "errors": sum(finding.severity is Severity.ERROR for finding in found.findings),
        "findings": plain_values.findings(found.findings),
        "repairs": [
            {"before": done.before, "after": done.after, "around": done.around, "line": done.span.line} for done in found.repairs
        ],
        "namesake": placing.namesake(there, found.name),
        "empty": f"{found.name}.md" in there,
    }


def enlist(asked: Entries, say: Say) -> dict[str, Plain]:
    """Put drafts of a batch into the issue: those at `chosen`, in place of a report of the same name those at `replacing`."""
    from briefing.building import receiving
    from briefing.storage import source_files

    say("正在放进本期")
    folder = Path(plain.text(asked["folder"]))
    drafts = [_Kept.of(each) for each in plain.mappings(json.loads(Path(plain.text(asked["batch"])).read_text("utf-8")))]
    wanted = [index for index in plain.items(asked["chosen"]) if isinstance(index, int) and 0 <= index < len(drafts)]
    added, renewed = [], plain.items(asked["replacing"])
    with source_files.held(folder):
        for replacing in (True, False):
            chosen: list[_Kept] = []
            for index in wanted:
                if (index in renewed) is replacing:
                    taken = [each.name for each in chosen]
                    name = receiving.name_for(folder, drafts[index].sender, replace=replacing, taken=taken)
                    chosen.append(_renamed(drafts[index], name))
            if chosen:
                listed = receiving.enlist(folder, chosen, replace=replacing)
                added += [f"{each.name}.md" for each in chosen]
                if listed.added and not listed.listed:
                    say("稿件已经放进文件夹")
    return {"added": added}


class _Kept(NamedTuple):
    """A draft that waits to be accepted."""

    name: str
    sender: str
    markdown: str
    pictures: dict[str, bytes]

    @classmethod
    def of(cls, said: Entries) -> _Kept:
        """Raises KeyError, TypeError."""
        pictures = {path: b64decode(data) for path, data in plain.by_name(said["pictures"]).items()}
        return cls(plain.text(said["name"]), plain.text(said["sender"]), plain.text(said["markdown"]), pictures)


def _renamed(found: _Kept, name: str) -> _Kept:
    """Its pictures are called after it."""
    pictures, markdown = {}, found.markdown
    for path, data in found.pictures.items():
        new = f"{name}{path.removeprefix(found.name)}" if path.startswith(found.name) else path
        markdown = markdown.replace(f"]({path}", f"]({new}")
        pictures[new] = data
    return _Kept(name, found.sender, markdown, pictures)


def paste(asked: Entries, say: Say) -> dict[str, Plain]:
    """What stood on the clipboard, as Markdown to stand in a report; `html` as a word processor or a browser gave it."""
    from briefing.importing import session
    from briefing.model import bulletin

    say("正在整理粘贴的内容")
    html = plain.text(asked["html"])
    page = f"<html><body><p>粘贴占位标题</p>{html}</body></html>"
    found = session.draft(session.open_source(page.encode(), "粘贴.html"), "paste", title="粘贴占位标题")
    _, _, body = found.markdown.partition("# ")
    first, _, rest = body.partition("\n")
    kept = rest.strip("\n")
    if "粘贴占位标题" not in first:
        kept = f"{bulletin.plain(found.article.title)}\n\n{kept}"
    kept = kept.removeprefix("粘贴占位标题").strip("\n")
    pictures = html.lower().count("file:///") if "<img" in html.lower() else 0
    return {
        "markdown": kept,
        **{
            key: value
            for key, value in _account(found, Path(plain.text(asked["folder"]))).items()
            if key in ("lost", "findings", "repairs")
        },
        "local": pictures,
    }


def new(asked: Entries, say: Say) -> dict[str, Plain]:
    """A new issue on the `shelf`: like the issue `earlier`, or of a `house` with a report for each of `cities`."""
    from briefing.building import issue_names, scaffold
    from briefing.files.world import World
    from briefing.house.load import load_house
    from briefing.storage import source_files

    say("正在新建")
    shelf = Path(plain.text(asked["shelf"]))
    number = plain.whole(asked["number"])
    try:
        date = datetime.date.fromisoformat(plain.text(asked["date"]))
    except ValueError:
        raise UsageError(Diagnostic("value-date", f"日期写得不对：{asked['date']}", hint="请写成 2022-05-20。")) from None
    target = shelf / f"{date.year}-{number:02d}"
    if not 0 < number < 10_000:
        raise UsageError(Diagnostic("issue-exists", "期号应当在 1 到 9999 之间"))
    if any((shelf / f"{date.year}-{each}").exists() for each in (number, f"{number:02d}", f"{number:03d}")):
        hint = "请换一个期号，或打开那一期。"
        raise UsageError(Diagnostic("issue-exists", f"{date.year} 年第 {number} 期已经有了", hint=hint))
    if earlier := plain.text(asked["earlier"]):
        made = scaffold.following(issue_names.locate(shelf / earlier), target, number, date)
    else:
        made = scaffold.fresh(
            target, number, date, load_house(World(shelf), plain.text(asked["house"])), plain.texts(asked["cities"])
        )
    source_files.create(target, {name: text.encode() for name, text in made.files.items()})
    return {"name": target.name, "left": list(made.left)}


def make(asked: Entries, say: Say) -> dict[str, Plain]:
    """The outputs of an issue: `what` is one of MAKES."""
    from briefing.building.run import build_issue

    folder, output = Path(plain.text(asked["folder"])), plain.text(asked["output"])
    what = plain.text(asked["what"])
    if what in BY_KIND:
        say(f"正在制作{BY_KIND[what].files}，并逐项检查")
        pressed = BY_KIND[what].make(folder, output, {}, False)
        return _made(pressed.files, pressed.pages, pressed.changed, pressed.diagnostics)
    say("正在制作成品，并逐字核对")
    built = build_issue(folder, output, (*FORMATS, *((what,) if what in ALL_FORMATS else ())))
    return _made(built.files, built.pages, built.changed, built.diagnostics)


def _made(files: tuple[str, ...], pages: int, changed: bool, told: tuple[Diagnostic, ...]) -> dict[str, Plain]:
    names = [Path(file).name for file in files]
    return {"files": names, "pages": pages, "changed": changed, "findings": plain_values.findings(told)}


def prove(asked: Entries, say: Say) -> dict[str, Plain]:
    """The outputs as they stand, held against the sources."""
    from briefing.building import output_proof

    say("正在读回成品，逐字逐行核对")
    found = output_proof.prove_issue(Path(plain.text(asked["folder"])), plain.text(asked["output"]))
    return {
        "findings": plain_values.findings([*found.proof.diagnostics, *found.pressed_findings]),
        "edited": list(found.edited),
        "fresh": found.freshness.said,
    }


def made(asked: Entries, say: Say) -> dict[str, Plain]:
    """What stands of an issue's outputs, and whether it is of the sources as they are."""
    from briefing.building import plan as planning

    del say
    plan = planning.plan(Path(plain.text(asked["folder"])), plain.text(asked["output"]))
    files: list[Entries] = [
        {"name": name, "bytes": size} for name in plan.listed if (size := _size(plan.folder / name)) is not None
    ]
    made = plan.previous
    sets = {kind: sorted(made.sets[kind].files) for kind in BY_KIND if made and kind in made.sets}
    fresh = plan.freshness if made else None
    return {"files": files, "sets": sets, "stale": fresh.said if fresh else "", "pages": made.pages if made else 0}


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def picture(asked: Entries, say: Say) -> dict[str, Plain]:
    """Whether a file is a picture that can be printed."""
    say("正在看图片")
    path = Path(plain.text(asked["path"]))
    return {"format": Root(path.parent).picture(path.name).format}


WORKS: dict[str, Callable[[Entries, Say], dict[str, Plain]]] = {
    "draft": draft, "enlist": enlist, "paste": paste, "new": new, "make": make, "prove": prove, "made": made, "picture": picture,
}  # fmt: skip


def answer(asked: Entries, say: Callable[[Entries], None]) -> None:
    """Do what is asked, and say what came of it."""
    from briefing.building import incident

    standing.begin()
    try:
        say({"done": WORKS[plain.text(asked["work"])](asked, lambda step: say({"step": step}))})
    except BriefingError as error:
        say({"refused": plain_values.findings(error.diagnostics)})
    except Exception as error:
        refused = of_the_system(error, "做这件事")
        say({"refused": plain_values.findings(refused.diagnostics if refused else [incident.finding(error, "做这件事")])})


def _main() -> None:
    bounds.limit_process()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else that is printed gets among the answers

    def say(said: Entries) -> None:
        answers.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")
        answers.flush()

    answer(json.load(sys.stdin.buffer), say)


if __name__ == "__main__":
    _main()
    sys.exit(0)
