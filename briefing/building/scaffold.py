"""The files of a new issue: one report for each city, or the sections and settings of an earlier issue without its words."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from briefing.core.han import HAN
from briefing.core.plain import Plain
from briefing.files.world import MAX_YAML, Root
from briefing.house.style import HouseStyle
from briefing.model.serials import following_serial
from briefing.model.text_lines import plain
from briefing.source import write, yaml_tree
from briefing.source.folder import DRAFT, FILE
from briefing.source.markdown import read_report
from briefing.source.placeholders import waiting

#: The first line gives editors such as VS Code completion and hints.
_SCHEMA = "# yaml-language-server: $schema={schema}\n"
_REPORT = """\
{head}# {lead}请在这里写标题

请在这里写导语：什么会议之后，{who}做了什么，取得什么成效。

一是请写第一条做法。具体做了什么，有哪些数字，效果怎样。

二是请写第二条做法。具体做了什么，有哪些数字，效果怎样。
"""
_BRIEFS = """\
{head}**请在这里写段首句。**什么单位做了什么，有哪些数字，效果怎样。

---

**请在这里写段首句。**什么单位做了什么，有哪些数字，效果怎样。
"""
#: What stays the same from one issue to the next; all else belongs to the one that it was written for.
_LASTING = (
    "house", "mark", "secrecy", "overline", "nameplate", "kind", "offices", "signer", "contents", "recipients", "print_run",
    "permit", "editors", "contact",
)  # fmt: skip
_FORBIDDEN = re.compile(rf"[^0-9A-Za-z{HAN}_-]")
_HEADED = re.compile(r"(---\ncontributor: [^\n]*\n---\n\n)?# (?:([^\n：]*)：)?请在这里写标题\n")
#: 〔2022〕15号: its numbers begin anew each year.
_OF_YEAR = re.compile(r"[〔［\[（(]\s*(\d{4})\s*[〕］\])）]", re.ASCII)
_WHO = re.compile(r"([^：:，。\s]{2,12})[：:]")


class Scaffold(NamedTuple):
    """`files` by name; `left`: keys of the earlier issue that were not taken over, in its order."""

    files: dict[str, str]
    left: tuple[str, ...] = ()


class Untouched(NamedTuple):
    """A report in which nobody has written yet: the `office` that it waits for, "" where it does not say, and its YAML head."""

    office: str
    head: str


def untouched(text: str) -> Untouched | None:
    """None for a report that is not, to a letter, as it was made here."""
    plainly = text.replace("\r\n", "\n").rstrip() + "\n"
    if (match := _HEADED.match(plainly)) and plainly == _report(match[2] or "", match[1] or ""):
        return Untouched(match[2] or "", match[1] or "")
    return None


def fresh(target: Path, number: int, date: datetime.date, house: HouseStyle, cities: list[str], called: str = "") -> Scaffold:
    """A first draft in the `house`, or in one that is `called` otherwise and says nothing else yet."""
    reports = {f"{index:02d}-{_FORBIDDEN.sub('', city)}.md": _report(city) for index, city in enumerate(cities, 1)}
    settings = {"house": called or house.name, "number": number, "date": date, **_open_questions(house), "reports": list(reports)}
    return Scaffold({FILE: _settings(target, settings), **reports})


def following(earlier: Path, target: Path, number: int, date: datetime.date) -> Scaffold:
    """An issue built like the one in the folder `earlier`. Raises InputError where its issue.yaml cannot be read."""
    root = Root(earlier)
    node = yaml_tree.load(root.text(FILE, MAX_YAML)[0], FILE)
    said = {entry.key.text: entry.value for entry in node.entries}
    settings: dict[str, object] = {"house": _plain(said["house"]) if "house" in said else "", "number": number, "date": date}
    total, before = _count(said.get("total")), _count(said.get("number"))
    if total and before and number > before:
        settings["total"] = total + number - before
    if serial := _serial_after(said.get("serial"), number - before if before else 0, date.year):
        settings["serial"] = serial
    settings |= {key: _plain(said[key]) for key in _LASTING if key in said and not _waits(said[key])}
    names = list(dict.fromkeys(_listed(said.get("sections"), said.get("reports"))))
    settings |= {key: _plain(said[key]) for key in ("sections", "reports") if key in said}
    if not names:
        names = [name for name in root.names(".md") if not name.startswith(DRAFT) and name not in _elsewhere(said)]
    briefs = set(_briefs(said.get("sections")))
    reports = {name: _report_after(root, name, name in briefs) for name in names}
    left = tuple(key for key in said if key not in settings and key not in ("date", "year", "digits"))
    return Scaffold({FILE: _settings(target, settings), **reports}, left)


def _settings(target: Path, settings: dict[str, object]) -> str:
    from briefing.model.schema import SCHEMA_FILE

    schema = Path(os.path.relpath(SCHEMA_FILE, target)).as_posix()
    return _SCHEMA.format(schema=schema) + write.yaml(settings)


def _report(city: str, head: str = "") -> str:
    return _REPORT.format(head=head, lead=f"{city}：" if city else "", who=city or "本地")


def _report_after(root: Root, name: str, brief: bool) -> str:
    """A report of the same office, or a file of 简讯."""
    article, _ = read_report(root, name, brief=brief)
    if article is None:
        return _BRIEFS.format(head="") if brief else _report("")
    who = _WHO.match(plain(article.title))
    given = str(article.contributor) if article.contributor else ""
    head = f"---\n{write.yaml({'contributor': given})}---\n\n" if given and not waiting(given) else ""
    return _BRIEFS.format(head=head) if brief else _report(who[1] if who and not waiting(who[1]) else "", head)


def _open_questions(house: HouseStyle) -> dict[str, str]:
    """An office's house says what its bulletin is called and who issues it; a house for everybody cannot."""
    defaults = house.defaults
    questions = {"nameplate": "请在这里写报名", "offices": "请在这里写编印机关"}  # `placeholders` knows them
    return {key: text for key, text in questions.items() if not defaults.get(key)}


# --- nodes


def _plain(node: yaml_tree.Node) -> Plain:
    if isinstance(node, yaml_tree.Mapping):
        return {entry.key.text: _plain(entry.value) for entry in node.entries}
    if isinstance(node, yaml_tree.Sequence):
        return [_plain(item) for item in node.items]
    bare = node.text
    return int(bare) if bare.isascii() and bare.isdecimal() and not bare.startswith("0") and len(bare) < 10 else bare


def _waits(node: yaml_tree.Node) -> bool:
    """Whether something in it was left to be written: the next issue need not inherit that."""
    if isinstance(node, yaml_tree.Mapping):
        return any(_waits(entry.value) for entry in node.entries)
    if isinstance(node, yaml_tree.Sequence):
        return any(map(_waits, node.items))
    return waiting(node.text)


def _serial_after(node: yaml_tree.Node | None, by: int, year: int) -> str:
    """编号 of an issue whose number is higher by so much; "" where that says nothing of it: numbers began anew with the year."""
    if not isinstance(node, yaml_tree.Scalar) or by < 1 or waiting(node.text):
        return ""
    own = _OF_YEAR.search(node.text)
    return following_serial(node.text, by) if own is None or int(own[1]) == year else ""


def _count(node: yaml_tree.Node | None) -> int | None:
    from briefing.source.values import UnreadableValue, numbers

    if not isinstance(node, yaml_tree.Scalar) or not node.text:
        return None
    try:
        first, until, _ = numbers(node.text)
        return until or first
    except UnreadableValue:
        return None


def _listed(sections: yaml_tree.Node | None, reports: yaml_tree.Node | None) -> Iterator[str]:
    """The reports that are listed, in their order."""
    if isinstance(reports, yaml_tree.Scalar) and reports.text:
        yield reports.text
    elif isinstance(reports, yaml_tree.Sequence):
        yield from (item.text for item in reports.items if isinstance(item, yaml_tree.Scalar) and item.text)
    if isinstance(sections, yaml_tree.Sequence):
        for section in sections.items:
            if isinstance(section, yaml_tree.Mapping):
                yield from _listed(None, section.get("reports"))


def _briefs(sections: yaml_tree.Node | None) -> Iterator[str]:
    """Those of them that are 简讯."""
    for section in sections.items if isinstance(sections, yaml_tree.Sequence) else ():
        form = section.get("form") if isinstance(section, yaml_tree.Mapping) else None
        if isinstance(section, yaml_tree.Mapping) and isinstance(form, yaml_tree.Scalar) and form.text == "简讯":
            yield from _listed(None, section.get("reports"))


def _elsewhere(said: dict[str, yaml_tree.Node]) -> set[str]:
    """Files that are attached, or stand before the reports."""
    return _attached(said) | set(_listed(None, said.get("front")))


def _attached(said: dict[str, yaml_tree.Node]) -> set[str]:
    node = said.get("attachments")
    items = node.items if isinstance(node, yaml_tree.Sequence) else (node,) if node is not None else ()
    files = (item.get("file") if isinstance(item, yaml_tree.Mapping) else item for item in items)
    return {file.text for file in files if isinstance(file, yaml_tree.Scalar)}
