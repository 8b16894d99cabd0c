"""Errands with what others sent: files read and shown beside what came of them, put into the issue, the clipboard, pictures."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.core.errors import BriefingError, Severity
from briefing.desk import plain_values, side_by_side
from briefing.files.world import Root, argument

if TYPE_CHECKING:
    from briefing.importing.session import Draft

Say = Callable[[str], None]


def draft(asked: dict[str, Any], say: Say) -> dict[str, Any]:
    """Read files that somebody sent, each as a report; nothing is put anywhere yet. `files`: path → name as it was sent;
    `batch`: where the drafts are kept until they are accepted."""
    from briefing.building import receiving, trial
    from briefing.importing import placing, session

    folder = Path(asked["folder"])
    told: list[dict[str, Any]] = []
    drafts: list[Draft] = []
    senders: list[str] = []
    for path, name in asked["files"].items():
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
        told.append({"file": name, "index": len(drafts) - 1})
    say("正在试排")
    trial.compose_drafts(drafts, folder)
    laid = [_laid(each) for each in drafts]
    for entry in told:
        if "index" in entry:
            entry |= _account(drafts[entry["index"]], folder) | _beside(laid[entry["index"]])
    kept = []
    for each, sender, beside in zip(drafts, senders, laid, strict=True):
        pictures = {path: b64encode(data).decode() for path, data in each.pictures.items()}
        said = {"name": each.name, "sender": sender, "markdown": each.markdown, "pictures": pictures}
        said["befores"] = [done.before for done in each.repairs]
        said["places"] = {str(number): list(place) for number, place in beside.places.items()}
        kept.append(said)
    Path(asked["batch"]).write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    return {"reports": told}


def _laid(found: Draft) -> side_by_side.Sides:
    original = next((text for name, text in found.sources.items() if name != found.article.path), "")
    return side_by_side.sides(original, found.repairs, found.markdown)


def _beside(laid: side_by_side.Sides) -> dict[str, Any]:
    """Both sides for the page; a repair that can be undone has its number in `undoable`."""
    rows = [
        {**row._asdict(), "stood": [list(piece) for piece in row.stood], "came": [list(piece) for piece in row.came]}
        for row in laid.rows
    ]
    return {"rows": rows, "undoable": sorted(laid.places)}


def _account(found: Draft, folder: Path) -> dict[str, Any]:
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


def enlist(asked: dict[str, Any], say: Say) -> dict[str, Any]:
    """Put drafts of a batch into the issue: those at `chosen`, in place of a report of the same name those at `replacing`.
    `undone`: index → repairs that people did not want."""
    from briefing.building import receiving
    from briefing.storage import source_files

    say("正在放进本期")
    folder = Path(asked["folder"])
    drafts = [
        _kept(each, asked["undone"].get(str(index), ()))
        for index, each in enumerate(json.loads(Path(asked["batch"]).read_text("utf-8")))
    ]
    wanted = [index for index in asked["chosen"] if isinstance(index, int) and 0 <= index < len(drafts)]
    added = []
    with source_files.held(folder):
        for replacing in (True, False):
            chosen: list[_Kept] = []
            for index in wanted:
                if (index in asked["replacing"]) is replacing:
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


def _kept(said: Mapping[str, Any], unwanted: Any) -> _Kept:
    """As it was put by, with what stood in the file where a repair is not wanted."""
    places = {int(number): side_by_side.Place(*place) for number, place in said["places"].items()}
    wanted = {number for number in unwanted if isinstance(number, int)} if isinstance(unwanted, list) else set()
    markdown = side_by_side.undone(said["markdown"], said["befores"], places, wanted)
    return _Kept(said["name"], said["sender"], markdown, {path: b64decode(data) for path, data in said["pictures"].items()})


def _renamed(found: _Kept, name: str) -> _Kept:
    """Its pictures are called after it."""
    pictures, markdown = {}, found.markdown
    for path, data in found.pictures.items():
        new = f"{name}{path.removeprefix(found.name)}" if path.startswith(found.name) else path
        markdown = markdown.replace(f"]({path}", f"]({new}")
        pictures[new] = data
    return _Kept(name, found.sender, markdown, pictures)


def paste(asked: dict[str, Any], say: Say) -> dict[str, Any]:
    """What stood on the clipboard, as Markdown to stand in a report; `html` as a word processor or a browser gave it."""
    from briefing.importing import session
    from briefing.model.bulletin import plain

    say("正在整理粘贴的内容")
    page = f"<html><body><p>粘贴占位标题</p>{asked['html']}</body></html>"
    found = session.draft(session.open_source(page.encode(), "粘贴.html"), "paste", title="粘贴占位标题")
    _, _, body = found.markdown.partition("# ")
    first, _, rest = body.partition("\n")
    kept = rest.strip("\n")
    if "粘贴占位标题" not in first:
        kept = f"{plain(found.article.title)}\n\n{kept}"
    kept = kept.removeprefix("粘贴占位标题").strip("\n")
    pictures = asked["html"].lower().count("file:///") if "<img" in asked["html"].lower() else 0
    return {
        "markdown": kept,
        **{key: value for key, value in _account(found, Path(asked["folder"])).items() if key in ("lost", "findings", "repairs")},
        "local": pictures,
    }


def picture(asked: dict[str, Any], say: Say) -> dict[str, Any]:
    """Whether a file is a picture that can be printed."""
    say("正在看图片")
    path = Path(asked["path"])
    return {"format": Root(path.parent).picture(path.name).format}
