"""A bulletin's DOCX → the files of its issue folder: reports from the text, issue.yaml from what the DOCX keeps.

A DOCX whose facts are gone (some programs drop what they do not know) still tells its number, date and title lines.
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from briefing.core import plain
from briefing.core.errors import Diagnostic, Findings, InputError, Severity, Span
from briefing.core.plain import Entries, Plain
from briefing.core.records import dataclass
from briefing.files.world import World
from briefing.house.load import house_names, load_house
from briefing.house.style import HouseStyle
from briefing.importing import account, asides, own_looks, told_apart
from briefing.importing.flow import Flow, Para
from briefing.importing.own_docx import read_bulletin
from briefing.importing.own_parts import Bulletin, Report
from briefing.importing.session import Source
from briefing.importing.style_kinds import Kinds
from briefing.model import facts, fields
from briefing.model.bulletin import Article
from briefing.model.facts import Facts
from briefing.model.numbered_marks import note_anchor, number_of, numbered, report_of
from briefing.model.sheet import Block, SheetParagraph, stretches
from briefing.model.text_lines import Line
from briefing.rendering.issue_to_sheet import render_sheet
from briefing.source.binder import Binder
from briefing.source.folder import FILE
from briefing.source.issue import load_issue
from briefing.source.write import markdown, yaml, yaml_line

_SCHEMA = "# yaml-language-server: $schema={schema}\n"
_SAFE_FILE = re.compile(r"(?:[\w-][\w.-]{0,60}/){0,3}[\w-][\w. -]{0,80}\.md")
_MAY_PART = "\u200b"
#: Keys that stand first, as `briefing new` writes them.
_FIRST = {"number": 0, "date": 1, "compiled": 2}
_EMPTY: tuple[Plain, ...] = ("", None, [], {})
#: What the model takes where nobody says anything.
_UNSAID = {"kind": "正刊", "contents": "none"}


@dataclass(slots=True)
class Folder:
    """Files of an issue, by name."""

    files: dict[str, bytes]
    articles: list[Article]
    findings: list[Diagnostic] = field(default_factory=list)


def restore(source: Source, name: str, *, schema: str = "") -> Folder:
    """The folder `name`. Raises InputError for what is no bulletin. `schema`: path of the JSON Schema from the
    folder."""
    flow = source.flow
    _without_marks(flow)
    kept = facts.parsed(flow.facts)
    look = _house_of(flow, kept.house if kept else "")
    own_looks.settle(flow, Kinds.of(look))
    findings = Findings()
    asides.note(flow.aside, flow.file, findings)
    asides.note_changes(flow.changes, flow.file, findings, refused=source.refused)
    if kept is None:
        kept = _guessed(flow, Kinds.of(look))
        hint = "期号、日期等是从文字里认出来的，文件名和栏目要补；请核对 issue.yaml。"
        findings.add("import-facts", "这个文件里没有保存的制作信息", Span(flow.file, 1, 1), hint, Severity.WARNING)
    bulletin = read_bulletin(flow, Kinds.of(look), kept.reports)
    findings.items += bulletin.left_out
    if not bulletin.reports:
        raise InputError(Diagnostic("import-empty", "文件里没有正文", Span(flow.file, 1, 1), "请核对是不是选错了文件。"))
    names = _file_names(bulletin.reports)
    articles = [report.article(path) for report, path in zip(bulletin.reports, names, strict=True)]
    settings = _settings(kept, look, bulletin, names)
    head = _SCHEMA.format(schema=schema) if schema else ""
    files = {FILE: (head + yaml(settings)).encode()}
    files |= {article.path: markdown(article).encode() for article in articles}
    files |= bulletin.pictures
    _check(files, name, source, bulletin, Kinds.of(look), findings)
    return Folder(files, articles, findings.items)


def _without_marks(flow: Flow) -> None:
    """What no source may hold can only be the writer's: places where an address may be parted."""
    flow.changes = [replace(change, words=change.words.replace(_MAY_PART, "")) for change in flow.changes]
    for para in flow.paragraphs():
        kept = [(piece, piece.text.replace(_MAY_PART, "")) for piece in para.pieces]
        para.pieces = [replace(piece, text=text) for piece, text in kept if text or piece.note or not piece.text]


# --- the house


def _house_of(flow: Flow, name: str) -> HouseStyle:
    """The house named, or the first whose style names the document uses; the one whose nameplate it shows before
    others. Raises InputError where the house named is not there, or no house fits."""
    world = World(Path())
    if name:
        return load_house(world, name, Span(flow.file, 1, 1))
    fitting: list[HouseStyle] = []
    broken: list[str] = []
    for each in house_names(world):
        try:
            house = load_house(world, each)
        except InputError:  # one that is being made, say: no matter unless it is the one
            broken.append(each)
            continue
        if Kinds.of(house).fits(flow):
            fitting.append(house)
    if not fitting:
        hint = "--new 只用于本程序做的整期简报；一篇稿件请用 -i 放进一期。"
        if broken:
            hint += f"版式 {'、'.join(broken)} 有错，没有用它认；运行 briefing houses 看错在哪里。"
        raise InputError(Diagnostic("import-bulletin", "这不是本程序做的简报", Span(flow.file, 1, 1), hint))
    shown = {para.text.strip() for para in flow.paragraphs() if para.style == fitting[0].styles["nameplate"].word}
    named = (house for house in fitting if shown & set(_nameplate(house)))
    return next(named, fitting[0])


def _nameplate(house: HouseStyle) -> Iterator[str]:
    said = _defaults(house).get("nameplate", ())
    return map(str, said if isinstance(said, tuple) else ())


def _defaults(house: HouseStyle) -> Mapping[str, object]:
    """The house's defaults as the reader of issues binds them."""
    from briefing.source import yaml_tree as nodes

    node = house.defaults
    if not isinstance(node, nodes.Mapping):
        return {}
    return Binder(Findings()).bind(node, fields.DEFAULTS)


# --- issue.yaml


def _settings(kept: Facts, house: HouseStyle, bulletin: Bulletin, names: list[str]) -> dict[str, object]:
    """Keys and values, those that the house says anyway left out."""
    found: dict[str, object] = {"house": house.name}
    usual = {**_UNSAID, **dict(facts.of_defaults(_defaults(house)))}
    known = {item.key: item.kind for item in fields.ISSUE}
    for key, value in sorted(kept.issue.items(), key=lambda entry: _FIRST.get(entry[0], len(_FIRST))):
        before = usual.get(key)
        if key in known and value != before and not (value in _EMPTY and before in _EMPTY):
            found[key] = _written(known[key], value)
    found |= {key: list(map(yaml_line, lines)) for key, lines in _prose(bulletin) if lines}
    front = [path for report, path in zip(bulletin.reports, names, strict=True) if report.front]
    if front:
        found["front"] = front
    plain_reports = [path for report, path in zip(bulletin.reports, names, strict=True) if not report.attached | report.front]
    found |= _sections(kept.sections or _printed(bulletin, house, names), plain_reports)
    attached = [path for report, path in zip(bulletin.reports, names, strict=True) if report.attached]
    labels = [str(entry.get("label", "")) for entry in kept.attachments]
    if attached:
        labels += [""] * len(attached)
        found["attachments"] = [
            {"label": label, "file": path} if label else {"file": path} for label, path in zip(labels, attached, strict=False)
        ]
    return found


def _prose(bulletin: Bulletin) -> Iterator[tuple[str, list[Line]]]:
    yield "editor_note", bulletin.editor_note
    yield "summary", bulletin.summary
    yield "signature", bulletin.signature


def _written(kind: str, value: object) -> object:
    """A value as issue.yaml has it: one of a list without its list, nothing as an empty string."""
    if isinstance(value, list):
        return value if len(value) > 1 else (value[0] if value else "")
    if kind == "number" and str(value).isdecimal() and not str(value).startswith("0"):
        return int(str(value))
    if kind == "date" and value:
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(str(value))
    return "" if value is None or value == {} else value


def _sections(kept: Sequence[Entries], reports: list[str]) -> dict[str, Plain]:
    """Sections with the reports that the document still has; one that was added goes into the last."""
    sections = []
    left = list(reports)
    for number, entry in enumerate(kept):
        last = number == len(kept) - 1
        own = (
            list(left)
            if last
            else [path for path in plain.items(entry.get("reports", ())) if isinstance(path, str) and path in left]
        )
        left = [path for path in left if path not in own]
        section = {"name": str(entry.get("name", "")), "numbering": str(entry.get("numbering", "")),
                   "form": str(entry.get("form", "")), "rule": str(entry.get("rule", "")), "reports": own}  # fmt: skip
        sections.append({key: value for key, value in section.items() if value})
    if len(sections) == 1 and set(sections[0]) <= {"reports"}:
        return {"reports": reports}
    return {"sections": sections} if sections else {"reports": reports}


def _printed(bulletin: Bulletin, house: HouseStyle, names: list[str]) -> list[dict[str, Plain]]:
    """Sections as their headings tell, where the document does not keep them: files of 简讯 are nothing without theirs."""
    reports = [(report, path) for report, path in zip(bulletin.reports, names, strict=True) if not report.attached | report.front]
    if not any(report.items for report, _ in reports):
        return []
    before, _, after = house.wording.get("section", "{name}").partition("{name}")
    found: list[dict[str, Plain]] = []
    for (heading, brief), same in itertools.groupby(reports, lambda each: (each[0].under, bool(each[0].items))):
        held = list(same)
        name = heading.removeprefix(before).removesuffix(after) or "简讯"
        form, numbering = ("简讯", held[0][0].numbering) if brief else ("", "")
        found.append({"name": name, "form": form, "numbering": numbering, "reports": [path for _, path in held]})
    return found


def _file_names(reports: list[Report]) -> list[str]:
    """The names that the facts tell, where they are names; else 01-report.md."""
    names: list[str] = []
    for number, report in enumerate(reports, 1):
        told = report.facts.file
        fits = _SAFE_FILE.fullmatch(told) and told not in names
        names.append(told if fits else f"{number:02d}-{'fujian' if report.attached else 'report'}.md")
    return names


# --- a document without facts


def _guessed(flow: Flow, kinds: Kinds) -> Facts:
    """What the masthead shows."""
    lines: dict[str, list[str]] = {}
    for para in flow.paragraphs():
        if isinstance(para, Para) and para.text.strip():
            lines.setdefault(kinds.kind(para), []).append(para.text.strip())
    issue: dict[str, Plain] = {}
    shown = " ".join(lines.get("number", []))
    if match := re.search(r"(?<!总)第(\d+)期", shown):
        issue["number"] = match[1]
    if match := re.search(r"总第(\d+)期", shown):
        issue["total"] = int(match[1])
    if match := re.search(r"(\d{4})年(\d{1,2})月(\d{1,2})日", " ".join(lines.get("imprint", []))):
        issue["date"] = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    if special := "".join(lines.get("special", [])):
        issue["special"] = special.removeprefix("（").removesuffix("）")
    if nameplate := lines.get("nameplate"):
        issue["nameplate"] = nameplate
    for line in lines.get("serial", []):
        if match := re.search(r"共印(\d+)份", line):
            issue["print_run"] = int(match[1])
        if match := re.match(r"（?([^（）\u3000]*字[^（）\u3000]*号)", line):
            issue["serial"] = match[1]
    issue["contents"] = "grouped" if "contents-entry" in lines else "none"
    return Facts(issue=issue)


# --- accounting


def _check(files: Mapping[str, bytes], name: str, source: Source, bulletin: Bulletin, kinds: Kinds, findings: Findings) -> None:
    """The folder, read and composed, must say what the document says, beside what this says again."""
    with tempfile.TemporaryDirectory(prefix="briefing-") as place:
        folder = Path(place) / name
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        world = World(folder)
        try:
            issue, notes = load_issue(world, lambda house, span: load_house(world, house, span).defaults)
            sheet = render_sheet(issue, load_house(world, issue.house), world)
        except InputError as error:
            findings.items.extend(error.diagnostics)
            return
        findings.items.extend(notes)
    shown = [_as_shown(block, bulletin) for block in sheet.all_blocks]
    said = account.APART.join((*_texts(shown), *bulletin.again))  # no line's end is found at the next one's beginning
    lost = account.lost(source.second(True).stretches, said, [aside.words for aside in source.flow.aside])
    told_apart.note(lost, said, source.flow, kinds, findings)


def _as_shown(block: Block, bulletin: Bulletin) -> Block:
    """With the numbers that the document's pages give to notes: in some reports they go on from those of the one before, and
    where text has passed a figure they count as the pages have them."""
    notes = {report_of(note_anchor(place, 1)): report.footnotes for place, report in enumerate(bulletin.reports, 1)}
    targets = {block.anchor} if isinstance(block, SheetParagraph) else set[str]()
    targets |= {run.target for runs in stretches(block) for run in runs}
    shown = {anchor: notes[report_of(anchor)].as_shown(number_of(anchor)) for anchor in targets if report_of(anchor) in notes}
    return numbered(block, {anchor: str(number) for anchor, number in shown.items() if number})


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    return ("".join(run.text for run in runs) for block in blocks for runs in stretches(block))
