"""Errands with what others sent: files read and shown beside what came of them, put into the issue, the clipboard, pictures."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefing.core import plain
from briefing.core.errors import BriefingError, InputError, Severity
from briefing.core.plain import Entries, Plain
from briefing.desk import parting, plain_values, sent_names, side_by_side
from briefing.files.world import Root, argument

if TYPE_CHECKING:
    from briefing.importing.session import Draft

Say = Callable[[str], None]
#: Where the drafts of a batch are kept, in its folder.
DRAFTS = "drafts.json"


def draft(asked: Entries, say: Say) -> dict[str, Plain]:
    """Read files that somebody sent, each as a report; nothing is put anywhere yet. `sent`: the folder where they lie, each after
    its number and under the name that it came with; the drafts are kept there until they are accepted. Pictures are told of by
    their names."""
    from briefing.building import receiving, trial
    from briefing.importing import placing, session

    folder, sent = Path(plain.text(asked["folder"])), Path(plain.text(asked["sent"]))
    told: list[dict[str, Plain]] = []
    accepted: list[dict[str, Plain]] = []
    drafts: list[Draft] = []
    senders: list[str] = []
    loose: list[str] = []
    for path, name, refused in _sent(sent):
        say(f"正在读 {name}")
        if refused is not None:
            told.append({"file": name, "refused": plain_values.findings(refused.diagnostics)})
            continue
        if what := placing.leftover(name):
            told.append({"file": name, "skipped": what})
            continue
        if name.lower().endswith(sent_names.PICTURES):
            loose.append(name)
            continue
        try:
            source = session.open_source(argument(path, receiving.MAX_FILE), name)
            receiving.refuse_whole(source)
            found = receiving.drafted(source, folder, taken=[each.name for each in drafts])
        except BriefingError as error:
            told.append({"file": name, "refused": plain_values.findings(error.diagnostics)})
            continue
        drafts.append(found)
        senders.append(placing.stem(name))
        by_title = receiving.office_of(found)
        accepted.append({"file": name, "index": len(accepted), "office": by_title or receiving.sender(senders[-1])})
        told.append(accepted[-1])
    say("正在试排")
    trial.compose_drafts(drafts, folder)
    laid = [_laid(each) for each in drafts]
    for entry, found, beside in zip(accepted, drafts, laid, strict=True):
        entry |= _account(found, folder) | _beside(beside)
    kept = []
    for each, sender, beside in zip(drafts, senders, laid, strict=True):
        pictures = {path: b64encode(data).decode() for path, data in each.pictures.items()}
        said: dict[str, Plain] = {
            "name": each.name,
            "sender": sender,
            "office": receiving.office_of(each),
            "markdown": each.markdown,
            "pictures": pictures,
        }
        said["befores"] = [done.before for done in each.repairs]
        said["places"] = {str(number): list(place) for number, place in beside.places.items()}
        kept.append(said)
    (sent / DRAFTS).write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    return {"reports": told, "pictures": list(loose)}


def _sent(folder: Path) -> Iterator[tuple[str, str, InputError | None]]:
    """The files of a batch, and those in its archives: where each lies, what it is called; and why one cannot be opened."""
    from briefing.desk import archives

    inside = folder / "unpacked"
    shutil.rmtree(inside, ignore_errors=True)
    inside.mkdir()
    room = archives.ArchiveRoom(inside)
    for path in sorted(path for path in folder.iterdir() if re.match(r"\d{3}-", path.name)):
        name = path.name.partition("-")[2]
        if not archives.is_archive(path, name):
            yield str(path), name, None
            continue
        try:
            found = archives.unpacked(path, room)
        except InputError as error:
            yield str(path), name, error
            continue
        for place, called in found.items():
            yield str(place), called, None


def _laid(found: Draft) -> side_by_side.Sides:
    original = next((text for name, text in found.sources.items() if name != found.article.path), "")
    return side_by_side.sides(original, found.repairs, found.markdown)


def _beside(laid: side_by_side.Sides) -> dict[str, Plain]:
    """Both sides for the page; a repair that can be undone has its number in `undoable`."""
    rows: list[Entries] = [
        {**row._asdict(), "stood": [list(piece) for piece in row.stood], "came": [list(piece) for piece in row.came]}
        for row in laid.rows
    ]
    return {"rows": rows, "undoable": sorted(laid.places)}


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
        "others": list(parting.other_titles(found.markdown)),
        "namesake": placing.namesake(there, found.name),
        "empty": f"{found.name}.md" in there,
    }


def enlist(asked: Entries, say: Say) -> dict[str, Plain]:
    """Put drafts of the batch in the folder `sent` into the issue: those at `chosen`, in place of a report of the same name those
    at `replacing`. `undone`: index → repairs that people did not want."""
    from briefing.building import receiving
    from briefing.storage import source_files

    say("正在放进本期")
    folder = Path(plain.text(asked["folder"]))
    sent = Path(plain.text(asked["sent"]))
    kept, undone = plain.mappings(plain.read((sent / DRAFTS).read_bytes())), plain.entries(asked["undone"])
    drafts = [_Kept.of(each, undone.get(str(index))) for index, each in enumerate(kept)]
    wanted = [index for index in plain.items(asked["chosen"]) if isinstance(index, int) and 0 <= index < len(drafts)]
    added, renewed = [], plain.items(asked["replacing"])
    with source_files.held(folder):
        for replacing in (True, False):
            chosen: list[_Kept] = []
            for index in wanted:
                if (index in renewed) is replacing:
                    taken = [each.name for each in chosen]
                    kept_as = drafts[index]
                    name = receiving.name_for(folder, kept_as.sender, office=kept_as.office, replace=replacing, taken=taken)
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
    office: str
    markdown: str
    pictures: dict[str, bytes]

    @classmethod
    def of(cls, said: Entries, unwanted: object) -> _Kept:
        """As it was put by, with what stood in the file where a repair is `unwanted`. Raises KeyError, TypeError."""
        places = {
            int(number): side_by_side.UndoPlace(*map(plain.whole, plain.items(place)))
            for number, place in plain.entries(said["places"]).items()
        }
        numbers = {number for number in unwanted if isinstance(number, int)} if isinstance(unwanted, list) else set[int]()
        markdown = side_by_side.undone(plain.text(said["markdown"]), plain.texts(said["befores"]), places, numbers)
        pictures = {path: b64decode(data) for path, data in plain.by_name(said["pictures"]).items()}
        return cls(plain.text(said["name"]), plain.text(said["sender"]), plain.text(said["office"]), markdown, pictures)


def _renamed(found: _Kept, name: str) -> _Kept:
    """Its pictures are called after it."""
    pictures, markdown = {}, found.markdown
    for path, data in found.pictures.items():
        new = f"{name}{path.removeprefix(found.name)}" if path.startswith(found.name) else path
        markdown = markdown.replace(f"]({path}", f"]({new}")
        pictures[new] = data
    return _Kept(name, found.sender, found.office, markdown, pictures)


def paste(asked: Entries, say: Say) -> dict[str, Plain]:
    """What stood on the clipboard, as Markdown to stand in a report; `html` as a word processor or a browser gave it."""
    from briefing.importing import session
    from briefing.model import text_lines

    say("正在整理粘贴的内容")
    html = plain.text(asked["html"])
    page = f"<html><body><p>粘贴占位标题</p>{html}</body></html>"
    found = session.draft(session.open_source(page.encode(), "粘贴.html"), "paste", title="粘贴占位标题")
    _, _, body = found.markdown.partition("# ")
    first, _, rest = body.partition("\n")
    kept = rest.strip("\n")
    if "粘贴占位标题" not in first:
        kept = f"{text_lines.plain(found.article.title)}\n\n{kept}"
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


def picture(asked: Entries, say: Say) -> dict[str, Plain]:
    """Whether a file is a picture that can be printed."""
    say("正在看图片")
    path = Path(plain.text(asked["path"]))
    return {"format": Root(path.parent).picture(path.name).format}
