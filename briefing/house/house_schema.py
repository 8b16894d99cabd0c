"""The JSON Schema of house.yaml, from the settings that the house declares. `make schema` writes it anew; a test says when it is
out of date."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from briefing.core import saving
from briefing.core.type_sizes import HAO
from briefing.house.archive_settings import ArchiveStyle
from briefing.house.box_settings import BoxStyle, ColumnStyle
from briefing.house.figure_settings import FigureStyle
from briefing.house.print_settings import PrintStyle
from briefing.house.style import (
    FONT_ROLES,
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
from briefing.house.table_settings import TableStyle
from briefing.house.word_settings import WordStyle
from briefing.house.wording import WORDING
from briefing.model import fields, schema
from briefing.model.schema import DRAFT, NUMBER, ONE_OR_MORE, TEXT, JsonSchema, closed, text
from briefing.model.sheet import BOX_KINDS, INLINE_STYLES, PARAGRAPH_KINDS

HOUSE_FILE = schema.SCHEMA_FILE.with_name("house.schema.json")

_INTEGER: JsonSchema = {"oneOf": [{"type": "integer"}, {"type": "string", "pattern": "^[-+]?[0-9]{1,6}$"}]}
_YES_OR_NO: JsonSchema = {"enum": [True, False, "true", "false", "yes", "no", "是", "否"]}
_LENGTH: JsonSchema = {
    "oneOf": [
        {"enum": [0, *HAO]},
        {"type": "string", "pattern": r"^([-+]?[0-9]{1,5}(\.[0-9]{1,4})? *(pt|磅|mm|毫米|cm|厘米|em|字|行)|0)$"},
    ]
}
_COLOR: JsonSchema = {
    "type": "object",
    "properties": {
        "rgb": {"description": "屏幕和 Word 用的颜色", "type": "string", "pattern": "^#[0-9A-Fa-f]{6}$", "examples": ["#D9000F"]},
        "cmyk": {
            "description": "印刷用的颜色，四个 0 至 100 的数", "type": "array", "items": NUMBER, "minItems": 4, "maxItems": 4,
        },
    },
    "additionalProperties": False,
}  # fmt: skip


def house_schema() -> JsonSchema:
    """Of house.yaml. Nothing is required: a house may extend another."""
    styles: JsonSchema = {kind: _ref("paragraph") for kind in PARAGRAPH_KINDS}
    inline: JsonSchema = {name: _ref("inline") for name in INLINE_STYLES if name}
    parts: dict[str, tuple[str, JsonSchema]] = {
        "title": ("版式的名称", TEXT),
        "extends": ("沿用哪一个版式，只写与它不同的地方", TEXT),
        "page": ("幅面和版心", _settings(PageStyle)),
        "grid": ("行网格和字网格", _settings(Grid)),
        "composition": ("怎样排行", _settings(Composition)),
        "styles": ("各种段落的样式", closed(styles)),
        "inline": ("段落里各种文字的样式", closed(inline)),
        "boxes": ("批示、框、编者按、链接、背景的框", closed({kind: _ref("box") for kind in BOX_KINDS})),
        "boxed_editor_note": ("稿件和 issue.yaml 开头的编者按也加框", _YES_OR_NO),
        "item_rule": ("简讯各条之间加线", _YES_OR_NO),
        "columns": ("两栏", _settings(ColumnStyle)),
        "rules": ("各种线", {"type": "object", "additionalProperties": _settings(RuleStyle)}),
        "colors": ("颜色", {"type": "object", "additionalProperties": _COLOR}),
        "fonts": ("字体角色用哪些字体", closed(dict.fromkeys(FONT_ROLES, ONE_OR_MORE))),
        "word_fonts": ("字体角色在 Word 里叫什么", closed(dict.fromkeys(FONT_ROLES, TEXT))),
        "page_number": ("页码", _settings(PageNumber)),
        "colophon": ("版记", _settings(ColophonStyle)),
        "print": ("给印刷厂的要求", _settings(PrintStyle)),
        "archive": ("给档案室的要求", _settings(ArchiveStyle)),
        "word": ("DOCX", _settings(WordStyle)),
        "tables": ("表格", _settings(TableStyle)),
        "figures": ("图", _settings(FigureStyle)),
        "wording": ("用语", {"type": "object", "properties": dict.fromkeys(WORDING, TEXT), "additionalProperties": TEXT}),
        "defaults": ("各期都一样、不必再写的项目", schema.object_schema(fields.ISSUE)),
        "words": ("标题里不拆开的词", ONE_OR_MORE),
        "masthead_lines": ("报头占首页几行", _INTEGER),
        "pdf": ("PDF 由谁写", {"enum": list(PDF_ENGINES)}),
    }
    described = {key: {"description": text, **value} for key, (text, value) in parts.items()}
    shared = {"paragraph": _settings(ParagraphStyle), "inline": _settings(InlineStyle), "box": _settings(BoxStyle)}
    return {**DRAFT, "title": "版式 house.yaml", "definitions": shared, **closed(described)}


def _ref(name: str) -> JsonSchema:
    return {"$ref": f"#/definitions/{name}"}


def _settings(owner: type) -> JsonSchema:
    """The settings that a dataclass declares (house_setting.setting)."""
    declared = [item for item in dataclasses.fields(owner) if item.metadata]
    return closed({item.metadata["key"] or item.name: _setting(item) for item in declared})


def _setting(item: dataclasses.Field[object]) -> JsonSchema:
    kind, _, optional = str(item.type).partition(" | ")
    choices, unit = item.metadata["choices"], item.metadata["unit"]
    value: JsonSchema = _choice(choices) if choices else _LENGTH if unit else _PLAIN.get(kind, TEXT)
    if optional:
        value = {"oneOf": [{"enum": ["none"]}, value]} if value is not TEXT else TEXT
    return {"description": item.metadata["text"], **value}


_PLAIN: dict[str, JsonSchema] = {"bool": _YES_OR_NO, "int": _INTEGER, "float": NUMBER}


def _choice(choices: Iterable[str]) -> JsonSchema:
    """A digit is a number to programs that read YAML with types."""
    return {"enum": [*choices, *(int(choice) for choice in choices if choice.isdecimal())]}


if __name__ == "__main__":
    saving.save(HOUSE_FILE, text(house_schema()).encode(), mode=0o644)
