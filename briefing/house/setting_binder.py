"""Binds the nodes of house.yaml to the settings that `briefing.house.style` declares; collects what does not
fit."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from briefing.core.errors import Findings, Span
from briefing.core.suggest import advice
from briefing.files.world import MAX_TEMPLATE
from briefing.house.asked_templates import AskedTemplates
from briefing.house.bindings import ADVICE as BINDING_ADVICE
from briefing.house.bindings import binding_of
from briefing.house.derived_styles import inline_styles, paragraph_styles
from briefing.house.plain_settings import BOOLEANS, PlainSettings
from briefing.house.print_settings import PrintStyle
from briefing.house.style import (
    ColophonStyle,
    Color,
    Composition,
    Grid,
    InlineStyle,
    PageNumber,
    PageStyle,
    ParagraphStyle,
    RuleStyle,
)
from briefing.house.table_settings import TableStyle
from briefing.house.units import convert
from briefing.house.word_settings import WordStyle
from briefing.house.wording import PAGE_NUMBER, WORDING, Format, mistakes
from briefing.model.sheet import DERIVED_INLINE, DERIVED_KINDS
from briefing.source import yaml_tree
from briefing.source.values import UnreadableValue

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


_RGB = re.compile(r"#[0-9A-Fa-f]{6}")
#: A number, but larger than anything that a house sets.
_LARGE = re.compile(r"[-+]?\d{7,}(?:\.\d*)?")
_NUMBER = re.compile(r"[-+]?\d{1,6}(?:\.\d{1,6})?")
#: What people call choices, whose keys are English.
_CALLED = {
    "仿宋": "fangsong", "FangSong": "fangsong", "楷体": "kai", "KaiTi": "kai", "小标宋": "biaosong", "方正小标宋简体": "biaosong",
    "黑体": "hei", "SimHei": "hei", "宋体": "song", "SimSun": "song", "居中": "center", "靠左": "left", "左对齐": "left",
    "靠右": "right", "右对齐": "right", "两端对齐": "justify", "专色": "spot", "四色": "process", "灰度": "grey", "彩色": "cmyk",
    "无": "none", "不要": "none", "总是": "always", "自动": "auto", "不": "never",
}  # fmt: skip
_ABSENT = object()


class SettingBinder(PlainSettings):
    """What is wrong goes to `findings`; the value then is None or left out, and the caller must not use the
    result."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(findings)
        self.line: float | None = None  # the grid's pitch, what 行 means
        self.colors: dict[str, Color] = {}
        self.color_names: tuple[str, ...] = ()  # wrong ones too, so that one mistake is one finding

    # --- the parts of a house ---

    def page(self, node: yaml_tree.Mapping) -> PageStyle | None:
        page = self.settings(PageStyle, node)
        if page and page.binding_mm + page.type_area_width_mm > page.width_mm:
            self.findings.add("house-page", "订口加版心宽超过了纸宽", node.span, "请改小 binding 或 type_area_width。")
        if page and page.top_mm + page.type_area_height_mm > page.height_mm:
            self.findings.add("house-page", "天头加版心高超过了纸高", node.span, "请改小 top 或 type_area_height。")
        return page

    def grid(self, node: yaml_tree.Mapping, page: PageStyle | None) -> Grid | None:
        lines = node.get("lines")
        given: dict[str, float] = {}
        if node.get("pitch") is None:
            count = int(lines.text) if isinstance(lines, yaml_tree.Scalar) and lines.text.isdecimal() else 0
            given["pitch"] = page.depth / count if page and count else 1.0  # without both, they are the findings
        return self.settings(Grid, node, **given)

    def composition(self, node: yaml_tree.Mapping) -> Composition | None:
        return self.settings(Composition, node)

    def page_number(self, node: yaml_tree.Mapping) -> PageNumber | None:
        written = node.get("format")
        if isinstance(written, yaml_tree.Scalar):
            self._format("format ", written, PAGE_NUMBER)
        return self.settings(PageNumber, node)

    def colophon(self, node: yaml_tree.Mapping) -> ColophonStyle | None:
        return self.settings(ColophonStyle, node)

    def printing(self, node: yaml_tree.Mapping, templates: AskedTemplates, chain: Sequence[str]) -> PrintStyle | None:
        named = node.get("profile")
        if isinstance(named, yaml_tree.Scalar) and not any(templates.exists(f"{name}/{named.text}") for name in chain):
            self.findings.add("house-value", f"版式文件夹里没有 {named.text}", named.span, "请把 ICC 文件放进版式文件夹。")
        bound = node.get("binding")
        if isinstance(bound, yaml_tree.Scalar) and bound.text and binding_of(bound.text) is None:
            self.findings.add("house-value", f"不知道“{bound.text}”是怎样装订", bound.span, BINDING_ADVICE)
        return self.settings(PrintStyle, node)

    def word(self, node: yaml_tree.Mapping) -> WordStyle | None:
        return self.settings(WordStyle, node)

    def tables(self, node: yaml_tree.Mapping) -> TableStyle | None:
        return self.settings(TableStyle, node)

    def paragraphs(self, node: yaml_tree.Mapping, kinds: Sequence[str]) -> dict[str, ParagraphStyle]:
        entries = self.parts(node, kinds, DERIVED_KINDS)
        found = {kind: style for kind, entry in entries if (style := self.settings(ParagraphStyle, entry, kind=kind))}
        return found | paragraph_styles(found)

    def inlines(self, node: yaml_tree.Mapping, names: Sequence[str]) -> dict[str, InlineStyle]:
        entries = self.parts(node, names, DERIVED_INLINE)
        found = {name: style for name, entry in entries if (style := self.settings(InlineStyle, entry, name=name))}
        return found | inline_styles(found) if {"strong", "emphasis"} <= found.keys() else found

    def rules(self, node: yaml_tree.Mapping, required: Sequence[str]) -> dict[str, RuleStyle]:
        own = tuple(entry.key.text for entry in node.entries)
        names = (*required, *(name for name in own if name not in required))
        return {name: rule for name, entry in self.parts(node, names) if (rule := self.settings(RuleStyle, entry))}

    def palette(self, node: yaml_tree.Mapping) -> dict[str, Color]:
        colors = {}
        self.color_names = tuple(entry.key.text for entry in node.entries)
        for entry in node.entries:
            if not isinstance(entry.value, yaml_tree.Mapping):
                hint = f'例如 {entry.key.text}: {{rgb: "#D9000F", cmyk: [0, 100, 100, 0]}}。'
                self.findings.add("value-shape", f"{entry.key.text} 要分项写明 rgb 和 cmyk", entry.value.span, hint)
                continue
            self.known(entry.value, ("rgb", "cmyk"))
            said = entry.value.get("rgb")
            rgb = said.text if isinstance(said, yaml_tree.Scalar) else ""
            inks = entry.value.get("cmyk")
            parts = (
                [item.text for item in inks.items if isinstance(item, yaml_tree.Scalar)]
                if isinstance(inks, yaml_tree.Sequence)
                else []
            )
            amounts = tuple(float(part) for part in parts if _NUMBER.fullmatch(part) and 0 <= float(part) <= 100)
            if not _RGB.fullmatch(rgb):
                self.findings.add(
                    "house-color",
                    f"颜色 {entry.key.text} 的 rgb 不对",
                    entry.value.span,
                    '请写成 "#D9000F"。',
                )
            elif len(amounts) != 4 or len(parts) != 4:
                self.findings.add(
                    "house-color",
                    f"颜色 {entry.key.text} 的 cmyk 要写四个 0 至 100 的数",
                    entry.value.span,
                    "例如 [0, 100, 100, 0]。",
                )
            else:
                colors[entry.key.text] = Color(rgb.upper(), amounts)
        self.colors = colors
        if node.entries and "black" not in self.color_names:
            self.findings.add("house-color", "colors 里要有 black", node.span)
        return colors

    # --- wording ---

    def wording(self, node: yaml_tree.Mapping, templates: AskedTemplates, chain: Sequence[str]) -> dict[str, str]:
        """Formats by key. One that no template of ours asks for must be asked for by one of the house's own."""
        for entry in node.entries:
            key, declared = entry.key.text, WORDING.get(entry.key.text)
            if declared is None and not any(f'"{key}"' in text or f"'{key}'" in text for text in _templates(templates, chain)):
                hint = advice(key, WORDING, self.LISTED)
                hint = hint if hint.endswith("？") else f'{hint[:-1]}；或在本版式的模板里用 say("{key}")。'
                self.findings.add("key-unknown", f"wording 里没有“{key}”这个项目", entry.key.span, hint)
            elif isinstance(entry.value, yaml_tree.Scalar):
                self._format(f"wording.{key} ", entry.value, declared)
        return self.strings(node)

    def _format(self, what: str, node: yaml_tree.Scalar, declared: Format | None) -> None:
        for wrong in mistakes(node.text, declared):
            self.findings.add("house-value", f"{what}{wrong.message}", _within(node, wrong.at), wrong.hint)

    # --- the machinery ---

    def settings(self, owner: type[T], node: yaml_tree.Mapping, **given: object) -> T | None:
        """An instance of the dataclass `owner` from the entries of `node`; None if one of them is wrong or
        missing.

        A style's `size` is declared before its indents, so that 字 already has a meaning when they are
        converted.
        """
        declared = [item for item in dataclasses.fields(owner) if item.metadata]
        self.known(node, [item.metadata["key"] or item.name for item in declared])
        before = len(self.findings.errors)
        values = dict(given)
        em: float | None = None
        for item in declared:
            key = item.metadata["key"] or item.name
            value = node.get(key)
            if value is None:
                if item.default is dataclasses.MISSING and item.name not in values:
                    self.findings.add("house-missing", f"缺少 {key}（{item.metadata['text']}）", node.span)
                continue
            converted = self._convert(item, key, value, em)
            if converted is not _ABSENT:
                values[item.name] = converted
                if key == "size":
                    em = converted if isinstance(converted, float) else None
        return owner(**values) if len(self.findings.errors) == before else None

    def _convert(self, item: dataclasses.Field[object], key: str, node: yaml_tree.Node, em: float | None) -> object:
        if not isinstance(node, yaml_tree.Scalar):
            self.misshapen(node, key, "只能写一个值")
            return _ABSENT
        kind, _, optional = str(item.type).partition(" | ")
        if optional and node.text == "none":
            return None
        try:
            value = _value(kind, item.metadata["unit"], node.text, em, self.line)
        except UnreadableValue as problem:
            self.findings.add("house-value", f"{key}：{problem.reason}", node.span, problem.hint)
            return _ABSENT
        choices, least, most = (item.metadata[name] for name in ("choices", "least", "most"))
        if choices and node.text not in choices:
            meant = _CALLED.get(node.text.removesuffix("_GB2312"), "")
            hint = f"“{node.text}”在这里写作 {meant}。" if meant in choices else f"可用的值：{'、'.join(choices)}。"
            self.findings.add("house-value", f"{key} 不能是“{node.text}”", node.span, hint)
            return _ABSENT
        if least is not None and value < least:
            unit = item.metadata["unit"] and f" {item.metadata['unit']}"
            self.findings.add("house-value", f"{key} 太小：{node.text}", node.span, f"最少写 {least:g}{unit}。")
            return _ABSENT
        if most is not None and value > most:
            unit = item.metadata["unit"] and f" {item.metadata['unit']}"
            self.findings.add("house-value", f"{key} 太大：{node.text}", node.span, f"最多写 {most:g}{unit}。")
            return _ABSENT
        wrong = item.metadata["wrong"] and item.metadata["wrong"](node.text)
        if wrong:
            self.findings.add("house-value", f"{key}：{wrong[0]}", node.span, wrong[1])
            return _ABSENT
        if key == "color" and self.color_names and node.text not in self.color_names:
            self.findings.add(
                "house-value",
                f"colors 里没有“{node.text}”这个颜色",
                node.span,
                f"可用的值：{'、'.join(self.color_names)}。",
            )
            return _ABSENT
        return value


def _templates(templates: AskedTemplates, chain: Sequence[str]) -> Iterator[str]:
    """The text of every template of the houses in `chain`."""
    for name in chain:
        folder = templates.folder / name
        for path in sorted(folder.glob("*.j2")) if folder.is_dir() else ():
            yield templates.text(f"{name}/{path.name}", MAX_TEMPLATE)[0]


def _within(node: yaml_tree.Scalar, at: int) -> Span:
    """The place of character `at` of a scalar; its beginning where quotes or escapes may have moved what follows."""
    line = node.places[0] if node.places else node.span
    return line.shifted(at) if at and "\n" not in node.text else node.span


def _value(kind: str, unit: str, text: str, em: float | None, line: float | None) -> str | float:
    """`text` as `kind` ("str", "bool", "int", "float"), a length if `unit` is given. Raises UnreadableValue."""
    if unit:
        return convert(text, unit, em, line)
    if kind == "bool":
        if text.lower() not in BOOLEANS:
            raise UnreadableValue(f"“{text}”应为 true 或 false", "请写 true 或 false。")
        return BOOLEANS[text.lower()]
    if kind in ("int", "float"):
        if _LARGE.fullmatch(text):
            raise UnreadableValue(f"{text[:12]}{'…' if len(text) > 12 else ''}太大", "最多六位数。")
        if not _NUMBER.fullmatch(text) or (kind == "int" and "." in text):
            raise UnreadableValue(f"“{text}”不是{'整' if kind == 'int' else ''}数", "请写阿拉伯数字。")
        return int(text) if kind == "int" else float(text)
    if not text:
        raise UnreadableValue("没有内容", "请填写，或删去整行。")
    return text
