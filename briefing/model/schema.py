"""The JSON Schema of issue.yaml and the field reference for editors, both from the fields that the model
declares.

`python -m briefing.model.schema` writes briefing/schema/issue.schema.json and docs/fields.md anew; a test says when they
are out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from briefing.core import saving
from briefing.model import fields
from briefing.model.fields import Field

#: Named by the first line of every issue.yaml, so that VS Code completes keys and shows their descriptions.
SCHEMA_FILE = Path(__file__).parents[1] / "schema" / "issue.schema.json"
FIELDS_FILE = Path(__file__).parents[2] / "docs" / "fields.md"

JsonSchema = dict[str, object]
DRAFT = {"$schema": "http://json-schema.org/draft-07/schema#"}  # which the YAML language server reads best
TEXT: JsonSchema = {"type": ["string", "number", "boolean"]}
ONE_OR_MORE: JsonSchema = {"oneOf": [TEXT, {"type": "array", "items": TEXT}]}
NUMBER: JsonSchema = {"oneOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?[0-9]{1,6}(\.[0-9]{1,6})?$"}]}
_COUNT: JsonSchema = {"oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^[^\n]*[0-9０-９]+[^\n]*$"}]}
_DATE: JsonSchema = {"type": "string", "pattern": "^[0-9]{4} *[-./年] *[0-9]{1,2} *[-./月] *[0-9]{1,2} *日?$"}
_FILE: JsonSchema = {"type": "string", "pattern": r"\.md$"}
_FILES: JsonSchema = {"oneOf": [_FILE, {"type": "array", "items": _FILE, "minItems": 1}]}

_KINDS = {
    "text": "一行文字",
    "texts": "一行文字，或几行的列表",
    "int": "整数",
    "year": "四位数的年份",
    "number": "整数，可补零",
    "date": "日期",
    "choice": "选一",
    "line": "一行文字，用 | 强制换行",
    "lines": "一段文字，或几段的列表",
    "file": "文件名",
    "leaf": "true 或 A3",
    "contents": "样式名，或 style 和 heading",
    "sections": "栏目名，或栏目的列表",
    "reports": "文件名的列表",
    "attachments": "文件名的列表，或 label 和 file",
    "recipients": "报、送、发等各写一项",
    "print": "binding、deadline、delivery、contact、shares 各写一项",
    "archive": "item、steps 等各写一项",
    "steps": "一步的 action、who、date 等，或几步的列表",
}


def json_schema() -> JsonSchema:
    """JSON Schema of issue.yaml."""
    return {
        **DRAFT,
        "title": "简报一期的说明文件 issue.yaml",
        **object_schema(fields.ISSUE),
        "required": ["house"],
    }


def object_schema(known: Iterable[Field]) -> JsonSchema:
    """Of a mapping with these fields, none of them required."""
    return closed({field.key: _property(field) for field in known})


def closed(properties: Mapping[str, object]) -> JsonSchema:
    """A mapping with these keys and no others."""
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def each(value: Mapping[str, object]) -> JsonSchema:
    """A mapping with any keys, each with such a value."""
    return {"type": "object", "additionalProperties": value}


def _property(field: Field) -> JsonSchema:
    described: JsonSchema = {"description": field.text}
    if field.example and field.kind not in ("recipients", "sections", "attachments"):
        described["examples"] = [field.example]
    return {**described, **_value(field)}


def _value(field: Field) -> JsonSchema:
    if field.kind == "choice":
        return {"enum": list(field.choices)}
    if field.kind in ("texts", "lines"):
        return ONE_OR_MORE
    if field.kind == "leaf":
        return {"enum": [True, False, "A3"]}
    if field.kind in ("int", "year", "number"):
        return _COUNT
    if field.kind == "date":
        return _DATE
    if field.kind == "file":
        return _FILE
    if field.kind == "reports":
        return _FILES
    if field.kind == "contents":
        return {"oneOf": [{"enum": list(fields.CONTENTS[0].choices)}, object_schema(fields.CONTENTS)]}
    if field.kind == "print":
        return object_schema(fields.PRINT)
    if field.kind == "archive":
        return object_schema(fields.FILING)
    if field.kind == "steps":
        step = object_schema(fields.FILING_STEP)
        return {"oneOf": [step, {"type": "array", "items": step, "minItems": 1}]}
    if field.kind == "sections":
        section = {**object_schema(fields.SECTION), "required": ["name"]}
        return {"oneOf": [TEXT, {"type": "array", "items": {"oneOf": [TEXT, section]}}]}
    if field.kind == "attachments":
        item = {"oneOf": [_FILE, {**object_schema(fields.ATTACHMENT), "required": ["file"]}]}
        return {"oneOf": [_FILE, {"type": "array", "items": item}]}
    if field.kind == "recipients":
        named = dict.fromkeys(("报", "送", "发", "增发"), ONE_OR_MORE)
        return {"type": "object", "properties": named, "additionalProperties": ONE_OR_MORE}
    return TEXT


def fields_markdown() -> str:
    """The field reference (docs/fields.md): a table for each group of keys."""
    parts = ["# 字段一览", "", "本页由程序生成，与读取时使用的是同一份定义。", ""]
    parts += [
        "## issue.yaml",
        "",
        "除 house 外都可以不写；期号和日期至少写一项。版式（house）里已有的，各期不必再写。",
        "",
    ]
    for group in dict.fromkeys(field.group for field in fields.ISSUE):
        parts += [f"### {group}", "", *_table(field for field in fields.ISSUE if field.group == group)]
    parts += ["### 栏目（sections 的每一项）", "", *_table(fields.SECTION)]
    parts += ["### 附件（attachments 的每一项）", "", *_table(fields.ATTACHMENT)]
    parts += ["### 目录（contents 写成两项时）", "", *_table(fields.CONTENTS)]
    parts += ["### 印刷（print 的各项）", "", *_table(fields.PRINT)]
    parts += ["### 归档（archive 的各项）", "", *_table(fields.FILING)]
    parts += ["### 办理过程（archive 的 steps 的每一步）", "", *_table(fields.FILING_STEP)]
    parts += [
        "## 报告开头",
        "",
        "写在 Markdown 文件最前面的两行 --- 之间，都可以不写。",
        "",
        *_table(fields.HEAD),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _table(known: Iterable[Field]) -> list[str]:
    rows = ["| 名称 | 说明 | 写法 | 例子 |", "| --- | --- | --- | --- |"]
    for field in known:
        how = "、".join(field.choices) if field.choices else _KINDS[field.kind]
        rows.append("| " + " | ".join(_cells(field, how)) + " |")
    return [*rows, ""]


def _cells(field: Field, how: str) -> tuple[str, ...]:
    return tuple(cell.replace("|", "\\|") for cell in (f"`{field.key}`", field.text, how, field.example))


def schema_text() -> str:
    """The schema file's text."""
    return text(json_schema())


def text(schema: Mapping[str, object]) -> str:
    """Of any schema, as it lies in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.parent.mkdir(exist_ok=True)
    for target, content in ((SCHEMA_FILE, schema_text()), (FIELDS_FILE, fields_markdown())):
        saving.save(target, content.encode(), mode=0o644)  # an editor that reads it now must not see half of it
