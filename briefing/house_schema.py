"""The JSON Schemas of house.yaml and words.yaml, from the settings that `house` declares and the sections that the reader of
words knows. `make schema` writes them anew; a test says when they are out of date."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any

from briefing import fields, saving, schema
from briefing.house import (
    FONT_ROLES,
    HAO,
    PDF_ENGINES,
    ColophonStyle,
    Composition,
    Grid,
    InlineStyle,
    PageNumber,
    PageStyle,
    ParagraphStyle,
    RuleStyle,
)
from briefing.house_archive import ArchiveStyle
from briefing.house_print import PrintStyle
from briefing.house_word import WordStyle
from briefing.house_wording import WORDING
from briefing.proofread import words
from briefing.proofread.rules import CODES
from briefing.sheet import INLINE_STYLES, PARAGRAPH_KINDS

HOUSE_FILE = schema.SCHEMA_FILE.with_name("house.schema.json")
WORDS_FILE = schema.SCHEMA_FILE.with_name("words.schema.json")

_DRAFT = {"$schema": "http://json-schema.org/draft-07/schema#"}
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_ONE_OR_MORE: dict[str, Any] = {"oneOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_NUMBER: dict[str, Any] = {"oneOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?[0-9]{1,6}(\.[0-9]{1,6})?$"}]}
_INTEGER: dict[str, Any] = {"oneOf": [{"type": "integer"}, {"type": "string", "pattern": "^[-+]?[0-9]{1,6}$"}]}
_YES_OR_NO: dict[str, Any] = {"enum": [True, False, "true", "false", "yes", "no", "是", "否"]}
_LENGTH: dict[str, Any] = {
    "oneOf": [
        {"enum": [0, *HAO]},
        {"type": "string", "pattern": r"^([-+]?[0-9]{1,5}(\.[0-9]{1,4})? *(pt|磅|mm|毫米|cm|厘米|em|字|行)|0)$"},
    ]
}
_COLOR: dict[str, Any] = {
    "type": "object",
    "properties": {
        "rgb": {"description": "屏幕和 Word 用的颜色", "type": "string", "pattern": "^#[0-9A-Fa-f]{6}$", "examples": ["#D9000F"]},
        "cmyk": {
            "description": "印刷用的颜色，四个 0 至 100 的数", "type": "array", "items": _NUMBER, "minItems": 4, "maxItems": 4,
        },
    },
    "additionalProperties": False,
}  # fmt: skip


def house_schema() -> dict[str, Any]:
    """Of house.yaml. Nothing is required: a house may extend another."""
    styles: dict[str, Any] = {kind: _ref("paragraph") for kind in PARAGRAPH_KINDS}
    inline: dict[str, Any] = {name: _ref("inline") for name in INLINE_STYLES if name}
    parts = {
        "title": ("版式的名称", _TEXT),
        "extends": ("沿用哪一个版式，只写与它不同的地方", _TEXT),
        "page": ("幅面和版心", _settings(PageStyle)),
        "grid": ("行网格和字网格", _settings(Grid)),
        "composition": ("怎样排行", _settings(Composition)),
        "styles": ("各种段落的样式", _object(styles)),
        "inline": ("段落里各种文字的样式", _object(inline)),
        "rules": ("各种线", {"type": "object", "additionalProperties": _settings(RuleStyle)}),
        "colors": ("颜色", {"type": "object", "additionalProperties": _COLOR}),
        "fonts": ("字体角色用哪些字体", _object({role: _ONE_OR_MORE for role in FONT_ROLES})),
        "word_fonts": ("字体角色在 Word 里叫什么", _object({role: _TEXT for role in FONT_ROLES})),
        "page_number": ("页码", _settings(PageNumber)),
        "colophon": ("版记", _settings(ColophonStyle)),
        "print": ("给印刷厂的要求", _settings(PrintStyle)),
        "archive": ("给档案室的要求", _settings(ArchiveStyle)),
        "word": ("DOCX", _settings(WordStyle)),
        "wording": ("用语", {"type": "object", "properties": {key: _TEXT for key in WORDING}, "additionalProperties": _TEXT}),
        "defaults": ("各期都一样、不必再写的项目", schema.object_schema(fields.ISSUE)),
        "words": ("标题里不拆开的词", _ONE_OR_MORE),
        "masthead_lines": ("报头占首页几行", _INTEGER),
        "pdf": ("PDF 由谁写", {"enum": list(PDF_ENGINES)}),
    }
    described = {key: {"description": text, **value} for key, (text, value) in parts.items()}
    shared = {"paragraph": _settings(ParagraphStyle), "inline": _settings(InlineStyle)}
    return {**_DRAFT, "title": "版式 house.yaml", "definitions": shared, **_object(described)}


def words_schema() -> dict[str, Any]:
    """Of words.yaml."""
    form = _object({"use": _TEXT, "why": _TEXT, **{context: _ONE_OR_MORE for context in words.CONTEXTS}})
    form_or_use: dict[str, Any] = {"oneOf": [_TEXT, {"type": "null"}, form]}
    days = _object({"off": _ONE_OR_MORE, "work": _ONE_OR_MORE})
    levels: dict[str, Any] = {code: {"enum": list(words.LEVELS)} for code in CODES}
    parts = {
        **{name: (text, _each(form_or_use)) for name, text in words.LISTS.items()},
        "names": ("名称应有的写法：不对的写法", _each(_ONE_OR_MORE)),
        "allow": ("不当作错的词", _ONE_OR_MORE),
        "order": ("排列有定序的名单", _each(_ONE_OR_MORE)),
        "levels": ("各条规则的级别；off 是不查", _object(levels)),
        "thresholds": ("段落多长算长、报告之间差多少倍算差", _object({name: _NUMBER for name in words.THRESHOLDS})),
        "holidays": ("放假和调休的日子", {**_object({}), "patternProperties": {"^[0-9]{4}$": days}}),
    }
    described = {key: {"description": text, **value} for key, (text, value) in parts.items()}
    return {**_DRAFT, "title": "校对的词表 words.yaml", **_object(described)}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/definitions/{name}"}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _each(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": value}


def _settings(owner: type) -> dict[str, Any]:
    """The settings that a dataclass declares (house_setting.setting)."""
    declared = [item for item in dataclasses.fields(owner) if item.metadata]
    return _object({item.metadata["key"] or item.name: _setting(item) for item in declared})


def _setting(item: dataclasses.Field[Any]) -> dict[str, Any]:
    kind, _, optional = str(item.type).partition(" | ")
    choices, unit = item.metadata["choices"], item.metadata["unit"]
    value = _choice(choices) if choices else _LENGTH if unit else _PLAIN.get(kind, _TEXT)
    if optional:
        value = {"oneOf": [{"enum": ["none"]}, value]} if value is not _TEXT else _TEXT
    return {"description": item.metadata["text"], **value}


_PLAIN = {"bool": _YES_OR_NO, "int": _INTEGER, "float": _NUMBER}


def _choice(choices: Iterable[str]) -> dict[str, Any]:
    """A digit is a number to programs that read YAML with types."""
    return {"enum": [*choices, *(int(choice) for choice in choices if choice.isdecimal())]}


def text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    saving.save(HOUSE_FILE, text(house_schema()).encode(), mode=0o644)
    saving.save(WORDS_FILE, text(words_schema()).encode(), mode=0o644)
