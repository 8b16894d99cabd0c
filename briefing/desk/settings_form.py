"""issue.yaml as a form: a field for each key that the model declares, in its groups; and a value written back. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

from briefing.core import plain
from briefing.core.errors import InputError
from briefing.core.plain import Plain
from briefing.desk import yaml_keys
from briefing.model import fields
from briefing.model.fields import Field
from briefing.source import yaml_tree
from briefing.source.folder import FILE
from briefing.source.head import extent

#: They are the list of reports.
_ELSEWHERE = {"sections", "reports", "attachments"}
_ORDER = [field.key for field in fields.ISSUE]
_LISTS = ("texts", "lines")
#: Who receives an issue, in the order in which it is printed.
_RECIPIENTS = ("报", "送", "发", "增发")


def form(text: str, houses: Mapping[str, str]) -> dict[str, Plain]:
    """`fields` with their values, and `readable`: whether there are any. `houses`: name → what it is called."""
    return _form(text, [field for field in fields.ISSUE if field.key not in _ELSEWHERE], houses)


def report_form(text: str) -> dict[str, Plain]:
    """The same of a report's head."""
    return _form(_head(text)[1], fields.HEAD, {})


def _form(text: str, known: Sequence[Field], houses: Mapping[str, str]) -> dict[str, Plain]:
    try:
        top = yaml_tree.load(text, FILE)
    except InputError:
        return {"readable": False, "fields": []}
    return {"readable": True, "fields": [_field(field, top, houses) for field in known]}


def _field(field: Field, top: yaml_tree.Mapping, houses: Mapping[str, str]) -> dict[str, Plain]:
    node = top.get(field.key)
    value = yaml_keys.plain(node)
    kind, choices = field.kind, [{"value": choice, "title": choice} for choice in field.choices]
    if field.key == "house":
        kind, choices = "choice", [{"value": name, "title": title} for name, title in houses.items()]
    elif kind == "leaf":
        kind, choices = "choice", [{"value": "true", "title": "横放的整页"}, {"value": "A3", "title": "折页（A3）"}]
    elif kind == "contents":
        kind, choices = (
            "choice",
            [{"value": choice, "title": _CONTENTS.get(choice, choice)} for choice in fields.CONTENTS[0].choices],
        )
    said: dict[str, Plain] = {
        "key": field.key, "title": field.title, "help": field.text, "example": field.example, "kind": kind, "choices": choices,
        "group": field.group, "line": _line(top, field.key),
    }  # fmt: skip
    if kind == "recipients":
        stands = value if isinstance(value, dict) else {}
        labels = [*_RECIPIENTS, *(label for label in stands if label not in _RECIPIENTS)]
        said["value"] = {label: _listed(stands.get(label)) for label in labels}
        said["odd"] = value is not None and not isinstance(value, dict)
    elif kind in _LISTS:
        said["value"] = _listed(value)
        said["odd"] = isinstance(value, dict) or (isinstance(value, list) and not all(isinstance(each, str) for each in value))
    else:
        said["value"] = "" if value is None else value
        said["odd"] = isinstance(value, (dict, list))
    return said


_CONTENTS = {"none": "不排目录", "plain": "只列标题", "grouped": "按栏目", "pages": "按栏目，注页码"}


def _line(top: yaml_tree.Mapping, key: str) -> int:
    return next((entry.key.span.line for entry in top.entries if entry.key.text == key), 0)


def _listed(value: object) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return value.rstrip("\n").split("\n")
    return [str(each) for each in value] if isinstance(value, list) else []


def written(text: str, key: str, value: object) -> str | None:
    """issue.yaml with this value of the form; None where it cannot be written there. Raises KeyError for a key that the form
    does not have."""
    known = {field.key: field for field in fields.ISSUE if field.key not in _ELSEWHERE}
    return yaml_keys.changed(text, {key: _value(known[key], value)}, _ORDER)


def report_written(text: str, key: str, value: object) -> str | None:
    """The report with this value in its head, which is there as long as something stands in it. Raises KeyError."""
    before, head, after = _head(text)
    known = {field.key: field for field in fields.HEAD}
    new = yaml_keys.changed(head, {key: _value(known[key], value)}, list(known))
    if new is None:
        return None
    return f"{before}---\n{new}---\n{after}" if new.strip() else after.lstrip("\n")


def _head(text: str) -> tuple[str, str, str]:
    """What stands before the head of a report (nothing, mostly), in it, and after it."""
    lines = text.split("\n")
    first, end = extent(lines)
    if first < 0 or end < 0:
        return "", "", f"\n{text}"
    joined = ["\n".join(part) for part in (lines[:first], lines[first + 1 : end], lines[end + 1 :])]
    return joined[0], joined[1] + "\n" if joined[1] else "", joined[2]


def _value(field: Field, value: object) -> object:
    """As `write.yaml` takes it; None for nothing."""
    if field.kind == "recipients":
        said = {str(label): _some(each) for label, each in plain.entries(value).items()}
        return {label: each for label, each in said.items() if each} or None
    if field.kind in _LISTS:
        return _some(value)
    bare = str(value).strip()
    if field.kind == "leaf":
        return {"true": True}.get(bare, bare) or None
    if field.kind == "date" and (found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", bare)):
        try:
            return datetime.date(*map(int, found.groups()))
        except ValueError:
            return bare
    if (
        field.kind in ("int", "year", "number")
        and bare.isascii()
        and bare.isdecimal()
        and not bare.startswith("0")
        and len(bare) < 10
    ):
        return int(bare)
    return bare or None


def _some(value: object) -> str | list[str] | None:
    lines: Sequence[str] = value.split("\n") if isinstance(value, str) else [str(each) for each in plain.items(value)]
    kept = [line.strip() for line in lines if line.strip()]
    return None if not kept else kept[0] if len(kept) == 1 else kept
