"""Which reports an issue has, in which order and sections; and issue.yaml with another order. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import TypedDict

from briefing.building import scaffold
from briefing.core.errors import InputError
from briefing.desk import yaml_keys
from briefing.model import fields
from briefing.source import yaml_tree
from briefing.source.folder import DRAFT, FILE
from briefing.source.head import extent

_TITLE = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)
_ORDER = [field.key for field in fields.ISSUE]


class ListedReport(TypedDict):
    """`length` in characters that are printed; `empty`: nobody has written in it yet."""

    file: str
    title: str
    length: int
    empty: bool


class ListedAttachment(ListedReport):
    label: str


class ListedSection(TypedDict):
    name: str
    numbering: str
    reports: list[ListedReport]


class Outline(TypedDict):
    """An issue as the desk lists it; `drafts` are files that it does not take in."""

    sections: list[ListedSection]
    attachments: list[ListedAttachment]
    drafts: list[ListedReport]
    title: str


class SectionOrder(TypedDict):
    """A section as it is to be, with the names of its reports."""

    name: str
    numbering: str
    reports: list[str]


def outline(texts: Mapping[str, str]) -> Outline:
    """Of an issue with these files."""
    settings = texts.get(FILE, "")
    reports = {name: report(name, text) for name, text in texts.items() if name != FILE}
    try:
        top = yaml_tree.load(settings, FILE)
    except InputError:
        listed: list[ListedSection] = [{"name": "", "numbering": "", "reports": list(reports.values())}]
        return {"sections": listed, "attachments": [], "drafts": [], "title": ""}
    attached = _attachments(top.get("attachments"))
    attachments: list[ListedAttachment] = [{**reports.pop(name), "label": label} for name, label in attached if name in reports]
    sections: list[ListedSection] = []
    for name, numbering, names in _sections(top, [each for each in reports if not each.startswith(DRAFT)]):
        sections.append(
            {"name": name, "numbering": numbering, "reports": [reports.pop(each) for each in names if each in reports]}
        )
    return {
        "sections": sections,
        "attachments": attachments,
        "drafts": list(reports.values()),
        "title": _headline(top),
    }


def reordered(texts: Mapping[str, str], sections: Sequence[SectionOrder], attachments: Sequence[str]) -> str | None:
    """issue.yaml with this order; None where the way it is written does not allow that. Raises KeyError for a report that is
    not there."""
    for name in [*(name for section in sections for name in section["reports"]), *attachments]:
        texts[name]
    values: dict[str, object] = {}
    sections = [section for section in sections if section["reports"]]
    if len(sections) == 1 and not sections[0]["name"] and not sections[0]["numbering"]:
        values["reports"] = list(sections[0]["reports"])
        values["sections"] = None
    elif sections:  # both keys together are refused
        values["sections"] = [_section(section) for section in sections]
        values["reports"] = None
    labels = dict(_attachments(yaml_tree.load(texts[FILE], FILE).get("attachments")))
    values["attachments"] = [{"file": name, "label": labels[name]} if labels.get(name) else name for name in attachments] or None
    return yaml_keys.changed(texts[FILE], values, _ORDER)


def taken_in(texts: Mapping[str, str], names: Sequence[str]) -> str | None:
    """issue.yaml with those of the reports `names` that it does not take in yet at the end of its last section; None where there
    are none, or it is written in a way that does not allow that."""
    found = outline(texts)
    new = [each["file"] for each in found["drafts"] if each["file"] in names and not each["file"].startswith(DRAFT)]
    sections = [named(each) for each in found["sections"]]
    if not new or not sections:
        return None
    sections[-1]["reports"] += new
    return reordered(texts, sections, [each["file"] for each in found["attachments"]])


def named(section: ListedSection, but: Collection[str] = ()) -> SectionOrder:
    """The section by the names of its reports, `but` for some."""
    reports = [report["file"] for report in section["reports"] if report["file"] not in but]
    return {"name": section["name"], "numbering": section["numbering"], "reports": reports}


def _section(section: SectionOrder) -> dict[str, object]:
    said = {"name": section["name"] or "栏目", "numbering": section["numbering"] or None, "reports": list(section["reports"])}
    return {key: value for key, value in said.items() if value}


@lru_cache(maxsize=1_000)
def report(name: str, text: str) -> ListedReport:
    """What the list says of a report; its length without its head and marks."""
    lines = text.split("\n")
    body = "\n".join(lines[max(0, extent(lines)[1] + 1) :])
    title = _TITLE.search(body)
    said = title[1].replace("\\", "") if title else ""
    words = re.sub(r"[\s#*>|\\]|!\[[^\]]*\]\([^)]*\)|\[\^\d+\]:?|^:::.*$|<!--.*?-->", "", body, flags=re.MULTILINE)
    return {"file": name, "title": said, "length": len(words), "empty": scaffold.untouched(text) is not None}


def _sections(top: yaml_tree.Mapping, every: list[str]) -> list[tuple[str, str, list[str]]]:
    node = top.get("sections")
    reports = _names(top.get("reports"))
    if not isinstance(node, yaml_tree.Sequence):
        name = node.text if isinstance(node, yaml_tree.Scalar) else ""
        return [(name, "", reports if reports is not None else every)]
    found = []
    for item in node.items:
        if isinstance(item, yaml_tree.Mapping):
            said = yaml_keys.entries(item)
            names = _names(item.get("reports"))
            listed = names if names is not None else every if len(node.items) == 1 else []
            found.append((str(said.get("name") or ""), str(said.get("numbering") or ""), listed))
        elif isinstance(item, yaml_tree.Scalar):
            found.append((item.text, "", (reports if reports is not None else every) if len(node.items) == 1 else []))
    return found


def _items(node: yaml_tree.Node | None) -> Sequence[yaml_tree.Node]:
    if isinstance(node, yaml_tree.Sequence):
        return node.items
    return () if node is None else (node,)


def _names(node: yaml_tree.Node | None) -> list[str] | None:
    if node is None or (isinstance(node, yaml_tree.Scalar) and not node.text):
        return None
    return [item.text for item in _items(node) if isinstance(item, yaml_tree.Scalar) and item.text]


def _attachments(node: yaml_tree.Node | None) -> list[tuple[str, str]]:
    """Files with their labels, "" where none is written."""
    found = []
    for item in _items(node):
        if isinstance(item, yaml_tree.Mapping):
            said = yaml_keys.entries(item)
            found.append((str(said.get("file") or ""), str(said.get("label") or "")))
        elif isinstance(item, yaml_tree.Scalar) and item.text:
            found.append((item.text, ""))
    return found


def _headline(top: yaml_tree.Mapping) -> str:
    number, date = yaml_keys.plain(top.get("number")), yaml_keys.plain(top.get("date"))
    said = [f"第{number}期"] if number and str(number).isdigit() else [str(number)] if number else []
    dated = re.sub(r"^(\d{4})-0?(\d{1,2})-0?(\d{1,2})$", r"\1年\2月\3日", str(date)) if date else ""
    return "　".join([*said, *([dated] if dated else [])])
